using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Core.Costs;

/// <summary>The five amounts of a line in a fiscal year, in yen with tax; null where there is none.</summary>
public sealed record CostCell
{
    public static CostCell Empty { get; } = new();

    public long? Requested { get; init; }

    public long? Assessed { get; init; }

    /// <summary>減額の理由 by its code, where less was assessed than requested.</summary>
    public string? CutReason { get; init; }

    public long? Decided { get; init; }

    public long? Contracted { get; init; }

    public long? Actual { get; init; }

    /// <summary>As of which day the actual amount was paid.</summary>
    public DateOnly? ActualOn { get; init; }

    /// <summary>Asked for and not decided yet.</summary>
    public bool IsOpen { get; init; }

    [JsonIgnore]
    public long Cut => Requested is { } r && Assessed is { } a ? r - a : 0;

    /// <summary>What the department may count on: decided, or else what it asked for.</summary>
    [JsonIgnore]
    public long? Expected => IsOpen ? Requested : Decided ?? Requested;

    public long? this[AmountStage stage] => stage switch
    {
        AmountStage.Requested => Requested,
        AmountStage.Assessed => Assessed,
        AmountStage.Decided => Decided,
        AmountStage.Contracted => Contracted,
        AmountStage.Actual => Actual,
    };
}

/// <summary>A line as it stands: what was submitted last, and its amounts.</summary>
public sealed record StandingLine(int Line, int Position, bool IsRemoved, CostTerms Terms, ImmutableSortedDictionary<int, CostCell> Cells)
{
    public CostVerdict? Verdict { get; init; }

    public string? VerdictNote { get; init; }

    [JsonIgnore]
    public bool HasOpen => Cells.Values.Any(c => c.IsOpen);

    /// <summary>Something was asked for that nobody has judged.</summary>
    [JsonIgnore]
    public bool IsUnassessed => Cells.Values.Any(c => c is { IsOpen: true, Assessed: null });

    public long? Sum(AmountStage stage) => Cells.Values.Select(c => c[stage]).Where(a => a is not null).DefaultIfEmpty().Sum() is var sum && Cells.Values.Any(c => c[stage] is not null) ? sum : null;

    public CostCell this[int year] => Cells.GetValueOrDefault(year, CostCell.Empty);

    internal StandingLine With(int year, CostCell cell) => this with { Cells = Cells.SetItem(year, cell) };

    public bool Equals(StandingLine? other) => other is not null && (Line, Position, IsRemoved, Terms, Verdict, VerdictNote) == (other.Line, other.Position, other.IsRemoved, other.Terms, other.Verdict, other.VerdictNote)
        && Cells.SequenceEqual(other.Cells);

    public override int GetHashCode() => HashCode.Combine(Line, Position, IsRemoved, Terms, Verdict);
}

/// <summary>What the ledgers of a case's costs say now, as one value: lines by number.</summary>
public sealed class CostStanding(ImmutableSortedDictionary<int, StandingLine> lines) : IEquatable<CostStanding>
{
    public static CostStanding None { get; } = new(ImmutableSortedDictionary<int, StandingLine>.Empty);

    public ImmutableSortedDictionary<int, StandingLine> ByLine { get; } = lines;

    /// <summary>Lines that the case still has, in their order.</summary>
    public IReadOnlyList<StandingLine> Lines => [.. ByLine.Values.Where(l => !l.IsRemoved).OrderBy(l => l.Position).ThenBy(l => l.Line)];

    public IReadOnlyList<int> Years => [.. ByLine.Values.SelectMany(l => l.Cells.Keys).Distinct().Order()];

    public bool HasOpen => ByLine.Values.Any(l => l.HasOpen);

    public CostTotals Totals => CostTotals.Of(ByLine.Values.SelectMany(l => l.Cells.Values));

    public CostStanding With(StandingLine line) => new(ByLine.SetItem(line.Line, line));

    public string ToJson() => JsonSerializer.Serialize(ByLine.Values, ProposalJson.Options);

    public static CostStanding FromJson(string json) =>
        new(JsonSerializer.Deserialize<List<StandingLine>>(json, ProposalJson.Options)!.ToImmutableSortedDictionary(l => l.Line, l => l));

    public bool Equals(CostStanding? other) => ReferenceEquals(this, other) || (other is not null && ByLine.SequenceEqual(other.ByLine));

    public override bool Equals(object? obj) => Equals(obj as CostStanding);

    public override int GetHashCode() => HashCode.Combine(ByLine.Count, Totals);
}

/// <summary>Sums of cells, in yen. A stage nobody has an amount of is null.</summary>
/// <param name="Requested">All that was asked for.</param>
/// <param name="Unassessed">Of <paramref name="Requested"/>, what nobody has judged yet.</param>
public sealed record CostTotals(long? Requested, long? Assessed, long? Decided, long? Contracted, long? Actual, long Unassessed)
{
    public static CostTotals None { get; } = new(null, null, null, null, null, 0);

    /// <summary>What was taken away from what was judged; never counts what is not judged yet.</summary>
    public long Cut => (Requested ?? 0) - Unassessed - (Assessed ?? 0);

    /// <summary>査定率: assessed ÷ requested, over what was judged; null where nothing was.</summary>
    public decimal? AssessedRate => (Requested ?? 0) - Unassessed is > 0 and var judged ? (decimal)(Assessed ?? 0) / judged : null;

    /// <summary>執行率: actual ÷ decided.</summary>
    public decimal? ExecutionRate => Decided is > 0 and var decided ? (decimal)(Actual ?? 0) / decided : null;

    /// <summary>Decided and neither contracted nor paid.</summary>
    public long? Rest => Decided is { } decided ? decided - Math.Max(Contracted ?? 0, Actual ?? 0) : null;

    public long? this[AmountStage stage] => stage switch
    {
        AmountStage.Requested => Requested,
        AmountStage.Assessed => Assessed,
        AmountStage.Decided => Decided,
        AmountStage.Contracted => Contracted,
        AmountStage.Actual => Actual,
    };

    /// <summary>Totals of several cases added up.</summary>
    public static CostTotals Sum(IEnumerable<CostTotals> totals) => totals.Aggregate(None, (sum, t) => sum.Plus(t));

    public CostTotals Plus(CostTotals more) => new(
        Plus(Requested, more.Requested), Plus(Assessed, more.Assessed), Plus(Decided, more.Decided), Plus(Contracted, more.Contracted), Plus(Actual, more.Actual),
        Unassessed + more.Unassessed);

    public static CostTotals Of(IEnumerable<CostCell> cells)
    {
        long? requested = null, assessed = null, decided = null, contracted = null, actual = null;
        var unassessed = 0L;
        foreach (var c in cells)
        {
            requested = Plus(requested, c.Requested);
            assessed = Plus(assessed, c.Assessed);
            decided = Plus(decided, c.Decided);
            contracted = Plus(contracted, c.Contracted);
            actual = Plus(actual, c.Actual);
            unassessed += c.Assessed is null ? c.Requested ?? 0 : 0;
        }

        return new(requested, assessed, decided, contracted, actual, unassessed);
    }

    static long? Plus(long? sum, long? more) => more is null ? sum : (sum ?? 0) + more;
}
