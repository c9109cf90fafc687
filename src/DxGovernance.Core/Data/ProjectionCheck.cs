using System.ComponentModel;
using System.Reflection;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>Compares every projection with the fold of its ledgers.</summary>
public static partial class ProjectionCheck
{
    /// <returns>One sentence for each value that differs; empty when all is well.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(GovernanceDbContext db, CancellationToken cancel) =>
    [
        .. await Figures(db, cancel),
        .. await Attributes(db, cancel),
        .. await Steps(db, cancel),
        .. await Milestones(db, cancel),
        .. await Risks(db, cancel),
        .. await SystemUnits(db, cancel),
        .. await Plans(db, cancel),
        .. await Proposals(db, cancel),
        .. await Costs(db, cancel),
        .. await Council(db, cancel),
        .. await Policy(db, cancel),
        .. await RunningCosts(db, cancel),
        .. await Disposals(db, cancel),
    ];

    static async Task<List<string>> Figures(GovernanceDbContext db, CancellationToken cancel)
    {
        var everything = new AsOf(DateOnly.MaxValue, await LedgerClock.NewestAsync(db, cancel));
        var folded = (await FiguresAsOf.LoadAsync(db, db.Operations, everything, cancel)).ToDictionary(f => f.Number);
        var shown = await db.Operations.AsNoTracking().OrderBy(o => o.Number).Select(OperationFigures.Now).ToListAsync(cancel);
        return
        [
            .. from figures in shown
               from property in typeof(OperationFigures).GetProperties()
               where property.CanWrite
               from sentence in Differs($"業務{figures.Number}「{figures.Name}」", Word(property.Name), property.GetValue(figures), property.GetValue(folded[figures.Number]))
               select sentence,
        ];
    }

    static string Word(string property) =>
        typeof(Operation).GetProperty(property)?.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName ?? property;

    static async Task<List<string>> Attributes(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from o in db.Operations.AsNoTracking()
            orderby o.Number
            from r in db.OperationRevisions.NewestFirst().Where(r => r.OperationNumber == o.Number).Take(1)
            select new { o, r }).ToListAsync(cancel);
        return
        [
            .. rows.SelectMany(x => Differs(
                $"業務{x.o.Number}「{x.o.Name}」",
                "別名・根拠法令・標準仕様書",
                new OperationAttributes(x.o.Aliases, x.o.LegalBasis, x.o.SpecificationVersion, x.o.SpecificationDate),
                new OperationAttributes(x.r.Aliases, x.r.LegalBasis, x.r.SpecificationVersion, x.r.SpecificationDate))),
        ];
    }

    static async Task<List<string>> Steps(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from s in db.OperationSteps.AsNoTracking()
            orderby s.OperationNumber, s.StepNumber
            from r in db.StepReports
                .NewestFirst().Where(r => r.OperationNumber == s.OperationNumber && r.StepNumber == s.StepNumber).Take(1).DefaultIfEmpty()
            select new { s, r }).ToListAsync(cancel);
        var unreported = new StepInput(0, StepStatus.NotStarted, null, null, null, null);
        return
        [
            .. rows.SelectMany(x => Differs(
                $"業務{x.s.OperationNumber}のステップ{x.s.StepNumber}",
                "報告",
                (x.s.Current, x.s.ReportedAsOf),
                x.r is null
                    ? (unreported with { StepNumber = x.s.StepNumber }, null)
                    : (new StepInput(x.r.StepNumber, x.r.Status, x.r.PlannedOn, x.r.Assignee, x.r.Evidence, x.r.Memo), (DateOnly?)x.r.AsOf))),
        ];
    }

    static async Task<List<string>> Milestones(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from m in db.Milestones.AsNoTracking()
            orderby m.OperationNumber, m.Order
            from first in db.BaselineEntries.Where(b => b.MilestoneId == m.Id).OrderBy(b => b.BaselineNumber).Take(1).DefaultIfEmpty()
            from last in db.BaselineEntries.Where(b => b.MilestoneId == m.Id).OrderByDescending(b => b.BaselineNumber).Take(1).DefaultIfEmpty()
            from r in db.MilestoneReports.NewestFirst().Where(r => r.MilestoneId == m.Id).Take(1).DefaultIfEmpty()
            select new { m, Original = (DateOnly?)first.PlannedOn, Baseline = (DateOnly?)last.PlannedOn, r }).ToListAsync(cancel);
        return
        [
            .. rows.SelectMany(x => Differs(
                $"業務{x.m.OperationNumber}の「{x.m.Name}」", "計画日", (x.m.OriginalOn, x.m.BaselineOn), (x.Original, x.Baseline))),
            .. rows.SelectMany(x => Differs(
                $"業務{x.m.OperationNumber}の「{x.m.Name}」",
                "見込・実績",
                (x.m.ForecastOn, x.m.ActualOn, x.m.Cause, x.m.CauseOwner, x.m.Explanation, x.m.ReportedAsOf),
                x.r is null
                    ? (x.Original, null, null, null, null, null)
                    : (x.r.ForecastOn, x.r.ActualOn, x.r.Cause, x.r.CauseOwner, x.r.Reason, (DateOnly?)x.r.AsOf))),
        ];
    }

    static async Task<List<string>> Risks(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from k in db.Risks.AsNoTracking()
            orderby k.Id
            from r in db.RiskRatings.NewestFirst().Where(r => r.RiskId == k.Id).Take(1)
            select new { k, r }).ToListAsync(cancel);
        return
        [
            .. rows.SelectMany(x => Differs(
                $"業務{x.k.OperationNumber}の{x.k.Kind.Label()}「{x.k.Title}」",
                "評価",
                (x.k.Current, x.k.Score, x.k.RatedAsOf),
                (new RiskInput(x.r.IsOpen, x.r.Likelihood, x.r.Impact, x.r.Response, x.r.ResponseNote, x.r.Owner, x.r.DueOn), x.r.Score, x.r.AsOf))),
        ];
    }

    static async Task<List<string>> SystemUnits(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from u in db.SystemUnits.AsNoTracking()
            orderby u.Id
            from r in db.SystemUnitRevisions.NewestFirst().Where(r => r.SystemUnitId == u.Id).Take(1)
            select new { u, r }).ToListAsync(cancel);
        return
        [
            .. rows.SelectMany(x => Differs(
                $"業務{x.u.OperationNumber}の構成システム「{x.u.Name}」",
                "属性",
                new SystemUnitInput(
                    x.u.Name, x.u.Vendor, x.u.Package, x.u.CloudProvider, x.u.NetworkZone, x.u.ContractFrom, x.u.ContractTo, x.u.Note, x.u.IsRetired),
                new SystemUnitInput(
                    x.r.Name, x.r.Vendor, x.r.Package, x.r.CloudProvider, x.r.NetworkZone, x.r.ContractFrom, x.r.ContractTo, x.r.Note, x.r.IsRetired))),
        ];
    }

    static async Task<List<string>> Plans(GovernanceDbContext db, CancellationToken cancel)
    {
        var rows = await (
            from p in db.Plans.AsNoTracking()
            orderby p.Id
            from t in db.PlanTransitions.NewestFirst().Where(t => t.PlanId == p.Id).Take(1)
            select new { p.OperationNumber, p.Number, p.Status, t.ToStatus }).ToListAsync(cancel);
        return [.. rows.SelectMany(x => Differs($"業務{x.OperationNumber}の計画（第{x.Number}版）", "状態", x.Status.Label(), x.ToStatus.Label()))];
    }

    static IEnumerable<string> Differs(string subject, string what, object? shown, object? folded) =>
        Equals(shown, folded) ? [] : [$"{subject}：{what}の一覧用の値「{shown ?? "なし"}」が台帳の「{folded ?? "なし"}」と一致しません。"];
}
