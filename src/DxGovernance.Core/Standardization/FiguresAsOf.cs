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
    /// <returns>In 政令順. Three statements, whatever the number of operations.</returns>
    public static async Task<IReadOnlyList<OperationFigures>> LoadAsync(
        GovernanceDbContext db, IQueryable<Operation> operations, AsOf point, CancellationToken cancel)
    {
        var states = await States(db, operations, point).ToListAsync(cancel);
        var steps = await Steps(db, operations, point).ToDictionaryAsync(s => s.Number, cancel);
        var others = await Others(db, operations, point).ToDictionaryAsync(c => c.Number, cancel);
        return [.. states.Select(s => Combine(s.State, s.GoLive, steps.GetValueOrDefault(s.State.Number), others[s.State.Number]))];
    }

    static OperationFigures Combine(OperationFigures state, GoLive goLive, StepSums? steps, Other other) => state with
    {
        StepsCompleted = steps?.Completed ?? 0,
        StepsInProgress = steps?.InProgress ?? 0,
        StepsNotApplicable = steps?.NotApplicable ?? 0,
        BaselineNumber = goLive.BaselineNumber ?? 0,
        GoLiveOriginal = goLive.Original,
        GoLiveBaseline = goLive.Baseline,
        GoLiveForecast = goLive.Original is null ? null : goLive.HasReport ? goLive.Forecast : goLive.Original,
        GoLiveActual = goLive.Original is null ? null : goLive.Actual,
        OpenRisks = other.OpenRisks,
        MaxRiskScore = other.MaxScore ?? 0,
        StepsConfirmedOn = other.Steps,
        ForecastsConfirmedOn = other.Forecasts,
        RisksConfirmedOn = other.Risks,
        LastChangedOn = new[] { other.LastStep, other.LastMilestone, other.LastRisk, other.LastBaseline }.Max(),
    };

    static IQueryable<StateRow> States(GovernanceDbContext db, IQueryable<Operation> operations, AsOf point) =>
        from o in operations.AsNoTracking()
        orderby o.Number
        from s in db.OperationStates.At(point).NewestFirst().Where(s => s.OperationNumber == o.Number).Take(1).DefaultIfEmpty()
        from r in db.OperationRevisions.At(point).NewestFirst().Where(r => r.OperationNumber == o.Number).Take(1).DefaultIfEmpty()
        from c in db.DeadlineEntries.At(point).NewestFirst().Where(d => d.OperationNumber == o.Number && d.Kind == DeadlineKind.City).Take(1).DefaultIfEmpty()
        from n in db.DeadlineEntries.At(point).NewestFirst().Where(d => d.OperationNumber == o.Number && d.Kind == DeadlineKind.Nation).Take(1).DefaultIfEmpty()
        from p in db.PublishedRates.At(point).NewestFirst().Where(p => p.OperationNumber == o.Number).Take(1).DefaultIfEmpty()
        from v in db.SignalOverrides.At(point).NewestFirst().Where(v => v.OperationNumber == o.Number).Take(1).DefaultIfEmpty()
        from m in db.Milestones.Where(m => m.OperationNumber == o.Number && m.Code == MilestoneTemplate.GoLiveCode).Take(1).DefaultIfEmpty()
        from first in db.BaselineEntries.At(point).Where(b => b.MilestoneId == m.Id).OrderBy(b => b.BaselineNumber).Take(1).DefaultIfEmpty()
        from last in db.BaselineEntries.At(point).Where(b => b.MilestoneId == m.Id).OrderByDescending(b => b.BaselineNumber).Take(1).DefaultIfEmpty()
        from g in db.MilestoneReports.At(point).NewestFirst().Where(r => r.MilestoneId == m.Id).Take(1).DefaultIfEmpty()
        select new StateRow(
            new OperationFigures
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
            },
            new GoLive(
                last == null ? null : last.BaselineNumber, first == null ? null : first.PlannedOn, last == null ? null : last.PlannedOn, g != null, g == null ? null : g.ForecastOn,
                g == null ? null : g.ActualOn));

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

    static IQueryable<Other> Others(GovernanceDbContext db, IQueryable<Operation> operations, AsOf point) =>
        from o in operations
        select new Other(
            o.Number,
            db.Confirmations.At(point).Where(c => c.OperationNumber == o.Number && c.Aspect == ReportAspect.Steps).Max(c => (DateOnly?)c.AsOf),
            db.Confirmations.At(point).Where(c => c.OperationNumber == o.Number && c.Aspect == ReportAspect.Forecasts).Max(c => (DateOnly?)c.AsOf),
            db.Confirmations.At(point).Where(c => c.OperationNumber == o.Number && c.Aspect == ReportAspect.Risks).Max(c => (DateOnly?)c.AsOf),
            db.StepReports.At(point).Where(r => r.OperationNumber == o.Number).Max(r => (DateOnly?)r.AsOf),
            db.MilestoneReports.At(point).Where(r => r.OperationNumber == o.Number).Max(r => (DateOnly?)r.AsOf),
            db.RiskRatings.At(point).Where(r => r.OperationNumber == o.Number).Max(r => (DateOnly?)r.AsOf),
            db.BaselineEntries.At(point).Where(b => b.OperationNumber == o.Number).Max(b => (DateOnly?)b.AsOf),
            db.Risks.Where(k => k.OperationNumber == o.Number).SelectMany(k => db.RiskRatings.At(point).NewestFirst().Where(r => r.RiskId == k.Id).Take(1)).Count(r => r.IsOpen),
            db.Risks.Where(k => k.OperationNumber == o.Number).SelectMany(k => db.RiskRatings.At(point).NewestFirst().Where(r => r.RiskId == k.Id).Take(1)).Where(r => r.IsOpen).Max(r => (int?)r.Score));

    sealed record StepSums(int Number, int Completed, int InProgress, int NotApplicable);

    sealed record StateRow(OperationFigures State, GoLive GoLive);

    /// <summary>Of the milestone 稼働; nothing without a frozen plan.</summary>
    sealed record GoLive(int? BaselineNumber, DateOnly? Original, DateOnly? Baseline, bool HasReport, DateOnly? Forecast, DateOnly? Actual);

    sealed record Other(
        int Number, DateOnly? Steps, DateOnly? Forecasts, DateOnly? Risks, DateOnly? LastStep, DateOnly? LastMilestone, DateOnly? LastRisk, DateOnly? LastBaseline, int OpenRisks, int? MaxScore);
}
