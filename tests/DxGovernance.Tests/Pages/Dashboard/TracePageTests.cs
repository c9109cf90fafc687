using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages.Dashboard;

public sealed class TracePageTests(WebApp app) : IClassFixture<WebApp>
{
    public static TheoryData<string> Figures => [.. Trace.Figures.Select(f => f.Key)];

    [Theory]
    [MemberData(nameof(Figures))]
    public async Task Every_figure_shows_definition_value_and_each_of_its_ledgers_now_and_then(string figure)
    {
        var department = await app.Given.Department();
        var operation = await app.Given.PlannedOperation(department);
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        var traced = Trace.Find(figure)!;

        for (var ledger = 1; ledger <= traced.Ledgers.Count; ledger++)
        {
            var page = await staff.Get($"/trace/{figure}?operation={operation.Number}&ledger={ledger}");
            page.Status.ShouldBe(200);
            page.Text.ShouldContain(traced.Definition);
        }

        (await staff.Get($"/trace/{figure}?asOf=2026-06-30&knownAt=2026-06-30T00:00:00Z")).Status.ShouldBe(200);
        (await staff.Get($"/trace/{figure}?operation=1")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_row_that_counts_is_marked_and_older_ones_stay()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.Operation(department);
        var staff = await app.Given.Actor(Role.DepartmentStaff, department);
        foreach (var status in new[] { StepStatus.InProgress, StepStatus.Completed })
        {
            await app.Given.Act(operation.Number, staff, o => o.ReportSteps([new(7, status, null, null, null, null)], staff, app.Clock.Now, app.Clock.Today, "会議"));
        }

        using var browser = await app.SignedIn(staff);
        var page = await browser.Get($"/trace/steps?operation={operation.Number}&step=7");

        var rows = page.Document.QuerySelectorAll("main tbody tr").Select(r => r.TextContent).ToList();
        rows.Count.ShouldBe(2);
        rows[0].ShouldContain("採用");
        rows[0].ShouldContain("完了済み");
        rows[1].ShouldNotContain("採用");
        rows[1].ShouldContain("作業中");
    }

    [Theory]
    [InlineData("/trace/nothing", 404)]
    [InlineData("/trace/live?ledger=2", 404)]
    [InlineData("/trace/live?operation=99999", 404)]
    [InlineData("/trace/live?asOf=2027-02-30", 400)]
    [InlineData("/trace/live?operation=x", 400)]
    public async Task What_cannot_be_found_or_read_says_so(string path, int status)
    {
        using var office = await app.SignedInAs(Role.PmoOffice);

        (await office.Get(path)).Status.ShouldBe(status);
    }
}
