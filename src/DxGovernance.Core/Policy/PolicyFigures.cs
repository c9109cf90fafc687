using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Policy;

/// <summary>What was reported of an initiative for a fiscal year, and by whom.</summary>
public sealed record InitiativeYearFigures(
    int FiscalYear, InitiativeState State, string Done, string NextStep, string Evidence, string? Reason, DateOnly AsOf, DateTimeOffset RecordedAt, string RecordedBy)
{
    /// <summary>The words alone, to tell whether two reports say the same.</summary>
    public (InitiativeState, string, string, string, string?) Says => (State, Done, NextStep, Evidence, Reason);
}

/// <summary>An indicator with its newest value.</summary>
/// <param name="Value">In <paramref name="Unit"/>; null where nothing was measured.</param>
public sealed record PolicyIndicatorFigures(
    int Id, string InitiativeCode, IndicatorKind Kind, string Name, string Unit, decimal? Baseline, DateOnly? BaselineOn, bool LowerIsBetter,
    IReadOnlyList<YearTarget> Targets, string Source, bool IsRetired, decimal? Value, DateOnly? MeasuredOn)
{
    /// <summary>The target that counts for the year: its own, or else the next one to come.</summary>
    public YearTarget? TargetFor(FiscalYear year) => Targets.Where(t => t.FiscalYear >= year.Year).MinBy(t => t.FiscalYear);

    /// <summary>Null where there is no value or no target.</summary>
    public bool? IsReached(FiscalYear year) =>
        Value is { } value && TargetFor(year) is { } target ? LowerIsBetter ? value <= target.Value : value >= target.Value : null;
}

/// <summary>An initiative at a point of both clocks.</summary>
public sealed record InitiativeFigures
{
    public required string Code { get; init; }

    public required int Pillar { get; init; }

    public required string PillarName { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<int> DepartmentIds { get; init; }

    public required IReadOnlyList<string> Departments { get; init; }

    public required IReadOnlyList<Commitment> Plan { get; init; }

    public required string Source { get; init; }

    /// <summary>Newest report of each fiscal year that has one, in order.</summary>
    public required IReadOnlyList<InitiativeYearFigures> Years { get; init; }

    /// <summary>Those in use.</summary>
    public required IReadOnlyList<PolicyIndicatorFigures> Indicators { get; init; }

    public string Owners => Departments.Count == 0 ? "未登録" : string.Join("、", Departments);

    public InitiativeYearFigures? In(FiscalYear year) => Years.FirstOrDefault(y => y.FiscalYear == year.Year);

    /// <summary>What the policy lays down for the year, those lines first that name it.</summary>
    public IEnumerable<Commitment> PlannedIn(FiscalYear year) =>
        Plan.Where(c => c.CountsIn(year)).OrderBy(c => c.In(year) == CommitmentSpan.Stated ? 0 : 1).ThenBy(c => c.Number);
}

/// <summary>A procedure at a point of both clocks.</summary>
/// <param name="Since">Day of the entry that counts.</param>
public sealed record ProcedureFigures(
    string Code, string Category, int CategoryOrder, int Number, string Name, OnlineState State, string Evidence, DateOnly Since, string? Reason, string RecordedBy);

/// <summary>
/// 方針の主要数値: the whole policy at a point of both clocks, folded from the ledgers alone. Pages, the report and what is given to others read these.
/// </summary>
public sealed record PolicyFigures(
    AsOf Point, IReadOnlyList<InitiativeFigures> Initiatives, IReadOnlyList<ProcedureFigures> Procedures, StandardizationProgress Standardization)
{
    /// <summary>The fiscal year of the as-of day.</summary>
    public FiscalYear Year => FiscalYear.Of(Point.Day);

    public IReadOnlyList<ProcedureRate> Rates => field ??= ProcedureRate.ByCategory(Procedures);

    /// <summary>First of the five years that a schedule shows: that in which the policy was recorded first, later once those are over.</summary>
    public int FirstYear { get; init; }

    /// <summary>R8–R12, as the policy's own schedule.</summary>
    public IReadOnlyList<FiscalYear> ScheduleYears => [.. Enumerable.Range(FirstYear, 5).Select(y => new FiscalYear(y))];

    public ProcedureRate Rate => field ??= ProcedureRate.Of(ProcedureRate.AllCategories, Procedures);

    /// <summary>Initiatives whose newest report for the year says so; null counts those without a report.</summary>
    public int CountOf(InitiativeState? state) => Initiatives.Count(i => i.In(Year)?.State == state);

    public InitiativeFigures? Find(string code) => Initiatives.FirstOrDefault(i => i.Code == code);

    /// <summary>Six statements, whatever the number of rows.</summary>
    public static async Task<PolicyFigures> AtAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel) =>
        (await PolicyLedger.ReadAsync(db, point, cancel)).At(point, await StandardizationProgress.AtAsync(db, point, cancel));
}
