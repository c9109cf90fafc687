using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Jobs;

/// <summary>Reminds of questions, conditions and effect checks, and tells of cases that nobody can finish. Twice is harmless: each message has a key of what is due, its day and the stage.</summary>
public sealed class FollowProposalsJob(GovernanceDbContext db, TimeProvider clock) : IJobWork
{
    public async Task<string?> ExecuteAsync(CancellationToken cancel)
    {
        var (today, now) = (clock.Today(), clock.GetUtcNow());
        await using var alone = await JobLock.TakeAsync(db, nameof(FollowProposalsJob), cancel);
        var reminders = await ProposalReminders.AddAsync(db, today, now, cancel);
        var stuck = await StuckNotices.AddAsync(db, today, now, cancel);
        var added = reminders + stuck;
        if (added == 0)
        {
            return null;
        }

        await db.SaveAsync(Actor.System, new Act("案件の期限の催促", $"reminders:{today:yyyy-MM-dd}", $"お知らせ{added}件"), now, cancel);
        await alone.CommitAsync(cancel);
        return string.Concat(
            reminders == 0 ? "" : $"期限の催促と期限超過のお知らせを{reminders}件送りました。", stuck == 0 ? "" : $"完了できない案件のお知らせを{stuck}件送りました。");
    }
}

/// <summary>Sends the CIO the week's digest. Twice is harmless: the Monday is in the key.</summary>
public sealed class CioDigestJob(GovernanceDbContext db, TimeProvider clock) : IJobWork
{
    public async Task<string?> ExecuteAsync(CancellationToken cancel)
    {
        var (today, now) = (clock.Today(), clock.GetUtcNow());
        await using var alone = await JobLock.TakeAsync(db, nameof(CioDigestJob), cancel);
        var added = await CioDigest.AddAsync(db, today, now, cancel);
        if (added == 0)
        {
            return null;
        }

        await db.SaveAsync(Actor.System, new Act("CIO週報の送付", $"digest:{today:yyyy-MM-dd}", $"お知らせ{added}件"), now, cancel);
        await alone.CommitAsync(cancel);
        return $"CIO週報を{added}人に送りました。";
    }
}
