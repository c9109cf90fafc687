using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Costs;

/// <summary>Sums of a fiscal year.</summary>
public sealed record YearTotals(int FiscalYear, CostTotals Totals);

/// <summary>Sums of a category.</summary>
public sealed record CategoryTotals(CostCategory Category, CostTotals Totals);

/// <summary>What a source pays, in yen by stage; the stage is null where nobody has an amount of it.</summary>
/// <param name="Name">補助事業名など; empty for general funds.</param>
public sealed record FundingTotals(FundingKind Kind, string Name, IReadOnlyDictionary<AmountStage, long> Amounts)
{
    public long? this[AmountStage stage] => Amounts.TryGetValue(stage, out var yen) ? yen : null;
}

/// <summary>ライフサイクルコスト: what the first five fiscal years cost, on the newest amount of each cell.</summary>
/// <param name="Years">Of the five, those that have an amount.</param>
/// <param name="Total">Yen.</param>
/// <param name="PerYear">Yen, cut; over <paramref name="Years"/>.</param>
/// <param name="PerUser">Yen, cut; null where the number of users is not known.</param>
public sealed record LifeCycleCost(int FirstYear, int Years, long Total, long PerYear, long? PerUser)
{
    public const int Term = 5;
}

/// <summary>A step of the waterfall from requested to assessed.</summary>
/// <param name="Reason">Code of 減額の理由.</param>
/// <param name="Cut">Yen taken away.</param>
public sealed record CutStep(string Reason, long Cut);

/// <summary>Figures of the costs of one case. Pure: whatever standing they are given, now or of a past day, they say the same of it.</summary>
public static class CostFigures
{
    public static IReadOnlyList<YearTotals> ByYear(CostStanding standing) =>
        [.. standing.Years.Select(y => new YearTotals(y, CostTotals.Of(standing.ByLine.Values.Where(l => l.Cells.ContainsKey(y)).Select(l => l[y]))))];

    public static IReadOnlyList<CategoryTotals> ByCategory(CostStanding standing) =>
    [
        .. standing.ByLine.Values.Where(l => l.Terms.Category is not null).GroupBy(l => l.Terms.Category!.Value).OrderBy(g => g.Key)
            .Select(g => new CategoryTotals(g.Key, CostTotals.Of(g.SelectMany(l => l.Cells.Values)))),
    ];

    /// <summary>By source; general funds pay what the others leave. In every stage the sources add up to the amounts.</summary>
    public static IReadOnlyList<FundingTotals> ByFunding(CostStanding standing)
    {
        var sums = new SortedDictionary<(FundingKind Kind, string Name), Dictionary<AmountStage, long>>();
        void Add(FundingKind kind, string name, AmountStage stage, long yen)
        {
            if (!sums.TryGetValue((kind, name), out var stages))
            {
                sums.Add((kind, name), stages = []);
            }

            stages[stage] = stages.GetValueOrDefault(stage) + yen;
        }

        foreach (var line in standing.ByLine.Values)
        {
            foreach (var stage in Enum.GetValues<AmountStage>())
            {
                var funded = Funded(line, stage);
                foreach (var (year, cell) in line.Cells.Where(c => c.Value[stage] is not null))
                {
                    var paid = funded.GetValueOrDefault(year);
                    Add(FundingKind.General, "", stage, cell[stage]!.Value - paid);
                    if (line.Terms.Funding != FundingKind.General)
                    {
                        Add(line.Terms.Funding, line.Terms.FundingName ?? "", stage, paid);
                    }
                }
            }
        }

        return [.. sums.OrderBy(s => s.Key.Kind == FundingKind.General).Select(s => new FundingTotals(s.Key.Kind, s.Key.Name, s.Value))];
    }

    /// <summary>What the source of a line pays by fiscal year: its rate, cut to whole yen, until its cap is used up in the order of the years.</summary>
    public static IReadOnlyDictionary<int, long> Funded(StandingLine line, AmountStage stage)
    {
        var (left, paid) = (line.Terms.FundingCap ?? long.MaxValue, new Dictionary<int, long>());
        if (line.Terms is not { Funding: not FundingKind.General, FundingRate: { } rate })
        {
            return paid;
        }

        foreach (var (year, cell) in line.Cells.Where(c => c.Value[stage] is > 0))
        {
            paid[year] = Math.Min(left, (long)Math.Floor(cell[stage]!.Value * rate / 100));
            left -= paid[year];
        }

        return paid;
    }

    /// <summary>Null without amounts.</summary>
    /// <param name="users">利用者数 of the form.</param>
    public static LifeCycleCost? LifeCycle(CostStanding standing, long? users)
    {
        var years = standing.ByLine.Values.SelectMany(l => l.Cells).GroupBy(c => c.Key, c => Newest(c.Value)).ToDictionary(g => g.Key, g => g.Sum());
        var first = years.Where(y => y.Value > 0).Select(y => y.Key).DefaultIfEmpty().Min();
        var counted = years.Where(y => y.Key >= first && y.Key < first + LifeCycleCost.Term && y.Value > 0).ToList();
        var total = counted.Sum(y => y.Value);
        return total == 0 ? null : new(first, counted.Count, total, total / counted.Count, users is > 0 ? total / users : null);
    }

    /// <summary>What was taken away, by reason, the greatest first. Only cells that were judged: requested − cuts = assessed.</summary>
    public static IReadOnlyList<CutStep> Waterfall(CostStanding standing) =>
    [
        .. standing.ByLine.Values.SelectMany(l => l.Cells.Values).Where(c => c.Cut > 0)
            .GroupBy(c => c.CutReason ?? "").Select(g => new CutStep(g.Key, g.Sum(c => c.Cut)))
            .OrderByDescending(s => s.Cut).ThenBy(s => s.Reason, StringComparer.Ordinal),
    ];

    /// <summary>契約額 where there is one, else the decided, assessed or requested amount.</summary>
    public static long Newest(CostCell c) => c.Contracted ?? c.Expected ?? 0;

    /// <summary>令和8年度～令和12年度, or one year.</summary>
    public static string Term(IReadOnlyList<int> years) => years.Count switch
    {
        0 => "",
        1 => new FiscalYear(years[0]).ToString(),
        _ => $"{new FiscalYear(years[0])}～{new FiscalYear(years[^1])}",
    };
}
