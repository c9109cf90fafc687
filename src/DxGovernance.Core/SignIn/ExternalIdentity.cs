using System.ComponentModel;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.SignIn;

/// <summary>
/// 本人の結び付け: whom the city's provider means by an issuer and a subject. Both are stable and never used again for somebody else; a mail
/// address or a name is neither.
/// </summary>
public sealed class ExternalIdentity
{
    public const int IssuerMaxLength = 300;

    /// <summary>OpenID Connect Core 1.0, section 2: at most 255 ASCII characters.</summary>
    public const int SubjectMaxLength = 255;

    ExternalIdentity()
    {
    }

    /// <param name="person">Whose it is.</param>
    /// <param name="issuer">The provider.</param>
    /// <param name="subject">How the provider calls the person.</param>
    /// <param name="actor">Who says so; <see cref="Actor.System"/> for the verb that makes the first administrator.</param>
    /// <param name="now">When.</param>
    public ExternalIdentity(Person person, string issuer, string subject, Actor actor, DateTimeOffset now)
    {
        if (actor != Actor.System)
        {
            actor.Require(Permission.ManageSignIn, null);
            RuleViolation.Require(actor.PersonId != person.Id, "identity-self", "自分に認証基盤の利用者を結び付けることはできません。ほかの管理者に依頼してください。", "PersonId");
        }

        (Person, PersonId, Issuer, Subject, LinkedAt) = (person, person.Id, issuer, subject, now);
    }

    public int Id { get; private set; }

    public int PersonId { get; private set; }

    public Person Person { get; private set; } = null!;

    [DisplayName("認証基盤")]
    public string Issuer { get; private set; } = "";

    [DisplayName("利用者の識別子")]
    public string Subject { get; private set; } = "";

    public DateTimeOffset LinkedAt { get; private set; }

    [DisplayName("結び付けを解いた日時")]
    public DateTimeOffset? UnlinkedAt { get; private set; }

    /// <summary>Who signs in with it from now on is unknown. Their sessions are ended by the caller.</summary>
    public void Unlink(Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageSignIn, null);
        RuleViolation.Require(actor.PersonId != PersonId, "identity-self", "自分の結び付けを解くことはできません。ほかの管理者に依頼してください。");
        RuleViolation.Require(UnlinkedAt is null, "identity-unlinked", "この結び付けはすでに解かれています。");
        UnlinkedAt = now;
    }
}

sealed class ExternalIdentityConfiguration : IEntityTypeConfiguration<ExternalIdentity>
{
    public void Configure(EntityTypeBuilder<ExternalIdentity> e)
    {
        e.Property(i => i.Issuer).HasMaxLength(ExternalIdentity.IssuerMaxLength);
        e.Property(i => i.Subject).HasMaxLength(ExternalIdentity.SubjectMaxLength);
        e.HasOne(i => i.Person).WithMany().HasForeignKey(i => i.PersonId);
        e.HasIndex(i => i.PersonId);
        e.HasIndex(i => new { i.Issuer, i.Subject }).IsUnique().HasFilter("unlinked_at is null");
    }
}
