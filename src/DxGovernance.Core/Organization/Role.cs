namespace DxGovernance.Core.Organization;

/// <summary>What a person is for the governance of ICT. Held for a period, see <see cref="RoleAssignment"/>.</summary>
public enum Role
{
    DepartmentStaff,
    DepartmentHead,
    DxTeam,
    PmoOffice,
    PmoMember,
    Cio,
    Council,
    Auditor,
    Administrator,
}

/// <summary>What somebody may do. The only names that policies, menus and transitions use.</summary>
public enum Permission
{
    SeeHome,
    SeeOperations,
    SeeAllOperations,
    SeeDashboard,
    ReportProgress,
    EditOperation,
    PreparePlan,
    CheckPlan,
    DecideRebaseline,
    OverrideColour,
    FollowRound,
    SeeReports,
    RequestReport,
    PublishReport,
    SeePublishedReports,
    ImportPublishedRates,
    EditThresholds,
    SeeAudit,
    ManageJobs,
    SeeOrganization,
    ManageOrganization,
    SeeProposals,
    SeeAllProposals,
    WriteProposal,
    ConfirmProposal,
    ReceiveProposal,
    ReviewProposal,
    DecideLightProposal,
    DecideProposal,
    RecordCouncilJudgement,
    CorrectProposal,
    EditTemplates,
    AppointDeputy,
    ManageDeputies,
    ManageRoles,
    SeeCouncil,
    PrepareCouncil,
    SeeActionItems,
    ReportActionItem,
    SeePolicy,
    ReportInitiative,
    EditPolicy,
    SeeRunningCosts,
    EnterRunningCosts,
    ConfirmRunningCosts,
    ManageMail,
    ManageSignIn,
    ManageApiKeys,
    SeeSystem,
    SeeRetention,
    ManageRetention,
    ApproveDisposal,
}

/// <summary>The one table from role to permission, with the words users read.</summary>
public static class Permissions
{
    static readonly Permission[] Reader =
    [
        Permission.SeeHome, Permission.SeeOperations, Permission.SeeProposals, Permission.SeePolicy, Permission.SeeRunningCosts, Permission.SeeActionItems,
    ];

    static readonly Permission[] CityReader = [.. Reader, Permission.SeeAllOperations, Permission.SeeAllProposals, Permission.SeeDashboard, Permission.SeeReports, Permission.SeeCouncil];

    static readonly Dictionary<Role, HashSet<Permission>> Table = new()
    {
        [Role.DepartmentStaff] =
        [
            .. Reader, Permission.ReportProgress, Permission.EditOperation, Permission.PreparePlan, Permission.WriteProposal, Permission.ReportInitiative,
            Permission.EnterRunningCosts, Permission.ReportActionItem,
        ],
        [Role.DepartmentHead] =
        [
            .. Reader, Permission.ReportProgress, Permission.EditOperation, Permission.PreparePlan, Permission.WriteProposal,
            Permission.ConfirmProposal, Permission.AppointDeputy, Permission.ReportInitiative, Permission.EnterRunningCosts, Permission.ReportActionItem,
        ],
        [Role.DxTeam] = [.. Reader],
        [Role.PmoOffice] =
        [
            .. CityReader, Permission.ReportProgress, Permission.EditOperation, Permission.CheckPlan, Permission.FollowRound,
            Permission.RequestReport, Permission.PublishReport, Permission.ImportPublishedRates, Permission.EditThresholds, Permission.SeeAudit,
            Permission.SeeOrganization, Permission.ReceiveProposal, Permission.ReviewProposal, Permission.RecordCouncilJudgement,
            Permission.CorrectProposal, Permission.EditTemplates, Permission.ManageDeputies, Permission.PrepareCouncil, Permission.ReportActionItem,
            Permission.ReportInitiative, Permission.EditPolicy,
            Permission.EnterRunningCosts, Permission.ConfirmRunningCosts,
            Permission.SeeRetention, Permission.ApproveDisposal,
        ],
        [Role.PmoMember] =
        [
            .. CityReader, Permission.FollowRound, Permission.RequestReport, Permission.ReviewProposal, Permission.DecideLightProposal,
            Permission.AppointDeputy,
        ],
        [Role.Cio] =
        [
            .. CityReader, Permission.DecideRebaseline, Permission.OverrideColour, Permission.FollowRound, Permission.RequestReport,
            Permission.SeeAudit, Permission.DecideProposal, Permission.AppointDeputy,
        ],
        [Role.Council] = [Permission.SeeHome, Permission.SeePublishedReports],
        [Role.Auditor] = [.. CityReader, Permission.FollowRound, Permission.SeeAudit, Permission.SeeOrganization, Permission.SeeRetention],
        [Role.Administrator] =
        [
            Permission.SeeHome, Permission.ManageJobs, Permission.SeeOrganization, Permission.ManageOrganization, Permission.SeeAudit, Permission.ManageDeputies, Permission.ManageRoles,
            Permission.ManageMail,
            Permission.ManageSignIn,
            Permission.ManageApiKeys,
            Permission.SeeSystem,
            Permission.SeeRetention, Permission.ManageRetention,
        ],
    };

    public static IReadOnlySet<Permission> Of(Role role) => Table[role];

    /// <summary>True for a role that acts for the whole city; the others act for their own department and what is below it.</summary>
    public static bool IsCityWide(this Role role) => role is not (Role.DepartmentStaff or Role.DepartmentHead or Role.DxTeam);

    public static string Label(this Role role) => role switch
    {
        Role.DepartmentStaff => "所管課担当",
        Role.DepartmentHead => "所属長",
        Role.DxTeam => "DX推進チーム",
        Role.PmoOffice => "PMO事務局",
        Role.PmoMember => "PMO構成員",
        Role.Cio => "CIO",
        Role.Council => "推進会議",
        Role.Auditor => "監査",
        Role.Administrator => "管理者",
    };

    public static string Label(this Permission permission) => permission switch
    {
        Permission.SeeHome => "ホームを見る",
        Permission.SeeOperations => "業務を見る（所管の範囲）",
        Permission.SeeAllOperations => "全ての業務を見る",
        Permission.SeeDashboard => "CIOダッシュボードを見る",
        Permission.ReportProgress => "ステップ・見込・リスクを報告する",
        Permission.EditOperation => "業務と構成システムの情報を直す",
        Permission.PreparePlan => "計画と計画変更を作り提出する",
        Permission.CheckPlan => "計画を確認し、差戻し・凍結・上申する",
        Permission.DecideRebaseline => "計画変更を決定する",
        Permission.OverrideColour => "信号の色を上書きする",
        Permission.FollowRound => "月次報告の提出状況を見る",
        Permission.SeeReports => "報告書を見る",
        Permission.RequestReport => "報告書を作成する",
        Permission.PublishReport => "報告書を推進会議へ公開する",
        Permission.SeePublishedReports => "公開された報告書を見る",
        Permission.ImportPublishedRates => "国の公表値を取り込む",
        Permission.EditThresholds => "判定のしきい値を直す",
        Permission.SeeAudit => "監査証跡を見る",
        Permission.ManageJobs => "ジョブを管理する",
        Permission.SeeOrganization => "組織・利用者・権限を見る",
        Permission.ManageOrganization => "部署と祝日を直す",
        Permission.SeeProposals => "案件を見る（所管の範囲）",
        Permission.SeeAllProposals => "全ての案件を見る",
        Permission.WriteProposal => "案件を作り申請する",
        Permission.ConfirmProposal => "所属長として案件を確認する",
        Permission.ReceiveProposal => "案件を受け付け、差戻し・付議・上申する",
        Permission.ReviewProposal => "案件を審査し照会する",
        Permission.DecideLightProposal => "軽易な案件を決定する",
        Permission.DecideProposal => "案件を決定する",
        Permission.RecordCouncilJudgement => "推進会議の判断を記録する",
        Permission.CorrectProposal => "決定済みの案件を訂正する",
        Permission.EditTemplates => "案件の審査基準表を直す",
        Permission.AppointDeputy => "自分の代理を置く",
        Permission.ManageDeputies => "全ての代理を管理する",
        Permission.ManageRoles => "利用者の役割を変える",
        Permission.SeeCouncil => "推進会議の準備と判断を見る",
        Permission.PrepareCouncil => "推進会議を準備し、資料を凍結し、指摘への対応を確認する",
        Permission.SeeActionItems => "推進会議の指摘を見る（所管の範囲）",
        Permission.ReportActionItem => "推進会議の指摘への対応を報告する",
        Permission.SeePolicy => "方針の取組と手続のオンライン化を見る",
        Permission.ReportInitiative => "取組の状況と指標の測定値を報告する",
        Permission.EditPolicy => "取組の所管・工程・指標と手続を直す",
        Permission.SeeRunningCosts => "運用経費を見る（所管の範囲）",
        Permission.EnterRunningCosts => "運用経費を入力する",
        Permission.ConfirmRunningCosts => "運用経費を確認し、差し戻す",
        Permission.ManageMail => "メールの送信とアドレスを管理する",
        Permission.ManageSignIn => "人を登録し、サインインとロックを管理する",
        Permission.ManageApiKeys => "APIキーを発行し、失効させる",
        Permission.SeeSystem => "システムの状態を見る",
        Permission.SeeRetention => "保存期間と廃棄の記録を見る",
        Permission.ManageRetention => "保存期間を定め、廃棄案を作る",
        Permission.ApproveDisposal => "廃棄案を承認・却下する",
    };
}
