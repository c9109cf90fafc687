namespace DxGovernance.Core.Costs;

/// <summary>Yen for one unit of a foreign currency, as of a day.</summary>
public sealed record ExchangeRate(string Currency, decimal Rate, DateOnly On)
{
    /// <summary>Digits after the point of a rate and of a foreign price.</summary>
    public const int MaxDecimals = 4;

    public const decimal MaxRate = 100_000m;

    public const decimal MaxForeignPrice = 1_000_000_000_000m;

    public long Yen(decimal foreignPrice) => ToYen(foreignPrice, Rate);

    /// <summary>Whole yen, half a yen away from zero.</summary>
    public static long ToYen(decimal foreignPrice, decimal rate) => (long)Math.Round(foreignPrice * rate, MidpointRounding.AwayFromZero);

    /// <summary>Three capital letters, as ISO 4217 has them.</summary>
    public static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);
}

/// <summary>From to, the end left out.</summary>
public sealed record ExchangeRateRange(decimal From, decimal Below)
{
    /// <summary>The value with the fewest digits in the range.</summary>
    public decimal Shortest
    {
        get
        {
            var scale = 1m;
            for (var digits = 0; digits < 12; digits++, scale *= 10)
            {
                if (Math.Ceiling(From * scale) / scale is var value && value < Below)
                {
                    return value;
                }
            }

            return From;
        }
    }

    public bool Contains(decimal value) => value >= From && value < Below;

    /// <summary>True where a value with at most so many digits after the point lies in the range.</summary>
    public bool HasValueOf(int decimals) => Math.Ceiling(From * Power(decimals)) / Power(decimals) < Below;

    static decimal Power(int decimals) => Enumerable.Repeat(10m, decimals).Aggregate(1m, (product, ten) => product * ten);
}

/// <summary>What yen amounts that were published tell of the foreign price and the rate behind them.</summary>
public static class ExchangeRateFit
{
    const decimal Half = 0.5m;

    /// <summary>The foreign prices that give every one of the amounts to the yen; null where no single price does.</summary>
    public static ExchangeRateRange? ForeignPrice(IEnumerable<(decimal Rate, long Yen)> figures)
    {
        var all = figures.ToList();
        if (all.Count == 0)
        {
            return null;
        }

        var range = new ExchangeRateRange(all.Max(f => (f.Yen - Half) / f.Rate), all.Min(f => (f.Yen + Half) / f.Rate));
        return range.From < range.Below ? range : null;
    }

    /// <summary>The rates at which a price of the range gives the amount to the yen.</summary>
    public static ExchangeRateRange Rate(ExchangeRateRange foreignPrice, long yen) =>
        new((yen - Half) / foreignPrice.Below, (yen + Half) / foreignPrice.From);
}
