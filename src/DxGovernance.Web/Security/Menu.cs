using DxGovernance.Core.Organization;
using DxGovernance.Web.TagHelpers;

namespace DxGovernance.Web.Security;

/// <summary>The main navigation, from the permission table.</summary>
public static class Menu
{
    static readonly (string Text, string Href, Permission Permission)[] Entries =
    [
        ("ホーム", "/", Permission.SeeHome),
        ("案件", "/proposals", Permission.SeeProposals),
        ("案件の状況", "/proposals/board", Permission.SeeAllProposals),
        ("条件", "/conditions", Permission.SeeProposals),
        ("効果検証", "/effects", Permission.SeeProposals),
        ("検索", "/search", Permission.SeeProposals),
        ("CIOダッシュボード", "/dashboard", Permission.SeeDashboard),
        ("20業務", "/operations", Permission.SeeOperations),
        ("工程表", "/milestones", Permission.SeeOperations),
        ("計画の確認・決定", "/plans", Permission.SeeOperations),
        ("リスク・課題", "/risks", Permission.SeeOperations),
        ("月次報告", "/rounds", Permission.FollowRound),
        ("報告書", "/reports", Permission.SeeReports),
        ("公開された報告書", "/reports/published", Permission.SeePublishedReports),
        ("代理", "/deputies", Permission.AppointDeputy),
        ("代理", "/deputies", Permission.ManageDeputies),
        ("完了できない案件", "/proposals/stuck", Permission.ManageDeputies),
        ("審査の基準表", "/admin/templates", Permission.EditTemplates),
        ("判定のしきい値", "/admin/thresholds", Permission.EditThresholds),
        ("監査証跡", "/audit", Permission.SeeAudit),
        ("ジョブ", "/admin/jobs", Permission.ManageJobs),
        ("組織と権限", "/admin/organization", Permission.SeeOrganization),
        ("役割", "/admin/roles", Permission.ManageRoles),
        ("人とサインイン", "/admin/people", Permission.ManageSignIn),
    ];

    public static IReadOnlyList<MenuItem> For(Actor actor, PathString path) =>
    [
        .. Entries.Where(e => actor.Can(e.Permission)).DistinctBy(e => e.Href).Select(e => new MenuItem(e.Text, e.Href, IsCurrent(e.Href, path))),
    ];

    static bool IsCurrent(string href, PathString path) =>
        href == "/" ? path == "/" : path.StartsWithSegments(href, StringComparison.Ordinal)
            && !Entries.Any(e => e.Href.Length > href.Length && path.StartsWithSegments(e.Href, StringComparison.Ordinal));
}
