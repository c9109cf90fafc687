using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Core.SignIn;

/// <summary>What the provider says of somebody, after all of it was checked.</summary>
/// <param name="Name">As the provider writes it; for the administrator's eyes only, never to find a person by.</param>
public sealed record ProviderIdentity(string Issuer, string Subject, string? Name)
{
    /// <summary>Groups or app roles.</summary>
    public IReadOnlyList<string> Claims { get; init; } = [];

    /// <summary>The provider left the groups out because there are too many: nothing is known about roles.</summary>
    public bool HasTooManyClaims { get; init; }

    /// <summary>When the person proved who they are; null where the provider does not say.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>What the provider wants to see when it is asked to sign out, protected.</summary>
    public string? SignOutHint { get; init; }
}

/// <summary>What the city has set for signing in.</summary>
/// <param name="Longest">A session is over after this, whatever happens.</param>
/// <param name="Precedence">Whose roles win.</param>
/// <param name="RolesKept">Days after which a role from the provider ends when no sign-in has confirmed it.</param>
public sealed record SignInRules(TimeSpan Longest, RolePrecedence Precedence, int RolesKept);

/// <summary>Somebody is in with a session, or is refused with a reason and a reference code.</summary>
public sealed record SignInOutcome(Actor? Actor, PersonSession? Session, SignInRefusal? Refusal, string? Code);

/// <summary>Signing in and out, with everything that is kept of it.</summary>
public static class SignIns
{
    public const string SignedIn = "サインイン";
    public const string SignedOut = "サインアウト";
    public const string Refused = "サインインの拒否";

    /// <summary>Subject of what no person of the register stands behind.</summary>
    public const string Nobody = "sign-in";

    public const string UnknownPage = "/admin/unknown-sign-ins";

    /// <summary>Somebody whom the provider has proved: finds the person, brings their roles in line, begins a session.</summary>
    /// <param name="db">The context.</param>
    /// <param name="identity">Who, as the provider says.</param>
    /// <param name="rules">The city's.</param>
    /// <param name="previous">The session the same browser had, which is over now.</param>
    /// <param name="address">Network address of the request.</param>
    /// <param name="now">When.</param>
    /// <param name="cancel">Stops it; nothing is saved then.</param>
    public static async Task<SignInOutcome> ByProviderAsync(
        GovernanceDbContext db, ProviderIdentity identity, SignInRules rules, Guid? previous, string? address, DateTimeOffset now, CancellationToken cancel)
    {
        var personId = await db.ExternalIdentities.Where(i => i.UnlinkedAt == null && i.Issuer == identity.Issuer && i.Subject == identity.Subject)
            .Select(i => (int?)i.PersonId).SingleOrDefaultAsync(cancel);
        if (personId is null)
        {
            return await UnknownAsync(db, identity, address, now, cancel);
        }

        await using var alone = await FinishProof.AloneAsync(db, cancel);
        var person = await db.People.Include(p => p.Assignments).SingleAsync(p => p.Id == personId, cancel);
        var outcome = person.LockedAt is null ? await EnterAsync(db, person, identity, rules, previous, address, now, cancel) : null;
        outcome ??= await RefuseAsync(db, person.LockedAt is null ? SignInRefusal.NoRole : SignInRefusal.Locked, person, null, address, now, cancel);
        await alone.CommitAsync(cancel);
        return outcome;
    }

    /// <summary>Begins a session of somebody who has a role today; null where there is none.</summary>
    public static async Task<SignInOutcome?> StartAsync(
        GovernanceDbContext db, Person person, PersonSession session, Guid? previous, string? address, string? remark, DateTimeOffset now, CancellationToken cancel)
    {
        if (await Actor.LoadAsync(db, person.Id, TokyoTime.DayOf(now), cancel) is not { Assignments.Count: > 0 } loaded)
        {
            return null;
        }

        var actor = loaded with { Address = address };
        if (previous is { } id && await db.Sessions.FindAsync([id], cancel) is { } before)
        {
            before.End(now);
        }

        session.Address = address;
        db.Sessions.Add(session);
        await db.SaveAsync(actor, new Act(SignedIn, $"person:{person.Id}", person.Name, string.Concat(session.Method.Label(), remark)), now, cancel);
        return new(actor, session, null, null);
    }

    /// <returns>The ended session; null where it was over before.</returns>
    public static async Task<PersonSession?> EndAsync(GovernanceDbContext db, Guid sessionId, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.Sessions.FindAsync([sessionId], cancel) is not { } session || session.IsOver(now))
        {
            return null;
        }

        session.End(now);
        await db.SaveAsync(actor, new Act(SignedOut, $"person:{actor.PersonId}", actor.Name), now, cancel);
        return session;
    }

    /// <summary>The open sessions of a person, the newest first.</summary>
    public static IQueryable<PersonSession> OpenOf(GovernanceDbContext db, int personId, DateTimeOffset now) =>
        db.Sessions.Where(s => s.PersonId == personId && s.EndedAt == null && s.EndsAt > now).OrderByDescending(s => s.StartedAt).ThenBy(s => s.Id);

    /// <summary>A person ends sessions of their own in other browsers than the one they sit at.</summary>
    /// <param name="db">The context.</param>
    /// <param name="here">The session they sit at, which goes on.</param>
    /// <param name="only">One of the others; null for all of them.</param>
    /// <param name="actor">Whose.</param>
    /// <param name="now">When.</param>
    /// <param name="cancel">Stops it; nothing is saved then.</param>
    /// <returns>Those that were ended; none where they were over before or are not the person's.</returns>
    public static async Task<IReadOnlyList<Guid>> EndOthersAsync(GovernanceDbContext db, Guid here, Guid? only, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var ended = await OpenOf(db, actor.PersonId!.Value, now).Where(s => s.Id != here && (only == null || s.Id == only)).ToListAsync(cancel);
        if (ended.Count > 0)
        {
            ended.ForEach(s => s.End(now));
            await db.SaveAsync(actor, new Act("ほかの端末からのサインアウト", $"person:{actor.PersonId}", actor.Name, $"{ended.Count}台"), now, cancel);
        }

        return [.. ended.Select(s => s.Id)];
    }

    /// <summary>Ends every session of a person, in every browser; the caller saves.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> EndAllAsync(GovernanceDbContext db, int personId, DateTimeOffset now, CancellationToken cancel)
    {
        var open = await db.Sessions.Where(s => s.PersonId == personId && s.EndedAt == null && s.EndsAt > now).ToListAsync(cancel);
        open.ForEach(s => s.End(now));
        return open.Count;
    }

    /// <summary>Says who an unknown person is. The person is told: whoever links an account of their own could act in somebody's name.</summary>
    public static async Task<ExternalIdentity> LinkAsync(
        GovernanceDbContext db, UnknownSignIn signIn, Person person, string? reason, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var identity = signIn.Link(person, actor, now);
        db.ExternalIdentities.Add(identity);
        var told = new Notification(
            FormattableString.Invariant($"identity:{signIn.Code}:{now.UtcDateTime:yyyyMMddHHmmss}"), person.Id, "認証基盤の利用者があなたに結び付けられました",
            $"{actor.Title} {actor.Name}が、照会番号 {signIn.Code} の利用者をあなたに結び付けました。心当たりがないときは、すぐに管理者に連絡してください。", "/notifications", now);
        await Outbox.AddMissingAsync(db, [told], cancel);
        await db.SaveAsync(actor, new Act("認証基盤との結び付け", $"person:{person.Id}", person.Name, reason), now, cancel);
        return identity;
    }

    /// <summary>Keeps in the audit trail that somebody was refused; of the person no more than who they are in the register.</summary>
    public static async Task<SignInOutcome> RefuseAsync(
        GovernanceDbContext db, SignInRefusal refusal, Person? person, string? remark, string? address, DateTimeOffset now, CancellationToken cancel)
    {
        var code = ReferenceCode.New();
        await db.SaveAsync(Actor.System with { Address = address }, Refusal(refusal, code, person, remark), now, cancel);
        return new(null, null, refusal, code);
    }

    static Act Refusal(SignInRefusal refusal, string code, Person? person, string? remark) => new(
        Refused, person is null ? Nobody : $"person:{person.Id}", person?.Name ?? $"照会番号 {code}", $"{refusal.Label()}{remark}（照会番号 {code}）");

    static async Task<SignInOutcome?> EnterAsync(
        GovernanceDbContext db, Person person, ProviderIdentity identity, SignInRules rules, Guid? previous, string? address, DateTimeOffset now, CancellationToken cancel)
    {
        string? remark = null;
        if (identity.HasTooManyClaims)
        {
            remark = "。グループが多すぎて認証基盤が答えないため、役割は前のままにしました";
        }
        else
        {
            await FollowAsync(db, person, identity, rules.Precedence, address, now, cancel);
        }

        var session = new PersonSession(person, SignInMethod.Provider, identity.AuthenticatedAt, rules.Longest, now) { SignOutHint = identity.SignOutHint };
        return await StartAsync(db, person, session, previous, address, remark, now, cancel);
    }

    static async Task FollowAsync(
        GovernanceDbContext db, Person person, ProviderIdentity identity, RolePrecedence precedence, string? address, DateTimeOffset now, CancellationToken cancel)
    {
        var today = TokyoTime.DayOf(now);
        var table = await db.ProviderRoles.AsNoTracking()
            .Where(r => r.EndedAt == null && r.Department.ValidFrom <= today && (r.Department.ValidTo == null || r.Department.ValidTo >= today)).OrderBy(r => r.Id).ToListAsync(cancel);
        if (table.Count == 0)
        {
            return;
        }

        var others = await Administrators(db, today).CountAsync(id => id != person.Id, cancel);
        var followed = person.Follow([.. table.Where(r => identity.Claims.Contains(r.Claim, StringComparer.Ordinal))], precedence, others, today);
        db.RemoveRange(followed.Undone);
        if (followed.ChangesNothing)
        {
            return;
        }

        var undone = followed.Undone.Select(a => new Change($"役割「{a.Role.Label()}」", "今日与えた役割の取消し", Wareki.Iso(today), null));
        await db.SaveAsync(
            Actor.System with { Address = address },
            new Act("認証基盤による役割の変更", $"person:{person.Id}", person.Name, followed.Kept is null ? precedence.Label() : $"{precedence.Label()}。最後の管理者の役割は残しました", [.. undone]),
            now, cancel);
    }

    /// <summary>People who are administrators on the day and are not locked, each once.</summary>
    public static IQueryable<int> Administrators(GovernanceDbContext db, DateOnly day) => db.People
        .Where(p => p.LockedAt == null && p.Assignments.Any(a => a.Role == Role.Administrator && a.ValidFrom <= day && (a.ValidTo == null || a.ValidTo >= day)))
        .Select(p => p.Id);

    static async Task<SignInOutcome> UnknownAsync(GovernanceDbContext db, ProviderIdentity identity, string? address, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            return await KeepUnknownAsync(db, identity, address, now, cancel);
        }
        catch (Exception e) when (e is StaleForm or DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } })
        {
            // The same person, twice at one moment.
            db.ChangeTracker.Clear();
            return await KeepUnknownAsync(db, identity, address, now, cancel);
        }
    }

    static async Task<SignInOutcome> KeepUnknownAsync(GovernanceDbContext db, ProviderIdentity identity, string? address, DateTimeOffset now, CancellationToken cancel)
    {
        var row = await db.UnknownSignIns.FirstOrDefaultAsync(s => s.Issuer == identity.Issuer && s.Subject == identity.Subject, cancel);
        var isNews = row is null || row.State == UnknownSignInState.Linked;
        if (row is null)
        {
            row = new UnknownSignIn(identity.Issuer, identity.Subject, identity.Name, now);
            db.UnknownSignIns.Add(row);
        }
        else
        {
            row.TryAgain(identity.Name, now);
        }

        if (isNews)
        {
            var today = TokyoTime.DayOf(now);
            var administrators = (await Receivers.OnAsync(db, today, cancel)).Of(Role.Administrator);
            await Outbox.AddMissingAsync(
                db,
                [.. administrators.Select(a => new Notification(
                    $"unknown-sign-in:{row.Code}:{Wareki.Iso(today)}", a, $"登録のない人がサインインしようとしました（照会番号 {row.Code}）", "登録されている人に結び付けるか、却下してください。", UnknownPage, now))],
                cancel);
        }

        await db.SaveAsync(Actor.System with { Address = address }, Refusal(SignInRefusal.Unknown, row.Code, null, null), now, cancel);
        return new(null, null, SignInRefusal.Unknown, row.Code);
    }
}
