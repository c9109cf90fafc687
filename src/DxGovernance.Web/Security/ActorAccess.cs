using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.Extensions.Caching.Memory;

namespace DxGovernance.Web.Security;

/// <summary>
/// Who acts in this request. Read from the database at most every few seconds a person, so that a role that was taken away stops
/// working within that time on every node (docs/adr/0007).
/// </summary>
public sealed class ActorAccess(GovernanceDbContext db, IMemoryCache cache, TimeProvider clock)
{
    static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    public async Task<SignedIn?> FindAsync(int personId, CancellationToken cancel)
    {
        if (cache.TryGetValue(Key(personId), out SignedIn? known))
        {
            return known;
        }

        var actor = await Actor.LoadAsync(db, personId, clock.Today(), cancel);
        var found = actor is null || actor.Assignments.Count == 0 ? null : new SignedIn(actor, await UnreadAsync(personId, cancel));
        return cache.Set(Key(personId), found, Freshness);
    }

    /// <summary>Makes the next request read the person again.</summary>
    public void Forget(int personId) => cache.Remove(Key(personId));

    async Task<int> UnreadAsync(int personId, CancellationToken cancel) =>
        await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.CountAsync(
            db.Notifications, n => n.PersonId == personId && n.ReadAt == null, cancel);

    static (string, int) Key(int personId) => (nameof(ActorAccess), personId);
}

public sealed record SignedIn(Actor Actor, int UnreadNotices)
{
    /// <summary>What the header says of the person; made once for all requests that share this reading.</summary>
    public string RoleNames { get; } = string.Join('・', Actor.Roles.Select(r => r.Label()));

    public IReadOnlyList<(string Text, string Href)> Menu { get; } = Security.Menu.For(Actor);
}

public static class SignedInRequest
{
    /// <summary>The actor of a signed-in request.</summary>
    public static Actor Actor(this HttpContext http) => http.SignedIn()?.Actor
        ?? throw new NotPermitted("サインインしていません。サインインしてからもう一度操作してください。");

    public static SignedIn? SignedIn(this HttpContext http) => http.Features.Get<SignedIn>();
}
