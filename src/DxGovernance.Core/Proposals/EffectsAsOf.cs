using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Proposals;

/// <summary>An indicator at one time as the ledgers tell it at a point: planned, due and measured.</summary>
public sealed record EffectStanding
{
    public required string CaseNumber { get; init; }

    public required int DepartmentId { get; init; }

    public required string DepartmentName { get; init; }

    public required string Indicator { get; init; }

    public required string Unit { get; init; }

    /// <summary>Months after go-live; 0 is the value before go-live.</summary>
    public required int Months { get; init; }

    /// <summary>Null until go-live is known, and where it will not be measured any more.</summary>
    public required DateOnly? DueOn { get; init; }

    public required decimal? Planned { get; init; }

    public required decimal? Value { get; init; }

    public required DateOnly? MeasuredOn { get; init; }

    public bool IsMissing(DateOnly day) => Value is null && DueOn < day;
}

/// <summary>An effect on a past day: as was reported then, and the same day as it is known now.</summary>
public sealed record EffectAtDay(EffectStanding Reported, EffectStanding Known);

/// <summary>An approved case with what its approved form plans to measure.</summary>
/// <param name="Plan">Of the approved form the days of go-live and the indicators; nothing else is read.</param>
/// <param name="Terms">Those of the rules under which the case runs; none before 稼働報告 is approved: then the value before go-live alone is asked for.</param>
/// <param name="IsDropped">Given up before it went live: what is not measured will not be.</param>
/// <param name="Measured">Oldest first.</param>
sealed record EffectCase(
    int Id, string Number, string Title, int DepartmentId, string DepartmentName, ProposalContent Plan, IReadOnlyList<EffectTerm> Terms, bool IsDropped,
    IReadOnlyList<EffectMeasurement> Measured)
{
    public DateOnly? LiveOn => Plan.Day(ProposalForm.ActualGoLiveOn) ?? Plan.Day(ProposalForm.GoLiveOn);

    /// <param name="knownAt">What was recorded later is left out.</param>
    public IReadOnlyList<CaseEffect> EffectsAt(DateTimeOffset knownAt) => CaseEffect.Of(Plan, Terms, [.. Measured.Where(m => m.RecordedAt <= knownAt)]);

    public IEnumerable<EffectAtDay> AtBoth(AsOf then)
    {
        var reported = EffectsAt(then.KnownAt);
        if (Measured.All(m => m.RecordedAt <= then.KnownAt))
        {
            return reported.Select(Of).Select(e => new EffectAtDay(e, e));
        }

        var known = CaseEffect.Of(Plan, Terms, Measured).ToLookup(e => (e.Key, e.Months));
        return reported.Select(e => new EffectAtDay(Of(e), Of(known[(e.Key, e.Months)].First())));
    }

    EffectStanding Of(CaseEffect e) => new()
    {
        CaseNumber = Number,
        DepartmentId = DepartmentId,
        DepartmentName = DepartmentName,
        Indicator = e.Name,
        Unit = e.Unit,
        Months = e.Months,
        DueOn = IsDropped && e.Measured is null ? null : e.DueOn,
        Planned = e.Planned,
        Value = e.Measured?.Value,
        MeasuredOn = e.Measured?.AsOf,
    };
}

/// <summary>Effects of cases folded at any point from the forms that were approved and the ledger of measurements; touches no projection.</summary>
public static class EffectsAsOf
{
    static readonly ProposalState[] GivenUp = [.. ProposalWorkflow.GivenUp];

    /// <summary>Every effect of the cases approved by the point, in the order of their numbers. Two statements, whatever the number of cases.</summary>
    /// <param name="db">The context.</param>
    /// <param name="proposals">Among which.</param>
    /// <param name="then">The past day as it was reported.</param>
    /// <param name="now">Until when the same day is known.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task<IReadOnlyList<EffectAtDay>> LoadAsync(
        GovernanceDbContext db, IQueryable<Proposal> proposals, AsOf then, DateTimeOffset now, CancellationToken cancel) =>
        [.. (await CasesAsync(db, proposals, then, now, cancel)).SelectMany(c => c.AtBoth(then))];

    /// <summary>How many measurements were due before the day of the point and are not there, those before go-live included.</summary>
    public static async Task<int> MissingAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel) =>
        (await LoadAsync(db, db.Proposals, point, point.KnownAt, cancel)).Count(e => e.Reported.IsMissing(point.Day));

    /// <summary>Approvals of 稼働報告 and of what follows it.</summary>
    internal static IQueryable<ProposalTransition> GoLives(GovernanceDbContext db, AsOf point) =>
        Approvals(db, point).Where(t => t.Gate == Gate.GoLive || t.Gate == Gate.PostEvaluation || t.Gate == Gate.OperationEvaluation);

    /// <summary>The cases approved by the point, with what was measured by its day and recorded until <paramref name="known"/>.</summary>
    internal static async Task<IReadOnlyList<EffectCase>> CasesAsync(
        GovernanceDbContext db, IQueryable<Proposal> proposals, AsOf point, DateTimeOffset known, CancellationToken cancel)
    {
        var goLives = GoLives(db, point);
        var rows = await (
            from p in proposals
            from t in Approvals(db, point).NewestFirst().Where(t => t.ProposalId == p.Id).Take(1)
            from s in Plans(db).Where(s => s.ProposalId == p.Id && s.Run == t.Run && s.Number == t.SubmissionNumber)
            orderby p.FiscalYear, p.Serial
            select new
            {
                p.Id,
                p.Number,
                s.Title,
                p.DepartmentId,
                s.DepartmentName,
                s.Plan,
                p.RulesDay,
                p.RulesKnownAt,
                IsLive = goLives.Any(t => t.ProposalId == p.Id),
                IsGivenUp = GivenUp.Contains(db.ProposalTransitions.At(point).NewestFirst().Where(n => n.ProposalId == p.Id).Select(n => n.ToState).First()),
            }).ToListAsync(cancel);
        var measured = (await (
            from m in db.EffectMeasurements.AsNoTracking().At(point with { KnownAt = known })
            where proposals.Any(p => p.Id == m.EffectCheck.ProposalId)
            orderby m.AsOf, m.RecordedAt, m.Id
            select new { m.EffectCheck.ProposalId, Measurement = m }).ToListAsync(cancel)).ToLookup(m => m.ProposalId, m => m.Measurement);
        var cases = new List<EffectCase>(rows.Count);
        foreach (var r in rows)
        {
            var terms = r.IsLive ? (await Templates.AtAsync(db, new(r.RulesDay!.Value, r.RulesKnownAt!.Value), cancel)).EffectTerms : [];
            cases.Add(new(r.Id, r.Number, r.Title, r.DepartmentId, r.DepartmentName, ProposalContent.FromJson(r.Plan), terms, r.IsGivenUp && !r.IsLive, [.. measured[r.Id]]));
        }

        return cases;
    }

    static IQueryable<ProposalTransition> Approvals(GovernanceDbContext db, AsOf point) =>
        db.ProposalTransitions.At(point).Where(t => t.Action == ProposalAction.Approve || t.Action == ProposalAction.ApproveWithConditions);

    /// <summary>
    /// Of each submission what effects are planned from: the whole forms of ten thousand cases would be read otherwise. A form is unpacked once, whatever is
    /// taken out of it.
    /// </summary>
    static IQueryable<PlanOfSubmission> Plans(GovernanceDbContext db) => db.Database.SqlQuery<PlanOfSubmission>($"""
        select proposal_id as "ProposalId", run as "Run", number as "Number", title as "Title", department_name as "DepartmentName",
            (select jsonb_build_object(
                'values', jsonb_strip_nulls(jsonb_build_object(
                    {ProposalForm.ActualGoLiveOn}, form->'values'->{ProposalForm.ActualGoLiveOn}, {ProposalForm.GoLiveOn}, form->'values'->{ProposalForm.GoLiveOn})),
                'tables', jsonb_strip_nulls(jsonb_build_object({ProposalForm.Kpi}, form->'tables'->{ProposalForm.Kpi})))::text
                from (select content || jsonb_build_object() as form offset 0) as unpacked) as "Plan"
        from submissions
        """);

    sealed record PlanOfSubmission(int ProposalId, int Run, int Number, string Title, string DepartmentName, string Plan);
}
