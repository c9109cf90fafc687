using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages.Dashboard;

public sealed class DashboardPageTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task The_headline_counts_what_the_ledgers_say_and_every_number_leads_to_them()
    {
        using var cio = await app.SignedInAs(Role.Cio);

        var page = await cio.Get("/dashboard");

        page.Status.ShouldBe(200);
        var figures = page.Document.QuerySelector(".dashboard-figures")!;
        figures.TextContent.ShouldContain("13/");
        figures.TextContent.ShouldContain("2027-10-31（令和9年10月31日）");
        figures.TextContent.ShouldContain("2031-03-31（令和13年3月31日）");
        page.Text.ShouldContain("しきい値は市の決定ではなく、製品の初期値を含みます。");
        page.Text.ShouldContain("（完了済み＋対象外）÷40");
        page.Text.ShouldNotContain("進捗率");
        foreach (var href in page.Document.QuerySelectorAll("a[href^='/trace/']").Select(a => a.GetAttribute("href")!).Distinct().Take(40))
        {
            (await cio.Get(href)).Status.ShouldBe(200, href);
        }
    }

    [Fact]
    public async Task A_slip_since_the_day_of_choice_is_shown_in_days_with_its_operation()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.PlannedOperation(department, new(2027, 9, 1));
        var staff = await app.Given.Actor(Role.DepartmentStaff, department);
        var then = app.Clock.Today;
        app.Clock.MoveTo(then.AddDays(3));
        var goLive = operation.Milestones.Single(m => m.IsGoLive).Id;
        await app.Given.Act(operation.Number, staff, o => o.ReportMilestones(
            [new(goLive, new(2027, 12, 1), null, SlipCause.DataQuality, CauseOwner.City, "文字同定")], staff, app.Clock.Now, app.Clock.Today));
        using var cio = await app.SignedInAs(Role.Cio);

        var page = await cio.Get($"/dashboard?since={Wareki.Iso(then)}");

        var row = page.Document.QuerySelectorAll("#changes tbody tr").Select(r => r.TextContent).Where(t => t.Contains(operation.Name, StringComparison.Ordinal)).ToList();
        row.ShouldContain(t => t.Contains("2027-09-01 → 2027-12-01（91日遅れ）", StringComparison.Ordinal));
        row.ShouldContain(t => t.Contains("赤：稼働見込が市の期限を31日過ぎる", StringComparison.Ordinal));
        (await cio.Get($"/trace/forecast?operation={operation.Number}")).Text.ShouldContain("データ品質（市）：文字同定");
    }

    [Theory]
    [InlineData("令和9年13月1日", "という日はありません")]
    [InlineData("2999-01-01", "という日はありません")]
    [InlineData("2030-01-01", "未来の日")]
    public async Task A_day_that_cannot_be_compared_with_is_refused_in_words(string day, string sentence)
    {
        using var cio = await app.SignedInAs(Role.Cio);

        var page = await cio.Get($"/dashboard?since={Uri.EscapeDataString(day)}");

        page.Status.ShouldBe(400);
        page.Text.ShouldContain(sentence);
    }

    [Fact]
    public async Task A_day_before_the_ledgers_begin_says_that_nothing_can_be_compared()
    {
        using var cio = await app.SignedInAs(Role.Cio);

        (await cio.Get("/dashboard?since=2020-01-01")).Text.ShouldContain("この日までに記録された台帳がないため、比べられません。");
    }

    [Theory]
    [InlineData(Role.DepartmentStaff)]
    [InlineData(Role.Council)]
    [InlineData(Role.Administrator)]
    public async Task Who_may_not_see_the_dashboard_gets_403(Role role)
    {
        using var browser = await app.SignedInAs(role);

        (await browser.Get("/dashboard")).Status.ShouldBe(403);
    }
}
