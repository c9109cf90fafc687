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
        var waiting = proposal.Turn is { } turn ? await WhoCanAsync(db, turn, proposal.DepartmentId, TokyoTime.DayOf(now), cancel) : [];
        var told = waiting.ToHashSet();
        var link = $"/proposals/{proposal.Number}";
        Notification[] rows =
        [
            .. told.Select(p => New(p, $"{proposal.Caption}：{proposal.State.Label()}です", "内容を確かめ、次の操作をしてください。")),
            .. proposal.AuthorIds.Where(p => !told.Contains(p)).Select(p => New(p, $"{proposal.Caption}は「{proposal.State.Label()}」になりました", $"{entry.Label}（{actor.Name}）")),
        ];
        await Outbox.AddMissingAsync(db, [.. rows.Where(r => r.PersonId != actor.PersonId)], cancel);

        Notification New(int person, string subject, string body) => new(
            FormattableString.Invariant($"proposal:{proposal.Number}:{entry.Action}:{now.UtcDateTime:yyyyMMddHHmmssffffff}"),
            person,
            subject,
            string.Join('\n', new[] { body, entry.Reason is { } reason ? $"コメント：{reason}" : null }.OfType<string>()),
            link,
            now);
    }

    /// <summary>Everybody who has the permission for the department on the day, by an own role or as deputy.</summary>
    public static async Task<IReadOnlyList<int>> WhoCanAsync(
        GovernanceDbContext db, Permission permission, int departmentId, DateOnly day, CancellationToken cancel)
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
        return await holders.Select(a => a.PersonId).Union(deputies).OrderBy(id => id).ToListAsync(cancel);
    }
}
