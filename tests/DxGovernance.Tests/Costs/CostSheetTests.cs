using System.Collections.Immutable;
using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using static DxGovernance.Tests.Support.GivenCosts;

namespace DxGovernance.Tests.Costs;

/// <summary>The five amounts of a case, from requested to actual, in memory.</summary>
public sealed class CostSheetTests
{
    readonly Cast cast = Cast.InMemory();

    static DateTimeOffset Now => FixedClock.Start;

    [Fact]
    public void Sums_of_the_form_follow_the_lines()
    {
        var p = Draft(Line(0, 1_000, 200), Line(0, 300).With(t => t with { Category = CostCategory.Operation, Item = "O01" }));
        p.DraftCost.ShouldBe(1_500);
        p.Amount.ShouldBe(1_500);
        p.Draft[ProposalForm.InitialAmount].ShouldBe("1200");
        p.Draft[ProposalForm.RunningAmount].ShouldBe("300");
        p.Write(p.Draft.With(ProposalForm.Amount, "9"), cast.Staff, Now);
        p.Amount.ShouldBe(1_500);
    }

    [Fact]
    public void Words_that_are_searched_hold_no_amounts_so_that_money_leaves_them_as_they_are()
    {
        var p = Draft(Line(0, 1_234_567));
        var words = p.Words.Grams;
        words.ShouldContain(SearchText.Normalize(p.Title)[..2]);
        words.ShouldNotContain("23");

        p.WriteCosts([Line(1, 7_654_321)], cast.Staff, Now);
        p.Amount.ShouldBe(7_654_321);
        p.Words.Grams.ShouldBeSameAs(words);
    }

    [Fact]
    public void A_new_line_gets_the_next_number_and_keeps_it()
    {
        var p = Draft(Line(0, 1), Line(0, 2));
        p.WriteCosts([Line(2, 2), Line(77, 3), Line(2, 4)], cast.Staff, Now);
        p.Costs!.Draft.All.Select(l => l.Line).ShouldBe([2, 3, 4]);
        p.Costs.LastLine.ShouldBe(4);
    }

    [Fact]
    public void A_submission_asks_and_nothing_is_asked_twice()
    {
        var p = Reviewed(Line(0, 1_000, 200));
        Cell(p, 1, 2026).ShouldBe(new() { Requested = 1_000, IsOpen = true });
        Cell(p, 1, 2027).ShouldBe(new() { Requested = 200, IsOpen = true });
        var asked = Rows<AmountEntry>(p).Count;
        p.Perform(ProposalAction.Return, new() { Comment = "説明を足す", Findings = [new("cost", "説明")] }, GivenProposals.Rules, cast.Office, Now);
        Submit(p);
        Rows<AmountEntry>(p).Count.ShouldBe(0);
        asked.ShouldBe(2);
    }

    [Fact]
    public void A_cut_needs_a_reason_code_and_a_sentence()
    {
        var p = Reviewed(Line(0, 1_000));
        Refused("cut-needs-reason", () => p.AssessCosts([new(1, CostVerdict.Reduced, Amounts(2026, 800), null, "高い")], Tables, cast.Office, Now));
        Refused("cut-needs-reason", () => p.AssessCosts([new(1, CostVerdict.Reduced, Amounts(2026, 800), "NOSUCH", "高い")], Tables, cast.Office, Now));
        Refused("verdict-needs-note", () => p.AssessCosts([new(1, CostVerdict.Reduced, Amounts(2026, 800), "PRICE", " ")], Tables, cast.Office, Now));
        Refused("cut-nothing", () => p.AssessCosts([new(1, CostVerdict.Reduced, Amounts(2026, 1_000), "PRICE", "高い")], Tables, cast.Office, Now));
        Refused("assessed-above", () => p.AssessCosts([new(1, CostVerdict.Reduced, Amounts(2026, 1_001), "PRICE", "高い")], Tables, cast.Office, Now));
        Refused("assessed-above", () => p.AssessCosts([new(1, CostVerdict.Reduced, Amounts(2026, -1), "PRICE", "高い")], Tables, cast.Office, Now));
        Cell(p, 1, 2026).Assessed.ShouldBeNull();
        p.AssessCosts([Reduced(1, 2026, 800)], Tables, cast.Office, Now);
        Cell(p, 1, 2026).ShouldBe(new() { Requested = 1_000, Assessed = 800, CutReason = "PRICE", IsOpen = true });
        p.CostTotals.Cut.ShouldBe(200);
        p.CostTotals.AssessedRate.ShouldBe(0.8m);
    }

    [Fact]
    public void Nobody_judges_costs_of_their_own_case()
    {
        var both = Given.Acting(0, Role.DepartmentStaff, Role.PmoOffice);
        var p = Draft(Line(0, 1_000));
        p.WriteCosts([Line(1, 900)], both, Now);
        Accept(p);
        Refused("separation-of-duties", () => p.AssessCosts([Adequate(1)], Tables, both, Now));
        Should.Throw<NotPermitted>(() => p.AssessCosts([Adequate(1)], Tables, cast.Staff, Now));
    }

    [Fact]
    public void The_case_is_not_put_to_the_PMO_before_its_costs_are_reviewed()
    {
        var p = Reviewed(Line(0, 1_000), Line(0, 50));
        Refused("transition-guarded", () => p.Perform(ProposalAction.PutToPmo, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, Now), "費用審査が終わっていません");
        p.AssessCosts([Adequate(1)], Tables, cast.Office, Now);
        Refused("cost-review-open", () => p.FinishCostReview(0, null, "妥当", cast.Office, Now), "明細2「設計・開発0」の査定がまだです");
        p.AssessCosts([new(2, CostVerdict.NeedsExplanation, Amounts(), null, "何をするのか")], Tables, cast.Office, Now);
        Refused("cost-review-open", () => p.FinishCostReview(0, null, "妥当", cast.Office, Now), "「要説明」のままです");
        p.AssessCosts([new(2, CostVerdict.Excluded, Amounts(), "NEED", "対象でない")], Tables, cast.Office, Now);
        Refused("cost-review-opinion", () => p.FinishCostReview(0, null, " ", cast.Office, Now));
        Refused("cost-checks-open", () => p.FinishCostReview(0, "見積精査に答えていません。", "妥当", cast.Office, Now));
        p.FinishCostReview(0, null, "妥当", cast.Office, Now);
        p.Perform(ProposalAction.PutToPmo, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, Now);
        p.State.ShouldBe(ProposalState.Tabling);
    }

    [Fact]
    public void An_approval_decides_what_was_assessed_and_the_draft_goes_on_from_there()
    {
        var p = Approved([Line(0, 1_000, 200), Line(0, 50)], Reduced(1, 2026, 800), new(2, CostVerdict.Excluded, Amounts(), "NEED", "対象でない"));
        p.CostTotals.ShouldBe(new(1_250, 1_000, 1_000, null, null, 0));
        p.Costs!.Draft.Find(1)!.Amounts[2026].ShouldBe(800);
        p.Costs.Draft.Find(2)!.Amounts[2026].ShouldBe(0);
        p.Amount.ShouldBe(1_000);
        p.ApprovedContent!.Number(ProposalForm.Amount).ShouldBe(1_000);
        p.FirstApprovedAmount.ShouldBe(1_000);
        p.HasOpenCosts.ShouldBeFalse();
    }

    [Fact]
    public void The_next_gate_asks_only_for_what_it_changes()
    {
        var p = Approved([Line(0, 1_000), Line(0, 500)], Reduced(1, 2026, 800), Adequate(2));
        p.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, Now);
        p.WriteCosts([p.Costs!.Draft.Find(1)!, p.Costs.Draft.Find(2)! with { Amounts = Years(450) }], cast.Staff, Now);
        p.Fill(cast.Staff);
        Submit(p);
        Cell(p, 1, 2026).ShouldBe(new() { Requested = 1_000, Assessed = 800, CutReason = "PRICE", Decided = 800 });
        Cell(p, 2, 2026).ShouldBe(new() { Requested = 450, Decided = 500, IsOpen = true });
        p.CostsReviewed.ShouldBeFalse();
        p.CostTotals.Unassessed.ShouldBe(450);
    }

    [Fact]
    public void Other_terms_take_the_judgement_back()
    {
        var p = Reviewed(Line(0, 1_000));
        p.AssessCosts([Reduced(1, 2026, 700)], Tables, cast.Office, Now);
        p.Perform(ProposalAction.Return, new() { Comment = "直す", Findings = [new("cost", "仕様")] }, GivenProposals.Rules, cast.Office, Now);
        p.WriteCosts([Line(1, 1_000).With(t => t with { Specification = "別の作業" })], cast.Staff, Now);
        Submit(p);
        Cell(p, 1, 2026).ShouldBe(new() { Requested = 1_000, IsOpen = true });
        p.Costs!.Standing.ByLine[1].Verdict.ShouldBeNull();
    }

    [Fact]
    public void A_line_taken_out_asks_for_nothing_any_more()
    {
        var p = Reviewed(Line(0, 1_000), Line(0, 50));
        p.AssessCosts([Adequate(1), Adequate(2)], Tables, cast.Office, Now);
        p.Perform(ProposalAction.Return, new() { Comment = "直す", Findings = [new("cost", "明細2は要らない")] }, GivenProposals.Rules, cast.Office, Now);
        p.WriteCosts([Line(1, 1_000)], cast.Staff, Now);
        Submit(p);
        p.Costs!.Standing.ByLine[2].ShouldSatisfyAllConditions(l => l.IsRemoved.ShouldBeTrue(), l => l[2026].ShouldBe(new() { Requested = 0, Assessed = 0, IsOpen = true }));
        p.CostLineCount.ShouldBe(1);
        p.CostTotals.Requested.ShouldBe(1_000);
    }

    [Fact]
    public void A_change_that_is_given_up_leaves_lines_and_amounts_as_approved()
    {
        var p = Approved([Line(0, 1_000), Line(0, 500)], Reduced(1, 2026, 800), Adequate(2));
        var approved = p.Costs!.Draft;
        p.Perform(ProposalAction.StartChange, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, Now);
        p.WriteCosts([Line(1, 1_500).With(t => t with { Specification = "増やす" }), Line(0, 70)], cast.Staff, Now);
        p.Fill(cast.Staff);
        p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, Now);
        p.Perform(ProposalAction.PullBack, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, Now);
        p.CostTotals.Requested.ShouldBe(1_570);
        p.Perform(ProposalAction.CancelChange, ProposalStep.Saying("やめる"), GivenProposals.Rules, cast.Staff, Now);
        p.Costs.Draft.ShouldBe(approved);
        p.CostTotals.ShouldBe(new(1_300, 1_300, 1_300, null, null, 0));
        p.Amount.ShouldBe(1_300);
        p.Costs.Standing.Lines.Select(l => l.Line).ShouldBe([1, 2]);
        p.Costs.Standing.ByLine[1].Terms.Specification.ShouldBe("要件定義、基本設計、詳細設計、開発");
    }

    [Fact]
    public void Contracts_stay_within_what_was_decided_for_the_year()
    {
        var p = Approved([Line(0, 1_000, 300), Line(0, 500)], Adequate(1), Adequate(2));
        Refused("contract-needs-reason", () => p.Contract([new(1, 2026, 900)], "第1号", " ", cast.Staff, Now));
        Refused("contract-above", () => p.Contract([new(1, 2026, 1_001), new(2, 2026, 500)], "第1号", "甲社", cast.Staff, Now), "令和8年度の契約額の合計1,501円が、決定額1,500円を超えています");
        Should.Throw<NotPermitted>(() => p.Contract([new(1, 2026, 900)], "第1号", "甲社", cast.Office, Now));
    }

    [Fact]
    public void A_cheaper_line_may_pay_for_a_dearer_one_in_the_same_year()
    {
        var p = Approved([Line(0, 1_000), Line(0, 500)], Adequate(1), Adequate(2));
        p.Contract([new(1, 2026, 1_100), new(2, 2026, 400)], "第1号", "甲社", cast.Staff, Now);
        p.CostTotals.Contracted.ShouldBe(1_500);
        Refused("amounts-same", () => p.Contract([new(1, 2026, 1_100)], "第1号", "甲社", cast.Staff, Now));
    }

    [Fact]
    public void Payments_add_up_to_the_contract_at_most()
    {
        var p = Approved([Line(0, 1_000)], Adequate(1));
        var today = TokyoTime.DayOf(Now);
        p.Contract([new(1, 2026, 900)], "第1号", "甲社", cast.Staff, Now);
        Refused("actual-above-contract", () => p.Spend([new(1, 2026, 901)], today, null, null, cast.Staff, Now), "契約額900円を超えています");
        Refused("actual-in-future", () => p.Spend([new(1, 2026, 1)], today.AddDays(1), null, null, cast.Staff, Now));
        p.Spend([new(1, 2026, 300)], today, "伝票1", null, cast.Staff, Now);
        Refused("actual-before", () => p.Spend([new(1, 2026, 400)], today.AddDays(-1), null, null, cast.Staff, Now));
        Refused("contract-below-actual", () => p.Contract([new(1, 2026, 299)], "第1号", "甲社", cast.Staff, Now));
        p.CostTotals.ExecutionRate.ShouldBe(0.3m);
        p.CostTotals.Rest.ShouldBe(100);
    }

    [Fact]
    public void The_budget_may_give_less_than_was_assessed_and_never_more()
    {
        var p = Approved([Line(0, 1_000)], Adequate(1));
        Refused("decided-above", () => p.LowerDecided([new(1, 2026, 1_001)], "BUDGET", "議会", Tables, cast.Office, Now));
        Refused("cut-needs-reason", () => p.LowerDecided([new(1, 2026, 900)], null, "議会", Tables, cast.Office, Now));
        p.LowerDecided([new(1, 2026, 900)], "BUDGET", "当初予算の議決", Tables, cast.Office, Now);
        p.CostTotals.ShouldBe(new(1_000, 1_000, 900, null, null, 0));
        p.Amount.ShouldBe(900);
        p.ApprovedContent!.Number(ProposalForm.Amount).ShouldBe(900);
        p.Contract([new(1, 2026, 900)], "第1号", "甲社", cast.Staff, Now);
        Refused("decided-below-contract", () => p.LowerDecided([new(1, 2026, 800)], "BUDGET", "補正", Tables, cast.Office, Now));
    }

    [Fact]
    public void Nothing_is_contracted_or_paid_before_a_decision()
    {
        var p = Reviewed(Line(0, 1_000));
        Refused("costs-undecided", () => p.Contract([new(1, 2026, 900)], "第1号", "甲社", cast.Staff, Now));
        Refused("costs-undecided", () => p.Spend([new(1, 2026, 900)], TokyoTime.DayOf(Now), null, null, cast.Staff, Now));
    }

    [Fact]
    public void A_contract_report_needs_contract_amounts()
    {
        var p = Approved([Line(0, 1_000)], Adequate(1));
        for (var gate = Gate.Budget; gate < Gate.Contract; gate++)
        {
            p.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, Now);
            if (p.Gate == Gate.Contract)
            {
                break;
            }

            p.BringToDecision(cast);
            p.Approve(cast);
        }

        p.Gate.ShouldBe(Gate.Contract);
        p.Write(p.Draft.Filled(Gate.Contract), cast.Staff, Now);
        Refused("contract-amounts-missing", () => p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, Now));
    }

    [Fact]
    public void A_gate_that_needs_lines_refuses_a_case_without_them()
    {
        var p = GivenProposals.Draft(cast.Staff, ProposalClass.Modification);
        p.Write(p.Draft.Filled(p.Gate), cast.Staff, Now);
        Refused("cost-lines-missing", () => p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, Now), "「予算要求前協議」では費用の明細が必要です");
    }

    public static TheoryData<string, string> IncompleteLines => new()
    {
        { "category", "「区分」を選んでください" }, { "item", "「費目」を選んでください" }, { "name", "「名称」を入力してください" }, { "rate", "「為替レート」と「レートの日」" },
        { "tax", "「税率」を入力してください" }, { "funding", "「補助・財源の名称」と「充当率」" }, { "cap", "明細の額1,000円を超えています" }, { "amounts", "どの年度にも額がありません" },
    };

    [Theory]
    [MemberData(nameof(IncompleteLines))]
    public void An_incomplete_line_is_named_with_what_is_missing(string what, string sentence)
    {
        var line = Line(0, 1_000);
        var p = Draft(what == "amounts" ? line with { Amounts = ImmutableSortedDictionary<int, long>.Empty } : line.With(t => what switch
        {
            "category" => t with { Category = null },
            "item" => t with { Item = null },
            "name" => t with { Name = null },
            "rate" => t with { Currency = "USD" },
            "tax" => t with { Tax = TaxBasis.Excluded },
            "funding" => t with { Funding = FundingKind.National },
            _ => t with { Funding = FundingKind.National, FundingName = "補助金", FundingRate = 50, FundingCap = 1_001 },
        }));
        p.Write(p.Draft.Filled(p.Gate), cast.Staff, Now);
        Refused("cost-line-incomplete", () => p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, Now), $"費用の明細1：");
        p.Costs!.Draft.All[0].Missing().ShouldHaveSingleItem().Message.ShouldContain(sentence);
    }

    static ImmutableSortedDictionary<int, long> Years(params long[] amounts) => amounts.Index().ToImmutableSortedDictionary(a => Year + a.Index, a => a.Item);

    static Dictionary<int, long> Amounts(int year = 0, long amount = 0) => year == 0 ? [] : new() { [year] = amount };

    static CostCell Cell(Proposal p, int line, int year) => p.Costs!.Standing.ByLine[line][year];

    static List<T> Rows<T>(Proposal p) => [.. p.Costs!.TakeNewEntries().OfType<T>()];

    static void Refused(string rule, Action act, string? sentence = null)
    {
        var refusal = Should.Throw<RuleViolation>(act);
        refusal.Rule.ShouldBe(rule);
        if (sentence is not null)
        {
            refusal.Message.ShouldContain(sentence);
        }
    }

    Proposal Draft(params CostLine[] lines)
    {
        var p = GivenProposals.Draft(cast.Staff, ProposalClass.Modification, amount: 1);
        p.WriteCosts(lines, cast.Staff, Now);
        return p;
    }

    void Submit(Proposal p)
    {
        p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, Now);
        p.Perform(ProposalAction.Confirm, ProposalStep.Nothing, GivenProposals.Rules, cast.Head, Now);
        p.Perform(ProposalAction.Accept, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, Now);
    }

    void Accept(Proposal p)
    {
        p.Write(p.Draft.Filled(p.Gate), cast.Staff, Now);
        Submit(p);
    }

    Proposal Reviewed(params CostLine[] lines)
    {
        var p = Draft(lines);
        Accept(p);
        foreach (var reviewer in cast.Reviewers)
        {
            p.Review(GivenProposals.FinalReview(GivenProposals.Rules, p.Gate), GivenProposals.Rules, reviewer, Now);
        }

        return p;
    }

    Proposal Approved(CostLine[] lines, params VerdictInput[] verdicts)
    {
        var p = Reviewed(lines);
        p.AssessCosts(verdicts, Tables, cast.Office, Now);
        p.FinishCostReview(0, null, "妥当", cast.Office, Now);
        p.Perform(ProposalAction.PutToPmo, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, Now);
        if (p.Route != Route.Light)
        {
            p.Perform(ProposalAction.Forward, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, Now);
        }

        p.Approve(cast);
        return p;
    }
}
