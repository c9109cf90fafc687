using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Costs;

/// <summary>One that is not in a total, and why.</summary>
public sealed record RunningCostLeftOut(string Name, string Why);

/// <summary>
/// The sum over those that can be compared: same tax and years on each side, every item known, confirmed by the PMO office. Where there
/// are several such groups, the one with the most operations; the others are named.
/// </summary>
public sealed record RunningCostTotal
{
    readonly IReadOnlyList<RunningCostComparison> comparisons;

    RunningCostTotal(RunningCostStage before, List<(RunningCostSubject Subject, RunningCostComparison Comparison)> counted, List<RunningCostLeftOut> left)
    {
        (BeforeStage, Counted, Left) = (before, [.. counted.Select(c => c.Subject)], left);
        comparisons = [.. counted.Select(c => c.Comparison)];
        Parts = RunningCostDecomposition.Sum(counted.Select(c => c.Comparison.Parts!.Named(c.Subject.Name)));
    }

    public RunningCostStage BeforeStage { get; }

    public IReadOnlyList<RunningCostSubject> Counted { get; }

    public IReadOnlyList<RunningCostLeftOut> Left { get; }

    public RunningCostDecomposition Parts { get; }

    public bool IsEmpty => Counted.Count == 0;

    public RunningCostTax? Tax => comparisons.Count == 0 ? null : comparisons[0].BeforeSheet.Assumptions!.Tax;

    public int? BeforeYear => comparisons.Count == 0 ? null : comparisons[0].BeforeYear;

    public int? AfterYear => comparisons.Count == 0 ? null : comparisons[0].AfterYear;

    public long Before => comparisons.Sum(c => c.Before);

    public long After => comparisons.Sum(c => c.After);

    public long Difference => After - Before;

    public long BeforeFunding => comparisons.Sum(c => c.BeforeFunding);

    public long AfterFunding => comparisons.Sum(c => c.AfterFunding);

    public decimal? Ratio => RunningCostComparison.RatioOf(Before, After);

    public decimal? NetRatio => RunningCostComparison.RatioOf(Before - BeforeFunding, After - AfterFunding);

    /// <summary>3割削減の額: the most that the costs may be.</summary>
    public long Limit => RunningCostTarget.Nation.Limit(Before);

    /// <summary>How much is above it; negative where the target is reached.</summary>
    public long Distance => After - Limit;

    /// <summary>What had to be cut; with the difference it is the distance.</summary>
    public long ToCut => Before - Limit;

    public IReadOnlyList<string> Remarks => [.. comparisons.SelectMany(c => c.Remarks).Distinct()];

    /// <summary>How many stand with each set after migration.</summary>
    public IReadOnlyList<(RunningCostStage Stage, int Count)> AfterStages =>
        [.. comparisons.GroupBy(c => c.AfterSheet.Stage).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()))];

    public (long Before, long After) Item(RunningCostLine line) => (
        comparisons.Sum(c => c.BeforeSheet.Amount(line.Code, c.BeforeYear!.Value) ?? 0), comparisons.Sum(c => c.AfterSheet.Amount(line.Code, c.AfterYear!.Value) ?? 0));

    /// <summary>17業務と共通機能.</summary>
    public string CountText
    {
        get
        {
            var operations = Counted.Count(s => !s.IsCommon);
            return (operations, operations < Counted.Count) switch
            {
                (0, true) => RunningCostSet.CommonName,
                (_, true) => $"{operations}業務と{RunningCostSet.CommonName}",
                _ => $"{operations}業務",
            };
        }
    }

    internal static RunningCostTotal Of(RunningCostStage before, IEnumerable<(RunningCostSubject Subject, RunningCostComparison Comparison)> all)
    {
        var (counted, left) = (new List<(RunningCostSubject, RunningCostComparison)>(), new List<RunningCostLeftOut>());
        var (fit, unfit) = (all.Where(c => Fits(c.Comparison)).ToList(), all.Where(c => !Fits(c.Comparison)).ToList());
        var chosen = fit.GroupBy(c => Key(c.Comparison))
            .OrderByDescending(g => g.Count()).ThenByDescending(g => g.Sum(c => c.Comparison.After)).ThenBy(g => g.Key).FirstOrDefault();
        foreach (var c in fit)
        {
            if (chosen is not null && Key(c.Comparison) == chosen.Key)
            {
                counted.Add(c);
            }
            else
            {
                left.Add(new(c.Subject.Name, Other(c.Comparison, chosen!.First().Comparison)));
            }
        }

        left.AddRange(unfit.Select(c => new RunningCostLeftOut(
            c.Subject.Name, c.Comparison.IsComparable ? string.Concat(c.Comparison.Remarks.Where(r => r.Contains("確認が済んでいません"))) : string.Concat(c.Comparison.Obstacles))));
        return new(before, counted, left);
    }

    static bool Fits(RunningCostComparison c) => c.IsComparable && c.IsConfirmed;

    static (RunningCostTax, int, int) Key(RunningCostComparison c) => (c.BeforeSheet.Assumptions!.Tax, c.BeforeYear!.Value, c.AfterYear!.Value);

    static string Other(RunningCostComparison c, RunningCostComparison most)
    {
        var (tax, before, after) = Key(c);
        var (mostTax, mostBefore, mostAfter) = Key(most);
        return string.Concat(new[]
        {
            tax == mostTax ? null : $"{tax.Label()}の額のため、{mostTax.Label()}の合計に入れていません。",
            before == mostBefore ? null : $"{c.BeforeSheet.Stage.Label()}の基準年度が{new FiscalYear(before)}で、合計の{new FiscalYear(mostBefore)}と違います。",
            after == mostAfter ? null : $"移行後の基準年度が{new FiscalYear(after)}で、合計の{new FiscalYear(mostAfter)}と違います。",
        });
    }
}

/// <summary>The sum of one fiscal year at one stage, over those that have every item of it.</summary>
/// <param name="Total">Nothing, rather than nought, where none has every item.</param>
/// <param name="Count">Of how many.</param>
/// <param name="Incomplete">How many have some items of the year, but not all, or are of another tax basis.</param>
public sealed record RunningCostYear(RunningCostStage Stage, int Year, long? Total, long? Funding, int Count, int Incomplete);

/// <summary>A set whose amounts were reported otherwise on the day than they are known today.</summary>
public sealed record RunningCostDifference(string Name, RunningCostStage Stage, int Cells, string Then, string Now);

/// <summary>All operations under one choice, with their totals.</summary>
public sealed record RunningCostOverview
{
    public RunningCostOverview(RunningCostFigures figures, IReadOnlyList<RunningCostStanding> standings)
    {
        (Figures, Standings) = (figures, standings);
        ToPresent = RunningCostTotal.Of(RunningCostStage.Present, standings.Select(s => (s.Subject, s.ToPresent)));
        ToBaseline = RunningCostTotal.Of(RunningCostStage.Baseline, standings.Select(s => (s.Subject, s.ToBaseline)));
    }

    public RunningCostFigures Figures { get; }

    public IReadOnlyList<RunningCostStanding> Standings { get; }

    /// <summary>After ÷ 現行.</summary>
    public RunningCostTotal ToPresent { get; }

    /// <summary>After ÷ 平成30年度.</summary>
    public RunningCostTotal ToBaseline { get; }

    /// <summary>The tax basis that most sets have; sums over years take in no other.</summary>
    public RunningCostTax? Tax => Figures.Subjects.SelectMany(s => s.Sheets.Values).Select(s => s.Assumptions?.Tax).OfType<RunningCostTax>()
        .GroupBy(t => t).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => (RunningCostTax?)g.Key).FirstOrDefault();

    public IReadOnlyList<RunningCostYear> Years =>
    [
        .. from stage in Enum.GetValues<RunningCostStage>()
           let sheets = Figures.Subjects.Select(s => s[stage]).ToList()
           from year in sheets.SelectMany(s => s.Years).Distinct().Order()
           let some = sheets.Where(s => s.Years.Contains(year)).ToList()
           let counted = some.Where(s => s.IsComplete(year) && s.Assumptions?.Tax == Tax).ToList()
           select new RunningCostYear(
               stage, year, counted.Count == 0 ? null : counted.Sum(s => s.Known(year)), counted.Count == 0 ? null : counted.Sum(s => s.Funding(year)),
               counted.Count, some.Count - counted.Count),
    ];

    /// <summary>Where the day was reported otherwise than it is known now.</summary>
    public static IReadOnlyList<RunningCostDifference> Differences(RunningCostFigures then, RunningCostFigures now) =>
    [
        .. from subject in now.Subjects
           let old = then.Subjects.FirstOrDefault(s => s.Number == subject.Number)
           from stage in Enum.GetValues<RunningCostStage>()
           let difference = Difference(subject.Name, old?[stage] ?? RunningCostSheet.Empty(stage), subject[stage])
           where difference is not null
           select difference,
    ];

    static RunningCostDifference? Difference(string name, RunningCostSheet then, RunningCostSheet now)
    {
        var cells = then.Rows.Concat(now.Rows).Select(r => (r.Line, r.FiscalYear)).Distinct().Count(k => then.Cell(k.Line, k.FiscalYear) != now.Cell(k.Line, k.FiscalYear));
        return cells == 0 && then.Assumptions == now.Assumptions && then.State == now.State ? null : new(name, now.Stage, cells, Words(then), Words(now));
    }

    static string Words(RunningCostSheet sheet) => !sheet.IsEntered || sheet.Assumptions is null
        ? RunningCostState.Empty.Label()
        : $"{new FiscalYear(sheet.Assumptions.BaseYear)} {(sheet.Total(sheet.Assumptions.BaseYear) is { } total ? $"{RunningCostText.Show(total)}円" : "一部未入力")}（{sheet.Assumptions.Tax.Label()}、{sheet.State.Label()}）";
}
