using DxGovernance.E2E.Support;
using Microsoft.Playwright;

namespace DxGovernance.E2E;

/// <summary>One picture of the guides.</summary>
/// <param name="File">Without folder and ending.</param>
/// <param name="Account">Who looks; empty for a visitor.</param>
/// <param name="Path">Which page.</param>
/// <param name="Part">Selector of what stands at the top of the picture.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Prepare">What is done before, saving nothing.</param>
sealed record Picture(string File, string Account, string Path, string Part = "body", int Height = 700, Func<IPage, Task>? Prepare = null)
{
    public Task Act(IPage page) => Prepare?.Invoke(page) ?? Task.CompletedTask;
}

/// <summary>All pictures of the guides.</summary>
/// <param name="site">Null where only the names are wanted.</param>
sealed class GuidePictures(FullSite? site)
{
    /// <summary>Taken where the scheduler runs.</summary>
    public static Picture Jobs { get; } = new("admin-jobs", "demo-admin", "/admin/jobs", Height: 560);

    public IReadOnlyList<Picture> All =>
    [
        new("signin", "", "/signin", Height: 620),
        new("staff-home", "demo-katei-1", "/", Height: 640),
        new("staff-plan-edit", "demo-katei-1", $"/operations/{FullSite.Drafting}/plan/edit", Height: 760),
        new("staff-operation", "demo-gakko-1", $"/operations/{FullSite.Operation}", Height: 760),
        new("staff-steps", "demo-gakko-1", $"/operations/{FullSite.Operation}/steps", Height: 760),
        new("staff-milestones", "demo-gakko-1", $"/operations/{FullSite.Operation}/milestones", "#report", 760),
        new("staff-slip", "demo-gakko-1", $"/operations/{FullSite.Operation}/milestones", "#error-summary", 560, Slip),
        new("staff-stored", "demo-gakko-1", $"/operations/{FullSite.Operation}/systems/{site?.System}", "#error-summary", 620, Late),
        new("staff-trend", "demo-gakko-1", $"/operations/{FullSite.Operation}/trend", Height: 820),
        new("staff-risk", "demo-gakko-1", $"/operations/{FullSite.Operation}/risks/new", Height: 760),
        new("staff-case-route", "demo-gakko-1", "/proposals/new", Height: 1500, Prepare: Route),
        new("staff-case-form", "demo-gakko-1", $"/proposals/{site?.DraftCase}/edit/purpose", Height: 900),
        new("staff-case-submit", "demo-gakko-1", $"/proposals/{site?.DraftCase}/step/Submit", Height: 740),
        new("staff-case", "demo-gakko-1", $"/proposals/{site?.StaffCase}", Height: 900),
        new("staff-costs", "demo-gakko-1", $"/running-costs/{FullSite.Operation}/Planned", Height: 1100),
        new("staff-costs-excel", "demo-gakko-1", $"/running-costs/{FullSite.Operation}/excel", Height: 560),
        new("head-home", "demo-seikatsu-2", "/", Height: 720),
        new("head-submit", "demo-katei-2", $"/operations/{FullSite.Drafting}/plan/{site?.DraftPlan}/Submit", Height: 620),
        new("head-case-confirm", "demo-gyokan-2", $"/proposals/{site?.HeadCase}/step/Confirm", Height: 560),
        new("dx-operations", "demo-dx-1", "/operations", Height: 620),
        new("pmo-home", "demo-pmo-1", "/", Height: 720),
        new("pmo-rounds", "demo-pmo-1", "/rounds", Height: 640),
        new("pmo-plan", "demo-pmo-1", "/operations/2/plan", Height: 760),
        new("pmo-transfer", "demo-pmo-1", "/operations/transfer", Height: 640),
        new("pmo-report-request", "demo-pmo-1", "/reports", "#request", 560),
        new("pmo-report", "demo-pmo-1", $"/reports/{site?.ReadyReport}", Height: 560),
        new("pmo-thresholds", "demo-pmo-1", "/admin/thresholds", Height: 760),
        new("pmo-case-board", "demo-pmo-1", "/proposals/board", Height: 800),
        new("pmo-case-review", "demo-pmo-1", $"/proposals/{site?.ReviewedCase}/review", Height: 900),
        new("pmo-case-questions", "demo-pmo-1", $"/proposals/{site?.AskedCase}/inquiries", Height: 700),
        new("pmo-case-council", "demo-pmo-1", $"/proposals/{site?.CouncilCase}/step/RecordJudgement", Height: 580),
        new("pmo-costs-check", "demo-pmo-1", "/running-costs/15/Planned/check", Height: 900),
        new("member-schedule", "demo-member-1", "/milestones", Height: 760),
        new("member-risks", "demo-member-1", "/risks", Height: 760),
        new("cio-home", "demo-cio", "/", Height: 720),
        new("cio-case", "demo-cio", $"/proposals/{site?.DecidingCase}", Height: 900),
        new("cio-case-decide", "demo-cio", $"/proposals/{site?.DecidingCase}/step/ApproveWithConditions", Height: 900),
        new("dashboard", "demo-cio", "/dashboard", Height: 768),
        new("cio-changes", "demo-cio", "/dashboard", "#changes", 560),
        new("cio-charts", "demo-cio", "/dashboard", "figure.chart >> nth=0", 560),
        new("cio-trace", "demo-cio", $"/trace/forecast?operation={FullSite.Operation}", Height: 640),
        new("cio-decide", "demo-cio", $"/operations/{FullSite.Deciding}/plan/{site?.DecidingPlan}/Approve", Height: 720),
        new("cio-signal", "demo-cio", $"/operations/{FullSite.Deciding}/signal", Height: 760),
        new("cio-costs", "demo-cio", "/running-costs", Height: 1000),
        new("cio-costs-causes", "demo-cio", "/running-costs/breakdown", Height: 1200),
        new("cio-costs-nation", "demo-cio", "/running-costs/nation", Height: 1150),
        new("council-home", "demo-council-1", "/", Height: 420),
        new("council-published", "demo-council-1", "/reports/published", Height: 420),
        new("audit-list", "demo-audit", "/audit?Find.To=2026-11-19", Height: 640),
        new("audit-entry", "demo-audit", "/audit?Find.To=2026-11-19&Find.Act=%E4%BF%A1%E5%8F%B7%E3%81%AE%E8%89%B2", Height: 720, Prepare: page => page.Locator("main table tbody a").First.ClickAsync()),
        new("audit-case", "demo-audit", $"/proposals/{site?.ConditionCase}/history", Height: 900),
        new("admin-mail", "demo-admin", "/admin/mail", Height: 900),
        new("notice-settings", "demo-gakko-1", "/notifications/settings", Height: 640),
        new("admin-organization", "demo-admin", "/admin/organization", Height: 640),
        new("admin-people", "demo-admin", "/admin/people", Height: 620),
        new("admin-unknown", "demo-admin", $"/admin/unknown-sign-ins/{site?.UnknownSignIn}", Height: 820),
        new("admin-lock", "demo-admin", $"/admin/people/{site?.Linked.PersonId}/lock", Height: 760),
        new("admin-provider-roles", "demo-admin", "/admin/provider-roles", Height: 620),
    ];

    static async Task Route(IPage page)
    {
        await page.Locator("[name='Input.Title']").FillAsync("図書館と学校の蔵書の横断検索");
        await page.Locator("[name='Input.Class']").SelectOptionAsync("新規");
        await page.Locator("[name='Input.Amount']").FillAsync("14000000");
        await page.Locator("[name='Input.HasPersonalData'][value='True']").CheckAsync();
        await page.Locator("[name='Input.IsCityWide'][value='False']").CheckAsync();
        await page.Press("経路を確かめる");
    }

    static async Task Slip(IPage page)
    {
        await page.Field("稼働の見込").FillAsync("令和9年2月15日");
        await page.Press("まとめて保存する");
    }

    static async Task Late(IPage page)
    {
        await page.Locator("[name='Input.Version']").EvaluateAsync("field => { field.value = '1'; }");
        await page.Field("事業者 ※任意").FillAsync("デモ事業者C");
        await page.Press("保存する");
    }
}
