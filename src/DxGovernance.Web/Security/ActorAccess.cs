using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace DxGovernance.Web.Security;

/// <summary>
/// Who acts in this request, by which session. Both are read from the database at most every few seconds, so that a role that was taken away, a
/// lock and a sign-out elsewhere work within that time on every node (docs/adr/0007).
/// </summary>
public sealed class ActorAccess(GovernanceDbContext db, IMemoryCache cache, DemoDoor demo, TimeProvider clock)
{
    static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    public async Task<SignedIn?> FindAsync(Guid sessionId, int personId, CancellationToken cancel)
    {
        var session = await cache.GetOrCreateAsync(Key(sessionId), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Freshness;
            return db.Sessions.AsNoTracking().FirstOrDefaultAsync(s => s.Id == sessionId, cancel);
        });
        if (session is null || session.PersonId != personId || session.IsOver(clock.GetUtcNow()) || (session.Method == SignInMethod.Demo && !demo.IsBuilt))
        {
            return null;
        }

        var found = await cache.GetOrCreateAsync(Key(personId), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Freshness;
            return ReadAsync(personId, cancel);
        });
        return found is null ? null : new(found, session);
    }

    /// <summary>Makes the next request read the person again.</summary>
    public void Forget(int personId) => cache.Remove(Key(personId));

    /// <summary>Makes the next request read the session again.</summary>
    public void Forget(Guid sessionId) => cache.Remove(Key(sessionId));

    async Task<KnownPerson?> ReadAsync(int personId, CancellationToken cancel)
    {
        var actor = await Actor.LoadAsync(db, personId, clock.Today(), cancel);
        return actor is null || actor.Assignments.Count == 0
            ? null
            : new(actor, await db.Notifications.CountAsync(n => n.PersonId == personId && n.ReadAt == null, cancel));
    }

    static (string, object) Key(object id) => (nameof(ActorAccess), id);
}

/// <summary>A person as read, with what the header says of them; made once for all requests that share the reading.</summary>
public sealed record KnownPerson(Actor Actor, int UnreadNotices)
{
    public string RoleNames { get; } = string.Join('・', Actor.Roles.Select(r => r.Label()));

    public IReadOnlyList<(string Text, string Href)> Menu { get; } = Security.Menu.For(Actor);
}

public sealed record SignedIn(KnownPerson Person, PersonSession Session)
{
    public Actor Actor => Person.Actor;
}

public static class SignedInRequest
{
    /// <summary>The actor of a signed-in request.</summary>
    public static Actor Actor(this HttpContext http) => http.SignedIn()?.Actor
        ?? throw new NotPermitted("サインインしていません。サインインしてからもう一度操作してください。");

    public static SignedIn? SignedIn(this HttpContext http) => http.Features.Get<SignedIn>();
}
