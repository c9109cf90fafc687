using DxGovernance.Core.Costs;
using DxGovernance.Tests.Support;
using static DxGovernance.Tests.Support.GivenRunningCosts;

namespace DxGovernance.Tests.Costs;

/// <summary>Ratios only over what can be compared, and differences whose parts add up.</summary>
public sealed class RunningCostComparisonTests
{
    static readonly DateOnly Day = new FixedClock().Today;

    static readonly RunningCostSheet Baseline = Confirmed(RunningCostStage.Baseline, Terms(2018), Year(2018, 100));
    static readonly RunningCostSheet Present = Confirmed(RunningCostStage.Present, Terms(2024), Year(2024, 110, ("CAUSE_PRICE", 60)));
    static readonly RunningCostSheet Contracted = Confirmed(RunningCostStage.Contracted, Terms(2026), Year(2026, 200, ("FUND_NATION", 500)));

    static RunningCostComparison Compare(RunningCostSheet before, RunningCostSheet after, int? year = null) => RunningCostComparison.Of(before, after, year, Day);

    static void NotComparable(string sentence, RunningCostSheet before, RunningCostSheet after)
    {
        var c = Compare(before, after);
        c.Obstacles.ShouldHaveSingleItem().ShouldBe(sentence);
        (c.Ratio, c.NetRatio, c.Parts).ShouldBe((null, null, null));
    }

    [Fact]
    public void The_ratio_is_after_through_before_and_the_net_one_leaves_support_out()
    {
        var c = Compare(Baseline, Contracted);

        (c.Ratio, c.NetRatio, c.Before, c.After).ShouldBe((2m, 1.5m, 1000, 2000));
        RunningCostTarget.Nation.Limit(1000).ShouldBe(700);
        RunningCostTarget.Nation.Limit(1001).ShouldBe(700, "whole yen, rounded down");
        c.Remarks.ShouldBe(["税込どうしの比較で、消費税率の違い（8%→10%）を含みます。"]);
    }

    [Fact]
    public void Other_tax_scope_base_year_or_a_missing_item_gives_words_and_no_ratio()
    {
        NotComparable("税の扱いが違います（現行は税込、移行後（契約）は税抜）。", Present, Confirmed(RunningCostStage.Contracted, Terms(2026, RunningCostTax.Excluded), Year(2026, 1)));
        NotComparable(
            "対象のシステムが違います（現行だけ：本体、移行後（契約）だけ：本体Ⅱ・収納）。", Present, Confirmed(RunningCostStage.Contracted, Terms(2026, scope: "本体Ⅱ\n収納"), Year(2026, 1)));
        NotComparable("基準が平成30年度ではなく、平成31年度の額です。", Confirmed(RunningCostStage.Baseline, Terms(2019), Year(2019, 1)), Contracted);
        NotComparable(
            "現行の令和6年度の「通信回線費」が未入力です。", Entered(RunningCostStage.Present, Terms(2024), Year(2024, 1, ("NETWORK", null))).Current, Contracted);
        NotComparable("現行の額が入力されていません。", RunningCostSheet.Empty(RunningCostStage.Present), Contracted);
        NotComparable("令和8年度は終わっていないため、実績は1年分ではありません。", Present, Confirmed(RunningCostStage.Measured, Terms(2026), Year(2026, 1)));
        NotComparable("移行後（契約）の令和9年度の額が入力されていません。", Present, Entered(RunningCostStage.Contracted, Terms(2027), Year(2026, 1)).Current);
    }

    [Fact]
    public void Words_that_differ_only_in_width_are_the_same_system() =>
        Compare(Confirmed(RunningCostStage.Present, Terms(2024, scope: "ＡＢ システム\n収納"), Year(2024, 1)), Confirmed(RunningCostStage.Contracted, Terms(2026, scope: "収納\nABシステム"), Year(2026, 1)))
            .IsComparable.ShouldBeTrue();

    [Fact]
    public void Nothing_before_has_no_ratio() =>
        Compare(Confirmed(RunningCostStage.Present, Terms(2024), Year(2024, 0)), Contracted).ShouldSatisfyAllConditions(
            c => c.IsComparable.ShouldBeTrue(), c => c.Ratio.ShouldBeNull(), c => c.Remarks.ShouldContain("現行が0円のため、倍率はありません。"));

    [Fact]
    public void What_is_not_confirmed_has_a_ratio_of_its_own_but_stays_out_of_the_total()
    {
        var open = Entered(RunningCostStage.Contracted, Terms(2026), Year(2026, 200)).Current;
        var overview = Overview(Subject("一", Baseline, Present, open));

        overview.Standings.Single().ToPresent.Ratio.ShouldNotBeNull();
        overview.ToPresent.IsEmpty.ShouldBeTrue();
        overview.ToPresent.Left.ShouldBe([new("一", "庁内PMO事務局の確認が済んでいません（移行後（契約）は未確認）。")]);
    }

    [Fact]
    public void The_exchange_effect_is_the_foreign_price_at_both_rates()
    {
        var before = Confirmed(RunningCostStage.Present, Terms(2024), [.. Year(2024, 0, ("CLOUD", null)).Where(c => c.Line != "CLOUD"), new("CLOUD", 2024, 0, null, 115, new(2024, 4, 1))]);
        var after = Confirmed(RunningCostStage.Contracted, Terms(2026), [.. Year(2026, 0).Where(c => c.Line != "CLOUD"), Cloud(2026, 8_891_311.679m, 139)]);

        var parts = Compare(before, after).Parts!;

        parts.Parts.Single(p => p.Cause.IsComputed).Amount.ShouldBe(1_235_892_323 - 1_022_500_843);
        parts.Rest.ShouldBe(1_022_500_843);
        parts.Remarks.ShouldBeEmpty();
    }

    [Fact]
    public void Where_a_rate_is_missing_the_effect_is_not_guessed()
    {
        var after = Confirmed(RunningCostStage.Contracted, Terms(2026), [.. Year(2026, 0).Where(c => c.Line != "CLOUD"), Cloud(2026, 100, 150)]);
        Compare(Present, after).Parts!.Remarks.ShouldBe(["現行の「クラウド利用経費」に為替レートの前提がないため、為替の影響を計算していません。"]);
        Compare(Present, Contracted).Parts!.Remarks.ShouldBe(["移行後（契約）の「クラウド利用経費」に外貨建ての額がないため、為替の影響を計算していません。"]);
        var euro = Confirmed(RunningCostStage.Present, Terms(2024, currency: "EUR"), [.. Year(2024, 0).Where(c => c.Line != "CLOUD"), Cloud(2024, 1, 160)]);
        Compare(euro, after).Parts!.Remarks.ShouldBe(["現行と移行後（契約）の通貨が違うため、為替の影響を計算していません。"]);
    }

    [Fact]
    public void Against_the_baseline_the_causes_of_both_legs_are_put_together()
    {
        var standing = RunningCostStanding.Of(Subject("一", Baseline, Present, Confirmed(RunningCostStage.Contracted, Terms(2026), Year(2026, 200, ("CAUSE_PRICE", 300), ("CAUSE_NETWORK", -50)))), RunningCostAfter.Best, null, Day);

        var parts = standing.ToBaseline.Parts!;
        (parts.Difference, Part(parts, "CAUSE_PRICE"), Part(parts, "CAUSE_NETWORK"), parts.Rest).ShouldBe((1000, 360, -50, 690));
        Part(standing.ToPresent.Parts!, "CAUSE_PRICE").ShouldBe(300);
    }

    [Fact]
    public void Best_is_measured_before_contracted_before_planned_but_only_what_is_whole()
    {
        var subject = Subject("一", Baseline, Present, Contracted, Confirmed(RunningCostStage.Planned, Terms(2026), Year(2026, 300)), Confirmed(RunningCostStage.Measured, Terms(2026), Year(2026, 1)));

        subject.After(RunningCostAfter.Best, null, Day).Stage.ShouldBe(RunningCostStage.Contracted);
        subject.After(RunningCostAfter.Best, null, new(2027, 3, 31)).Stage.ShouldBe(RunningCostStage.Measured);
        subject.After(RunningCostAfter.Planned, null, Day).Stage.ShouldBe(RunningCostStage.Planned);
        Subject("二", Baseline).After(RunningCostAfter.Best, null, Day).IsEntered.ShouldBeFalse();
    }

    [Fact]
    public void A_total_takes_the_greatest_group_and_names_the_others()
    {
        RunningCostSheet Excluded(RunningCostStage stage, int year) => Confirmed(stage, Terms(year, RunningCostTax.Excluded), Year(year, 90));
        var overview = Overview(
            Subject("一", Baseline, Present, Contracted), Subject("二二", Baseline, Present, Contracted),
            Subject("三三三", Excluded(RunningCostStage.Baseline, 2018), Excluded(RunningCostStage.Present, 2024), Excluded(RunningCostStage.Contracted, 2026)),
            Subject("四四四四", Baseline, Present, Confirmed(RunningCostStage.Contracted, Terms(2027), Year(2027, 200))), Subject("五五五五五"));

        var total = overview.ToBaseline;

        (total.Counted.Count, total.Before, total.After, total.Ratio, total.Limit, total.Distance).ShouldBe((2, 2000, 4000, 2m, 1400, 2600));
        total.Left.ShouldBe(
        [
            new("三三三", "税抜の額のため、税込の合計に入れていません。"), new("四四四四", "移行後の基準年度が令和9年度で、合計の令和8年度と違います。"),
            new("五五五五五", "平成30年度の額が入力されていません。移行後（計画）の額が入力されていません。"),
        ], ignoreOrder: true);
    }

    [Fact]
    public void A_chosen_year_brings_those_of_different_base_years_together()
    {
        var early = Confirmed(RunningCostStage.Contracted, Terms(2026), [.. Year(2026, 200), .. Year(2028, 210)]);
        var late = Confirmed(RunningCostStage.Planned, Terms(2028), Year(2028, 300));
        var figures = new RunningCostFigures(new(Day, FixedClock.Start), [Subject("一", Baseline, Present, early), Subject("二二", Baseline, Present, late)]);

        figures.Compare().ToPresent.Counted.Count.ShouldBe(1);
        figures.Compare(year: 2028).ToPresent.ShouldSatisfyAllConditions(t => t.Counted.Count.ShouldBe(2), t => t.After.ShouldBe(5100));
    }

    [Fact]
    public void For_any_amounts_sums_over_items_years_operations_and_causes_agree()
    {
        var random = new Random(20260820);
        for (var round = 0; round < 25; round++)
        {
            var subjects = Enumerable.Range(1, 6).Select(i => Random(new string('業', i), random)).ToArray();
            var overview = Overview(subjects);
            foreach (var total in new[] { overview.ToBaseline, overview.ToPresent })
            {
                RunningCostLine.Items.Sum(l => total.Item(l).Before).ShouldBe(total.Before);
                RunningCostLine.Items.Sum(l => total.Item(l).After).ShouldBe(total.After);
                (total.Parts.Parts.Sum(p => p.Amount) + total.Parts.Rest).ShouldBe(total.Difference);
                total.Parts.Difference.ShouldBe(total.After - total.Before);
                (total.Counted.Count + total.Left.Count).ShouldBe(subjects.Length);
                total.Counted.Sum(s => Standing(overview, s).Difference).ShouldBe(total.Difference);
                (total.ToCut + total.Parts.Parts.Sum(p => p.Amount) + total.Parts.Rest).ShouldBe(total.Distance);
                (total.Limit <= total.Before * 0.7m && total.Limit + 1 > total.Before * 0.7m).ShouldBeTrue();

                RunningCostDecomposition Standing(RunningCostOverview o, RunningCostSubject s) =>
                    (total.BeforeStage == RunningCostStage.Baseline ? o.Standings.Single(x => x.Subject == s).ToBaseline : o.Standings.Single(x => x.Subject == s).ToPresent).Parts!;
            }

            foreach (var standing in overview.Standings.Where(s => s.ToBaseline.Parts is not null))
            {
                var parts = standing.ToBaseline.Parts!;
                (parts.Parts.Sum(p => p.Amount) + parts.Rest).ShouldBe(standing.ToBaseline.After - standing.ToBaseline.Before);
            }

            foreach (var year in overview.Years)
            {
                var whole = subjects.Select(s => s[year.Stage]).Where(s => s.IsComplete(year.Year)).ToList();
                year.Total.ShouldBe(whole.Count == 0 ? null : whole.Sum(s => RunningCostLine.Items.Sum(l => s.Amount(l.Code, year.Year)!.Value)));
                (year.Count + year.Incomplete).ShouldBe(subjects.Count(s => s[year.Stage].Years.Contains(year.Year)));
            }
        }
    }

    static RunningCostSubject Random(string name, Random random)
    {
        long Yen() => random.Next(0, 4) == 0 ? 0 : random.NextInt64(1, 100_000_000);
        IEnumerable<RunningCostCell> Cells(int year, bool whole) => RunningCostLine.Items.Where(l => whole || random.Next(8) > 0).Select(l => l.IsForeign && random.Next(2) == 0
            ? new RunningCostCell(l.Code, year, null, random.Next(1, 9_999_999) / 100m, random.Next(90, 180), new(2024, 4, 1))
            : new(l.Code, year, Yen()));
        IEnumerable<RunningCostCell> Causes(int year) => RunningCostLine.Causes.Where(c => !c.IsComputed && random.Next(2) == 0).Select(c => new RunningCostCell(c.Code, year, random.NextInt64(-50_000_000, 50_000_000), Note: "理由"));
        RunningCostSheet Sheet(RunningCostStage stage, int year) => random.Next(6) == 0
            ? Entered(stage, Terms(year), [.. Cells(year, whole: false), .. Causes(year), new("CAUSE_LAW", year + 1, 1, Note: "理由")]).Current
            : Confirmed(stage, Terms(year), [.. Cells(year, whole: true), .. Causes(year), .. Cells(year + 1, whole: random.Next(2) == 0)]);
        return Subject(name, Sheet(RunningCostStage.Baseline, 2018), Sheet(RunningCostStage.Present, 2024), Sheet(RunningCostStage.Contracted, 2026));
    }

    static RunningCostOverview Overview(params RunningCostSubject[] subjects) => new RunningCostFigures(new(Day, FixedClock.Start), subjects).Compare();

    static long Part(RunningCostDecomposition parts, string code) => parts.Parts.Single(p => p.Cause.Code == code).Amount;
}
