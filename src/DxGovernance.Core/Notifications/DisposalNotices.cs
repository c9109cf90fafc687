using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Retention;

namespace DxGovernance.Core.Notifications;

/// <summary>Tells the PMO office that a disposal waits for its approval; not those who proposed it.</summary>
public static class DisposalNotices
{
    public const string Page = "/admin/retention/disposals";

    /// <summary>Adds the messages; the caller saves.</summary>
    public static async Task AddProposedAsync(GovernanceDbContext db, Disposal disposal, DateTimeOffset now, CancellationToken cancel)
    {
        var holders = await Holder.OnAsync(db, TokyoTime.DayOf(now), cancel, Role.PmoOffice);
        await Outbox.AddMissingAsync(
            db,
            [
                .. holders.Select(h => h.PersonId).Distinct().Except(disposal.ProposerIds).Select(p => new Notification(
                    $"{disposal.Subject}:{now.ToUnixTimeSeconds()}", p, "廃棄案が承認を待っています", $"{disposal.Caption}\n一覧を確かめ、承認または却下してください。", Page, now)),
            ],
            cancel);
    }
}
