using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Notifications;

/// <summary>Who is told when a case has moved: whose turn it is now, deputies included, and those who wrote it. Read from the workflow table.</summary>
public static class ProposalNotices
{
    /// <summary>Adds the messages of the step just taken; call it before saving.</summary>
    /// <param name="db">The context.</param>
    /// <param name="proposal">After <see cref="Proposal.Perform"/>.</param>
    /// <param name="entry">What that returned.</param>
    /// <param name="actor">Who is not told of their own act.</param>
    /// <param name="now">When.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task AddAsync(
        GovernanceDbContext db, Proposal proposal, ProposalTransition entry, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var key = FormattableString.Invariant($"proposal:{proposal.Number}:{entry.Action}:{now.UtcDateTime:yyyyMMddHHmmssffffff}");
        var link = $"/proposals/{proposal.Number}";
        db.Notifications.AddRange((await ToldAsync(db, proposal, key, TokyoTime.DayOf(now), cancel)).Where(p => p.Id != actor.PersonId).Select(p => p.Waits
            ? New(p.Id, $"{proposal.Caption}：{proposal.State.Label()}です", "内容を確かめ、次の操作をしてください。")
            : New(p.Id, $"{proposal.Caption}は「{proposal.State.Label()}」になりました", $"{entry.Label}（{actor.Name}）")));

        Notification New(int person, string subject, string body) => new(
            key,
            person,
            subject,
            string.Join('\n', new[] { body, entry.Reason is { } reason ? $"コメント：{reason}" : null }.OfType<string>()),
            link,
            now);
    }

    /// <summary>Whose turn it is, and who wrote the case, without those who have the message already. One statement: whoever saves next waits for it.</summary>
    static async Task<IReadOnlyList<(int Id, bool Waits)>> ToldAsync(GovernanceDbContext db, Proposal proposal, string key, DateOnly day, CancellationToken cancel)
    {
        var found = await ReadAsync(db, proposal.AuthorIds, proposal.Turn, proposal.DepartmentId, day, key, cancel);
        return [.. found.OrderByDescending(p => p.Waits).ThenBy(p => p.Id).DistinctBy(p => p.Id).Where(p => !p.IsTold).Select(p => (p.Id, p.Waits))];
    }

    static async Task<IReadOnlyList<Told>> ReadAsync(
        GovernanceDbContext db, int[] authors, Permission? turn, int departmentId, DateOnly day, string key, CancellationToken cancel)
    {
        var (roles, cityWide) = turn is { } permission ? RolesWith(permission) : ([], []);
        var found = new List<Told>();
        await foreach (var told in CompiledQueries<Queries>.Of(db).WhoIsTold(db, authors, roles, cityWide, departmentId, day, key).WithCancellation(cancel))
        {
            found.Add(told);
        }

        return found;
    }

    /// <summary>Everybody who has the permission for the department on the day, by an own role or as deputy.</summary>
    public static async Task<IReadOnlyList<int>> WhoCanAsync(
        GovernanceDbContext db, Permission permission, int departmentId, DateOnly day, CancellationToken cancel) =>
        [.. (await ReadAsync(db, [], permission, departmentId, day, "", cancel)).Select(p => p.Id).Distinct().Order()];

    static (Role[] All, Role[] CityWide) RolesWith(Permission permission)
    {
        var roles = Enum.GetValues<Role>().Where(r => Permissions.Of(r).Contains(permission)).ToArray();
        return (roles, [.. roles.Where(r => r.IsCityWide())]);
    }

    sealed class Queries
    {
        /// <summary>Who has one of the roles for the department on the day, by an own role or as deputy, and the authors. Compiled once, because every step asks it.</summary>
        public readonly Func<GovernanceDbContext, int[], Role[], Role[], int, DateOnly, string, IAsyncEnumerable<Told>> WhoIsTold = EF.CompileAsyncQuery(
            (GovernanceDbContext db, int[] authors, Role[] roles, Role[] cityWide, int departmentId, DateOnly day, string key) => db.People
                .SelectMany(p => p.Assignments)
                .Where(a => roles.Contains(a.Role) && a.ValidFrom <= day && (a.ValidTo == null || a.ValidTo >= day))
                .Where(a => cityWide.Contains(a.Role) || a.DepartmentId == departmentId || db.Departments.Any(d => d.Id == departmentId && d.ParentId == a.DepartmentId))
                .Select(a => a.PersonId)
                .Union(db.Deputies
                    .Where(d => d.RevokedOn == null && d.ValidFrom <= day && d.ValidTo >= day && roles.Contains(d.Role))
                    .Where(d => d.Principal.Assignments.Any(a => a.Role == d.Role && a.ValidFrom <= day && (a.ValidTo == null || a.ValidTo >= day)
                        && (cityWide.Contains(a.Role) || a.DepartmentId == departmentId || db.Departments.Any(o => o.Id == departmentId && o.ParentId == a.DepartmentId))))
                    .Select(d => d.PersonId))
                .Select(id => new { Id = id, Waits = true })
                .Concat(db.People.Where(p => authors.Contains(p.Id)).Select(p => new { p.Id, Waits = false }))
                .Select(p => new Told(p.Id, p.Waits, db.Notifications.Any(n => n.PersonId == p.Id && n.Key == key))));
    }

    /// <summary>Somebody who is told of a step.</summary>
    /// <param name="Waits">It is their turn.</param>
    /// <param name="IsTold">They have the message already.</param>
    sealed record Told(int Id, bool Waits, bool IsTold);
}
