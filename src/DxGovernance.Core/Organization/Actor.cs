using DxGovernance.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Organization;

/// <summary>Who acts, with the name and title that every ledger row keeps, and what they may do today.</summary>
public sealed record Actor(int? PersonId, string Name, string Title, IReadOnlyList<ActorAssignment> Assignments)
{
    /// <summary>Scheduled work that no person started.</summary>
    public static Actor System { get; } = new(null, "自動処理", "システム", []);

    /// <summary>Network address the request came from; null for scheduled work and verbs.</summary>
    public string? Address { get; init; }

    /// <summary>For whom the actor acts as deputy; null for acts of their own.</summary>
    public Principal? For { get; init; }

    public IEnumerable<Role> Roles => Assignments.Select(a => a.Role).Distinct();

    public bool Can(Permission permission) => Assignments.Any(a => Permissions.Of(a.Role).Contains(permission));

    /// <summary>True where a role grants the permission and either is city-wide or covers the department.</summary>
    public bool Can(Permission permission, int? departmentId) => Assignments.Any(a =>
        Permissions.Of(a.Role).Contains(permission)
        && (a.Role.IsCityWide() || (departmentId is { } id && a.DepartmentIds.Contains(id))));

    public void Require(Permission permission, int? departmentId)
    {
        if (!Can(permission, departmentId))
        {
            throw new NotPermitted($"この操作には「{permission.Label()}」の権限が必要です。所管課または庁内PMO事務局に依頼してください。");
        }
    }

    /// <summary>
    /// The actor as they stand in the record of one act: with the title of the role that permits it and, where only a deputyship permits
    /// it, with the principal. An own role wins over a deputyship.
    /// </summary>
    /// <exception cref="NotPermitted">No role and no deputyship permits the act.</exception>
    public Actor Acting(Permission permission, int? departmentId)
    {
        Require(permission, departmentId);
        var granting = Assignments
            .Where(a => Permissions.Of(a.Role).Contains(permission) && (a.Role.IsCityWide() || (departmentId is { } id && a.DepartmentIds.Contains(id))))
            .OrderBy(a => a.For is not null)
            .First();
        return granting.For is null ? this with { Title = granting.Title, For = null } : this with { For = granting.For };
    }

    /// <summary>Everybody in whose name something happens: the person, and the principal of a deputy.</summary>
    public IEnumerable<int> PersonIds => new[] { PersonId, For?.PersonId }.OfType<int>();

    /// <summary>Departments whose rows the actor may see without a city-wide role.</summary>
    public int[] DepartmentIds => [.. Assignments.Where(a => !a.Role.IsCityWide()).SelectMany(a => a.DepartmentIds).Distinct()];

    /// <summary>The person with the roles held on the day, own and as deputy; null for one who is unknown or locked. One statement.</summary>
    public static async Task<Actor?> LoadAsync(GovernanceDbContext db, int personId, DateOnly day, CancellationToken cancel)
    {
        var person = await db.People.AsNoTracking()
            .Where(p => p.Id == personId && p.LockedAt == null)
            .Select(p => new
            {
                p.Name,
                Assignments = p.Assignments
                    .Where(a => a.ValidFrom <= day && (a.ValidTo == null || a.ValidTo >= day))
                    .OrderBy(a => a.Id)
                    .Select(a => new
                    {
                        a.Role,
                        a.Title,
                        a.DepartmentId,
                        Children = db.Departments.Where(d => d.ParentId == a.DepartmentId).Select(d => d.Id).ToArray(),
                    })
                    .ToList(),
                Deputyships = db.Deputies
                    .Where(d => d.PersonId == p.Id && d.RevokedOn == null && d.ValidFrom <= day && d.ValidTo >= day)
                    .SelectMany(d => d.Principal.Assignments
                        .Where(a => a.Role == d.Role && a.ValidFrom <= day && (a.ValidTo == null || a.ValidTo >= day))
                        .Select(a => new
                        {
                            a.Id,
                            a.Role,
                            a.Title,
                            a.DepartmentId,
                            d.PrincipalId,
                            PrincipalName = d.Principal.Name,
                            Children = db.Departments.Where(c => c.ParentId == a.DepartmentId).Select(c => c.Id).ToArray(),
                        }))
                    .OrderBy(a => a.Id)
                    .ToList(),
            })
            .AsSingleQuery()
            .FirstOrDefaultAsync(cancel);
        return person is null
            ? null
            : new Actor(
                personId,
                person.Name,
                person.Assignments.FirstOrDefault()?.Title ?? "",
                [
                    .. person.Assignments.Select(a => new ActorAssignment(a.Role, a.Title, [a.DepartmentId, .. a.Children])),
                    .. person.Deputyships.Select(a => new ActorAssignment(
                        a.Role, a.Title, [a.DepartmentId, .. a.Children], new Principal(a.PrincipalId, a.PrincipalName, a.Title))),
                ]);
    }
}

/// <summary>A role as held by an <see cref="Actor"/>: for its department and the sections below it.</summary>
/// <param name="For">Whose role it is where the actor is a deputy.</param>
public sealed record ActorAssignment(Role Role, string Title, IReadOnlyList<int> DepartmentIds, Principal? For = null);

/// <summary>本人 for whom a deputy acts, as they stand in the record.</summary>
public sealed record Principal(int PersonId, string Name, string Title)
{
    public string Text => $"{Title} {Name}".Trim();
}
