using DxGovernance.Core.Organization;
using DxGovernance.E2E.Support;

namespace DxGovernance.E2E.Pages;

/// <summary>Every page of the application with an address that has something to show. A test holds it complete.</summary>
public static class PageList
{
    /// <summary>Pages that write a file or a piece of a page, or only redirect.</summary>
    public static readonly string[] WithoutMarkup = ["/Operations/TransferFile", "/Proposals/Similar", "/Reports/File", "/Proposals/AttachmentFile"];

    public static IEnumerable<(string Page, string Path)> Of(FullSite site) =>
    [
        ("/Home/Index", "/"),
        ("/SignIn", "/signin"),
        ("/SignOut", "/signout"),
        ("/Errors/Error", "/error/500"),
        ("/Notifications/Index", "/notifications"),
        ("/AfterReadings/Index", "/after-readings"),
        ("/Proposals/Index", "/proposals?scope=All"),
        ("/Proposals/Board", "/proposals/board"),
        ("/Search/Index", "/search?q=%E6%9B%B4%E6%96%B0"),
        ("/Conditions/Index", "/conditions?state=All"),
        ("/Effects/Index", "/effects?state=All"),
        ("/Dashboard/Index", "/dashboard"),
        ("/Dashboard/Signal", $"/operations/{FullSite.Deciding}/signal"),
        ("/Trace/Index", $"/trace/forecast?operation={FullSite.Operation}"),
        ("/Trace/Index", "/trace/signal"),
        ("/Operations/Index", "/operations"),
        ("/Operations/Transfer", "/operations/transfer"),
        ("/Operations/PublishedRates", "/operations/published-rates"),
        ("/Operations/Detail", $"/operations/{FullSite.Operation}"),
        ("/Operations/Detail", "/operations/3"),
        ("/Operations/Steps", $"/operations/{FullSite.Operation}/steps"),
        ("/Operations/Milestones", $"/operations/{FullSite.Operation}/milestones"),
        ("/Operations/Trend", $"/operations/{FullSite.Operation}/trend"),
        ("/Operations/Risks", $"/operations/{FullSite.Operation}/risks"),
        ("/Operations/RiskNew", $"/operations/{FullSite.Operation}/risks/new"),
        ("/Operations/RiskDetail", $"/operations/{FullSite.Operation}/risks/{site.Risk}"),
        ("/Operations/Systems", $"/operations/{FullSite.Operation}/systems"),
        ("/Operations/SystemNew", $"/operations/{FullSite.Operation}/systems/new"),
        ("/Operations/SystemEdit", $"/operations/{FullSite.Operation}/systems/{site.System}"),
        ("/Operations/Attributes", $"/operations/{FullSite.Operation}/attributes"),
        ("/Operations/History", $"/operations/{FullSite.Operation}/history"),
        ("/Operations/Plan", $"/operations/{FullSite.Operation}/plan"),
        ("/Operations/Plan", $"/operations/{FullSite.Deciding}/plan"),
        ("/Operations/PlanStart", $"/operations/{FullSite.Operation}/plan/start"),
        ("/Operations/PlanEdit", $"/operations/{FullSite.Drafting}/plan/edit"),
        ("/Operations/PlanStep", $"/operations/{FullSite.Drafting}/plan/{site.DraftPlan}/Submit"),
        ("/Operations/PlanStep", $"/operations/{FullSite.Deciding}/plan/{site.DecidingPlan}/Approve"),
        ("/Proposals/New", "/proposals/new"),
        ("/Proposals/Detail", $"/proposals/{site.ReviewedCase}"),
        ("/Proposals/Detail", $"/proposals/{site.DraftCase}"),
        ("/Proposals/Edit", $"/proposals/{site.DraftCase}/edit"),
        ("/Proposals/Edit", $"/proposals/{site.DraftCase}/edit/purpose"),
        ("/Proposals/Step", $"/proposals/{site.DraftCase}/step/Submit"),
        ("/Proposals/Step", $"/proposals/{site.ReviewedCase}/step/Return"),
        ("/Proposals/Step", $"/proposals/{site.ReviewedCase}/step/Ask"),
        ("/Proposals/Step", $"/proposals/{site.DecidingCase}/step/ApproveWithConditions"),
        ("/Proposals/Review", $"/proposals/{site.ReviewedCase}/review"),
        ("/Proposals/Inquiries", $"/proposals/{site.AskedCase}/inquiries"),
        ("/Proposals/Conditions", $"/proposals/{site.ConditionCase}/conditions"),
        ("/Proposals/Effects", $"/proposals/{site.ConditionCase}/effects"),
        ("/Proposals/Attachments", $"/proposals/{site.ConditionCase}/attachments"),
        ("/Proposals/Versions", $"/proposals/{site.ConditionCase}/versions"),
        ("/Proposals/Corrections", $"/proposals/{site.ConditionCase}/corrections"),
        ("/Proposals/History", $"/proposals/{site.ConditionCase}/history"),
        ("/Plans/Index", "/plans"),
        ("/Schedule/Index", "/milestones?scope=All"),
        ("/Risks/Index", "/risks"),
        ("/Rounds/Index", "/rounds?all=true"),
        ("/Reports/Index", "/reports"),
        ("/Reports/Detail", $"/reports/{site.PublishedReport}"),
        ("/Reports/Detail", $"/reports/{site.FailedReport}"),
        ("/Reports/Detail", $"/reports/{site.ReadyReport}"),
        ("/Reports/Publish", $"/reports/{site.ReadyReport}/publish"),
        ("/Reports/Published", "/reports/published"),
        ("/Audit/Index", "/audit"),
        ("/Audit/Entry", "/audit/1"),
        ("/Audit/Verify", "/audit/verify"),
        ("/Admin/Jobs", "/admin/jobs"),
        ("/Admin/Organization", "/admin/organization"),
        ("/Admin/Thresholds", "/admin/thresholds"),
    ];

    /// <summary>One account a role; the first of them meet each page as those who may write there.</summary>
    public static readonly (string Account, Role Role)[] People =
    [
        ("demo-pmo-1", Role.PmoOffice),
        ("demo-gakko-1", Role.DepartmentStaff),
        ("demo-katei-2", Role.DepartmentHead),
        ("demo-cio", Role.Cio),
        ("demo-admin", Role.Administrator),
        ("demo-council-1", Role.Council),
        ("demo-dx-1", Role.DxTeam),
        ("demo-member-1", Role.PmoMember),
        ("demo-audit", Role.Auditor),
    ];
}
