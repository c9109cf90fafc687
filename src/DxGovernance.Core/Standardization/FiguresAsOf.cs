using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Standardization;

/// <summary>The figures of operations folded from the ledgers at a point of both clocks; touches no projection.</summary>
public static class FiguresAsOf
{
    /// <param name="db">The context.</param>
    /// <param name="operations">Which operations; only their master columns are read.</param>
    /// <param name="point">Day and knowledge.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>In 政令順. Five statements, whatever the number of operations.</returns>
    public static async Task<IReadOnlyList<OperationFigures>> LoadAsync(
        GovernanceDbContext db, IQueryable<Operation> operations, AsOf point, CancellationToken cancel)
    {
        var states = await States(db, operations, point).ToListAsync(cancel);
        var steps = await Steps(db, operations, point).ToDictionaryAsync(s => s.Number, cancel);
        var milestones = (await GoLives(db, operations, point).ToListAsync(cancel)).ToDictionary(m => m.Number);
        var risks = await Risks(db, operations, point).ToDictionaryAsync(r => r.Number, cancel);
        var confirmations = (await Confirmations(db, operations, point).ToListAsync(cancel)).ToDictionary(c => c.Number);
        return [.. states.Select(s => Combine(
            s, steps.GetValueOrDefault(s.Number), milestones.GetValueOrDefault(s.Number), risks.GetValueOrDefault(s.Number), confirmations[s.Number]))];
    }

    static OperationFigures Combine(OperationFigures state, StepSums? steps, GoLive? goLive, RiskSums? risks, Confirmed confirmed) => state with
    {
        StepsCompleted = steps?.Completed ?? 0,
        StepsInProgress = steps?.InProgress ?? 0,
        StepsNotApplicable = steps?.NotApplicable ?? 0,
        BaselineNumber = goLive?.BaselineNumber ?? 0,
        GoLiveOriginal = goLive?.Original,
        GoLiveBaseline = goLive?.Baseline,
        GoLiveForecast = goLive is null ? null : goLive.HasReport ? goLive.Forecast : goLive.Original,
        GoLiveActual = goLive?.Actual,
        OpenRisks = risks?.Open ?? 0,
        MaxRiskScore = risks?.MaxScore ?? 0,
        StepsConfirmedOn = confirmed.Steps,
        ForecastsConfirmedOn = confirmed.Forecasts,
        RisksConfirmedOn = confirmed.Risks,
        LastChangedOn = new[] { confirmed.LastStep, confirmed.LastMilestone, confirmed.LastRisk, confirmed.LastBaseline }.Max(),
    };

    static IQueryable<OperationFigures> States(GovernanceDbContext db, IQueryable<Operation> operations, AsOf point) =>
        from o in operations.AsNoTracking()
        orderby o.Number
        from s in db.OperationStates.At(point).NewestFirst().Where(s => s.OperationNumber == o.Number).Take(1).DefaultIfEmpty()
        from r in db.OperationRevisions.At(point).NewestFirst().Where(r => r.OperationNumber == o.Number).Take(1).DefaultIfEmpty()
        from c in db.DeadlineEntries.At(point).NewestFirst().Where(d => d.OperationNumber == o.Number && d.Kind == DeadlineKind.City).Take(1).DefaultIfEmpty()
        from n in db.DeadlineEntries.At(point).NewestFirst().Where(d => d.OperationNumber == o.Number && d.Kind == DeadlineKind.Nation).Take(1).DefaultIfEmpty()
        from p in db.PublishedRates.At(point).NewestFirst().Where(p => p.OperationNumber == o.Number).Take(1).DefaultIfEmpty()
        from v in db.SignalOverrides.At(point).NewestFirst().Where(v => v.OperationNumber == o.Number).Take(1).DefaultIfEmpty()
        select new OperationFigures
        {
            Number = o.Number,
            Name = o.Name,
            MicOrder = o.MicOrder,
            Ministry = o.Ministry,
            DepartmentId = r == null ? null : r.DepartmentId,
            DepartmentName = r == null ? null : r.DepartmentName,
            Stage = s == null ? OperationStage.Migrating : s.Stage,
            IsSpecialTransition = s != null && s.IsSpecialTransition,
            TransitionReason = s == null ? null : s.TransitionReason,
            LiveOn = s == null ? null : s.LiveOn,
            CityDeadline = c == null ? null : c.DueOn,
            NationDeadline = n == null ? null : n.DueOn,
            PublishedRate = p == null ? null : p.Rate,
            PublishedAsOf = p == null ? null : p.AsOf,
            OverrideSignal = v == null ? null : v.Signal,
            OverrideComputedThen = v == null || v.Signal == null ? null : v.ComputedThen,
            OverrideReason = v == null || v.Signal == null ? null : v.Reason,
            OverrideExpiresOn = v == null || v.Signal == null ? null : v.ExpiresOn,
        };

    static IQueryable<StepSums> Steps(GovernanceDbContext db, IQueryable<Operation> operations, AsOf point) =>
        from o in operations
        from d in db.MigrationSteps
        from r in db.StepReports.At(point).NewestFirst().Where(r => r.OperationNumber == o.Number && r.StepNumber == d.Number).Take(1)
        group r by o.Number into g
        select new StepSums(
            g.Key,
            g.Count(r => r.Status == StepStatus.Completed),
            g.Count(r => r.Status == StepStatus.InProgress),
            g.Count(r => r.Status == StepStatus.NotApplicable));

    static IQueryable<GoLive> GoLives(GovernanceDbContext db, IQueryable<Operation> operations, AsOf point) =>
        from o in operations
        from m in db.Milestones.Where(m => m.OperationNumber == o.Number && m.Code == MilestoneTemplate.GoLiveCode)
        from first in db.BaselineEntries.At(point).Where(b => b.MilestoneId == m.Id).OrderBy(b => b.BaselineNumber).Take(1)
        from last in db.BaselineEntries.At(point).Where(b => b.MilestoneId == m.Id).OrderByDescending(b => b.BaselineNumber).Take(1)
        from r in db.MilestoneReports.At(point).NewestFirst().Where(r => r.MilestoneId == m.Id).Take(1).DefaultIfEmpty()
        select new GoLive(
            o.Number, last.BaselineNumber, first.PlannedOn, last.PlannedOn, r != null, r == null ? null : r.ForecastOn, r == null ? null : r.ActualOn);

    static IQueryable<RiskSums> Risks(GovernanceDbContext db, IQueryable<Operation> operations, AsOf point) =>
        from o in operations
        from k in db.Risks.Where(k => k.OperationNumber == o.Number)
        from r in db.RiskRatings.At(point).NewestFirst().Where(r => r.RiskId == k.Id).Take(1)
        where r.IsOpen
        group r by o.Number into g
        select new RiskSums(g.Key, g.Count(), g.Max(r => r.Score));

    static IQueryable<Confirmed> Confirmations(GovernanceDbContext db, IQueryable<Operation> operations, AsOf point) =>
        from o in operations
        select new Confirmed(
            o.Number,
            db.Confirmations.At(point).Where(c => c.OperationNumber == o.Number && c.Aspect == ReportAspect.Steps).Max(c => (DateOnly?)c.AsOf),
            db.Confirmations.At(point).Where(c => c.OperationNumber == o.Number && c.Aspect == ReportAspect.Forecasts).Max(c => (DateOnly?)c.AsOf),
            db.Confirmations.At(point).Where(c => c.OperationNumber == o.Number && c.Aspect == ReportAspect.Risks).Max(c => (DateOnly?)c.AsOf),
            db.StepReports.At(point).Where(r => r.OperationNumber == o.Number).Max(r => (DateOnly?)r.AsOf),
            db.MilestoneReports.At(point).Where(r => r.OperationNumber == o.Number).Max(r => (DateOnly?)r.AsOf),
            db.RiskRatings.At(point).Where(r => r.OperationNumber == o.Number).Max(r => (DateOnly?)r.AsOf),
            db.BaselineEntries.At(point).Where(b => b.OperationNumber == o.Number).Max(b => (DateOnly?)b.AsOf));

    sealed record StepSums(int Number, int Completed, int InProgress, int NotApplicable);

    sealed record GoLive(
        int Number, int BaselineNumber, DateOnly Original, DateOnly Baseline, bool HasReport, DateOnly? Forecast, DateOnly? Actual);

    sealed record RiskSums(int Number, int Open, int MaxScore);

    sealed record Confirmed(
        int Number, DateOnly? Steps, DateOnly? Forecasts, DateOnly? Risks, DateOnly? LastStep, DateOnly? LastMilestone, DateOnly? LastRisk, DateOnly? LastBaseline);
}
