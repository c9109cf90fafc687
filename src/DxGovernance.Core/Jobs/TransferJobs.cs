using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Organization.Transfers;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Jobs;

/// <summary>
/// Applies the confirmed transfers whose day has come, each as one. What stands against one is kept with it and told to the administrators; the
/// others go on. Twice is harmless: what is applied is not found again.
/// </summary>
public sealed class ApplyTransfersJob(GovernanceDbContext db, TimeProvider clock) : IJobWork
{
    public async Task<string?> ExecuteAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        var due = await db.Transfers.Where(t => t.State == TransferState.Confirmed && t.EffectiveOn <= today).OrderBy(t => t.EffectiveOn).ThenBy(t => t.Id).Select(t => t.Id).ToListAsync(cancel);
        var done = new List<string>();
        foreach (var id in due)
        {
            done.Add(await OneAsync(id, today, cancel));
        }

        return done.Count == 0 ? null : string.Concat(done);
    }

    async Task<string> OneAsync(int id, DateOnly today, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        string name;
        try
        {
            await using var alone = await FinishProof.AloneAsync(db, cancel);
            if (await TransferActs.FindAsync(db, id, cancel) is not { State: TransferState.Confirmed } transfer)
            {
                // Another node, or the page, was first.
                return "";
            }

            name = transfer.Name;
            await TransferActs.ApplyAsync(db, transfer, null, Actor.System, clock.GetUtcNow(), cancel);
            await alone.CommitAsync(cancel);
            return $"「{name}」を適用しました（{transfer.Moves.Count}行）。";
        }
        catch (RuleViolation against)
        {
            return await BlockAsync(id, against.Message, today, cancel);
        }
    }

    async Task<string> BlockAsync(int id, string why, DateOnly today, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await using var alone = await FinishProof.AloneAsync(db, cancel);
        var transfer = (await TransferActs.FindAsync(db, id, cancel))!;
        var isNew = transfer.Block(why);
        var now = clock.GetUtcNow();
        var receivers = await Receivers.OnAsync(db, today, cancel);
        var told = await Outbox.AddMissingAsync(
            db,
            [
                .. receivers.Of(Role.Administrator).Select(p => new Notification(
                    $"transfer:{id}:blocked:{Wareki.Iso(today)}", p, $"「{transfer.Name}」を適用できません", $"{why}\n解決した後、この画面で適用するか、翌日の0時を待ってください。", TransferActs.Href(transfer), now)),
            ],
            cancel);
        if (isNew || told > 0)
        {
            await db.SaveAsync(Actor.System, new Act("人事異動の適用の保留", TransferActs.Subject(transfer), transfer.Name, transfer.Blocked), now, cancel);
        }

        await alone.CommitAsync(cancel);
        return $"「{transfer.Name}」は適用できませんでした。{why}";
    }
}
