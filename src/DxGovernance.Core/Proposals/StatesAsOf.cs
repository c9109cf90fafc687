using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Proposals;

/// <summary>Where a case stood at a point, by the newest step of its ledger.</summary>
public sealed record StateStanding
{
    public required string CaseNumber { get; init; }

    public required ProposalState State { get; init; }

    /// <summary>When it came there.</summary>
    public required DateTimeOffset Since { get; init; }
}

/// <summary>A case of which a past day is known otherwise now than it was reported then.</summary>
/// <param name="Reported">Null where no step was known.</param>
public sealed record StateChange(string CaseNumber, ProposalState? Reported, ProposalState Known);

/// <summary>The states of cases folded from their ledgers at any point; drafts that nobody has submitted are not there.</summary>
public static class StatesAsOf
{
    /// <summary>One statement.</summary>
    public static IQueryable<StateStanding> Rows(GovernanceDbContext db, IQueryable<Proposal> proposals, AsOf point) =>
        from p in proposals
        from t in db.ProposalTransitions.At(point).NewestFirst().Where(t => t.ProposalId == p.Id && p.Serial > 0).Take(1)
        select new StateStanding { CaseNumber = p.Number, State = t.ToState, Since = t.RecordedAt };

    /// <summary>From the report of a day to what is known of it now, in the order of the numbers. One statement.</summary>
    public static IQueryable<StateChange> Changes(GovernanceDbContext db, IQueryable<Proposal> proposals, AsOf then, AsOf now) =>
        from p in proposals
        let reported = db.ProposalTransitions.At(then).NewestFirst().Where(t => t.ProposalId == p.Id).Select(t => (ProposalState?)t.ToState).FirstOrDefault()
        let known = db.ProposalTransitions.At(now).NewestFirst().Where(t => t.ProposalId == p.Id).Select(t => (ProposalState?)t.ToState).FirstOrDefault()
        where known != reported && known != null
        orderby p.FiscalYear, p.Serial
        select new StateChange(p.Number, reported, known!.Value);
}
