using DxGovernance.Core.Ledger;
using DxGovernance.Core.Policy;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Policy;

/// <summary>Past days by both clocks: as it was reported, as it is known now, and what has changed.</summary>
public sealed class TwoClocksTests(PolicyStory story) : IClassFixture<PolicyStory>
{
    [Fact]
    public async Task A_past_day_is_shown_as_it_was_reported_and_as_it_is_known_now()
    {
        (await story.PolicyAt(AsOf.ReportedOn(PolicyStory.Corrected))).Find("3-1")!.In(new(2026)).ShouldBeNull("it was recorded on the day after");
        var then = await story.PolicyAt(AsOf.ReportedOn(new(2026, 9, 1)));
        var known = await story.PolicyAt(story.Given.Known(new(2026, 9, 1)));

        then.Find("3-1")!.In(new(2026))!.State.ShouldBe(InitiativeState.OnTrack);
        known.Find("3-1")!.In(new(2026))!.Says.ShouldBe((InitiativeState.Delayed, "研修できていない", "11月に行う", "名簿", "訂正：延期していた"));
        then.Procedures.Single(p => p.Code == "B3-02").State.ShouldBe(OnlineState.NotOnline);
        known.Procedures.Single(p => p.Code == "B3-02").State.ShouldBe(OnlineState.Online);
        (then.Rate.Formula, known.Rate.Formula).ShouldBe(("40÷（40＋8）", "41÷（41＋7）"));
        PolicyDiff.Between(then, known).ShouldBe(
        [
            new PolicyChange(PolicyChangeKind.StateChanged, "3-1", "デジタル人材の確保・育成", "令和8年度：予定どおり → 遅れ（訂正：延期していた）", true),
            new PolicyChange(PolicyChangeKind.IndicatorMoved, "1-2", "自治体フロントヤード改革の推進", "優先的にオンライン化を推進すべき手続のオンライン化率：83.3 → 85.4 ％", false),
            new PolicyChange(PolicyChangeKind.ProcedureChanged, "B3-02", "応急仮設住宅の入居申請", "未オンライン化 → オンライン化済み（試験の変更）", false),
        ]);
    }

    [Fact]
    public async Task What_changed_is_told_in_the_order_of_its_weight()
    {
        var changes = PolicyDiff.Between(await story.PolicyAt(AsOf.ReportedOn(new(2026, 4, 30))), await story.PolicyAt(AsOf.ReportedOn(PolicyStory.Last)));

        changes.Select(c => (c.Kind, c.Code)).ShouldBe(
        [
            (PolicyChangeKind.StateChanged, "3-1"), (PolicyChangeKind.IndicatorMoved, "1-2"), (PolicyChangeKind.ProcedureChanged, "A-01"), (PolicyChangeKind.ProcedureChanged, "A-13"),
            (PolicyChangeKind.ProcedureChanged, "B3-02"), (PolicyChangeKind.OwnersChanged, "3-1"), (PolicyChangeKind.IndicatorRevised, "3-1"),
        ]);
        PolicyDiff.Between(await story.PolicyAt(story.Point), await story.PolicyAt(story.Point)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_reading_folds_to_the_same_as_reading_at_each_point()
    {
        await using var db = story.NewContext();
        var ledger = await PolicyLedger.ReadAsync(db, story.Point, Cancel);
        for (var day = GivenPolicy.PolicyDay.AddDays(-1); day <= PolicyStory.Last; day = day.AddDays(13))
        {
            var point = AsOf.ReportedOn(day);
            var (folded, read) = (ledger.At(point, await StandardizationProgress.AtAsync(db, point, Cancel)), await PolicyFigures.AtAsync(db, point, Cancel));
            folded.Procedures.ShouldBe(read.Procedures);
            PolicyDiff.Between(read, folded).ShouldBeEmpty();
            PolicyDiff.Between(folded, read).ShouldBeEmpty();
            folded.Rate.ShouldBe(read.Rate);
        }
    }

    [Fact]
    public async Task The_rate_over_time_has_a_step_for_every_day_on_which_something_counts()
    {
        await using var db = story.NewContext();
        var ledger = await PolicyLedger.ReadProceduresAsync(db, story.Point, Cancel);

        ledger.RatesOverTime(story.Point).Select(t => (t.Day, t.All.Formula)).ShouldBe(
        [
            (GivenPolicy.PolicyDay, "40÷（40＋9）"), (new(2026, 5, 10), "41÷（41＋8）"), (new(2026, 7, 20), "40÷（40＋8）"), (PolicyStory.Corrected, "41÷（41＋7）"), (PolicyStory.Last, "41÷（41＋7）"),
        ]);
        ledger.RatesOverTime(AsOf.ReportedOn(new(2026, 9, 30)))[^1].All.Formula.ShouldBe("40÷（40＋8）");
    }
}
