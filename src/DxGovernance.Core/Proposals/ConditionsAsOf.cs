using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Proposals;

/// <summary>A condition as its ledger tells it at a point, with the state of its case then.</summary>
public sealed record ConditionStanding
{
    public required string CaseNumber { get; init; }

    public required int DepartmentId { get; init; }

    /// <summary>As it is called now.</summary>
    public required string DepartmentName { get; init; }

    /// <summary>From 1 within the case.</summary>
    public required int Number { get; init; }

    public required string Text { get; init; }

    public required string Owner { get; init; }

    public required DateOnly DueOn { get; init; }

    public required Gate? Blocks { get; init; }

    public required ConditionState State { get; init; }

    public required ProposalState CaseState { get; init; }
}

/// <summary>The conditions of cases folded from their ledgers at any point; touches no projection.</summary>
public static class ConditionsAsOf
{
    static readonly ProposalState[] GivenUp = [.. ProposalWorkflow.GivenUp];

    /// <summary>Those imposed by the point. One statement.</summary>
    public static IQueryable<ConditionStanding> Rows(GovernanceDbContext db, IQueryable<Proposal> proposals, AsOf point) =>
        from c in db.Conditions.AsNoTracking()
        join p in proposals on c.ProposalId equals p.Id
        from e in db.ConditionEntries.At(point).NewestFirst().Where(e => e.ConditionId == c.Id).Take(1)
        select new ConditionStanding
        {
            CaseNumber = p.Number,
            DepartmentId = p.DepartmentId,
            DepartmentName = p.DepartmentName,
            Number = e.Number,
            Text = e.Text,
            Owner = e.Owner,
            DueOn = e.DueOn,
            Blocks = e.BlocksGate,
            State = e.State,
            // A step is looked up for each condition; the ledger of steps is far longer than there are conditions.
            CaseState = db.ProposalTransitions.At(point).NewestFirst().Where(t => t.ProposalId == p.Id).Select(t => t.ToState).First(),
        };

    /// <summary>Unmet after their day; a case that was given up owes nothing.</summary>
    public static IQueryable<ConditionStanding> Overdue(this IQueryable<ConditionStanding> conditions, DateOnly day) =>
        conditions.Where(c => c.State != ConditionState.Met && c.DueOn < day && !GivenUp.Contains(c.CaseState));
}
