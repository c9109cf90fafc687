using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Proposals;

/// <summary>Whole lives of cases, in memory.</summary>
public sealed class LifeTests
{
    readonly Cast cast = Cast.InMemory();

    [Fact]
    public void A_case_goes_through_every_gate_its_class_needs_and_is_completed()
    {
        var proposal = GivenProposals.Draft(cast.Staff);
        var gates = new List<Gate>();
        while (true)
        {
            gates.Add(proposal.Gate);
            proposal.BringToDecision(cast);
            proposal.Approve(cast);
            if (proposal.NextGate(GivenProposals.Rules) is not { } next)
            {
                break;
            }

            if (next == Gate.GoLive)
            {
                proposal.Measure(proposal.EffectChecks.Single(), 12, FixedClock.Start.AddDays(-1).Day(), "実測", cast.Staff, FixedClock.Start);
            }

            proposal.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        }

        gates.ShouldBe([Gate.Consultation, Gate.Budget, Gate.Procurement, Gate.Contract, Gate.GoLive, Gate.PostEvaluation, Gate.OperationEvaluation]);
        proposal.Turn.ShouldBeNull();
        proposal.Perform(ProposalAction.Complete, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, FixedClock.Start);
        proposal.State.ShouldBe(ProposalState.Completed);
        proposal.EffectChecks.Select(c => c.Months).ShouldBe([0, 6, 12, 24]);
    }

    [Fact]
    public void An_indicator_that_is_planned_no_more_is_asked_for_no_more()
    {
        static Dictionary<string, string?> Row(string key) => new() { ["key"] = key, ["name"] = $"指標{key}", ["unit"] = "分", ["before"] = "30", ["target"] = "12", ["method"] = "実測" };
        var proposal = GivenProposals.Draft(cast.Staff);
        while (proposal.NextGate(GivenProposals.Rules) != Gate.GoLive)
        {
            if (proposal.State.IsApproved())
            {
                proposal.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
            }

            proposal.Write(proposal.Draft.WithRows("kpi", proposal.Gate == Gate.Contract ? [Row("2")] : [Row("1"), Row("2")]), cast.Staff, FixedClock.Start);
            proposal.BringToDecision(cast);
            proposal.Approve(cast);
            proposal.EffectChecks.Count(c => c.DueOn is not null).ShouldBe(proposal.Gate == Gate.Contract ? 1 : 2);
        }

        void GoLive() => proposal.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        Refused.By("transition-guarded", GoLive).Message.ShouldContain("指標「指標2」の稼働前の値が記録されていません。");
        proposal.Measure(proposal.EffectChecks.Single(c => c.IndicatorKey == "2"), 12, FixedClock.Start.AddDays(-1).Day(), "実測", cast.Staff, FixedClock.Start);
        GoLive();
        proposal.Gate.ShouldBe(Gate.GoLive);
    }

    [Theory]
    [InlineData(ProposalClass.Minor, 900_000, false, false, Route.Light)]
    [InlineData(ProposalClass.Minor, 1_000_000, false, false, Route.Normal)]
    [InlineData(ProposalClass.Minor, 900_000, true, false, Route.Normal)]
    [InlineData(ProposalClass.LawChange, 4_999_999, true, false, Route.Light)]
    [InlineData(ProposalClass.New, 49_999_999, false, false, Route.Normal)]
    [InlineData(ProposalClass.New, 50_000_000, false, false, Route.Council)]
    [InlineData(ProposalClass.New, 10_000_000, false, true, Route.Council)]
    [InlineData(ProposalClass.New, 9_999_999, false, true, Route.Normal)]
    public void The_route_follows_from_class_amount_personal_data_and_reach(ProposalClass @class, long amount, bool personal, bool cityWide, Route route) =>
        GivenProposals.Rules.RouteOf(new(@class, amount, personal, cityWide)).Route.ShouldBe(route);

    [Fact]
    public void A_condition_blocks_the_gate_it_names_until_the_pmo_confirms_it()
    {
        var proposal = GivenProposals.Draft(cast.Staff, ProposalClass.Modification);
        proposal.BringToDecision(cast);
        proposal.Perform(
            ProposalAction.ApproveWithConditions, new() { Category = "CONDITION", Comment = "PIAの結果による", Conditions = [GivenProposals.Condition(Gate.Procurement)] },
            GivenProposals.Rules, cast.Cio, FixedClock.Start);
        void Next() => proposal.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);

        Refused.By("transition-guarded", Next).Message.ShouldContain("条件1「PIAを終える」");
        proposal.ReportCondition(proposal.Conditions.Single(), "報告書を提出した", cast.Staff, FixedClock.Start);
        Refused.By("transition-guarded", Next);
        proposal.JudgeCondition(proposal.Conditions.Single(), isMet: false, "署名がない", cast.Office, FixedClock.Start);
        Refused.By("transition-guarded", Next);
        proposal.ReportCondition(proposal.Conditions.Single(), "署名した", cast.Staff, FixedClock.Start);
        proposal.JudgeCondition(proposal.Conditions.Single(), isMet: true, null, cast.Office, FixedClock.Start);
        Next();
        proposal.Gate.ShouldBe(Gate.Procurement);
    }

    [Fact]
    public void Nobody_decides_what_they_wrote_not_even_as_deputy_and_not_by_a_deputy_of_their_own()
    {
        var author = cast.Staff;
        var proposal = GivenProposals.Draft(author, ProposalClass.Modification);
        proposal.BringToDecision(cast);
        void By(Actor actor) => proposal.Perform(ProposalAction.Approve, new() { Category = "APPROVE" }, GivenProposals.Rules, actor, FixedClock.Start);

        var cio = new Principal(cast.Cio.PersonId!.Value, cast.Cio.Name, "副市長");
        var authorAsDeputy = author with { Assignments = [.. author.Assignments, new(Role.Cio, "副市長", [0], cio)] };
        Refused.By("separation-of-duties", () => By(authorAsDeputy));
        var lender = new Principal(author.PersonId!.Value, author.Name, "主任");
        var deputyOfAuthor = cast.Member with { Assignments = [new(Role.Cio, "副市長", [0], lender)] };
        Refused.By("separation-of-duties", () => By(deputyOfAuthor));

        var deputy = cast.Member with { Assignments = [.. cast.Member.Assignments, new(Role.Cio, "副市長", [0], cio)] };
        By(deputy);
        var entry = proposal.TakeNewEntries().OfType<ProposalTransition>().Last();
        (entry.RecordedBy, entry.OnBehalfOf, entry.OnBehalfOfId).ShouldBe((deputy.Name, $"副市長 {cast.Cio.Name}", cast.Cio.PersonId));
    }

    [Fact]
    public void A_raised_amount_sends_the_case_to_a_change_before_its_contract_report()
    {
        var proposal = GivenProposals.Draft(cast.Staff, ProposalClass.Equipment);
        for (var i = 0; i < 2; i++)
        {
            proposal.BringToDecision(cast);
            proposal.Approve(cast);
            proposal.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        }

        proposal.Gate.ShouldBe(Gate.Contract);
        proposal.Fill(cast.Staff);
        proposal.AskFor(21_000_000, cast.Staff);
        void Submit() => proposal.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        Refused.By("change-first", Submit).Message.ShouldContain("20,000,000円 → 21,000,000円");

        proposal.Perform(ProposalAction.StartChange, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        proposal.Draft.Number(ProposalForm.Amount).ShouldBe(20_000_000);
        proposal.Fill(cast.Staff);
        proposal.AskFor(23_000_000, cast.Staff);
        proposal.BringToDecision(cast);
        proposal.Route.ShouldBe(Route.Council, "15 % above the first approval");
        proposal.Approve(cast);
        proposal.ApprovedGate.ShouldBe(Gate.Procurement);
        proposal.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        proposal.Gate.ShouldBe(Gate.Contract);
        proposal.Fill(cast.Staff);
        Should.NotThrow(Submit);
    }

    [Fact]
    public void A_refused_change_leaves_what_was_approved()
    {
        var proposal = GivenProposals.Draft(cast.Staff, ProposalClass.Equipment);
        proposal.BringToDecision(cast);
        proposal.Approve(cast);
        var approved = proposal.Draft;
        proposal.Perform(ProposalAction.StartChange, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        proposal.Fill(cast.Staff);
        proposal.AskFor(20_500_000, cast.Staff);
        proposal.BringToDecision(cast);
        proposal.Perform(ProposalAction.Reject, new() { Category = "REJECT", Comment = "根拠がない" }, GivenProposals.Rules, cast.Cio, FixedClock.Start);
        (proposal.State, proposal.Gate).ShouldBe((ProposalState.Approved, Gate.Budget));
        proposal.Draft.ShouldBe(approved);
        proposal.NextGate(GivenProposals.Rules).ShouldBe(Gate.Procurement);
    }

    [Fact]
    public void Questions_are_answered_one_by_one_without_sending_the_case_back()
    {
        var proposal = GivenProposals.Draft(cast.Staff);
        proposal.Fill(cast.Staff);
        proposal.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        proposal.Perform(ProposalAction.Confirm, ProposalStep.Nothing, GivenProposals.Rules, cast.Head, FixedClock.Start);
        proposal.Perform(ProposalAction.Accept, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, FixedClock.Start);
        var due = FixedClock.Start.AddDays(7).Day();
        proposal.Perform(ProposalAction.Ask, new() { Questions = [new("cost", "根拠は", due), new("risk", "対策は", due)] }, GivenProposals.Rules, cast.Member, FixedClock.Start);
        (proposal.State, proposal.OpenQuestions).ShouldBe((ProposalState.Inquiring, 2));
        proposal.Perform(ProposalAction.Answer, new() { Answers = new Dictionary<int, string> { [1] = "見積による" } }, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        proposal.State.ShouldBe(ProposalState.Inquiring);
        proposal.Perform(ProposalAction.Answer, new() { Answers = new Dictionary<int, string> { [2] = "二重化する" } }, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        (proposal.State, proposal.OpenQuestions).ShouldBe((ProposalState.Reviewing, 0));
    }
}
