using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Notifications;

/// <summary>Puts notices into mails, as each person has chosen. A notice is settled once: it is in one mail, or goes by none.</summary>
public static class MailCollector
{
    /// <summary>What is older when its turn comes is no news any more; so a first start, or a start after long, sends no heap of old messages.</summary>
    public static TimeSpan Horizon { get; } = TimeSpan.FromDays(7);

    const long Alone = 0x4D41_494C;

    /// <summary>One transaction; twice at once is harmless: the second finds the lock taken and leaves it to the first.</summary>
    /// <returns>How many mails were made.</returns>
    public static async Task<int> RunAsync(GovernanceDbContext db, MailSettings settings, DateTimeOffset now, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!(await db.Database.SqlQuery<bool>($"""select pg_try_advisory_xact_lock({Alone}) as "Value" """).ToListAsync(cancel)).Single())
        {
            return 0;
        }

        await LeaveOutAsync(db, now, cancel);
        var open = db.Notifications.Where(n => n.MailSettledAt == null);
        var waiting = await (
            from n in open
            join p in db.People on n.PersonId equals p.Id
            group n by new { p.Id, p.MailDelivery, p.MailHour } into g
            select new { g.Key.Id, g.Key.MailDelivery, g.Key.MailHour, Oldest = g.Min(n => n.CreatedAt) }).ToListAsync(cancel);
        var due = waiting.Where(p => p.MailDelivery == MailDelivery.AtOnce || p.Oldest < LastHour(p.MailHour, now)).Select(p => p.Id).ToArray();
        var notices = due.Length == 0 ? [] : await open.Where(n => due.Contains(n.PersonId)).OrderBy(n => n.Id).ToListAsync(cancel);
        var mails = 0;
        foreach (var person in notices.GroupBy(n => n.PersonId))
        {
            var mail = new Mail(MailKind.Notices, person.Key, MailAddresses.DomainOf(settings.From), now);
            db.Mails.Add(mail);
            person.ToList().ForEach(n => n.PutInto(mail, now));
            mails++;
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return mails;
    }

    /// <summary>Read on the screen meanwhile, too old, or to somebody who has no address or wants no mail.</summary>
    static Task<int> LeaveOutAsync(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        var horizon = now - Horizon;
        return db.Notifications
            .Where(n => n.MailSettledAt == null)
            .Where(n => n.ReadAt != null || n.CreatedAt < horizon
                || db.People.Any(p => p.Id == n.PersonId && (p.MailAddress == null || p.MailDelivery == MailDelivery.None)))
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.MailSettledAt, now), cancel);
    }

    /// <summary>The last time the clock in Tokyo struck the hour.</summary>
    static DateTimeOffset LastHour(int hour, DateTimeOffset now)
    {
        var today = TokyoTime.At(TokyoTime.DayOf(now), new(hour, 0));
        return today <= now ? today : today.AddDays(-1);
    }
}
