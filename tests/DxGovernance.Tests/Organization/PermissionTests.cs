using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Organization;

public class PermissionTests
{
    static readonly Permission[] Changing =
    [
        Permission.ReportProgress, Permission.EditOperation, Permission.PreparePlan, Permission.CheckPlan, Permission.DecideRebaseline,
        Permission.OverrideColour, Permission.RequestReport, Permission.PublishReport, Permission.ImportPublishedRates,
        Permission.EditThresholds, Permission.ManageJobs, Permission.ManageOrganization, Permission.WriteProposal, Permission.ConfirmProposal, Permission.ReceiveProposal,
        Permission.ReviewProposal, Permission.DecideLightProposal, Permission.DecideProposal, Permission.RecordCouncilJudgement,
        Permission.CorrectProposal, Permission.EditTemplates, Permission.AppointDeputy, Permission.ManageDeputies, Permission.ManageRoles,
        Permission.PrepareCouncil, Permission.ReportActionItem,
        Permission.ReportInitiative, Permission.EditPolicy,
        Permission.EnterRunningCosts, Permission.ConfirmRunningCosts,
        Permission.ManageMail,
        Permission.ManageSignIn,
        Permission.ManageApiKeys,
        Permission.ManageRetention, Permission.ApproveDisposal,
    ];

    static readonly Permission[] Reading =
    [
        Permission.SeeHome, Permission.SeeOperations, Permission.SeeAllOperations, Permission.SeeDashboard, Permission.FollowRound,
        Permission.SeeReports, Permission.SeePublishedReports, Permission.SeeAudit, Permission.SeeOrganization,
        Permission.SeeProposals, Permission.SeeAllProposals, Permission.SeeCouncil, Permission.SeeActionItems,
        Permission.SeePolicy, Permission.SeeRunningCosts, Permission.SeeSystem, Permission.SeeRetention,
    ];

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    public static TheoryData<Permission> All => [.. Enum.GetValues<Permission>()];

    [Fact]
    public void Every_permission_is_known_here_as_reading_or_changing() =>
        Changing.Concat(Reading).Order().ShouldBe(Enum.GetValues<Permission>().Order());

    [Theory]
    [MemberData(nameof(Roles))]
    public void Every_role_has_a_label_a_home_and_only_labelled_permissions(Role role)
    {
        role.Label().ShouldNotBeNullOrWhiteSpace();
        Permissions.Of(role).ShouldContain(Permission.SeeHome);
        Permissions.Of(role).ShouldAllBe(p => p.Label().Length > 0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_permission_is_granted_to_somebody(Permission permission) =>
        Enum.GetValues<Role>().ShouldContain(r => Permissions.Of(r).Contains(permission));

    [Fact]
    public void No_two_permissions_share_a_label() =>
        Enum.GetValues<Permission>().Select(p => p.Label()).ShouldBeUnique();

    [Theory]
    [InlineData(Role.DepartmentStaff)]
    [InlineData(Role.DepartmentHead)]
    [InlineData(Role.DxTeam)]
    public void A_department_role_is_never_city_wide_and_never_sees_everything(Role role)
    {
        role.IsCityWide().ShouldBeFalse();
        Permissions.Of(role).ShouldNotContain(Permission.SeeAllOperations);
        Permissions.Of(role).ShouldNotContain(Permission.SeeAudit);
        Given.Acting(role, 7).Can(Permission.SeeOperations, 7).ShouldBeTrue();
        Given.Acting(role, 7).Can(Permission.SeeOperations, 8).ShouldBeFalse();
        Given.Acting(role, 7).Can(Permission.SeeOperations, null).ShouldBeFalse();
        Given.Acting(role, 7).DepartmentIds.ShouldBe([7]);
    }

    [Theory]
    [InlineData(Role.PmoOffice)]
    [InlineData(Role.PmoMember)]
    [InlineData(Role.Cio)]
    [InlineData(Role.Auditor)]
    public void A_city_wide_role_sees_every_department(Role role)
    {
        Given.Acting(role, 7).Can(Permission.SeeAllOperations, 8).ShouldBeTrue();
        Given.Acting(role, 7).Can(Permission.SeeAllOperations, null).ShouldBeTrue();
        Given.Acting(role, 7).DepartmentIds.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Council)]
    [InlineData(Role.DxTeam)]
    public void Who_only_reads_can_change_nothing(Role role) =>
        Permissions.Of(role).Intersect(Changing).ShouldBeEmpty();

    [Fact]
    public void The_council_sees_only_what_was_published_to_it() =>
        Permissions.Of(Role.Council).Order().ShouldBe([Permission.SeeHome, Permission.SeePublishedReports]);

    [Fact]
    public void The_administrator_runs_jobs_but_touches_no_figures() =>
        Permissions.Of(Role.Administrator).Intersect(Changing).Order().ShouldBe([Permission.ManageJobs, Permission.ManageOrganization, Permission.ManageDeputies, Permission.ManageRoles, Permission.ManageMail, Permission.ManageSignIn, Permission.ManageApiKeys, Permission.ManageRetention]);

    [Fact]
    public void Nobody_both_prepares_and_checks_or_checks_and_decides_by_one_role()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            Permissions.Of(role).Intersect([Permission.PreparePlan, Permission.CheckPlan, Permission.DecideRebaseline]).Count().ShouldBeLessThan(2);
            Permissions.Of(role).Intersect([Permission.WriteProposal, Permission.ReceiveProposal, Permission.DecideLightProposal, Permission.DecideProposal])
                .Count().ShouldBeLessThan(2);
            Permissions.Of(role).Intersect([Permission.ManageRetention, Permission.ApproveDisposal]).Count().ShouldBeLessThan(2);
        }
    }

    [Fact]
    public void A_permission_in_one_department_is_not_lent_to_another()
    {
        var actor = new Actor(
            1, "試験", "課長", [new(Role.DepartmentHead, "課長", [7]), new(Role.DxTeam, "推進員", [8])]);
        actor.Can(Permission.ReportProgress, 7).ShouldBeTrue();
        actor.Can(Permission.ReportProgress, 8).ShouldBeFalse();
        actor.Can(Permission.SeeOperations, 8).ShouldBeTrue();
    }

    [Fact]
    public void A_missing_permission_is_refused_with_its_name()
    {
        var refusal = Refused.ForLackOfPermission(() => Given.Acting(Role.Auditor).Require(Permission.OverrideColour, null));
        refusal.Message.ShouldContain(Permission.OverrideColour.Label());
        Should.NotThrow(() => Given.Acting(Role.Cio).Require(Permission.OverrideColour, null));
    }

    [Fact]
    public void Scheduled_work_has_a_name_and_no_permission()
    {
        Actor.System.PersonId.ShouldBeNull();
        Actor.System.Name.ShouldBe("自動処理");
        Enum.GetValues<Permission>().ShouldAllBe(p => !Actor.System.Can(p));
    }
}
