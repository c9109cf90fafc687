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
        ("費用審査", "/costs", Permission.SeeProposals),
        ("条件", "/conditions", Permission.SeeProposals),
        ("効果検証", "/effects", Permission.SeeProposals),
        ("推進会議", "/council", Permission.SeeCouncil),
        ("推進会議の指摘", "/action-items", Permission.SeeActionItems),
        ("検索", "/search", Permission.SeeProposals),
        ("CIOダッシュボード", "/dashboard", Permission.SeeDashboard),
        ("DX方針", "/policy", Permission.SeePolicy),
        ("20業務", "/operations", Permission.SeeOperations),
        ("工程表", "/milestones", Permission.SeeOperations),
        ("運用経費", "/running-costs", Permission.SeeRunningCosts),
        ("計画の確認・決定", "/plans", Permission.SeeOperations),
        ("リスク・課題", "/risks", Permission.SeeOperations),
        ("月次報告", "/rounds", Permission.FollowRound),
        ("報告書", "/reports", Permission.SeeReports),
        ("会議資料", "/meetings", Permission.SeePublishedReports),
        ("公開された報告書", "/reports/published", Permission.SeePublishedReports),
        ("代理", "/deputies", Permission.AppointDeputy),
        ("代理", "/deputies", Permission.ManageDeputies),
        ("完了できない案件", "/proposals/stuck", Permission.ManageDeputies),
        ("審査の基準表", "/admin/templates", Permission.EditTemplates),
        ("判定のしきい値", "/admin/thresholds", Permission.EditThresholds),
        ("監査証跡", "/audit", Permission.SeeAudit),
        ("システムの状態", "/admin/system", Permission.SeeSystem),
        ("保存期間と廃棄", "/admin/retention", Permission.SeeRetention),
        ("ジョブ", "/admin/jobs", Permission.ManageJobs),
        ("組織と権限", "/admin/organization", Permission.SeeOrganization),
        ("役割", "/admin/roles", Permission.ManageRoles),
        ("人事異動", "/admin/transfers", Permission.ManageRoles),
        ("メールの送信", "/admin/mail", Permission.ManageMail),
        ("メールアドレス", "/admin/addresses", Permission.ManageMail),
        ("人とサインイン", "/admin/people", Permission.ManageSignIn),
        ("APIキー", "/admin/api-keys", Permission.ManageApiKeys),
        ("データの取得（API）", "/api", Permission.SeeReports),
    ];

    /// <summary>What the actor may open.</summary>
    public static IReadOnlyList<(string Text, string Href)> For(Actor actor) => [.. Entries.Where(e => actor.Can(e.Permission)).DistinctBy(e => e.Href).Select(e => (e.Text, e.Href))];

    /// <summary>The same as shown on the page of a path.</summary>
    public static IReadOnlyList<MenuItem> At(PathString path, IReadOnlyList<(string Text, string Href)> entries)
    {
        var current = Current(path);
        return [.. entries.Select(e => new MenuItem(e.Text, e.Href, e.Href == current))];
    }

    /// <summary>The longest address under which the page lies.</summary>
    static string? Current(PathString path) => path == "/"
        ? "/"
        : Entries.Select(e => e.Href).Where(href => href != "/" && path.StartsWithSegments(href, StringComparison.Ordinal)).MaxBy(href => href.Length);
}
