using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Notifications;

/// <summary>
/// A message to one person; the outbox. Shown in the application, and sent by mail from the same row.
/// The key makes the same message impossible twice.
/// </summary>
public sealed class Notification
{
    Notification()
    {
    }

    public Notification(string key, int personId, string subject, string body, string link, DateTimeOffset now) =>
        (Key, PersonId, Subject, Body, Link, CreatedAt) = (key, personId, subject, body, link, now);

    public long Id { get; private set; }

    public string Key { get; private set; } = "";

    public int PersonId { get; private set; }

    public string Subject { get; private set; } = "";

    public string Body { get; private set; } = "";

    /// <summary>Local path of the page to act on.</summary>
    public string Link { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>When it was decided whether it goes by mail; null while that is open.</summary>
    public DateTimeOffset? MailSettledAt { get; private set; }

    /// <summary>The mail it is in; null where it goes by none.</summary>
    public long? MailId { get; private set; }

    public Mail? Mail { get; private set; }

    public void Read(DateTimeOffset now) => ReadAt ??= now;

    public void PutInto(Mail mail, DateTimeOffset now) => (Mail, MailSettledAt) = (mail, now);
}

sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> e)
    {
        e.Property(n => n.Key).HasMaxLength(120);
        e.Property(n => n.Subject).HasMaxLength(200);
        e.Property(n => n.Link).HasMaxLength(200);
        e.HasIndex(n => new { n.PersonId, n.Key }).IsUnique();
        e.HasIndex(n => new { n.PersonId, n.ReadAt });
        e.HasIndex(n => n.PersonId).HasFilter("mail_settled_at is null");
        e.HasOne(n => n.Mail).WithMany().HasForeignKey(n => n.MailId);
        e.HasOne<Organization.Person>().WithMany().HasForeignKey(n => n.PersonId);
    }
}
