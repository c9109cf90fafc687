using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Notifications;

/// <summary>A role held on a day, with the departments it covers: its own and the sections below it.</summary>
public sealed record Holder(int PersonId, Role Role, IReadOnlyList<int> DepartmentIds)
{
    public bool Covers(int? departmentId) => departmentId is { } id && DepartmentIds.Contains(id);

    public static async Task<IReadOnlyList<Holder>> OnAsync(
        GovernanceDbContext db, DateOnly day, CancellationToken cancel, params Role[] roles)
    {
        var held = await db.People.AsNoTracking()
            .SelectMany(p => p.Assignments)
            .Where(a => roles.Contains(a.Role) && a.ValidFrom <= day && (a.ValidTo == null || a.ValidTo >= day))
            .OrderBy(a => a.Id)
            .Select(a => new
            {
                a.PersonId,
                a.Role,
                a.DepartmentId,
                Children = db.Departments.Where(d => d.ParentId == a.DepartmentId).Select(d => d.Id).ToArray(),
            })
            .ToListAsync(cancel);
        return [.. held.Select(a => new Holder(a.PersonId, a.Role, [a.DepartmentId, .. a.Children]))];
    }
}

/// <summary>The way into the table of notifications: what is there already is not added again, so that every sender may be repeated.</summary>
public static class Outbox
{
    /// <summary>In the place of a key, beside the keys: one statement asks for both.</summary>
    const string Locked = "";

    /// <summary>Adds the rows whose (person, key) does not exist yet and whose person is not locked; the caller saves.</summary>
    /// <returns>How many were added.</returns>
    public static async Task<int> AddMissingAsync(GovernanceDbContext db, IReadOnlyCollection<Notification> notifications, CancellationToken cancel)
    {
        var keys = notifications.Select(n => n.Key).Distinct().ToArray();
        var people = notifications.Select(n => n.PersonId).Distinct().ToArray();
        var known = await db.Notifications.AsNoTracking()
            .Where(n => people.Contains(n.PersonId) && keys.Contains(n.Key))
            .Select(n => new { n.PersonId, n.Key })
            .Concat(db.People.Where(p => people.Contains(p.Id) && p.LockedAt != null).Select(p => new { PersonId = p.Id, Key = Locked }))
            .ToListAsync(cancel);
        var missing = notifications
            .DistinctBy(n => (n.PersonId, n.Key))
            .Where(n => !known.Any(k => k.PersonId == n.PersonId && (k.Key == n.Key || k.Key == Locked)))
            .ToList();
        db.Notifications.AddRange(missing);
        return missing.Count;
    }
}
