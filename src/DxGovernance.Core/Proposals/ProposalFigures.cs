using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
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
        var deciding = await StatesAsOf.Rows(db, db.Proposals, point).Where(s => s.State == ProposalState.Deciding).Select(s => s.Since).ToListAsync(cancel);
        var overdue = await ConditionsAsOf.Rows(db, db.Proposals, point).Overdue(point.Day).CountAsync(cancel);
        return new(deciding.Count, deciding.Count == 0 ? null : deciding.Min(), overdue, await EffectsAsOf.MissingAsync(db, point, cancel));
    }
}
