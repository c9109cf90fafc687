using System.ComponentModel;
using DxGovernance.Core.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Organization;

/// <summary>
/// 代理: a person acts in a role of another person from a day to a day (both included). What the deputy decides (代決) waits in the
/// principal's 後閲. Never changed afterwards, only revoked.
/// </summary>
public sealed class Deputy
{
    Deputy()
    {
    }

    /// <summary>Appoints a deputy. Who may: the principal themselves for their own role, or who has the permission for all.</summary>
    /// <param name="principal">Whose role; needs the assignments loaded.</param>
    /// <param name="role">The role lent; held by the principal during the whole period.</param>
    /// <param name="deputy">Who will act.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <param name="reason">Shown to everybody who sees the list, e.g. 出張.</param>
    /// <param name="actor">Who appoints.</param>
    /// <param name="now">When.</param>
    public Deputy(Person principal, Role role, Person deputy, DateOnly from, DateOnly to, string reason, Actor actor, DateTimeOffset now)
    {
        RequireMayChange(principal.Id, actor);
        RuleViolation.Require(principal.Id != deputy.Id, "deputy-self", "本人を代理にはできません。別の人を選んでください。", "Deputy");
        RuleViolation.Require(to >= from, "deputy-period", "終わりの日が始まりの日より前です。始まりの日以降の日を入力してください。", "To");
        RuleViolation.Require(to >= TokyoTime.DayOf(now), "deputy-past", "過ぎた期間の代理は登録できません。今日以降の日を入力してください。", "To");
        RuleViolation.Require(
            principal.Assignments.Any(a => a.Role == role && a.ValidFrom <= from && (a.ValidTo is null || a.ValidTo >= to)),
            "deputy-role-not-held",
            $"「{principal.Name}」は、期間の全ての日に「{role.Label()}」の役割を持っていません。役割か期間を直してください。",
            "Role");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "deputy-needs-reason", "代理を置く理由を入力してください。", "Reason");
        (Principal, PrincipalId, Role, Person, PersonId) = (principal, principal.Id, role, deputy, deputy.Id);
        (ValidFrom, ValidTo, Reason) = (from, to, reason.Trim());
    }

    public int Id { get; private set; }

    public int PrincipalId { get; private set; }

    public Person Principal { get; private set; } = null!;

    [DisplayName("役割")]
    public Role Role { get; private set; }

    public int PersonId { get; private set; }

    public Person Person { get; private set; } = null!;

    [DisplayName("始まりの日")]
    public DateOnly ValidFrom { get; private set; }

    [DisplayName("終わりの日")]
    public DateOnly ValidTo { get; private set; }

    [DisplayName("理由")]
    public string Reason { get; private set; } = "";

    /// <summary>From this day on the deputy acts no more.</summary>
    [DisplayName("取消しの日")]
    public DateOnly? RevokedOn { get; private set; }

    public uint Version { get; private set; }

    public bool IsOver(DateOnly day) => RevokedOn is not null || ValidTo < day;

    public void Revoke(Actor actor, DateTimeOffset now)
    {
        RequireMayChange(PrincipalId, actor);
        RuleViolation.Require(!IsOver(TokyoTime.DayOf(now)), "deputy-over", "この代理はすでに終わっています。");
        RevokedOn = TokyoTime.DayOf(now);
    }

    static void RequireMayChange(int principalId, Actor actor)
    {
        if (actor.PersonId == principalId && !actor.Can(Permission.ManageDeputies, null))
        {
            actor.Require(Permission.AppointDeputy, actor.DepartmentIds.Cast<int?>().FirstOrDefault());
        }
        else
        {
            actor.Require(Permission.ManageDeputies, null);
        }
    }
}

sealed class DeputyConfiguration : IEntityTypeConfiguration<Deputy>
{
    public void Configure(EntityTypeBuilder<Deputy> e)
    {
        e.Property(d => d.Reason).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(d => d.Version).IsRowVersion();
        e.HasOne(d => d.Principal).WithMany().HasForeignKey(d => d.PrincipalId);
        e.HasOne(d => d.Person).WithMany().HasForeignKey(d => d.PersonId);
        e.HasIndex(d => new { d.PersonId, d.ValidTo });
        e.ToTable(t => t.HasCheckConstraint("ck_deputies_period", "valid_to >= valid_from and principal_id <> person_id"));
    }
}
