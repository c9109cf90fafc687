using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Policy;

/// <summary>
/// The ledgers of the policy up to a point, read once and folded at any earlier one: as it was reported, as it is known now, then and now. A city's
/// policy is some thousand rows, so that the folding is cheaper than asking again.
/// </summary>
public sealed class PolicyLedger
{
    readonly Dictionary<string, List<InitiativeRevision>> revisions;
    readonly Dictionary<string, List<InitiativeReport>> reports;
    readonly Dictionary<string, List<PolicyIndicatorRevision>> indicators;
    readonly Dictionary<int, List<PolicyMeasurement>> measurements;
    readonly Dictionary<string, List<ProcedureEntry>> procedures;

    PolicyLedger(
        IEnumerable<InitiativeRevision> revisions, IEnumerable<InitiativeReport> reports, IEnumerable<PolicyIndicatorRevision> indicators,
        IEnumerable<PolicyMeasurement> measurements, IEnumerable<ProcedureEntry> procedures)
    {
        this.revisions = Grouped(revisions, r => r.InitiativeCode);
        this.reports = Grouped(reports, r => r.InitiativeCode);
        this.indicators = Grouped(indicators, r => r.InitiativeCode);
        this.measurements = Grouped(measurements, m => m.IndicatorId);
        this.procedures = Grouped(procedures, p => p.Code);
    }

    /// <summary>Five statements.</summary>
    public static async Task<PolicyLedger> ReadAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel) => new(
        await db.InitiativeRevisions.AsNoTracking().At(point).ToListAsync(cancel),
        await db.InitiativeReports.AsNoTracking().At(point).ToListAsync(cancel),
        await db.PolicyIndicatorRevisions.AsNoTracking().At(point).ToListAsync(cancel),
        await db.PolicyMeasurements.AsNoTracking().At(point).ToListAsync(cancel),
        await db.ProcedureEntries.AsNoTracking().At(point).ToListAsync(cancel));

    /// <summary>The initiatives with their reports, without indicators and procedures: two statements.</summary>
    public static async Task<PolicyLedger> ReadInitiativesAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel) => new(
        await db.InitiativeRevisions.AsNoTracking().At(point).ToListAsync(cancel), await db.InitiativeReports.AsNoTracking().At(point).ToListAsync(cancel), [], [], []);

    /// <summary>The indicators and the procedures that one of them counts: three statements.</summary>
    public static async Task<PolicyLedger> ReadIndicatorsAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel) => new(
        [], [], await db.PolicyIndicatorRevisions.AsNoTracking().At(point).ToListAsync(cancel), await db.PolicyMeasurements.AsNoTracking().At(point).ToListAsync(cancel),
        await db.ProcedureEntries.AsNoTracking().At(point).ToListAsync(cancel));

    /// <summary>The procedures alone: one statement.</summary>
    public static async Task<PolicyLedger> ReadProceduresAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel) =>
        OfProcedures(await db.ProcedureEntries.AsNoTracking().At(point).ToListAsync(cancel));

    internal static PolicyLedger OfProcedures(IEnumerable<ProcedureEntry> entries) => new([], [], [], [], entries);

    /// <param name="point">Not behind the point up to which was read.</param>
    /// <param name="standardization">At the same point; computed indicators take their value from it.</param>
    public PolicyFigures At(AsOf point, StandardizationProgress standardization)
    {
        var listed = ProceduresAt(point);
        var rate = OnlineRate(listed);
        return new(
            point,
            [.. from code in revisions.Keys.Order(StringComparer.Ordinal) let now = Newest(revisions[code], point) where now is not null select Fold(now, point, standardization, rate)],
            listed,
            standardization)
        {
            FirstYear = Math.Max(
                FiscalYear.Of(revisions.Values.SelectMany(r => r).Select(r => r.AsOf).DefaultIfEmpty(point.Day).Min()).Year, FiscalYear.Of(point.Day).Year - 4),
        };
    }

    public IEnumerable<InitiativeReport> Reports => reports.Values.SelectMany(r => r).OrderBy(r => r.InitiativeCode, StringComparer.Ordinal).ThenBy(r => r.FiscalYear).ThenBy(r => r.AsOf).ThenBy(r => r.RecordedAt).ThenBy(r => r.Id);

    public IEnumerable<PolicyMeasurement> Measurements => measurements.Values.SelectMany(m => m).OrderBy(m => m.IndicatorId).ThenBy(m => m.AsOf).ThenBy(m => m.RecordedAt).ThenBy(m => m.Id);

    public IEnumerable<ProcedureEntry> ProcedureEntries =>
        procedures.Values.SelectMany(p => p).OrderBy(p => p.CategoryOrder).ThenBy(p => p.Number).ThenBy(p => p.AsOf).ThenBy(p => p.RecordedAt).ThenBy(p => p.Id);

    /// <summary>In the order of the list; a procedure whose first entry is later is not there.</summary>
    public IReadOnlyList<ProcedureFigures> ProceduresAt(AsOf point) =>
    [
        .. from rows in procedures.Values
           let e = Newest(rows, point)
           where e is not null
           orderby e.CategoryOrder, e.Number
           select new ProcedureFigures(e.Code, e.Category, e.CategoryOrder, e.Number, e.Name, e.State, e.Evidence, e.AsOf, e.Reason, e.RecordedBy),
    ];

    /// <summary>The indicators in use, in the order of the initiatives.</summary>
    /// <inheritdoc cref="At"/>
    public IReadOnlyList<PolicyIndicatorFigures> IndicatorsAt(AsOf point, StandardizationProgress standardization)
    {
        var rate = OnlineRate(ProceduresAt(point));
        return [.. indicators.Keys.Order(StringComparer.Ordinal).SelectMany(code => IndicatorsOf(code, point, standardization, rate))];
    }

    /// <summary>The rates on every day on which an entry counts from, with the last day at the end.</summary>
    public IReadOnlyList<(DateOnly Day, ProcedureRate All, IReadOnlyList<ProcedureRate> Categories)> RatesOverTime(AsOf point) =>
    [
        .. from day in procedures.Values.SelectMany(p => p).Where(p => p.AsOf <= point.Day && p.RecordedAt <= point.KnownAt).Select(p => p.AsOf).Append(point.Day).Distinct().Order()
           let listed = ProceduresAt(new(day, point.KnownAt))
           where listed.Count > 0
           select (day, ProcedureRate.Of(ProcedureRate.AllCategories, listed), ProcedureRate.ByCategory(listed)),
    ];

    /// <summary>The value that counts on every day of measuring, oldest first.</summary>
    public IReadOnlyList<PolicyMeasurement> MeasurementsOf(int indicatorId, AsOf point) =>
    [
        .. measurements.GetValueOrDefault(indicatorId, []).Where(m => m.AsOf <= point.Day && m.RecordedAt <= point.KnownAt)
            .GroupBy(m => m.AsOf).OrderBy(g => g.Key).Select(g => Newest(g, point)!),
    ];

    /// <summary>All rows of an initiative known at the point, the newest record first.</summary>
    public IEnumerable<LedgerEntry> RowsOf(string code, AsOf point)
    {
        var ids = indicators.GetValueOrDefault(code, []).Select(i => i.IndicatorId).ToHashSet();
        return new IEnumerable<LedgerEntry>[]
        {
            revisions.GetValueOrDefault(code, []), reports.GetValueOrDefault(code, []), indicators.GetValueOrDefault(code, []), ids.SelectMany(i => measurements.GetValueOrDefault(i, [])),
        }.SelectMany(r => r).Where(r => r.AsOf <= point.Day && r.RecordedAt <= point.KnownAt).OrderByDescending(r => r.RecordedAt).ThenByDescending(r => r.Id);
    }

    InitiativeFigures Fold(InitiativeRevision now, AsOf point, StandardizationProgress standardization, decimal? onlineRate) => new()
    {
        Code = now.InitiativeCode,
        Pillar = now.Pillar,
        PillarName = now.PillarName,
        Name = now.Name,
        DepartmentIds = now.DepartmentIds,
        Departments = now.DepartmentNames,
        Plan = now.Plan,
        Source = now.Source,
        Years =
        [
            .. from year in reports.GetValueOrDefault(now.InitiativeCode, []).GroupBy(r => r.FiscalYear)
               let r = Newest(year, point)
               where r is not null
               orderby r.FiscalYear
               select new InitiativeYearFigures(r.FiscalYear, r.State, r.Done, r.NextStep, r.Evidence, r.Reason, r.AsOf, r.RecordedAt, r.RecordedBy),
        ],
        Indicators = [.. IndicatorsOf(now.InitiativeCode, point, standardization, onlineRate)],
    };

    IEnumerable<PolicyIndicatorFigures> IndicatorsOf(string code, AsOf point, StandardizationProgress standardization, decimal? onlineRate) =>
        from rows in indicators.GetValueOrDefault(code, []).GroupBy(r => r.IndicatorId)
        let r = Newest(rows, point)
        where r is not null && !r.IsRetired
        orderby r.IndicatorId
        select Fold(r, Newest(measurements.GetValueOrDefault(r.IndicatorId, []), point), point, standardization, onlineRate);

    static decimal? OnlineRate(IReadOnlyList<ProcedureFigures> procedures) => ProcedureRate.Of(ProcedureRate.AllCategories, procedures).Percent;

    static PolicyIndicatorFigures Fold(PolicyIndicatorRevision r, PolicyMeasurement? m, AsOf point, StandardizationProgress standardization, decimal? onlineRate)
    {
        var value = r.Kind switch
        {
            IndicatorKind.Measured => m?.Value,
            IndicatorKind.LiveOperations => standardization.Total == 0 ? null : standardization.Live,
            IndicatorKind.OnlineRate => onlineRate,
        };
        return new(
            r.IndicatorId, r.InitiativeCode, r.Kind, r.Name, r.Unit, r.Baseline, r.BaselineOn, r.LowerIsBetter, r.Targets, r.Source, r.IsRetired, value,
            r.Kind == IndicatorKind.Measured ? m?.AsOf : value is null ? null : point.Day);
    }

    static T? Newest<T>(IEnumerable<T> rows, AsOf point)
        where T : LedgerEntry =>
        rows.Where(r => r.AsOf <= point.Day && r.RecordedAt <= point.KnownAt).MaxBy(r => (r.AsOf, r.RecordedAt, r.Id));

    static Dictionary<TKey, List<TRow>> Grouped<TKey, TRow>(IEnumerable<TRow> rows, Func<TRow, TKey> key)
        where TKey : notnull => rows.GroupBy(key).ToDictionary(g => g.Key, g => g.ToList());
}
