using DxGovernance.Core.Costs;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Costs;

public sealed class SensitivityTests
{
    static readonly SensitivityAmount Cloud = new(1_000_000, 5_000.25m, 150, MovesWithUsage: true);
    static readonly SensitivityAmount Work = new(333_333, IsLabour: true);

    [Fact]
    public void Nothing_assumed_gives_the_amount_itself()
    {
        foreach (var amount in new[] { Cloud, Work, new(0), new(9_999_999_999_999, 1.0001m, 99_999), new(7, 0.01m, 139) })
        {
            Sensitivity.Of(amount, new()).ShouldBe(amount.Yen);
            Sensitivity.Of(amount, new(amount.Rate == 0 ? 139 : amount.Rate)).ShouldBe(amount.Yen);
        }
    }

    [Fact]
    public void Another_rate_moves_only_the_foreign_part()
    {
        Sensitivity.Of(Cloud, new(160)).ShouldBe(1_000_000 - 750_038 + 800_040);
        Sensitivity.Of(Work, new(160)).ShouldBe(333_333);
    }

    [Fact]
    public void Usage_and_labour_move_what_they_belong_to()
    {
        Sensitivity.Of(Cloud, new(UsagePercent: 10)).ShouldBe(274_958 + 825_041);
        Sensitivity.Of(Cloud, new(LabourPercent: 10)).ShouldBe(1_000_000);
        Sensitivity.Of(Work, new(LabourPercent: 10)).ShouldBe(366_666);
        Sensitivity.Of(Work, new(UsagePercent: -100, LabourPercent: -100)).ShouldBe(0);
    }

    [Fact]
    public void A_total_is_the_sum_of_its_amounts_whatever_is_assumed()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var amounts = Enumerable.Range(0, 10).Select(_ =>
            {
                var (price, rate) = (random.Next(0, 1_000_000) / 100m, random.Next(80, 200));
                return new SensitivityAmount(ExchangeRate.ToYen(price, rate) + random.Next(0, 1_000_000), price, rate, random.Next(2) == 0, random.Next(2) == 0);
            }).ToList();
            var assumed = new SensitivityCase(random.Next(2) == 0 ? null : random.Next(80, 200), random.Next(-50, 50), random.Next(-50, 50));

            Sensitivity.Total(amounts, assumed).ShouldBe(amounts.Sum(a => Sensitivity.Of(a, assumed)));
            Sensitivity.Total(amounts, new()).ShouldBe(amounts.Sum(a => a.Yen));
        }
    }

    [Fact]
    public void The_nations_cloud_costs_follow_from_their_dollar_amount()
    {
        var nation = new SensitivityAmount(1_022_500_843, 8_891_311.679m, 115, MovesWithUsage: true);

        Sensitivity.Of(nation, new(139)).ShouldBe(1_235_892_323);
        Sensitivity.Of(nation, new(160)).ShouldBe(1_422_609_869);
    }

    [Theory]
    [InlineData("0", "0", "0", "sensitivity-rate")]
    [InlineData("-1", "0", "0", "sensitivity-rate")]
    [InlineData("100001", "0", "0", "sensitivity-rate")]
    [InlineData("139.00001", "0", "0", "sensitivity-rate")]
    [InlineData("139", "-100.1", "0", "sensitivity-percent")]
    [InlineData("139", "0", "1001", "sensitivity-percent")]
    public void What_cannot_be_is_refused(string rate, string usage, string labour, string rule) => Refused.By(
        rule, () => new SensitivityCase(Number(rate), Number(usage), Number(labour)).Checked());

    static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
