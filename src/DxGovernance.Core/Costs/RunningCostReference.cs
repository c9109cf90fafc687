using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Costs;

/// <summary>The two columns of the nation's comparison.</summary>
public enum RunningCostSide
{
    Before,
    After,
}

public static class RunningCostSideLabels
{
    public static string Label(this RunningCostSide side) => side switch
    {
        RunningCostSide.Before => "現行継続（A）",
        RunningCostSide.After => "移行後（B）",
    };
}

/// <summary>Ledger of the nation's comparison over five years (先行事業8件), as it was transcribed. Facts, never fiction.</summary>
public sealed class RunningCostReferenceEntry : LedgerEntry
{
    RunningCostReferenceEntry()
    {
    }

    /// <param name="side">Which column.</param>
    /// <param name="line">Cost item.</param>
    /// <param name="rate">Yen for a dollar that the amount assumes; null where the source names none.</param>
    /// <param name="amount">Yen over five years.</param>
    /// <param name="source">Where it was read.</param>
    /// <param name="by">Who takes it in.</param>
    /// <param name="now">When.</param>
    /// <param name="asOf">From when on it is shown.</param>
    public RunningCostReferenceEntry(RunningCostSide side, string line, decimal? rate, long amount, string source, Actor by, DateTimeOffset now, DateOnly asOf)
        : base(by, now, asOf, source) => (Side, Line, Rate, Amount, Source) = (side, line, rate, amount, source);

    public RunningCostSide Side { get; private set; }

    public string Line { get; private set; } = "";

    public decimal? Rate { get; private set; }

    public long Amount { get; private set; }

    public string Source { get; private set; } = "";
}

/// <summary>What the nation's table says of one cost item, in yen over five years.</summary>
public sealed record RunningCostReferenceLine(RunningCostLine Line, long Before, long After)
{
    public long Difference => After - Before;
}

/// <summary>
/// The nation's comparison at a point: the table as transcribed, and what follows from its two exchange-rate figures. The source names
/// neither a dollar amount nor the rate of its basic calculation; both are derived here, and are said to be.
/// </summary>
public sealed record RunningCostReference(IReadOnlyList<RunningCostReferenceEntry> Rows)
{
    public const string Title = "国の参考（先行事業8件のランニングコスト5年分）";

    /// <summary>Beside every figure of it.</summary>
    public const string Mark = "転記";

    public bool IsEmpty => Rows.Count == 0;

    public IReadOnlyList<RunningCostReferenceLine> Lines { get; } =
    [
        .. RunningCostLine.Items.Select(l => new RunningCostReferenceLine(l, Of(Rows, RunningCostSide.Before, l), Of(Rows, RunningCostSide.After, l))),
    ];

    public long Before => Lines.Sum(l => l.Before);

    public long After => Lines.Sum(l => l.After);

    /// <summary>クラウド利用経費: the item that moves with the exchange rate.</summary>
    public RunningCostReferenceLine Foreign => Lines.Single(l => l.Line.IsForeign);

    /// <summary>The amounts that the source gives at a rate, as they stand there.</summary>
    public IReadOnlyList<(decimal Rate, long Amount)> Published { get; } =
        [.. Rows.Where(r => r.Rate is not null).OrderBy(r => r.Rate).Select(r => (r.Rate!.Value, r.Amount))];

    /// <summary>Dollar amounts from which every published amount follows to the yen, rounded half up; null where no single one exists.</summary>
    public ExchangeRateRange? ForeignRange => ExchangeRateFit.ForeignPrice(Published);

    /// <summary>The shortest of them.</summary>
    public decimal? ForeignPrice => ForeignRange?.Shortest;

    /// <summary>Whether an amount in whole cents would do.</summary>
    public bool FitsWholeCents => ForeignRange?.HasValueOf(2) == true;

    /// <summary>Rates at which the dollar amount gives the basic calculation to the yen.</summary>
    public ExchangeRateRange? BaseRateRange => ForeignRange is { } range ? ExchangeRateFit.Rate(range, Foreign.After) : null;

    public decimal? BaseRate => BaseRateRange?.Shortest;

    /// <summary>Above this rate B costs more than A.</summary>
    public decimal? BreakEvenRate => ForeignPrice is { } price ? (Before - (After - Foreign.After)) / price : null;

    /// <summary>クラウド利用経費 at a rate; null where no dollar amount could be derived.</summary>
    public long? ForeignAt(decimal rate) => ForeignPrice is { } price ? ExchangeRate.ToYen(price, rate) : null;

    /// <summary>B as a whole at a rate.</summary>
    public long? AfterAt(decimal rate) => After - Foreign.After + ForeignAt(rate);

    /// <summary>How the derived figures came about, in sentences.</summary>
    public IEnumerable<string> Derivation()
    {
        if (ForeignRange is not { } range || ForeignPrice is not { } price || BaseRateRange is not { } rates || BaseRate is not { } rate)
        {
            yield return "レート別の額から、ただ一つのドル額を導くことはできません。";
            yield break;
        }

        var given = string.Join("と", Published.Select(p => $"1ドル{p.Rate:0.####}円の{RunningCostText.Show(p.Amount)}円"));
        yield return $"{given}は、どちらも一つのドル額（{range.From:#,0.000000}ドル以上{range.Below:#,0.000000}ドル未満）×レートを円未満四捨五入した額として、円まで一致する。最も桁の少ない{price:#,0.######}ドルを使う。";
        yield return FitsWholeCents
            ? "セント単位のドル額でも一致する。"
            : "セント単位（小数第2位まで）のドル額では、円まで一致するものはない。もとの額は、単価×数量などでセント未満の端数をもっていたと考えられる。";
        yield return $"基準試算の{RunningCostText.Show(Foreign.After)}円のレートは資料にない。同じドル額から逆算すると1ドル{rate:0.######}円（{rates.From:0.0000000}円以上{rates.Below:0.0000000}円未満）で、円まで一致する。";
        yield return $"クラウド利用経費は全額がドル建てで、為替レートに比例する。1ドル{BreakEvenRate:0.00}円を超えると、移行後（B）の合計が現行継続（A）を上回る。";
    }

    public static async Task<RunningCostReference> AtAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel) => new(
        [.. (await db.RunningCostReferences.AsNoTracking().At(point).NewestFirst().ToListAsync(cancel)).DistinctBy(r => (r.Side, r.Line, r.Rate))]);

    static long Of(IReadOnlyList<RunningCostReferenceEntry> rows, RunningCostSide side, RunningCostLine line) =>
        rows.FirstOrDefault(r => r.Side == side && r.Line == line.Code && r.Rate is null)?.Amount ?? 0;
}

sealed class RunningCostReferenceConfiguration : IEntityTypeConfiguration<RunningCostReferenceEntry>
{
    public void Configure(EntityTypeBuilder<RunningCostReferenceEntry> e)
    {
        e.Property(r => r.Line).HasMaxLength(RunningCostLine.CodeMaxLength);
        e.Property(r => r.Rate).HasPrecision(12, ExchangeRate.MaxDecimals);
        e.HasLedgerIndex(r => r.Side, nameof(RunningCostReferenceEntry.Line));
    }
}
