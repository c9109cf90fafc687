using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Costs;

/// <summary>The nation's eight-pilot table, to the yen, and what follows from its exchange-rate figures.</summary>
public sealed class RunningCostReferenceTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    async Task<RunningCostReference> Nation()
    {
        await using var db = database.NewContext();
        return await RunningCostReference.AtAsync(db, AsOf.ReportedOn(new FixedClock().Today), Cancel);
    }

    [Theory]
    [InlineData("システム運用作業", 1_168_629_200, 1_136_220_600, -32_408_600)]
    [InlineData("ハードウェア保守作業", 23_858_400, 22_948_400, -910_000)]
    [InlineData("その他外部委託費", 156_735_750, 154_487_000, -2_248_750)]
    [InlineData("ハードウェア借料", 821_553_665, 144_749_440, -676_804_225)]
    [InlineData("ハードウェア保守費", 45_588_800, 16_176_000, -29_412_800)]
    [InlineData("ソフトウェア借料", 1_659_827_300, 1_235_749_457, -424_077_843)]
    [InlineData("ソフトウェア保守費", 519_263_599, 555_795_591, 36_531_992)]
    [InlineData("データセンター利用費", 189_201_315, 6_270_850, -182_930_465)]
    [InlineData("通信回線費", 83_540_360, 294_083_938, 210_543_578)]
    [InlineData("クラウド利用経費", 119_066_259, 1_022_500_843, 903_434_584)]
    public async Task Each_line_is_the_nations_to_the_yen(string item, long before, long after, long difference)
    {
        var line = (await Nation()).Lines.Single(l => l.Line.Name == item);

        (line.Before, line.After, line.Difference).ShouldBe((before, after, difference));
    }

    [Fact]
    public async Task The_sums_are_the_published_totals_to_the_yen()
    {
        var nation = await Nation();

        (nation.Before, nation.After, nation.After - nation.Before).ShouldBe((4_787_264_648, 4_588_982_119, -198_282_529));
        nation.Lines.Sum(l => l.Difference).ShouldBe(-198_282_529);
        nation.Lines.Select(l => l.Line).ShouldBe(RunningCostLine.Items);
        RunningCostLine.Items.Count.ShouldBe(10);
    }

    [Fact]
    public async Task One_dollar_amount_gives_both_published_figures_and_the_basic_calculation_to_the_yen()
    {
        var nation = await Nation();

        nation.Published.ShouldBe([(139, 1_235_892_323), (160, 1_422_609_869)]);
        (nation.ForeignAt(139), nation.ForeignAt(160), nation.BaseRate, nation.ForeignAt(nation.BaseRate!.Value)).ShouldBe((1_235_892_323, 1_422_609_869, 115m, 1_022_500_843));
        nation.ForeignPrice.ShouldBe(8_891_311.679m);
        nation.AfterAt(139).ShouldBe(4_802_373_599);
        nation.AfterAt(160).ShouldBe(4_989_091_145);
        nation.AfterAt(115).ShouldBe(4_588_982_119);
    }

    [Fact]
    public async Task No_amount_in_whole_cents_does_and_the_page_says_so()
    {
        var nation = await Nation();

        nation.FitsWholeCents.ShouldBeFalse();
        foreach (var cents in new[] { 8_891_311.67m, 8_891_311.68m })
        {
            (ExchangeRate.ToYen(cents, 139) == 1_235_892_323 && ExchangeRate.ToYen(cents, 160) == 1_422_609_869).ShouldBeFalse($"{cents}");
        }

        string.Concat(nation.Derivation()).ShouldContain("セント単位（小数第2位まで）のドル額では、円まで一致するものはない。");
    }

    [Fact]
    public async Task Above_the_break_even_rate_the_new_costs_more_than_the_old()
    {
        var nation = await Nation();

        Math.Round(nation.BreakEvenRate!.Value, 2).ShouldBe(137.30m);
        nation.AfterAt(137.30m)!.Value.ShouldBeLessThan(nation.Before);
        nation.AfterAt(137.31m)!.Value.ShouldBeGreaterThan(nation.Before);
    }

    [Fact]
    public async Task Every_row_has_its_source_and_is_known_from_a_day_on()
    {
        await using var db = database.NewContext();
        var nation = await Nation();

        nation.Rows.Count.ShouldBe(22);
        nation.Rows.ShouldAllBe(r => r.Source.Contains("転記") && r.RecordedById == null);
        (await RunningCostReference.AtAsync(db, AsOf.ReportedOn(new(2025, 3, 31)), Cancel)).IsEmpty.ShouldBeTrue();
        await FactSeeder.RunAsync(db, FixedClock.Start, Cancel);
        (await Nation()).Rows.Count.ShouldBe(22, "taken in once");
    }

    [Fact]
    public void Figures_that_no_single_price_explains_are_not_explained()
    {
        ExchangeRateFit.ForeignPrice([(139, 1_235_892_323), (160, 1_422_609_870)]).ShouldBeNull();
        ExchangeRateFit.ForeignPrice([]).ShouldBeNull();
        var range = ExchangeRateFit.ForeignPrice([(100, 12_345), (150, 18_518)])!;
        range.Shortest.ShouldBe(123.45m);
        range.HasValueOf(2).ShouldBeTrue();
        range.Contains(123.45m).ShouldBeTrue();
        new RunningCostReference([]).Derivation().ShouldBe(["レート別の額から、ただ一つのドル額を導くことはできません。"]);
    }
}
