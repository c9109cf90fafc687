using System.ComponentModel;
using System.Security.Cryptography;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.SignIn;

public enum UnknownSignInState
{
    Open,
    Linked,
    Dismissed,
}

/// <summary>
/// 登録のない人のサインイン: somebody whom the provider knows and the city's register does not. One row a person, for an administrator to link or to
/// dismiss; the name is kept only as long as that is open.
/// </summary>
public sealed class UnknownSignIn
{
    UnknownSignIn()
    {
    }

    public UnknownSignIn(string issuer, string subject, string? name, DateTimeOffset now)
    {
        (Issuer, Subject, Code, FirstAt) = (issuer, subject, ReferenceCode.New(), now);
        TryAgain(name, now);
    }

    public int Id { get; private set; }

    public string Issuer { get; private set; } = "";

    /// <summary>Kept out of the audit trail, as the name is, until it is clear whose it is.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>As the provider calls the person; says nothing about who they are.</summary>
    public string? Name { get; private set; }

    /// <summary>What the person reads on screen and tells the administrator.</summary>
    public string Code { get; private set; } = "";

    public DateTimeOffset FirstAt { get; private set; }

    public DateTimeOffset LastAt { get; private set; }

    public int Times { get; private set; }

    [DisplayName("状態")]
    public UnknownSignInState State { get; private set; }

    public uint Version { get; private set; }

    /// <summary>The person tries once more. Whom an administrator has dismissed stays dismissed; whose link was undone is open again.</summary>
    public void TryAgain(string? name, DateTimeOffset now)
    {
        State = State == UnknownSignInState.Linked ? UnknownSignInState.Open : State;
        Name = State == UnknownSignInState.Open ? name : null;
        LastAt = now;
        Times++;
    }

    public ExternalIdentity Link(Person person, Actor actor, DateTimeOffset now)
    {
        RuleViolation.Require(State != UnknownSignInState.Linked, "sign-in-linked", "この利用者はすでに結び付けられています。");
        var identity = new ExternalIdentity(person, Issuer, Subject, actor, now);
        (State, Name) = (UnknownSignInState.Linked, null);
        return identity;
    }

    /// <summary>By the verb that makes the first administrator.</summary>
    internal void LinkedByCommand() => (State, Name) = (UnknownSignInState.Linked, null);

    public void Dismiss(Actor actor)
    {
        actor.Require(Permission.ManageSignIn, null);
        RuleViolation.Require(State == UnknownSignInState.Open, "sign-in-handled", $"このサインインは「{State.Label()}」です。却下できるのは、まだ扱いの決まっていないものだけです。");
        (State, Name) = (UnknownSignInState.Dismissed, null);
    }
}

/// <summary>照会番号: short, without letters that are taken for one another, to be read aloud on the telephone.</summary>
public static class ReferenceCode
{
    public const int Length = 9;

    const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static string New()
    {
        var code = RandomNumberGenerator.GetString(Letters, Length - 1);
        return $"{code[..4]}-{code[4..]}";
    }
}

public static class UnknownSignInLabels
{
    public static string Label(this UnknownSignInState state) => state switch
    {
        UnknownSignInState.Open => "未処理",
        UnknownSignInState.Linked => "結び付けた",
        UnknownSignInState.Dismissed => "却下した",
    };
}

sealed class UnknownSignInConfiguration : IEntityTypeConfiguration<UnknownSignIn>
{
    public void Configure(EntityTypeBuilder<UnknownSignIn> e)
    {
        e.Property(s => s.Issuer).HasMaxLength(ExternalIdentity.IssuerMaxLength);
        e.Property(s => s.Subject).HasMaxLength(ExternalIdentity.SubjectMaxLength);
        e.Property(s => s.Name).HasMaxLength(Person.NameMaxLength);
        e.Property(s => s.Code).HasMaxLength(ReferenceCode.Length);
        e.Property(s => s.Version).IsRowVersion();
        e.HasIndex(s => new { s.Issuer, s.Subject }).IsUnique();
        e.HasIndex(s => s.Code).IsUnique();
        e.HasIndex(s => new { s.State, s.LastAt });
    }
}
