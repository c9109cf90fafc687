using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Costs;

/// <summary>Those who entered amounts are told when these are sent back.</summary>
public static class RunningCostNotices
{
    /// <summary>Adds the messages; call it before saving.</summary>
    /// <param name="db">The context.</param>
    /// <param name="set">After <see cref="RunningCostSet.Return"/>.</param>
    /// <param name="reason">The sentence of who sent it back.</param>
    /// <param name="actor">Who is not told of their own act.</param>
    /// <param name="now">When.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task AddReturnedAsync(GovernanceDbContext db, RunningCostSet set, string? reason, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var authors = set.Authors is { Count: > 0 } open ? open : set.AuthorsSince(null);
        Notification[] rows =
        [
            .. authors.Where(person => person != actor.PersonId).Select(person => new Notification(
                FormattableString.Invariant($"{set.Subject}:returned:{now.UtcDateTime:yyyyMMddHHmmssffffff}"), person,
                $"{set.Caption}：差し戻されました", $"庁内PMO事務局が額の見直しを求めています。理由：{reason?.Trim()}", $"/running-costs/{set.Number}/{set.Stage}", now)),
        ];
        if (rows.Length > 0)
        {
            await Outbox.AddMissingAsync(db, rows, cancel);
        }
    }
}
