using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Notifications;

/// <summary>The deputy, and the principal where somebody else decided, are told of a deputyship that begins or is taken back.</summary>
public static class DeputyNotices
{
    public static Task AppointedAsync(GovernanceDbContext db, Deputy deputy, Actor actor, DateTimeOffset now, CancellationToken cancel) => AddAsync(
        db, deputy, "appointed", actor, now,
        $"{deputy.Principal.Name}の「{deputy.Role.Label()}」の代理になりました",
        $"{deputy.Person.Name}があなたの「{deputy.Role.Label()}」の代理になりました",
        $"期間：{Wareki.Both(deputy.ValidFrom)}から{Wareki.Both(deputy.ValidTo)}まで\n理由：{deputy.Reason}\n代理として決めたことは、本人の後閲に回ります。",
        cancel);

    public static Task RevokedAsync(GovernanceDbContext db, Deputy deputy, Actor actor, DateTimeOffset now, CancellationToken cancel) => AddAsync(
        db, deputy, "revoked", actor, now,
        $"{deputy.Principal.Name}の「{deputy.Role.Label()}」の代理が取り消されました",
        $"{deputy.Person.Name}によるあなたの「{deputy.Role.Label()}」の代理が取り消されました",
        $"{Wareki.Both(TokyoTime.DayOf(now))}から、代理として操作できません。",
        cancel);

    static async Task AddAsync(
        GovernanceDbContext db, Deputy deputy, string what, Actor actor, DateTimeOffset now, string toDeputy, string toPrincipal, string body, CancellationToken cancel)
    {
        Notification New(int person, string subject) => new(
            FormattableString.Invariant($"deputy:{what}:{deputy.PrincipalId}:{deputy.PersonId}:{now.UtcDateTime:yyyyMMddHHmmssffffff}"), person, subject, body, "/deputies", now);
        Notification[] rows = [New(deputy.PersonId, toDeputy), New(deputy.PrincipalId, toPrincipal)];
        await Outbox.AddMissingAsync(db, [.. rows.Where(r => r.PersonId != actor.PersonId)], cancel);
    }
}
