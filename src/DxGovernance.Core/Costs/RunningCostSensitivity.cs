namespace DxGovernance.Core.Costs;

/// <summary>One amount as a what-if sees it.</summary>
/// <param name="Yen">The amount as it stands.</param>
/// <param name="ForeignPrice">The part of it that is priced in a foreign currency, in that currency.</param>
/// <param name="Rate">The rate by which that part became yen.</param>
/// <param name="MovesWithUsage">Grows with usage.</param>
/// <param name="IsLabour">Grows with labour cost.</param>
public sealed record SensitivityAmount(long Yen, decimal ForeignPrice = 0, decimal Rate = 0, bool MovesWithUsage = false, bool IsLabour = false);

/// <summary>What is assumed instead: another exchange rate, more or less usage, dearer or cheaper labour. Never saved.</summary>
/// <param name="Rate">Null leaves every amount at its own rate.</param>
public sealed record SensitivityCase(decimal? Rate = null, decimal UsagePercent = 0, decimal LabourPercent = 0)
{
    public const decimal LeastPercent = -100m;

    public const decimal MostPercent = 1000m;

    /// <exception cref="RuleViolation">A rate or percentage that cannot be.</exception>
    public SensitivityCase Checked()
    {
        RuleViolation.Require(
            Rate is null or (> 0 and <= ExchangeRate.MaxRate) && (Rate is null || decimal.Round(Rate.Value, ExchangeRate.MaxDecimals) == Rate), "sensitivity-rate",
            $"為替レートには0より大きく{ExchangeRate.MaxRate:#,0}以下の数を、小数第{ExchangeRate.MaxDecimals}位までで入力してください。", "Rate");
        Percent(UsagePercent, "利用量", "Usage");
        Percent(LabourPercent, "人件費", "Labour");
        return this;
    }

    static void Percent(decimal percent, string what, string field) => RuleViolation.Require(
        percent is >= LeastPercent and <= MostPercent, "sensitivity-percent",
        $"{what}の増減には△{-LeastPercent:0}から{MostPercent:#,0}までの率（％）を入力してください。", field);
}

/// <summary>
/// What becomes of amounts under another exchange rate, usage or labour cost. Pure; for running costs and for the totals of ICT cases alike.
/// The foreign part moves with rate and usage, the rest with usage and labour; each amount is rounded to the yen by itself, so that a total
/// is the sum of what is shown. Nothing assumed gives the amount itself.
/// </summary>
public static class Sensitivity
{
    public static long Of(SensitivityAmount amount, SensitivityCase assumed)
    {
        var usage = amount.MovesWithUsage ? 1 + (assumed.UsagePercent / 100) : 1;
        var labour = amount.IsLabour ? 1 + (assumed.LabourPercent / 100) : 1;
        var domestic = amount.Yen - ExchangeRate.ToYen(amount.ForeignPrice, amount.Rate);
        return (long)Math.Round(domestic * usage * labour, MidpointRounding.AwayFromZero)
            + ExchangeRate.ToYen(amount.ForeignPrice * usage, assumed.Rate ?? amount.Rate);
    }

    public static long Total(IEnumerable<SensitivityAmount> amounts, SensitivityCase assumed) => amounts.Sum(a => Of(a, assumed));
}
