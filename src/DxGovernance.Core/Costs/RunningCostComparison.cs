using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Costs;

/// <summary>A cause's share of a difference, in yen.</summary>
/// <param name="Reasons">What those who entered it wrote.</param>
public sealed record RunningCostPart(RunningCostLine Cause, long Amount, IReadOnlyList<string> Reasons);

/// <summary>A difference by cause. What nobody has explained is the rest; parts and rest are always the difference.</summary>
/// <param name="Parts">All causes, in their order.</param>
/// <param name="Remarks">What could not be computed, and why.</param>
public sealed record RunningCostDecomposition(long Difference, IReadOnlyList<RunningCostPart> Parts, IReadOnlyList<string> Remarks)
{
    public const string RestName = "説明されていない差";

    /// <summary>Printed beside every exchange effect.</summary>
    public const string ExchangeDefinition = "移行後の外貨建ての額×（移行後の為替レート－比べる元の為替レート）。それぞれの額を円未満四捨五入した差。";

    public long Rest => Difference - Parts.Sum(p => p.Amount);

    /// <summary>From one stage to the next: causes as entered with the later set, exchange as computed.</summary>
    public static RunningCostDecomposition Of(RunningCostSheet before, int beforeYear, RunningCostSheet after, int afterYear, bool withCauses = true)
    {
        var (exchange, remark) = Exchange(before, beforeYear, after, afterYear);
        var other = withCauses ? after.CauseYears : [];
        string?[] remarks =
        [
            remark,
            other.Count == 0 || other.Contains(afterYear) ? null
                : $"{after.Stage.Label()}の原因は{string.Join("・", other.Select(y => new FiscalYear(y).ToString()))}について入力されており、{new FiscalYear(afterYear)}にはありません。",
        ];
        return new(
            after.Total(afterYear)!.Value - before.Total(beforeYear)!.Value,
            [
                .. RunningCostLine.Causes.Select(cause => cause.IsComputed
                    ? new RunningCostPart(cause, exchange ?? 0, [])
                    : after.Cell(cause.Code, afterYear) is { Amount: { } amount } cell && withCauses ? new(cause, amount, cell.Note is null ? [] : [cell.Note]) : new(cause, 0, [])),
            ],
            [.. remarks.OfType<string>()]);
    }

    /// <summary>Several put together: one after the other, or side by side.</summary>
    public static RunningCostDecomposition Sum(IEnumerable<RunningCostDecomposition> parts)
    {
        var all = parts.ToList();
        return new(
            all.Sum(p => p.Difference),
            [.. RunningCostLine.Causes.Select((cause, i) => new RunningCostPart(cause, all.Sum(p => p.Parts[i].Amount), [.. all.SelectMany(p => p.Parts[i].Reasons).Distinct()]))],
            [.. all.SelectMany(p => p.Remarks).Distinct()]);
    }

    /// <summary>The same, said of somebody.</summary>
    public RunningCostDecomposition Named(string name) => this with
    {
        Parts = [.. Parts.Select(p => p with { Reasons = [.. p.Reasons.Select(r => $"{name}：{r}")] })],
        Remarks = [.. Remarks.Select(r => $"{name}：{r}")],
    };

    static (long? Yen, string? WhyNot) Exchange(RunningCostSheet before, int beforeYear, RunningCostSheet after, int afterYear)
    {
        var sum = 0L;
        foreach (var line in RunningCostLine.Items.Where(l => l.IsForeign))
        {
            var (then, now) = (before.Cell(line.Code, beforeYear), after.Cell(line.Code, afterYear));
            if (now.Amount is null or 0 || now.ForeignPrice == 0)
            {
                continue;
            }

            if (now.ForeignPrice is not { } price || now.Rate is not { } rate)
            {
                return (null, $"{after.Stage.Label()}の「{line.Name}」に外貨建ての額がないため、為替の影響を計算していません。");
            }

            if (then.Rate is not { } old)
            {
                return (null, $"{before.Stage.Label()}の「{line.Name}」に為替レートの前提がないため、為替の影響を計算していません。");
            }

            if (before.Assumptions?.Currency != after.Assumptions?.Currency)
            {
                return (null, $"{before.Stage.Label()}と{after.Stage.Label()}の通貨が違うため、為替の影響を計算していません。");
            }

            sum += ExchangeRate.ToYen(price, rate) - ExchangeRate.ToYen(price, old);
        }

        return (sum, null);
    }
}

/// <summary>One year of a set beside one year of another. Where they cannot be compared, it says why and gives no ratio.</summary>
public sealed record RunningCostComparison
{
    public required RunningCostSheet BeforeSheet { get; init; }

    public required RunningCostSheet AfterSheet { get; init; }

    public int? BeforeYear { get; init; }

    public int? AfterYear { get; init; }

    /// <summary>Why there is nothing to compare; empty where there is.</summary>
    public required IReadOnlyList<string> Obstacles { get; init; }

    /// <summary>What a reader must know beside the ratio.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Null where it is not comparable.</summary>
    public RunningCostDecomposition? Parts { get; init; }

    public bool IsComparable => Obstacles.Count == 0;

    public bool IsConfirmed => BeforeSheet.State == RunningCostState.Confirmed && AfterSheet.State == RunningCostState.Confirmed;

    public long Before => BeforeSheet.Total(BeforeYear!.Value)!.Value;

    public long After => AfterSheet.Total(AfterYear!.Value)!.Value;

    public long BeforeFunding => BeforeSheet.Funding(BeforeYear!.Value);

    public long AfterFunding => AfterSheet.Funding(AfterYear!.Value);

    /// <summary>倍率: after ÷ before; null where it is not comparable or before is nothing.</summary>
    public decimal? Ratio => IsComparable ? RatioOf(Before, After) : null;

    /// <summary>The same of what the city pays itself.</summary>
    public decimal? NetRatio => IsComparable ? RatioOf(Before - BeforeFunding, After - AfterFunding) : null;

    public static decimal? RatioOf(long before, long after) => before > 0 ? (decimal)after / before : null;

    /// <param name="before">平成30年度 or 現行.</param>
    /// <param name="after">The set after migration.</param>
    /// <param name="year">Of the set after migration; null for its base year.</param>
    /// <param name="day">As-of: what has not ended by then is not measured.</param>
    public static RunningCostComparison Of(RunningCostSheet before, RunningCostSheet after, int? year, DateOnly day)
    {
        var (beforeYear, afterYear) = (before.Assumptions?.BaseYear, after.Stage is RunningCostStage.Present ? after.Assumptions?.BaseYear : year ?? after.Assumptions?.BaseYear);
        var found = new RunningCostComparison
        {
            BeforeSheet = before,
            AfterSheet = after,
            BeforeYear = beforeYear,
            AfterYear = afterYear,
            Obstacles = [.. ObstaclesOf(before, beforeYear, after, afterYear, day)],
        };
        return found.IsComparable
            ? found with
            {
                Remarks = [.. RemarksOf(found)],
                Parts = RunningCostDecomposition.Of(before, beforeYear!.Value, after, afterYear!.Value, withCauses: before.Stage == RunningCostStage.Present || after.Stage == RunningCostStage.Present),
            }
            : found;
    }

    static IEnumerable<string> ObstaclesOf(RunningCostSheet before, int? beforeYear, RunningCostSheet after, int? afterYear, DateOnly day)
    {
        string?[] missing = [MissingIn(before, beforeYear), MissingIn(after, afterYear)];
        if (missing.Any(m => m is not null))
        {
            return missing.OfType<string>();
        }

        return new[]
        {
            ScopeOf(before, after),
            before.Assumptions!.Tax == after.Assumptions!.Tax ? null
                : $"税の扱いが違います（{before.Stage.Label()}は{before.Assumptions.Tax.Label()}、{after.Stage.Label()}は{after.Assumptions.Tax.Label()}）。",
            before.Stage != RunningCostStage.Baseline || beforeYear == RunningCostTarget.Nation.BaseYear ? null
                : $"基準が{RunningCostTarget.Nation.BaseYearText}ではなく、{new FiscalYear(beforeYear!.Value)}の額です。",
            after.Stage != RunningCostStage.Measured || new FiscalYear(afterYear!.Value).Last <= day ? null
                : $"{new FiscalYear(afterYear.Value)}は終わっていないため、実績は1年分ではありません。",
        }.OfType<string>();
    }

    static string? MissingIn(RunningCostSheet sheet, int? year)
    {
        if (year is not { } y)
        {
            return $"{sheet.Stage.Label()}の額が入力されていません。";
        }

        var missing = sheet.Missing(y);
        return missing.Count == 0 ? null
            : missing.Count == RunningCostLine.Items.Count ? $"{sheet.Stage.Label()}の{new FiscalYear(y)}の額が入力されていません。"
            : $"{sheet.Stage.Label()}の{new FiscalYear(y)}の{string.Concat(missing.Take(3).Select(l => $"「{l.Name}」"))}{(missing.Count > 3 ? $"ほか{missing.Count - 3}費目" : "")}が未入力です。";
    }

    static string? ScopeOf(RunningCostSheet before, RunningCostSheet after)
    {
        var (onlyBefore, onlyAfter) = RunningCostAssumptions.Differences(before.Assumptions!, after.Assumptions!);
        return onlyBefore.Count + onlyAfter.Count == 0 ? null : $"対象のシステムが違います（{string.Join("、", new[]
        {
            onlyBefore.Count == 0 ? null : $"{before.Stage.Label()}だけ：{string.Join("・", onlyBefore)}",
            onlyAfter.Count == 0 ? null : $"{after.Stage.Label()}だけ：{string.Join("・", onlyAfter)}",
        }.OfType<string>())}）。";
    }

    static IEnumerable<string> RemarksOf(RunningCostComparison c)
    {
        if (c.BeforeSheet.Assumptions!.Tax == RunningCostTax.Included
            && RunningCostTaxRate.Of(c.BeforeYear!.Value) is { } then && RunningCostTaxRate.Of(c.AfterYear!.Value) is { } now && then != now)
        {
            yield return $"税込どうしの比較で、消費税率の違い（{then:0.#}%→{now:0.#}%）を含みます。";
        }

        var open = new[] { c.BeforeSheet, c.AfterSheet }.Where(s => s.State != RunningCostState.Confirmed).Select(s => $"{s.Stage.Label()}は{s.State.Label()}").ToList();
        if (open.Count > 0)
        {
            yield return $"庁内PMO事務局の確認が済んでいません（{string.Join("、", open)}）。";
        }

        if (c.Before == 0)
        {
            yield return $"{c.BeforeSheet.Stage.Label()}が0円のため、倍率はありません。";
        }
    }
}

/// <summary>An operation under one choice: which set after migration, and both comparisons.</summary>
public sealed record RunningCostStanding(
    RunningCostSubject Subject, RunningCostSheet After, int? AfterYear, RunningCostComparison ToPresent, RunningCostComparison ToBaseline)
{
    /// <summary>From 平成30年度 to 現行, where both can be compared.</summary>
    public RunningCostComparison ToNow { get; private init; } = null!;

    public static RunningCostStanding Of(RunningCostSubject subject, RunningCostAfter after, int? year, DateOnly day)
    {
        var sheet = subject.After(after, year, day);
        var (baseline, present) = (subject[RunningCostStage.Baseline], subject[RunningCostStage.Present]);
        var toPresent = RunningCostComparison.Of(present, sheet, year, day);
        var toBaseline = RunningCostComparison.Of(baseline, sheet, year, day);
        var toNow = RunningCostComparison.Of(baseline, present, null, day);
        return new(subject, sheet, year ?? sheet.Assumptions?.BaseYear, toPresent, Joined(toBaseline, toNow, toPresent)) { ToNow = toNow };
    }

    /// <summary>By way of 現行, whose causes were entered on either side; without it nothing is known but the exchange rate.</summary>
    static RunningCostComparison Joined(RunningCostComparison whole, RunningCostComparison first, RunningCostComparison second) =>
        !whole.IsComparable ? whole
        : first.Parts is { } toNow && second.Parts is { } toAfter ? whole with { Parts = RunningCostDecomposition.Sum([toNow, toAfter]) }
        : whole with { Parts = whole.Parts! with { Remarks = [.. whole.Parts!.Remarks, "現行の額と比べられないため、原因に分けていません。"] } };
}
