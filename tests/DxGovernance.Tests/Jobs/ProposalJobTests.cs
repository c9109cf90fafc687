using DxGovernance.Core.Audit;
using DxGovernance.Core.Jobs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Jobs;

/// <summary>What is due for cases, day by day. The clock starts on Friday 2026-11-20; the condition is due on 2026-12-20.</summary>
public sealed class ProposalJobTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly FixedClock clock = new();

    Given Given => new(database, clock);

    async Task<string?> Follow(DateOnly day)
    {
        clock.MoveTo(day);
        await using var db = database.NewContext();
        return await new FollowProposalsJob(db, clock).ExecuteAsync(Cancel);
    }

    async Task<string?> Digest(DateOnly day)
    {
        clock.MoveTo(day);
        await using var db = database.NewContext();
        return await new CioDigestJob(db, clock).ExecuteAsync(Cancel);
    }

    async Task<string[]> Told(Actor person, string number, string part = "")
    {
        await using var db = database.NewContext();
        return await db.Notifications.Where(n => n.PersonId == person.PersonId && n.Subject.StartsWith(number) && n.Subject.Contains(part) && n.Key.StartsWith("due:"))
            .OrderBy(n => n.CreatedAt).ThenBy(n => n.Id).Select(n => n.Subject).ToArrayAsync(Cancel);
    }

    async Task<(Cast Cast, Proposal Proposal)> Conditioned()
    {
        var department = await Given.Department();
        var cast = await Given.Cast(department);
        var proposal = await Given.Proposal(database, department, cast, p =>
        {
            p.BringToDecision(cast, clock.Now);
            p.Perform(
                ProposalAction.ApproveWithConditions, new() { Category = "CONDITION", Comment = "条件を付ける", Conditions = [GivenProposals.Condition()] },
                GivenProposals.Rules, cast.Cio, clock.Now);
        });
        return (cast, proposal);
    }

    [Fact]
    public async Task A_condition_is_reminded_of_before_and_escalated_after_each_thing_once()
    {
        var (cast, proposal) = await Conditioned();
        var due = proposal.Conditions.Single().DueOn;

        await Follow(due.AddDays(-8));
        (await Told(cast.Staff, proposal.Number)).ShouldBeEmpty();
        foreach (var day in new[] { -7, -7, -6, -1, 0, 0 })
        {
            await Follow(due.AddDays(day));
        }

        (await Told(cast.Staff, proposal.Number)).Select(s => s.Split('の')[^1]).ShouldBe(["期限まで7日です", "期限まで1日です", "期限は今日です"]);
        (await Told(cast.Cio, proposal.Number)).ShouldBeEmpty();
        await Follow(due.AddDays(1));
        await Follow(due.AddDays(2));
        (await Told(cast.Head, proposal.Number, "過ぎています")).Length.ShouldBe(1);
        (await Told(cast.Cio, proposal.Number)).Length.ShouldBe(1);
        (await Told(cast.Office, proposal.Number)).ShouldBeEmpty();
        await Follow(due.AddDays(8));
        await Follow(due.AddDays(9));
        (await Told(cast.Office, proposal.Number)).Length.ShouldBe(1);
        (await Told(cast.Staff, proposal.Number)).Length.ShouldBe(3);
        (await Told(cast.Cio, proposal.Number)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_day_without_the_job_is_made_up_for_with_the_nearest_reminder_only()
    {
        var (cast, proposal) = await Conditioned();

        await Follow(proposal.Conditions.Single().DueOn.AddDays(-1));

        (await Told(cast.Staff, proposal.Number)).Single().ShouldEndWith("期限まで1日です");
    }

    [Fact]
    public async Task What_is_reported_is_reminded_of_no_more()
    {
        var (cast, proposal) = await Conditioned();
        await Given.ActOnProposal(database, proposal.Number, cast.Staff, (p, _) => p.ReportCondition(p.Conditions.Single(), "提出した", cast.Staff, clock.Now));

        await Follow(proposal.Conditions.Single().DueOn.AddDays(20));

        (await Told(cast.Staff, proposal.Number)).ShouldBeEmpty();
        (await Told(cast.Head, proposal.Number)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_asked_of_a_case_that_was_withdrawn()
    {
        var (cast, proposal) = await Conditioned();
        var day = proposal.Conditions.Single().DueOn.AddDays(200);
        await Given.ActOnProposal(database, proposal.Number, cast.Staff, (p, _) =>
        {
            p.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, clock.Now);
            p.Perform(ProposalAction.Withdraw, ProposalStep.Saying("中止する"), GivenProposals.Rules, cast.Staff, clock.Now);
            (p.OpenConditions, p.ConditionDueOn, p.EffectDueOn).ShouldBe((0, null, null));
            Refused.By("condition-given-up", () => p.ReportCondition(p.Conditions.Single(), "提出した", cast.Staff, clock.Now));
            Refused.By("measured-given-up", () => p.Measure(p.EffectChecks[0], 1, clock.Today, "計測", cast.Staff, clock.Now));
        });

        await Follow(day);

        (await Told(cast.Staff, proposal.Number)).ShouldBeEmpty();
        (await Told(cast.Head, proposal.Number)).ShouldBeEmpty();
        (await Told(cast.Cio, proposal.Number)).ShouldBeEmpty();
        await using var db = database.NewContext();
        (await Core.Data.ProjectionCheck.RunAsync(db, Cancel)).ShouldNotContain(s => s.Contains(proposal.Number));
    }

    [Fact]
    public async Task An_open_question_is_reminded_of_and_goes_to_the_head_and_the_office_but_not_to_the_cio()
    {
        var department = await Given.Department();
        var cast = await Given.Cast(department);
        var proposal = await Given.Proposal(database, department, cast, p =>
        {
            p.Fill(cast.Staff, clock.Now);
            p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, clock.Now);
            p.Perform(ProposalAction.Confirm, ProposalStep.Nothing, GivenProposals.Rules, cast.Head, clock.Now);
            p.Perform(ProposalAction.Accept, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, clock.Now);
            p.Perform(ProposalAction.Ask, new() { Questions = [new("basic", "金額の根拠は何か", new(2026, 12, 1))] }, GivenProposals.Rules, cast.Office, clock.Now);
        });

        await Follow(new(2026, 11, 24));
        await Follow(new(2026, 12, 9));

        (await Told(cast.Staff, proposal.Number, "照会1")).Length.ShouldBe(1);
        (await Told(cast.Head, proposal.Number, "照会1")).ShouldContain(s => s.EndsWith("期限を過ぎています"));
        (await Told(cast.Office, proposal.Number, "照会1")).Length.ShouldBe(1);
        (await Told(cast.Cio, proposal.Number)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_days_are_those_of_the_table_that_the_office_edits()
    {
        await using var own = new TestDatabase();
        await own.InitializeAsync();
        var here = new Given(own);
        var department = await here.Department();
        var cast = await here.Cast(department);
        var proposal = await here.Proposal(own, department, cast, p =>
        {
            p.BringToDecision(cast, here.Clock.Now);
            p.Perform(
                ProposalAction.ApproveWithConditions, new() { Category = "CONDITION", Comment = "条件を付ける", Conditions = [GivenProposals.Condition()] },
                GivenProposals.Rules, cast.Cio, here.Clock.Now);
        });
        await using var db = own.NewContext();
        var before = await db.TemplateVersions.SingleAsync(v => v.Kind == TemplateKind.FollowUps, Cancel);
        IReadOnlyList<TemplateRow> rows = [.. before.Rows().Select(r => new TemplateRow(new Dictionary<string, string>(r.Values) { ["days"] = "3" }))];
        db.TemplateVersions.Add(TemplateCheck.Revise(before, rows, isProvisional: false, here.Clock.Today, "PMOで決定", cast.Office, here.Clock.Now));
        await here.Save(db, cast.Office);

        async Task<int> Due(DateOnly day)
        {
            here.Clock.MoveTo(day);
            await new FollowProposalsJob(db, here.Clock).ExecuteAsync(Cancel);
            return await db.Notifications.CountAsync(n => n.Key.StartsWith("due:"), Cancel);
        }

        var due = proposal.Conditions.Single().DueOn;
        (await Due(due.AddDays(-4))).ShouldBe(0);
        (await Due(due.AddDays(-3))).ShouldBe(2, "staff and head wrote it");
        (await Due(due.AddDays(2))).ShouldBe(4, "head and CIO");
        (await Due(due.AddDays(3))).ShouldBe(5, "and the office");
    }

    [Fact]
    public void The_table_of_days_has_every_row_once_with_a_day_that_can_be()
    {
        var rows = GivenProposals.SeedRows(TemplateKind.FollowUps);
        TemplateRow First(string days) => new(new Dictionary<string, string>(rows[0].Values) { ["days"] = days });

        Refused.By("follow-ups-lacking", () => TemplateCheck.Check(TemplateKind.FollowUps, [.. rows.Skip(1)])).Message
            .ShouldBe("「照会・条件の期限の前、最初の催促まで」の行がありません。全ての行が要ります。");
        Refused.By("follow-ups-days", () => TemplateCheck.Check(TemplateKind.FollowUps, [First("0"), .. rows.Skip(1)])).Message.ShouldBe("「日数」は1から365までにしてください。");
        Refused.By("template-row-twice", () => TemplateCheck.Check(TemplateKind.FollowUps, [.. rows, rows[0]]));
        new FollowUpDays(null)[FollowUpTerm.StuckAfter].ShouldBe(30);
    }

    [Fact]
    public async Task The_digest_comes_once_a_week_with_the_head_of_the_chain()
    {
        var (cast, proposal) = await Conditioned();
        await using var db = database.NewContext();
        var head = await AuditChain.HeadAsync(db, Cancel);

        (await Digest(new(2026, 11, 23))).ShouldNotBeNull();
        (await Digest(new(2026, 11, 23))).ShouldBeNull();
        (await Digest(new(2026, 11, 25))).ShouldBeNull("it is the same week");

        var first = await db.Notifications.SingleAsync(n => n.PersonId == cast.Cio.PersonId && n.Key == "digest:2026-11-23", Cancel);
        first.Body.ShouldContain($"監査証跡の末尾：{head.Sequence}番目");
        first.Body.ShouldContain(head.Hash);
        first.Body.ShouldContain(proposal.Number, customMessage: "decided last week");
        (await Digest(new(2026, 12, 28))).ShouldNotBeNull();
        var later = await db.Notifications.SingleAsync(n => n.PersonId == cast.Cio.PersonId && n.Key == "digest:2026-12-28", Cancel);
        later.Body.ShouldContain("期限を過ぎた承認条件：");
        later.Body.ShouldContain($"{proposal.Number} 条件1 PIAを終える");
    }
}
