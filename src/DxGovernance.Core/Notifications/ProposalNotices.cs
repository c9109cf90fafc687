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
        var authors = proposal.AuthorIds;
        var people = db.People.Where(p => authors.Contains(p.Id)).Select(p => new { p.Id, Waits = false });
        if (proposal.Turn is { } turn)
        {
            people = WhoCan(db, turn, proposal.DepartmentId, day).Select(id => new { Id = id, Waits = true }).Concat(people);
        }

        var found = await people.Select(p => new { p.Id, p.Waits, IsTold = db.Notifications.Any(n => n.PersonId == p.Id && n.Key == key) }).ToListAsync(cancel);
        return [.. found.OrderByDescending(p => p.Waits).ThenBy(p => p.Id).DistinctBy(p => p.Id).Where(p => !p.IsTold).Select(p => (p.Id, p.Waits))];
    }

    /// <summary>Everybody who has the permission for the department on the day, by an own role or as deputy.</summary>
    public static async Task<IReadOnlyList<int>> WhoCanAsync(
        GovernanceDbContext db, Permission permission, int departmentId, DateOnly day, CancellationToken cancel) =>
        await WhoCan(db, permission, departmentId, day).OrderBy(id => id).ToListAsync(cancel);

    static IQueryable<int> WhoCan(GovernanceDbContext db, Permission permission, int departmentId, DateOnly day)
    {
        var roles = Enum.GetValues<Role>().Where(r => Permissions.Of(r).Contains(permission)).ToArray();
        var cityWide = roles.Where(r => r.IsCityWide()).ToArray();
        var holders = db.People.AsNoTracking()
            .SelectMany(p => p.Assignments)
            .Where(a => roles.Contains(a.Role) && a.ValidFrom <= day && (a.ValidTo == null || a.ValidTo >= day))
            .Where(a => cityWide.Contains(a.Role) || a.DepartmentId == departmentId || db.Departments.Any(d => d.Id == departmentId && d.ParentId == a.DepartmentId));
        var deputies =
            from d in db.Deputies.AsNoTracking()
            where d.RevokedOn == null && d.ValidFrom <= day && d.ValidTo >= day
            where holders.Any(a => a.PersonId == d.PrincipalId && a.Role == d.Role)
            select d.PersonId;
        return holders.Select(a => a.PersonId).Union(deputies);
    }
}
