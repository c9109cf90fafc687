using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>A case as a list shows it.</summary>
sealed record CaseLine(CaseStanding Case, CaseDecision? Decision, IReadOnlyList<CaseCondition> OpenConditions, int OpenQuestions)
{
    public DateOnly? NextDue => OpenConditions.Count == 0 ? null : OpenConditions.Min(c => c.Imposed.DueOn);

    public DateOnly? GoLiveOn => Case.Corrected.Day(ProposalForm.ActualGoLiveOn) ?? Case.Corrected.Day(ProposalForm.GoLiveOn);
}

/// <summary>A decision as it was printed into the ledger.</summary>
sealed record CaseDecision
{
    public required int ProposalId { get; init; }

    public required Gate Gate { get; init; }

    public required int Run { get; init; }

    public required int Version { get; init; }

    public required DateOnly On { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ProposalAction Action { get; init; }

    /// <summary>Words of the category.</summary>
    public required string Category { get; init; }

    public required string Result { get; init; }

    public required string Title { get; init; }

    public required string Name { get; init; }

    public required string? OnBehalfOf { get; init; }

    public required string? Reason { get; init; }

    public string Who => CaseWords.Who(Title, Name, OnBehalfOf);

    public static CaseDecision Of(int proposalId, ProposalTransition t) => new()
    {
        ProposalId = proposalId,
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
    };
}

/// <summary>An unmet condition with the case it belongs to.</summary>
sealed record CaseOpenCondition(int ProposalId, CaseCondition Condition);

static class CaseLines
{
    static readonly ProposalAction[] Decisive = [.. ProposalWorkflow.Decisions];

    /// <summary>All cases submitted by the point, with what stands open; five statements however many there are.</summary>
    public static async Task<IReadOnlyList<CaseLine>> LinesAsync(this IQueryable<Proposal> proposals, GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        var cases = await proposals.Standing(db, point).ToListAsync(cancel);
        var corrections = (await proposals.Corrections(db, point).ToListAsync(cancel)).ToLookup(c => c.ProposalId);
        var decisions = (await proposals.Decisions(db, point).ToListAsync(cancel)).ToLookup(d => d.ProposalId);
        var conditions = (await proposals.OpenConditionsAsync(db, point, cancel)).ToLookup(c => c.ProposalId, c => c.Condition);
        var questions = (await (
            from p in proposals
            from i in db.Inquiries.Where(i => i.ProposalId == p.Id)
            from e in db.InquiryEntries.At(point).NewestFirst().Where(e => e.InquiryId == i.Id).Take(1)
            where e.State == InquiryState.Asked
            select p.Id).ToListAsync(cancel)).ToLookup(id => id);
        return
        [
            .. cases.Select(c => new CaseLine(
                c with { Corrections = [.. corrections[c.Id]] }, decisions[c.Id].LastOrDefault(), c.IsGivenUp ? [] : [.. conditions[c.Id]], questions[c.Id].Count())),
        ];
    }

    /// <summary>Every decision by the point, oldest first.</summary>
    public static IQueryable<CaseDecision> Decisions(this IQueryable<Proposal> proposals, GovernanceDbContext db, AsOf point) =>
        from p in proposals
        from t in db.ProposalTransitions.At(point).Where(t => t.ProposalId == p.Id && Decisive.Contains(t.Action))
        orderby t.AsOf, t.RecordedAt, t.Id
        select new CaseDecision
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
        };

    public static async Task<IReadOnlyList<CaseOpenCondition>> OpenConditionsAsync(
        this IQueryable<Proposal> proposals, GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        var rows = await (
            from p in proposals
            from c in db.Conditions.Where(c => c.ProposalId == p.Id)
            from first in db.ConditionEntries.At(point).Where(e => e.ConditionId == c.Id).OrderBy(e => e.AsOf).ThenBy(e => e.RecordedAt).ThenBy(e => e.Id).Take(1)
            from last in db.ConditionEntries.At(point).NewestFirst().Where(e => e.ConditionId == c.Id).Take(1)
            where last.State != ConditionState.Met
            orderby first.DueOn, p.FiscalYear, p.Serial, c.Number
            select new { p.Id, c.Gate, First = first, Last = last }).AsNoTracking().ToListAsync(cancel);
        return [.. rows.Select(r => new CaseOpenCondition(r.Id, new(r.Gate, r.First, r.Last)))];
    }
}
