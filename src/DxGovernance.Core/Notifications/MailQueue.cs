using DxGovernance.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Notifications;

/// <summary>The queue in numbers, for the administrator's page and for whoever watches the installation.</summary>
/// <param name="Waiting">Mails that wait for their first or next attempt.</param>
/// <param name="OldestWaitingSince">When the oldest of them was made.</param>
/// <param name="InHand">Being sent.</param>
/// <param name="SentToday">Since midnight in Tokyo.</param>
/// <param name="Uncertain">Handed over without an answer.</param>
/// <param name="Parked">Given up.</param>
/// <param name="Unsettled">Notices of which it is not decided yet whether they go by mail, those for a daily mail included.</param>
public sealed record MailQueue(int Waiting, DateTimeOffset? OldestWaitingSince, int InHand, int SentToday, int Uncertain, int Parked, int Unsettled)
{
    /// <summary>How long the oldest mail has waited; zero where none does.</summary>
    public TimeSpan Age(DateTimeOffset now) => OldestWaitingSince is { } since && since < now ? now - since : TimeSpan.Zero;

    /// <summary>One statement.</summary>
    public static async Task<MailQueue> ReadAsync(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        var today = TokyoTime.At(TokyoTime.DayOf(now), TimeOnly.MinValue);
        return (await db.Database.SqlQuery<MailQueue>($"""
            select
                count(*) filter (where state = 'Waiting')::int as "Waiting",
                min(created_at) filter (where state = 'Waiting') as "OldestWaitingSince",
                count(*) filter (where state in ('Sending', 'HandedOver'))::int as "InHand",
                (select count(*)::int from mails where sent_at >= {today} and sent_at < {today.AddDays(1)}) as "SentToday",
                count(*) filter (where state = 'Uncertain')::int as "Uncertain",
                count(*) filter (where state = 'Parked')::int as "Parked",
                (select count(*)::int from notifications where mail_settled_at is null) as "Unsettled"
            from mails where state in ('Waiting', 'Sending', 'HandedOver', 'Uncertain', 'Parked')
            """).ToListAsync(cancel)).Single();
    }
}
