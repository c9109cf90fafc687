using System.Linq.Expressions;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>Reads the ledgers for the report; the number of statements does not depend on the number of operations.</summary>
sealed class CouncilReader(GovernanceDbContext db, AsOf point, IReadOnlyCollection<int> numbers, CityInfo city, ComparedWith? compared = null)
{
    readonly IQueryable<Operation> operations = db.Operations.AsNoTracking().KnownAt(db, point).Where(o => numbers.Count == 0 || numbers.Contains(o.Number));

    public async Task<CouncilFigures> ReadAsync(IProgress<(string Text, int Percent)>? progress, CancellationToken cancel)
    {
        progress?.Report(("業務の数値を集計しています", 5));
        var thresholds = await Thresholds.AtAsync(db, point, cancel);
        var now = await FiguresAsOf.LoadAsync(db, operations, point, cancel);
        progress?.Report(("前回の報告と比べています", 15));
        var previous = compared is null ? await PreviousAsync(cancel) : compared.Report;
        var then = previous is null ? null : await ThenAsync(previous, cancel);
        progress?.Report(("マイルストーンとリスクを集計しています", 25));
        return new()
        {
            City = city,
            Point = point,
            IsDemo = await IsDemoAsync(cancel),
            OperationsInAll = await db.Operations.AsNoTracking().KnownAt(db, point).CountAsync(cancel),
            Thresholds = thresholds,
            Previous = previous,
            Operations = [.. now.Select(f => Compare(f, SignalRule.Assess(f, thresholds, point.Day), then?.GetValueOrDefault(f.Number)))],
            Milestones = await MilestonesAsOf.Rows(db, operations, point).ToListAsync(cancel),
            Risks = await RisksAsync(previous, cancel),
            Plans = await PlansAsync(cancel),
            Stages = await Stages().ToListAsync(cancel),
            GoLiveForecasts = await GoLiveForecasts().ToListAsync(cancel),
            Cases = await new CouncilCaseReader(db, point, numbers).ReadAsync(previous, cancel),
            Ledgers = await CountsAsync(cancel),
            Sources = await SourcesAsync(cancel),
            AuditHead = await AuditChain.HeadAtAsync(db, point.KnownAt, cancel),
        };
    }

    /// <summary>All steps of all operations with their newest report.</summary>
    public IAsyncEnumerable<StepRow> Steps() => (
        from o in operations
        from d in db.MigrationSteps
        from r in db.StepReports.At(point).NewestFirst().Where(r => r.OperationNumber == o.Number && r.StepNumber == d.Number).Take(1).DefaultIfEmpty()
        orderby o.Number, d.Number
        select new StepRow(
            o.Number, o.Name, d.Number, d.Branch, d.Name, d.Phase,
            r == null ? null : r.Status, r == null ? null : r.PlannedOn, r == null ? null : r.Assignee, r == null ? null : r.Evidence,
            r == null ? null : r.Memo, r == null ? null : r.AsOf, r == null ? null : r.RecordedAt, r == null ? null : r.RecordedBy)).AsAsyncEnumerable();

    /// <summary>Every forecast and actual ever reported for a go-live, oldest first.</summary>
    public IAsyncEnumerable<ForecastReport> Forecasts() => (
        from o in operations
        from m in db.Milestones.Where(m => m.OperationNumber == o.Number && m.Code == MilestoneTemplate.GoLiveCode)
        from r in db.MilestoneReports.At(point).Where(r => r.MilestoneId == m.Id)
        orderby o.Number, r.AsOf, r.RecordedAt, r.Id
        select new ForecastReport(
            o.Number, o.Name, m.Name, r.AsOf, r.RecordedAt, r.ForecastOn, r.ActualOn, r.Cause, r.CauseOwner, r.Reason, r.RecordedBy, r.RecordedTitle))
        .AsAsyncEnumerable();

    public IAsyncEnumerable<SystemRow> Systems() => (
        from o in operations
        from u in db.SystemUnits.Where(u => u.OperationNumber == o.Number)
        from r in db.SystemUnitRevisions.At(point).NewestFirst().Where(r => r.SystemUnitId == u.Id).Take(1)
        orderby o.Number, u.Id
        select new SystemRow(
            o.Number, o.Name, u.Id, r.Name, r.Vendor, r.Package, r.CloudProvider, r.NetworkZone, r.ContractFrom, r.ContractTo, r.IsRetired, r.Note))
        .AsAsyncEnumerable();

    public IAsyncEnumerable<PlanStep> PlanSteps() => (
        from o in operations
        from t in db.PlanTransitions.At(point).Where(t => t.OperationNumber == o.Number)
        from p in db.Plans.Where(p => p.Id == t.PlanId)
        orderby o.Number, t.AsOf, t.RecordedAt, t.Id
        select new PlanStep(o.Number, o.Name, p.Kind, p.Number, t.Label, t.FromStatus, t.ToStatus, t.AsOf, t.RecordedAt, t.RecordedBy, t.RecordedTitle, t.Reason))
        .AsAsyncEnumerable();

    static CouncilOperation Compare(OperationFigures now, Assessment colour, (OperationFigures Figures, Assessment Colour)? then) =>
        new(now, colour, then?.Figures, then?.Colour);

    async Task<PreviousReport?> PreviousAsync(CancellationToken cancel) => await db.ReportPublications.At(point)
        .Where(p => p.Kind == ReportKind.Council && p.AsOf < point.Day)
        .NewestFirst()
        .Select(p => new PreviousReport(p.AsOf, p.RecordedUntil, p.RecordedAt, p.Sha256))
        .FirstOrDefaultAsync(cancel);

    async Task<Dictionary<int, (OperationFigures Figures, Assessment Colour)?>> ThenAsync(PreviousReport previous, CancellationToken cancel)
    {
        var at = new AsOf(previous.AsOf, previous.RecordedUntil);
        var thresholds = await Thresholds.AtAsync(db, at, cancel);
        var figures = await FiguresAsOf.LoadAsync(db, operations, at, cancel);
        return figures.ToDictionary(
            f => f.Number, f => ((OperationFigures Figures, Assessment Colour)?)(f, SignalRule.Assess(f, thresholds, previous.AsOf)));
    }

    async Task<IReadOnlyList<CouncilRisk>> RisksAsync(PreviousReport? previous, CancellationToken cancel)
    {
        var then = previous is null
            ? []
            : await RisksAsOf.Rows(db, operations, new(previous.AsOf, previous.RecordedUntil)).Select(r => new RiskThen(r.Id, r.IsOpen, r.Score)).ToDictionaryAsync(r => r.Id, cancel);
        var now = await RisksAsOf.Rows(db, operations, point).OrderBy(r => r.OperationNumber).ThenBy(r => r.Id).ToListAsync(cancel);
        return [.. now.Select(r => new CouncilRisk(r, then.GetValueOrDefault(r.Id)))];
    }

    async Task<IReadOnlyList<PlanOnItsWay>> PlansAsync(CancellationToken cancel)
    {
        var newest = await (
            from o in operations
            from p in db.Plans.Where(p => p.OperationNumber == o.Number)
            from t in db.PlanTransitions.At(point).NewestFirst().Where(t => t.PlanId == p.Id).Take(1)
            orderby o.Number, p.Id
            select new PlanOnItsWay(o.Number, o.Name, p.Kind, p.Number, t.ToStatus, t.AsOf, t.Cause, t.Justification, t.Reason)).ToListAsync(cancel);
        return [.. newest.Where(p => p.Status.IsOpen())];
    }

    IQueryable<StageRow> Stages() =>
        from o in operations
        from s in db.OperationStates.At(point).Where(s => s.OperationNumber == o.Number)
        orderby o.Number, s.AsOf, s.RecordedAt, s.Id
        select new StageRow(o.Number, s.AsOf, s.Stage);

    IQueryable<ForecastRow> GoLiveForecasts() =>
        from o in operations
        from m in db.Milestones.Where(m => m.OperationNumber == o.Number && m.Code == MilestoneTemplate.GoLiveCode)
        from r in db.MilestoneReports.At(point).Where(r => r.MilestoneId == m.Id)
        orderby o.Number, r.AsOf, r.RecordedAt, r.Id
        select new ForecastRow(o.Number, r.AsOf, r.ForecastOn, r.ActualOn);

    /// <summary>Asks the rows, not the people alone: a demo set that comes in later must not change an older report.</summary>
    async Task<bool> IsDemoAsync(CancellationToken cancel)
    {
        IQueryable<int?>[] authors =
        [
            Authors(db.OperationRevisions), Authors(db.MilestoneReports), Authors(db.BaselineEntries), Authors(db.RiskRatings),
            Authors(db.SignalOverrides), Authors(db.PlanTransitions), Authors(db.StepReports), Authors(db.Confirmations),
            Authors(db.OperationStates), Authors(db.SystemUnitRevisions), Authors(db.ThresholdEntries),
            Authors(db.Submissions), Authors(db.ProposalTransitions), Authors(db.ConditionEntries),
        ];
        foreach (var author in authors)
        {
            if (await db.People.AnyAsync(p => p.IsDemo && author.Contains(p.Id), cancel))
            {
                return true;
            }
        }

        return false;
    }

    IQueryable<int?> Authors<T>(IQueryable<T> ledger)
        where T : LedgerEntry => ledger.At(point).Select(e => e.RecordedById);

    async Task<IReadOnlyList<LedgerCount>> CountsAsync(CancellationToken cancel) =>
    [
        new("operation_revisions", "業務の属性・所管課", await CountAsync(db.OperationRevisions, r => r.OperationNumber, cancel)),
        new("operation_states", "段階・特定移行支援システム", await CountAsync(db.OperationStates, r => r.OperationNumber, cancel)),
        new("deadline_entries", "市の期限・国の期限", await CountAsync(db.DeadlineEntries, r => r.OperationNumber, cancel)),
        new("system_unit_revisions", "構成システム", await CountAsync(db.SystemUnitRevisions, r => r.OperationNumber, cancel)),
        new("step_reports", "ステップの報告", await CountAsync(db.StepReports, r => r.OperationNumber, cancel)),
        new("published_rates", "国の公表値", await CountAsync(db.PublishedRates, r => r.OperationNumber, cancel)),
        new("baseline_entries", "基準計画", await CountAsync(db.BaselineEntries, r => r.OperationNumber, cancel)),
        new("milestone_reports", "見込・実績の報告", await CountAsync(db.MilestoneReports, r => r.OperationNumber, cancel)),
        new("plan_transitions", "計画・計画変更の手続", await CountAsync(db.PlanTransitions, r => r.OperationNumber, cancel)),
        new("risk_ratings", "リスク・課題の評価", await CountAsync(db.RiskRatings, r => r.OperationNumber, cancel)),
        new("confirmations", "月次の確認", await CountAsync(db.Confirmations, r => r.OperationNumber, cancel)),
        new("signal_overrides", "CIOの色の上書き", await CountAsync(db.SignalOverrides, r => r.OperationNumber, cancel)),
        new("threshold_entries", "判定のしきい値", await db.ThresholdEntries.At(point).CountAsync(cancel)),
        new("submissions", "個別ICT案件の申請（全ての案件）", await db.Submissions.At(point).CountAsync(cancel)),
        new("proposal_transitions", "個別ICT案件の手続（全ての案件）", await db.ProposalTransitions.At(point).CountAsync(cancel)),
        new("review_entries", "個別ICT案件の審査（全ての案件）", await db.ReviewEntries.At(point).CountAsync(cancel)),
        new("condition_entries", "個別ICT案件の条件（全ての案件）", await db.ConditionEntries.At(point).CountAsync(cancel)),
        new("report_publications", "推進会議への公開", await db.ReportPublications.At(point).CountAsync(cancel)),
    ];

    Task<int> CountAsync<T>(IQueryable<T> ledger, Expression<Func<T, int>> operation, CancellationToken cancel)
        where T : LedgerEntry => ledger.At(point).Join(operations, operation, o => o.Number, (e, _) => e.Id).CountAsync(cancel);

    /// <summary>Sources printed into the newest rows of state, deadlines and published rates.</summary>
    async Task<IReadOnlyList<string>> SourcesAsync(CancellationToken cancel)
    {
        var states = from o in operations
                     from s in db.OperationStates.At(point).NewestFirst().Where(s => s.OperationNumber == o.Number).Take(1)
                     select s.Source;
        var deadlines = from o in operations
                        from d in db.DeadlineEntries.At(point).Where(d => d.OperationNumber == o.Number)
                        select d.Source;
        var rates = from o in operations
                    from p in db.PublishedRates.At(point).NewestFirst().Where(p => p.OperationNumber == o.Number).Take(1)
                    select p.Source;
        var all = await states.Union(deadlines).Union(rates).ToListAsync(cancel);
        return [.. all.Where(s => s.Length > 0).Order(StringComparer.Ordinal)];
    }
}

sealed record StepRow(
    int OperationNumber, string OperationName, int StepNumber, string Branch, string StepName, string Phase,
    StepStatus? Status, DateOnly? PlannedOn, string? Assignee, string? Evidence, string? Memo,
    DateOnly? ReportedAsOf, DateTimeOffset? RecordedAt, string? RecordedBy);

sealed record ForecastReport(
    int OperationNumber, string OperationName, string Milestone, DateOnly AsOf, DateTimeOffset RecordedAt, DateOnly? ForecastOn, DateOnly? ActualOn,
    SlipCause? Cause, CauseOwner? Owner, string? Explanation, string RecordedBy, string RecordedTitle);

sealed record SystemRow(
    int OperationNumber, string OperationName, int SystemId, string Name, string? Vendor, string? Package, string? CloudProvider, string? NetworkZone,
    DateOnly? ContractFrom, DateOnly? ContractTo, bool IsRetired, string? Note);

sealed record PlanStep(
    int OperationNumber, string OperationName, PlanKind Kind, int Number, string Label, PlanStatus From, PlanStatus To,
    DateOnly AsOf, DateTimeOffset RecordedAt, string RecordedBy, string RecordedTitle, string? Comment);
