using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Proposals;

/// <summary>What the CIO sees of the cases at a glance.</summary>
/// <param name="Deciding">Cases that wait for the CIO's decision.</param>
/// <param name="DecidingSince">When the oldest of them came there.</param>
/// <param name="OverdueConditions">Unmet conditions whose day is past.</param>
/// <param name="MissingEffects">Measurements whose day is past.</param>
public sealed record ProposalFigures(int Deciding, DateTimeOffset? DecidingSince, int OverdueConditions, int MissingEffects)
{
    /// <summary>Everything in one statement; changes only with the ledgers and the day.</summary>
    public static async Task<ProposalFigures> OnAsync(GovernanceDbContext db, DateOnly today, CancellationToken cancel) =>
        await db.Set<LedgerClock.ClockRow>().AsNoTracking().Select(_ => new ProposalFigures(
            db.Proposals.Count(p => p.State == ProposalState.Deciding),
            db.Proposals.Where(p => p.State == ProposalState.Deciding).Min(p => (DateTimeOffset?)p.StateSince),
            db.Conditions.Count(c => (c.State == ConditionState.Open || c.State == ConditionState.Reported) && c.DueOn < today && !ProposalWorkflow.GivenUp.Contains(c.Proposal.State)),
            db.EffectChecks.Count(c => c.Value == null && c.DueOn < today))).SingleAsync(cancel);

    /// <summary>The same folded from the ledgers at a point, with the rules of the reports; touches no projection.</summary>
    public static async Task<ProposalFigures> AtAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        var givenUp = ProposalWorkflow.GivenUp.ToArray();
        var states =
            from p in db.Proposals
            from t in db.ProposalTransitions.At(point).NewestFirst().Where(t => t.ProposalId == p.Id).Take(1)
            select new { p.Id, t.ToState, t.RecordedAt };
        var deciding = await states.Where(s => s.ToState == ProposalState.Deciding).Select(s => s.RecordedAt).ToListAsync(cancel);
        var overdue = await (
            from s in states
            where !givenUp.Contains(s.ToState)
            from c in db.Conditions.Where(c => c.ProposalId == s.Id)
            from e in db.ConditionEntries.At(point).NewestFirst().Where(e => e.ConditionId == c.Id).Take(1)
            where e.State != ConditionState.Met && e.DueOn < point.Day
            select e.Id).CountAsync(cancel);
        return new(deciding.Count, deciding.Count == 0 ? null : deciding.Min(), overdue, await EffectReport.MissingAsync(db, point, cancel));
    }
}
