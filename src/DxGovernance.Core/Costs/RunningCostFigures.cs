using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Costs;

/// <summary>An operation, or 共通機能, with its five sets at a point.</summary>
/// <param name="Number">政令順, or <see cref="RunningCostSet.CommonNumber"/>.</param>
public sealed record RunningCostSubject(int Number, string Name, string? DepartmentName, IReadOnlyDictionary<RunningCostStage, RunningCostSheet> Sheets)
{
    public RunningCostSheet this[RunningCostStage stage] => Sheets[stage];

    public bool IsCommon => Number == RunningCostSet.CommonNumber;

    public bool IsEntered => Sheets.Values.Any(s => s.IsEntered);

    /// <summary>The set after migration that is compared: the first that is complete for the year, else the first that is entered.</summary>
    /// <param name="after">Which.</param>
    /// <param name="year">Null for each set's own base year.</param>
    /// <param name="day">As-of: a measured year counts once it has ended.</param>
    public RunningCostSheet After(RunningCostAfter after, int? year, DateOnly day)
    {
        var sheets = after.Stages().Select(s => Sheets[s]).ToList();
        bool IsWhole(RunningCostSheet s) => (year ?? s.Assumptions?.BaseYear) is { } y && s.IsComplete(y) && (s.Stage != RunningCostStage.Measured || new FiscalYear(y).Last <= day);
        return sheets.FirstOrDefault(IsWhole) ?? sheets.FirstOrDefault(s => s.IsEntered) ?? sheets[^1];
    }
}

/// <summary>
/// The running costs of operations at a point of both clocks, folded from the ledgers; what page, dashboard, report and interface read.
/// </summary>
public sealed record RunningCostFigures(AsOf Point, IReadOnlyList<RunningCostSubject> Subjects)
{
    /// <summary>Printed beside every ratio to 平成30年度.</summary>
    public const string RatioDefinition =
        "移行後の1年分の運用経費÷平成30年度の運用経費。対象のシステム・税の扱い・基準年度がそろい、全費目が入力され、庁内PMO事務局が確認した業務だけの合計で計算する。国・県の支援を引く前の額。";

    /// <param name="db">The context.</param>
    /// <param name="operations">Which operations.</param>
    /// <param name="withCommon">Whether 共通機能 belongs to them.</param>
    /// <param name="point">Day and knowledge.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>In 政令順, 共通機能 last. Three statements, whatever the number of operations.</returns>
    public static async Task<RunningCostFigures> LoadAsync(
        GovernanceDbContext db, IQueryable<Operation> operations, bool withCommon, AsOf point, CancellationToken cancel)
    {
        var names = await (
            from o in operations.AsNoTracking()
            orderby o.Number
            from r in db.OperationRevisions.At(point).NewestFirst().Where(r => r.OperationNumber == o.Number).Take(1).DefaultIfEmpty()
            select new { o.Number, o.Name, DepartmentName = r == null ? null : r.DepartmentName }).ToListAsync(cancel);
        var sets = db.RunningCostSets.Where(s => (s.OperationNumber == null && withCommon) || operations.Any(o => o.Number == s.OperationNumber));
        var heads = await (
            from s in sets.AsNoTracking()
            from t in db.RunningCostTerms.At(point).NewestFirst().Where(t => t.SetId == s.Id).Take(1).DefaultIfEmpty()
            from c in db.RunningCostConfirmations.At(point).NewestFirst().Where(c => c.SetId == s.Id).Take(1).DefaultIfEmpty()
            select new { s.Id, s.OperationNumber, s.Stage, Terms = t, Confirmation = c }).ToListAsync(cancel);
        var entries = (await Newest(db.RunningCostEntries.AsNoTracking().At(point).Where(e => sets.Any(s => s.Id == e.SetId))).ToListAsync(cancel)).ToLookup(e => e.SetId);
        var sheets = heads.ToLookup(h => h.OperationNumber ?? RunningCostSet.CommonNumber, h => RunningCostSheet.Of(h.Stage, entries[h.Id], h.Terms, h.Confirmation));
        return new(point,
        [
            .. names.Select(n => Subject(n.Number, n.Name, n.DepartmentName, sheets[n.Number])),
            .. withCommon ? [Subject(RunningCostSet.CommonNumber, RunningCostSet.CommonName, null, sheets[RunningCostSet.CommonNumber])] : Array.Empty<RunningCostSubject>(),
        ]);
    }

    /// <summary>Everything that may be compared, under one choice.</summary>
    public RunningCostOverview Compare(RunningCostAfter after = RunningCostAfter.Best, int? year = null) =>
        new(this, [.. Subjects.Select(s => RunningCostStanding.Of(s, after, year, Point.Day))]);

    static RunningCostSubject Subject(int number, string name, string? department, IEnumerable<RunningCostSheet> sheets)
    {
        var known = sheets.ToDictionary(s => s.Stage);
        return new(number, name, department, Enum.GetValues<RunningCostStage>().ToDictionary(s => s, s => known.GetValueOrDefault(s) ?? RunningCostSheet.Empty(s)));
    }

    static IQueryable<RunningCostEntry> Newest(IQueryable<RunningCostEntry> ledger) => ledger
        .GroupBy(e => new { e.SetId, e.Line, e.FiscalYear })
        .Select(g => g.OrderByDescending(e => e.AsOf).ThenByDescending(e => e.RecordedAt).ThenByDescending(e => e.Id).First());
}
