using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.SignIn;

/// <summary>How a person proved who they are.</summary>
public enum SignInMethod
{
    Demo,
    Provider,
}

/// <summary>One person at work in one browser, from a sign-in to its end. The browser holds no more than the number of this row.</summary>
public sealed class PersonSession
{
    PersonSession()
    {
    }

    /// <param name="person">Who signed in.</param>
    /// <param name="method">How.</param>
    /// <param name="authenticatedAt">When they proved who they are; null where the provider does not say.</param>
    /// <param name="longest">After this it is over whatever happens.</param>
    /// <param name="now">When.</param>
    public PersonSession(Person person, SignInMethod method, DateTimeOffset? authenticatedAt, TimeSpan longest, DateTimeOffset now)
    {
        (Id, PersonId, Method, StartedAt, EndsAt) = (Guid.NewGuid(), person.Id, method, now, now + longest);
        AuthenticatedAt = authenticatedAt > now ? now : authenticatedAt;
    }

    public Guid Id { get; private set; }

    public int PersonId { get; private set; }

    public SignInMethod Method { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset? AuthenticatedAt { get; private set; }

    /// <summary>Network address of the sign-in, by which a person knows the session for their own. Forgotten with the row.</summary>
    public string? Address { get; internal set; }

    /// <summary>The absolute limit.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    /// <summary>When the person signed out, signed in again or was signed out.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>What the provider wants to see when it is asked to sign out: the ID token, protected by the application. Forgotten with the row.</summary>
    public string? SignOutHint { get; init; }

    public bool IsOver(DateTimeOffset now) => EndedAt is not null || EndsAt <= now;

    public void End(DateTimeOffset now) => EndedAt ??= now;
}

public static class SignInMethodLabels
{
    public static string Label(this SignInMethod method) => method switch
    {
        SignInMethod.Demo => "デモ用サインイン",
        SignInMethod.Provider => "認証基盤",
    };
}

sealed class PersonSessionConfiguration : IEntityTypeConfiguration<PersonSession>
{
    public void Configure(EntityTypeBuilder<PersonSession> e)
    {
        e.Property(s => s.Id).ValueGeneratedNever();
        e.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId);
        e.HasIndex(s => s.EndsAt);
        e.Property(s => s.Address).HasMaxLength(64);
    }
}
