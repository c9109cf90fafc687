using DxGovernance.Core.Data;
using DxGovernance.Core.Installation;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DxGovernance.Core.Notifications;

/// <summary>What came of one run.</summary>
/// <param name="Trouble">Why the run ended before the queue was empty; null where it did not.</param>
public sealed record MailRun(int Sent, int Postponed, int Parked, int Uncertain, int Dropped, string? Trouble)
{
    public static MailRun Nothing { get; } = new(0, 0, 0, 0, 0, null);

    /// <summary>In words; null where there was nothing to do.</summary>
    public string? Text
    {
        get
        {
            var parts = new[] { (Sent, "送信"), (Postponed, "後で再送"), (Parked, "送れない"), (Uncertain, "届いたか不明"), (Dropped, "取りやめ") }
                .Where(p => p.Item1 > 0).Select(p => $"{p.Item2}{p.Item1}通").ToList();
            return parts.Count == 0 ? null : $"メール：{string.Join("、", parts)}。";
        }
    }
}

/// <summary>
/// Sends what waits, one mail after the other over one connection. Any number of nodes may run it: a mail is taken by one of them, and a mail
/// whose content the relay may have is never sent again by itself (docs/adr/0018).
/// </summary>
public sealed partial class MailSender(IServiceScopeFactory scopes, MailSettings settings, CityInfo city, TimeProvider clock, ILogger<MailSender> log)
{
    const int SettleAttempts = 5;

    static readonly TimeSpan SettlePause = TimeSpan.FromSeconds(1);

    /// <summary>Collects, then sends until nothing is due, the relay fails or it is told to stop; the mail in hand is always brought to its end.</summary>
    public async Task<MailRun> RunAsync(CancellationToken cancel)
    {
        if (!settings.IsOn || !await PrepareAsync(cancel))
        {
            return MailRun.Nothing;
        }

        var run = MailRun.Nothing;
        using var courier = new MailCourier(settings);
        try
        {
            while (run.Trouble is null && !cancel.IsCancellationRequested)
            {
                if (!courier.IsConnected)
                {
                    await courier.ConnectAsync(cancel);
                }

                if (await TakeNextAsync(courier, run, cancel) is not { } after)
                {
                    break;
                }

                run = after;
            }

            await courier.DisconnectAsync(cancel);
        }
        catch (MailFailure e)
        {
            run = run with { Trouble = e.Message };
        }

        await KeepRelayAsync(run);
        foreach (var (outcome, count) in new[] { ("sent", run.Sent), ("postponed", run.Postponed), ("parked", run.Parked), ("uncertain", run.Uncertain), ("dropped", run.Dropped) })
        {
            Telemetry.MailSettled(outcome, count);
        }

        return run;
    }

    /// <summary>Collects notices and takes back what was abandoned.</summary>
    /// <returns>Whether something is due and the relay may be tried.</returns>
    async Task<bool> PrepareAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
        var now = clock.GetUtcNow();
        await MailCollector.RunAsync(db, settings, now, cancel);
        foreach (var id in await db.Mails.Where(Mail.Abandoned(now)).OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(cancel))
        {
            await SettleAsync(id, m => m.Abandon(now));
        }

        return await db.Mails.AnyAsync(m => m.State == MailState.Waiting && m.DueAt <= now, cancel)
            && !await db.MailRelays.AnyAsync(r => r.RetryAt > now, cancel);
    }

    /// <returns>The run with what came of the next mail; null where nothing is due.</returns>
    async Task<MailRun?> TakeNextAsync(MailCourier courier, MailRun run, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
        var (mail, letter) = await TakeAsync(db, cancel);
        if (mail is null)
        {
            return null;
        }

        return letter is null ? run with { Dropped = run.Dropped + 1 } : await SendAsync(courier, db, mail, letter, run);
    }

    /// <summary>The mail that has waited longest, taken and written in one transaction; without a letter where there is nothing left to send.</summary>
    async Task<(Mail? Mail, Letter? Letter)> TakeAsync(GovernanceDbContext db, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var mail = (await db.Mails.FromSql($"""
            select m.*, m.xmin from mails m where m.state = 'Waiting' and m.due_at <= {now}
            order by m.due_at, m.id limit 1 for update of m skip locked
            """).ToListAsync(cancel)).SingleOrDefault();
        if (mail is null)
        {
            return (null, null);
        }

        var letter = await WriteAsync(db, mail, cancel);
        if (letter is not null)
        {
            mail.Take(letter.ToAddress, settings.Lease, now);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (mail, letter);
    }

    async Task<Letter?> WriteAsync(GovernanceDbContext db, Mail mail, CancellationToken cancel)
    {
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == mail.PersonId, cancel);
        var reader = await Actor.LoadAsync(db, mail.PersonId, clock.Today(), cancel);
        string? Obstacle() => person.MailAddress is null ? "メールアドレスが登録されていません。"
            : reader is null || reader.Assignments.Count == 0 ? "今は役割がありません。"
            : mail.Kind == MailKind.Notices && person.MailDelivery == MailDelivery.None ? "本人がメールを受け取らないことにしています。"
            : null;
        if (Obstacle() is { } why)
        {
            mail.Drop(why);
            return null;
        }

        var notices = mail.Kind == MailKind.Test
            ? []
            : await NoticeSubjects.StillForAsync(
                db, await db.Notifications.AsNoTracking().Where(n => n.MailId == mail.Id).OrderBy(n => n.Id).ToListAsync(cancel), reader!, cancel);
        if (mail.Kind == MailKind.Notices && notices.Count == 0)
        {
            mail.Drop("本人が見られる内容がなくなりました。");
            return null;
        }

        return MailText.Of(mail, person, notices, settings, city);
    }

    async Task<MailRun> SendAsync(MailCourier courier, GovernanceDbContext db, Mail mail, Letter letter, MailRun run)
    {
        void HandOver()
        {
            mail.HandOver();
            db.SaveChanges();
        }

        using var limit = new CancellationTokenSource(settings.Longest);
        try
        {
            var answer = await courier.SendAsync(letter, HandOver, limit.Token);
            await SettleAsync(mail.Id, m => m.Sent(answer, clock.GetUtcNow()));
            return run with { Sent = run.Sent + 1 };
        }
        catch (MailFailure e)
        {
            Refused(log, mail.Id, mail.Attempts, e.Trouble, e.Code);
            return await SettleAsync(mail.Id, e, run);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Taken for dead meanwhile: the mail belongs to somebody else, and the relay was given nothing.
            Overtaken(log, mail.Id);
            return run;
        }
    }

    async Task<MailRun> SettleAsync(long id, MailFailure failure, MailRun run)
    {
        var now = clock.GetUtcNow();
        switch (failure.Trouble)
        {
            case MailTrouble.Relay:
                await SettleAsync(id, m => m.PutBack(now));
                return run with { Trouble = failure.Message };
            case MailTrouble.Lost:
                await SettleAsync(id, m => m.Postpone(failure.Message, now));
                return run with { Postponed = run.Postponed + 1, Trouble = failure.Message };
            case MailTrouble.Unknown:
                await SettleAsync(id, m => m.Doubt(failure.Message));
                return run with { Uncertain = run.Uncertain + 1, Trouble = failure.Message };
            case MailTrouble.Later:
                var after = await SettleAsync(id, m => m.Postpone(failure.Message, now));
                return after == MailState.Parked ? run with { Parked = run.Parked + 1 } : run with { Postponed = run.Postponed + 1 };
            case MailTrouble.Never:
                await SettleAsync(id, m => m.Refuse(failure.Message));
                return run with { Parked = run.Parked + 1 };
            default:
                throw new ArgumentOutOfRangeException(nameof(failure));
        }
    }

    /// <summary>Saves what became of a mail, in a context of its own. What is known must not be lost to a database that blinks.</summary>
    async Task<MailState> SettleAsync(long id, Action<Mail> verdict)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
                var mail = await db.Mails.SingleAsync(m => m.Id == id, CancellationToken.None);
                verdict(mail);
                await db.SaveChangesAsync(CancellationToken.None);
                return mail.State;
            }
            catch (Exception e) when (attempt < SettleAttempts && e is DbUpdateException or Npgsql.NpgsqlException or InvalidOperationException { InnerException: Npgsql.NpgsqlException })
            {
                await Task.Delay(SettlePause * attempt, CancellationToken.None);
            }
        }
    }

    async Task KeepRelayAsync(MailRun run)
    {
        if (run is { Trouble: null, Sent: 0 })
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
        var relay = await db.MailRelays.SingleAsync(CancellationToken.None);
        if (run.Sent > 0)
        {
            relay.Reach(clock.GetUtcNow());
        }

        if (run.Trouble is { } trouble)
        {
            relay.Fail(trouble, clock.GetUtcNow());
        }

        await db.SaveChangesAsync(CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "Mail {MailId}, attempt {Attempt}: {Trouble}, {Code}")]
    static partial void Refused(ILogger logger, long mailId, int attempt, MailTrouble trouble, int? code);

    [LoggerMessage(LogLevel.Warning, "Mail {MailId} was taken over by another node before it was handed to the relay.")]
    static partial void Overtaken(ILogger logger, long mailId);
}
