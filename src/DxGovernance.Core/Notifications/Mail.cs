using System.Linq.Expressions;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Notifications;

public enum MailKind
{
    Notices,
    Test,
}

/// <summary>Where a mail stands. What is allowed from where, and why nobody gets it twice: docs/adr/0018.</summary>
public enum MailState
{
    Waiting,

    /// <summary>Taken by one node; the relay has not been given its content.</summary>
    Sending,

    /// <summary>The content may be with the relay from here on; never sent again by itself.</summary>
    HandedOver,
    Sent,

    /// <summary>Handed over, and no answer came.</summary>
    Uncertain,

    /// <summary>Refused for good, or refused for now too often.</summary>
    Parked,

    /// <summary>There was nobody or nothing left to send it to.</summary>
    Dropped,
}

public static class MailLabels
{
    public static string Label(this MailKind kind) => kind switch
    {
        MailKind.Notices => "お知らせ",
        MailKind.Test => "試験メール",
    };

    public static string Label(this MailState state) => state switch
    {
        MailState.Waiting => "送信待ち",
        MailState.Sending => "送信中",
        MailState.HandedOver => "引渡し中",
        MailState.Sent => "送信済み",
        MailState.Uncertain => "届いたか不明",
        MailState.Parked => "送れない",
        MailState.Dropped => "取りやめ",
    };

    public static string Color(this MailState state) => state switch
    {
        MailState.Waiting or MailState.Dropped => "gray",
        MailState.Sending or MailState.HandedOver => "blue",
        MailState.Sent => "green",
        MailState.Uncertain => "orange",
        MailState.Parked => "red",
    };
}

/// <summary>
/// One mail to one person, with the notices that are in it. The text is written when it is sent, from notices that never change; identity and
/// date are its own, so that a second attempt is the same mail to every server and client on the way.
/// </summary>
public sealed class Mail
{
    public const int AnswerMaxLength = 500;

    public const int MessageIdMaxLength = 300;

    /// <summary>How long a mail refused for now waits before each further attempt; after the last it is parked.</summary>
    public static IReadOnlyList<TimeSpan> Pauses { get; } =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(6)];

    Mail()
    {
    }

    /// <param name="kind">Which.</param>
    /// <param name="personId">To whom; where it goes is read when it is sent.</param>
    /// <param name="domain">Right part of the Message-ID.</param>
    /// <param name="now">The date it bears.</param>
    public Mail(MailKind kind, int personId, string domain, DateTimeOffset now)
    {
        (Kind, PersonId, CreatedAt, DueAt) = (kind, personId, now, now);
        MessageId = $"{Guid.NewGuid():N}@{domain}";
    }

    public long Id { get; private set; }

    public MailKind Kind { get; private set; }

    public int PersonId { get; private set; }

    public Person Person { get; private set; } = null!;

    /// <summary>Without angle brackets; the same at each attempt.</summary>
    public string MessageId { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public MailState State { get; private set; }

    /// <summary>Not before this moment.</summary>
    public DateTimeOffset DueAt { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? TriedAt { get; private set; }

    /// <summary>While it is in hand: after this moment whoever took it is taken for dead.</summary>
    public DateTimeOffset? LeaseUntil { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>Where the last attempt went.</summary>
    public string? Address { get; private set; }

    /// <summary>What the relay said last, or what happened instead.</summary>
    public string? Answer { get; private set; }

    /// <summary>A node whose lease ran out finds another version and can go no further.</summary>
    public uint Version { get; private set; }

    public bool CanBeSentAgain => State is MailState.Parked or MailState.Uncertain;

    /// <summary>In hand of somebody who is taken for dead.</summary>
    public static Expression<Func<Mail, bool>> Abandoned(DateTimeOffset now) =>
        m => (m.State == MailState.Sending || m.State == MailState.HandedOver) && m.LeaseUntil < now;

    public void Take(string address, TimeSpan lease, DateTimeOffset now)
    {
        RuleViolation.Require(State == MailState.Waiting, "mail-not-waiting", "送信待ちのメールではありません。");
        (State, Address, Attempts, TriedAt, LeaseUntil) = (MailState.Sending, address, Attempts + 1, now, now + lease);
    }

    /// <summary>Saved before the relay is given the first byte of the content.</summary>
    public void HandOver()
    {
        RuleViolation.Require(State == MailState.Sending, "mail-not-sending", "送信中のメールではありません。");
        State = MailState.HandedOver;
    }

    /// <summary>The relay took it. Also right when somebody else gave up waiting for this answer meanwhile.</summary>
    public void Sent(string answer, DateTimeOffset now)
    {
        if (State is MailState.HandedOver or MailState.Uncertain)
        {
            (State, SentAt, LeaseUntil, Answer) = (MailState.Sent, now, null, Cut(answer));
        }
    }

    /// <summary>The relay did not take it this time.</summary>
    public void Postpone(string answer, DateTimeOffset now)
    {
        if (State is not (MailState.Sending or MailState.HandedOver))
        {
            return;
        }

        (LeaseUntil, Answer) = (null, Cut(answer));
        (State, DueAt) = Attempts > Pauses.Count ? (MailState.Parked, DueAt) : (MailState.Waiting, now + Pauses[Attempts - 1]);
    }

    /// <summary>The relay said that it is not to be used so; it has nothing to do with this mail.</summary>
    public void PutBack(DateTimeOffset now)
    {
        if (State is MailState.Sending or MailState.HandedOver)
        {
            (State, DueAt, LeaseUntil, Attempts) = (MailState.Waiting, now, null, Attempts - 1);
        }
    }

    /// <summary>The relay will never take it.</summary>
    public void Refuse(string answer)
    {
        if (State is MailState.Sending or MailState.HandedOver)
        {
            (State, LeaseUntil, Answer) = (MailState.Parked, null, Cut(answer));
        }
    }

    /// <summary>The relay had it and did not answer.</summary>
    public void Doubt(string what)
    {
        if (State is MailState.HandedOver)
        {
            (State, LeaseUntil, Answer) = (MailState.Uncertain, null, Cut(what));
        }
    }

    /// <summary>Whoever took it is gone.</summary>
    public void Abandon(DateTimeOffset now)
    {
        if (LeaseUntil is null || LeaseUntil >= now)
        {
            return;
        }

        if (State == MailState.HandedOver)
        {
            Doubt("中継サーバーに渡している間に送信の処理が止まりました。届いたかどうか分かりません。");
        }
        else
        {
            Postpone("中継サーバーに渡す前に送信の処理が止まりました。", now);
        }
    }

    public void Drop(string why) => (State, LeaseUntil, Answer) = (MailState.Dropped, null, Cut(why));

    /// <summary>By the administrator: a new round of attempts with the same identity.</summary>
    public void SendAgain(Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageMail, null);
        RuleViolation.Require(CanBeSentAgain, "mail-not-again", $"このメールは「{State.Label()}」です。送り直せるのは「{MailState.Parked.Label()}」と「{MailState.Uncertain.Label()}」のメールだけです。");
        (State, DueAt, Attempts) = (MailState.Waiting, now, 0);
    }

    static string Cut(string text) => text.Length <= AnswerMaxLength ? text : text[..(AnswerMaxLength - 1)] + "…";
}

/// <summary>How it goes with the city's relay, the one row for all nodes: while it cannot be used, mails wait and none of them is to blame.</summary>
public sealed class MailRelay
{
    public const int TheOne = 1;

    static readonly TimeSpan[] Pauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    MailRelay()
    {
    }

    public int Id { get; private set; }

    /// <summary>In a row, since it was last usable.</summary>
    public int Failures { get; private set; }

    public DateTimeOffset? FailedAt { get; private set; }

    public string? Error { get; private set; }

    /// <summary>Not before this moment.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>When it last took a mail.</summary>
    public DateTimeOffset? ReachedAt { get; private set; }

    public void Fail(string error, DateTimeOffset now)
    {
        (FailedAt, Error) = (now, error.Length <= Mail.AnswerMaxLength ? error : error[..Mail.AnswerMaxLength]);
        RetryAt = now + Pauses[Math.Min(Failures, Pauses.Length - 1)];
        Failures++;
    }

    public void Reach(DateTimeOffset now) => (ReachedAt, Failures, RetryAt) = (now, 0, null);

    /// <summary>By the administrator, who has put something right.</summary>
    public void TryNow() => RetryAt = null;
}

sealed class MailConfiguration : IEntityTypeConfiguration<Mail>, IEntityTypeConfiguration<MailRelay>
{
    public void Configure(EntityTypeBuilder<Mail> e)
    {
        e.Property(m => m.MessageId).HasMaxLength(Mail.MessageIdMaxLength);
        e.Property(m => m.Address).HasMaxLength(MailAddresses.MaxLength);
        e.Property(m => m.Answer).HasMaxLength(Mail.AnswerMaxLength);
        e.Property(m => m.Version).IsRowVersion();
        e.HasIndex(m => m.MessageId).IsUnique();
        e.HasIndex(m => new { m.State, m.DueAt });
        e.HasIndex(m => m.SentAt);
        e.HasOne(m => m.Person).WithMany().HasForeignKey(m => m.PersonId);
    }

    public void Configure(EntityTypeBuilder<MailRelay> e)
    {
        e.Property(r => r.Id).ValueGeneratedNever();
        e.Property(r => r.Error).HasMaxLength(Mail.AnswerMaxLength);
        e.HasData(new { Id = MailRelay.TheOne, Failures = 0 });
        e.ToTable(t => t.HasCheckConstraint("ck_mail_relays_one", $"id = {MailRelay.TheOne}"));
    }
}
