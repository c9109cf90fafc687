using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>The DX policy: what pages and forms show of it against its ledgers. Five statements.</summary>
public static partial class ProjectionCheck
{
    static async Task<List<string>> Policy(GovernanceDbContext db, CancellationToken cancel) =>
    [
        .. await Initiatives(db, cancel),
        .. await InitiativeYears(db, cancel),
        .. await PolicyIndicators(db, cancel),
        .. await Procedures(db, cancel),
    ];

    static async Task<List<string>> Initiatives(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from i in db.Initiatives.AsNoTracking()
            orderby i.Code
            from r in db.InitiativeRevisions.NewestFirst().Where(r => r.InitiativeCode == i.Code).Take(1)
            select new { i, r }).ToListAsync(cancel);
        static string Plan(IEnumerable<Commitment> plan) => string.Join('／', plan);
        return
        [
            .. rows.SelectMany(x => Differs(
                $"取組事項{x.i.Code}",
                "名称・所管・工程",
                (x.i.Name, x.i.Pillar, x.i.PillarName, string.Join('、', x.i.DepartmentIds), string.Join('、', x.i.DepartmentNames), Plan(x.i.Plan), x.i.Source, x.i.RevisedAsOf),
                (x.r.Name, x.r.Pillar, x.r.PillarName, string.Join('、', x.r.DepartmentIds), string.Join('、', x.r.DepartmentNames), Plan(x.r.Plan), x.r.Source, x.r.AsOf))),
        ];
    }

    static async Task<List<string>> InitiativeYears(GovernanceDbContext db, CancellationToken cancel)
    {
        var shown = await db.InitiativeYears.AsNoTracking().OrderBy(y => y.InitiativeCode).ThenBy(y => y.FiscalYear).ToListAsync(cancel);
        var folded = (await db.InitiativeReports.AsNoTracking()
            .GroupBy(r => new { r.InitiativeCode, r.FiscalYear })
            .Select(g => g.OrderByDescending(r => r.AsOf).ThenByDescending(r => r.RecordedAt).ThenByDescending(r => r.Id).First())
            .ToListAsync(cancel)).ToDictionary(r => (r.InitiativeCode, r.FiscalYear));
        return
        [
            .. shown.SelectMany(y => Differs(
                $"取組事項{y.InitiativeCode}の{new FiscalYear(y.FiscalYear)}",
                "状況の報告",
                (y.Current, y.Reason, y.ReportedAsOf),
                folded.GetValueOrDefault((y.InitiativeCode, y.FiscalYear)) is { } r ? (new InitiativeReportInput(r.State, r.Done, r.NextStep, r.Evidence), r.Reason, r.AsOf) : null)),
            .. folded.Keys.Except(shown.Select(y => (y.InitiativeCode, y.FiscalYear))).SelectMany(k => Differs($"取組事項{k.InitiativeCode}の{new FiscalYear(k.FiscalYear)}", "状況の報告", null, "報告あり")),
        ];
    }

    static async Task<List<string>> PolicyIndicators(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from i in db.PolicyIndicators.AsNoTracking()
            orderby i.Id
            from r in db.PolicyIndicatorRevisions.NewestFirst().Where(r => r.IndicatorId == i.Id).Take(1)
            from m in db.PolicyMeasurements.NewestFirst().Where(m => m.IndicatorId == i.Id).Take(1).DefaultIfEmpty()
            select new { i, r, Value = m == null ? null : (decimal?)m.Value, On = m == null ? null : (DateOnly?)m.AsOf }).ToListAsync(cancel);
        static string Said(PolicyIndicatorInput input) => $"{input with { Targets = [] }} {string.Join('／', input.Targets)}";
        return
        [
            .. rows.SelectMany(x => Differs(
                $"取組事項{x.i.InitiativeCode}の指標「{x.i.Name}」",
                "内容・測定値",
                (Said(x.i.Current), x.i.RevisedAsOf, x.i.Value, x.i.MeasuredOn),
                (Said(new(x.r.Name, x.r.Unit, x.r.Baseline, x.r.BaselineOn, x.r.LowerIsBetter, x.r.Targets, x.r.Source, x.r.IsRetired)), x.r.AsOf, x.Value, x.On))),
        ];
    }

    static async Task<List<string>> Procedures(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from p in db.OnlineProcedures.AsNoTracking()
            orderby p.CategoryOrder, p.Number
            from r in db.ProcedureEntries.NewestFirst().Where(r => r.ProcedureId == p.Id).Take(1)
            select new { p, r, First = db.ProcedureEntries.Where(f => f.ProcedureId == p.Id).Min(f => f.AsOf) }).ToListAsync(cancel);
        return
        [
            .. rows.SelectMany(x => Differs(
                $"手続{x.p.Code}",
                "状態・名称・根拠",
                (x.p.Current, x.p.Code, x.p.Category, x.p.CategoryOrder, x.p.Number, x.p.ListedOn, x.p.ChangedAsOf),
                (new ProcedureInput(x.r.Name, x.r.State, x.r.Evidence), x.r.Code, x.r.Category, x.r.CategoryOrder, x.r.Number, x.First, x.r.AsOf))),
        ];
    }
}
