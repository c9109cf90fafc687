using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Proposals;

/// <summary>A step of a case as a whole: the step, its ledger rows, the messages to those whose turn it is, and the audit entry, saved together.</summary>
public static class ProposalActs
{
    /// <param name="db">The context.</param>
    /// <param name="proposal">Tracked, read <see cref="ProposalQueries.WithAll"/>.</param>
    /// <param name="action">What is done.</param>
    /// <param name="step">What goes with it.</param>
    /// <param name="rules">Those of the case.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="now">When.</param>
    /// <param name="cancel">Stops it; nothing is saved then.</param>
    /// <exception cref="RuleViolation">A rule, a guard or, before a submission, the proof that somebody can finish the case stands against it.</exception>
    /// <exception cref="NotPermitted">The actor may not do this.</exception>
    /// <exception cref="StaleForm">Somebody else was first.</exception>
    public static async Task<ProposalTransition> TakeAsync(
        GovernanceDbContext db, Proposal proposal, ProposalAction action, ProposalStep step, Templates rules, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (action == ProposalAction.Submit)
        {
            await FinishProof.RequireAsync(db, proposal, rules, actor, TokyoTime.DayOf(now), cancel);
        }

        await ProposalToChange.ReadCostsAsync(db, proposal, action, cancel);
        var entry = proposal.Perform(action, step, rules, actor, now);
        await ProposalNotices.AddAsync(db, proposal, entry, actor, now, cancel);
        var permission = ProposalWorkflow.Table.Find(entry.FromState, entry.Action).Permission;
        await db.SaveAsync(actor.Acting(permission, proposal.DepartmentId), new Act($"案件：{entry.Label}", proposal.Subject, proposal.Caption, step.Comment), now, cancel);
        await transaction.CommitAsync(cancel);
        return entry;
    }
}
