using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>What the council is told of the ICT cases.</summary>
/// <param name="Decided">Decided since the previous report.</param>
/// <param name="Pending">To be judged by the council.</param>
/// <param name="Conditions">Not met; overdue first.</param>
/// <param name="Before">As the previous report had it.</param>
sealed record CouncilCases(
    IReadOnlyList<DecidedCase> Decided, IReadOnlyList<PendingCase> Pending, IReadOnlyList<OutstandingCondition> Conditions, CouncilCaseCounts? Before);

sealed record CouncilCaseCounts(int Pending, int Conditions, int Overdue);

sealed record DecidedCase(
    string Number, string Title, string DepartmentName, ProposalClass Class, Route Route, ProposalContent Content, CaseDecision Decision)
{
    public IReadOnlyList<ImposedCondition> Conditions { get; init; } = [];

    public long? Amount => Content.Number(ProposalForm.Amount);

    public string ConditionText => string.Join('\n', Conditions.Select(c => $"{c.Number}．{c.Text}（期限 {Organization.Wareki.Iso(c.DueOn)}）"));
}

sealed record ImposedCondition(int ProposalId, int Run, int Number, string Text, DateOnly DueOn);

sealed record PendingCase(CaseStanding Case, string Opinions)
{
    public long? Amount => Case.Content.Number(ProposalForm.Amount);

    /// <summary>What whoever referred it to the council said; other comments are of other steps.</summary>
    public string? ReferredBecause => Case.State == ProposalState.CouncilPending ? Case.LastComment : null;
}

sealed record OutstandingCondition(CaseStanding Case, CaseCondition Condition)
{
    public DateOnly DueOn => Condition.Imposed.DueOn;

    public int? DaysOver(DateOnly day) => DueOn < day ? day.DayNumber - DueOn.DayNumber : null;
}

/// <summary>Reads the ledgers of the cases. A report on some operations tells of the cases that name one of them.</summary>
sealed class CouncilCaseReader(GovernanceDbContext db, AsOf point, IReadOnlyCollection<int> numbers)
{
    static readonly ProposalAction[] Decisive = [.. ProposalWorkflow.Decisions];
    static readonly ProposalState[] Judged = [ProposalState.CouncilPending, ProposalState.Tabling, ProposalState.Deciding];

    readonly IQueryable<Proposal> proposals = db.Proposals.AsNoTracking();

    public async Task<CouncilCases> ReadAsync(PreviousReport? previous, CancellationToken cancel)
    {
        var before = previous is null ? null : new AsOf(previous.AsOf, previous.RecordedUntil);
        return new(
            await DecidedAsync(before, cancel), await PendingAsync(point, cancel), await ConditionsAsync(point, cancel),
            before is null ? null : await CountsAsync(before, cancel));
    }

    async Task<CouncilCaseCounts> CountsAsync(AsOf at, CancellationToken cancel)
    {
        var conditions = await ConditionsAsync(at, cancel);
        return new((await PendingAsync(at, cancel)).Count, conditions.Count, conditions.Count(c => c.DueOn < at.Day));
    }

    async Task<IReadOnlyList<DecidedCase>> DecidedAsync(AsOf? before, CancellationToken cancel)
    {
        var (day, known) = (before?.Day ?? DateOnly.MinValue, before?.KnownAt ?? DateTimeOffset.MinValue);
        var decided = await (
            from p in proposals
            from t in db.ProposalTransitions.At(point).Where(t => t.ProposalId == p.Id && Decisive.Contains(t.Action) && (t.AsOf > day || t.RecordedAt > known))
            from s in db.Submissions.Where(s => s.ProposalId == p.Id && s.Run == t.Run && s.Number == t.SubmissionNumber)
            orderby t.AsOf, t.RecordedAt, t.Id
            select new DecidedCase(
                p.Number, s.Title, s.DepartmentName, s.Class, s.Route, s.Content,
                new CaseDecision
                {
                    ProposalId = p.Id,
                    Gate = t.Gate,
                    Run = t.Run,
                    Version = t.SubmissionNumber,
                    On = t.AsOf,
                    At = t.RecordedAt,
                    Action = t.Action,
                    Category = t.Label,
                    Result = t.Result,
                    Title = t.RecordedTitle,
                    Name = t.RecordedBy,
                    OnBehalfOf = t.OnBehalfOf,
                    Reason = t.Reason,
                })).ToListAsync(cancel);
        var imposed = await (
            from c in db.Conditions
            from e in db.ConditionEntries.At(point).Where(e => e.ConditionId == c.Id).OrderBy(e => e.AsOf).ThenBy(e => e.RecordedAt).ThenBy(e => e.Id).Take(1)
            orderby c.ProposalId, c.Number
            select new ImposedCondition(c.ProposalId, c.Run, e.Number, e.Text, e.DueOn)).ToListAsync(cancel);
        var byRun = imposed.ToLookup(c => (c.ProposalId, c.Run));
        return
        [
            .. decided.Where(d => Concerns(d.Content))
                .Select(d => d.Decision.Action == ProposalAction.ApproveWithConditions ? d with { Conditions = [.. byRun[(d.Decision.ProposalId, d.Decision.Run)]] } : d),
        ];
    }

    async Task<IReadOnlyList<PendingCase>> PendingAsync(AsOf at, CancellationToken cancel)
    {
        var cases = (await proposals.Standing(db, at).Where(c => Judged.Contains(c.State)).ToListAsync(cancel))
            .Where(c => c.IsForCouncil && Concerns(c.Content)).ToList();
        var ids = cases.Select(c => c.Id).ToArray();
        var opinions = (await db.ReviewEntries.AsNoTracking().At(at).Where(r => ids.Contains(r.ProposalId) && r.IsFinal)
                .OrderBy(r => r.Id)
                .Select(r => new { r.ProposalId, r.Run, r.SubmissionNumber, r.RecordedById, r.RecordedTitle, r.RecordedBy, r.OnBehalfOf, r.Opinion })
                .ToListAsync(cancel))
            .ToLookup(r => (r.ProposalId, r.Run, r.SubmissionNumber));
        return
        [
            .. cases.OrderByDescending(c => c.State == ProposalState.CouncilPending).ThenBy(c => c.Since).ThenBy(c => c.Number, StringComparer.Ordinal)
                .Select(c => new PendingCase(c, string.Join('\n', opinions[(c.Id, c.SubmittedRun, c.Version)].GroupBy(o => o.RecordedById)
                    .Select(g => g.Last()).Select(o => $"{CaseWords.Who(o.RecordedTitle, o.RecordedBy, o.OnBehalfOf)}：{o.Opinion}")))),
        ];
    }

    async Task<IReadOnlyList<OutstandingCondition>> ConditionsAsync(AsOf at, CancellationToken cancel)
    {
        var open = await proposals.OpenConditionsAsync(db, at, cancel);
        var ids = open.Select(o => o.ProposalId).Distinct().ToArray();
        var cases = await proposals.Where(p => ids.Contains(p.Id)).Standing(db, at).ToDictionaryAsync(c => c.Id, cancel);
        return
        [
            .. open.Where(o => cases.ContainsKey(o.ProposalId)).Select(o => new OutstandingCondition(cases[o.ProposalId], o.Condition))
                .Where(o => !o.Case.IsGivenUp && Concerns(o.Case.Content)),
        ];
    }

    bool Concerns(ProposalContent content) =>
        numbers.Count == 0 || content.Choices(ProposalForm.Operations).Any(o => int.TryParse(o, System.Globalization.CultureInfo.InvariantCulture, out var n) && numbers.Contains(n));
}
