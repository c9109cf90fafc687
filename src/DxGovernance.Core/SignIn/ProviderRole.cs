using System.ComponentModel;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.SignIn;

/// <summary>Whether roles that administrators have given stay when the provider does not name them.</summary>
public enum RolePrecedence
{
    ProductWins,
    ProviderWins,
}

/// <summary>
/// 認証基盤の役割の対応: who carries a group or app role of the provider has a role here, in a department, with a title. A row is never changed,
/// only ended; the roles that came from it end with it.
/// </summary>
public sealed class ProviderRole
{
    public const int ClaimMaxLength = 200;

    ProviderRole()
    {
    }

    public ProviderRole(string claim, Role role, string title, Department department, Actor actor)
    {
        actor.Require(Permission.ManageSignIn, null);
        RuleViolation.Require(!string.IsNullOrWhiteSpace(claim), "provider-role-claim", "認証基盤の役割またはグループの値を入力してください。", "Claim");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(title), "role-needs-title", "職名を入力してください。", "Title");
        (Claim, Role, Title, Department, DepartmentId) = (claim.Trim(), role, title.Trim(), department, department.Id);
    }

    public int Id { get; private set; }

    /// <summary>Compared letter by letter.</summary>
    [DisplayName("認証基盤の値")]
    public string Claim { get; private set; } = "";

    [DisplayName("役割")]
    public Role Role { get; private set; }

    [DisplayName("職名")]
    public string Title { get; private set; } = "";

    public int DepartmentId { get; private set; }

    public Department Department { get; private set; } = null!;

    [DisplayName("終えた日時")]
    public DateTimeOffset? EndedAt { get; private set; }

    public void End(Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageSignIn, null);
        RuleViolation.Require(EndedAt is null, "provider-role-ended", "この対応はすでに終えられています。");
        EndedAt = now;
    }
}

public static class RolePrecedenceLabels
{
    public static string Label(this RolePrecedence precedence) => precedence switch
    {
        RolePrecedence.ProductWins => "この製品で与えた役割が優先",
        RolePrecedence.ProviderWins => "認証基盤の役割が優先",
    };

    public static string Explanation(this RolePrecedence precedence) => precedence switch
    {
        RolePrecedence.ProductWins => "管理者が与えた役割はそのまま残り、対応表の役割がそれに加わります。",
        RolePrecedence.ProviderWins => "サインインのたびに、その人の役割を対応表のとおりにします。管理者が与えた役割のうち対応表にないものは、そのときに終わります（最後の管理者の役割は残ります）。",
    };
}

sealed class ProviderRoleConfiguration : IEntityTypeConfiguration<ProviderRole>
{
    public void Configure(EntityTypeBuilder<ProviderRole> e)
    {
        e.Property(r => r.Claim).HasMaxLength(ProviderRole.ClaimMaxLength);
        e.Property(r => r.Title).HasMaxLength(RoleAssignment.TitleMaxLength);
        e.HasOne(r => r.Department).WithMany().HasForeignKey(r => r.DepartmentId);
        e.HasIndex(r => new { r.Claim, r.Role, r.DepartmentId }).IsUnique().HasFilter("ended_at is null");
    }
}
