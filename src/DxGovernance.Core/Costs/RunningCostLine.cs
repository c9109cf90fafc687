using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Costs;

/// <summary>Where a line of the sheet belongs.</summary>
public enum RunningCostSection
{
    Work,
    Goods,

    /// <summary>国・県の支援: what others pay of the costs.</summary>
    Funding,

    /// <summary>増減の原因: why the amounts differ from the stage before. May be negative.</summary>
    Cause,
}

/// <summary>A line of every set of running costs, as <c>seed/templates/running-cost-lines.csv</c> declares it.</summary>
/// <param name="IsForeign">May be priced in a foreign currency.</param>
/// <param name="MovesWithUsage">Grows with usage in a what-if.</param>
/// <param name="IsLabour">Grows with labour cost in a what-if.</param>
/// <param name="IsComputed">Nobody enters it.</param>
public sealed record RunningCostLine(
    string Code, RunningCostSection Section, string Name, bool IsForeign, bool MovesWithUsage, bool IsLabour, bool IsComputed, string Source)
{
    public const int CodeMaxLength = 40;

    public static IReadOnlyList<RunningCostLine> All { get; } = [.. SeedFile.Read("templates/running-cost-lines.csv").Select(Read)];

    /// <summary>The ten cost items of the nation's comparison.</summary>
    public static IReadOnlyList<RunningCostLine> Items { get; } = [.. All.Where(l => l.IsItem)];

    public static IReadOnlyList<RunningCostLine> Fundings { get; } = [.. All.Where(l => l.Section == RunningCostSection.Funding)];

    /// <summary>In the order in which a difference is told, the computed one among them.</summary>
    public static IReadOnlyList<RunningCostLine> Causes { get; } = [.. All.Where(l => l.Section == RunningCostSection.Cause)];

    /// <summary>What a person may fill in.</summary>
    public static IReadOnlyList<RunningCostLine> Entered { get; } = [.. All.Where(l => !l.IsComputed)];

    /// <summary>為替: foreign price × difference of the rates.</summary>
    public static RunningCostLine Exchange { get; } = All.Single(l => l.IsComputed);

    public bool IsItem => Section is RunningCostSection.Work or RunningCostSection.Goods;

    public static RunningCostLine? Find(string code) => All.FirstOrDefault(l => l.Code == code);

    static RunningCostLine Read(SeedFile.Row row) => new(
        row["code"], row.Member<RunningCostSection>("section"), row["name"], row["foreign"] == "yes", row["usage"] == "yes", row["labour"] == "yes",
        row["computed"] == "yes", row["source"]);
}

public static class RunningCostSectionLabels
{
    public static string Label(this RunningCostSection section) => section switch
    {
        RunningCostSection.Work => "作業費",
        RunningCostSection.Goods => "物品費",
        RunningCostSection.Funding => "国・県の支援",
        RunningCostSection.Cause => "増減の原因",
    };
}

/// <summary>国の目標: by how much the running costs shall fall against which year.</summary>
/// <param name="BaseYear">平成30年度.</param>
/// <param name="CutPercent">少なくとも3割.</param>
public sealed record RunningCostTarget(int BaseYear, int CutPercent, string Source)
{
    public static RunningCostTarget Nation { get; } = SeedFile.Read("shimonoseki/running-cost-target.csv")
        .Select(r => new RunningCostTarget(r.Int("base_fiscal_year"), r.Int("cut_percent"), r["source"])).Single();

    public string BaseYearText => new FiscalYear(BaseYear).ToString();

    /// <summary>The most that the costs may be, in whole yen.</summary>
    public long Limit(long baseline) => (long)Math.Floor(baseline * (100m - CutPercent) / 100m);
}

/// <summary>消費税率 by day; so that a comparison of amounts with tax can say that the rate has changed.</summary>
public static class RunningCostTaxRate
{
    static readonly IReadOnlyList<(DateOnly From, decimal Percent)> Rates =
        [.. SeedFile.Read("shimonoseki/consumption-tax-rates.csv").Select(r => (r.Day("from"), r.Decimal("percent"))).OrderBy(r => r.Item1)];

    /// <summary>At the beginning of the fiscal year; null before the first that is known.</summary>
    public static decimal? Of(int fiscalYear) =>
        Rates.Where(r => r.From <= new FiscalYear(fiscalYear).First).Select(r => (decimal?)r.Percent).LastOrDefault();
}
