using System.IO.Compression;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Security;

/// <summary>A department sees its own, the council what was published; no list, file, search or trace tells more.</summary>
public sealed class VisibilityTests(TwoDepartments app) : IClassFixture<TwoDepartments>
{
    public static TheoryData<Role> DepartmentRoles => [Role.DepartmentStaff, Role.DepartmentHead, Role.DxTeam];

    string[] Secrets => [TwoDepartments.TheirMark, app.Theirs.Operation.Name, "住民基本台帳"];

    /// <summary>Lists with everything a curious person would put into the address.</summary>
    IEnumerable<string> Lists()
    {
        var (ours, theirs) = (app.Ours, app.Theirs);
        yield return "/";
        yield return "/notifications";
        yield return $"/operations?q={Uri.EscapeDataString(TwoDepartments.TheirMark)}";
        yield return $"/operations?q={Uri.EscapeDataString(theirs.Operation.Name)}&sort=-name";
        yield return $"/operations?department={theirs.Department.Id}";
        yield return "/operations?sort=mic&p=2";
        yield return $"/milestones?filter.scope=All&filter.department={theirs.Department.Id}";
        yield return "/milestones?filter.scope=All&filter.late=true";
        yield return "/risks?filter.state=All";
        yield return $"/risks?filter.operation={theirs.Number}&filter.state=All";
        yield return "/plans";
        yield return "/operations/transfer";
        yield return "/action-items?state=All";
        yield return "/action-items?meeting=1";
        yield return "/running-costs?asOf=2026-11-19";
        yield return "/running-costs/breakdown";
        yield return "/running-costs/sensitivity";
        foreach (var figure in TraceFigures)
        {
            yield return $"/trace/{figure}";
            yield return $"/trace/{figure}?asOf=2026-11-20&knownAt=2026-11-20T23:59:59Z";
            yield return $"/trace/{figure}?ledger=2";
            yield return $"/trace/{figure}?operation={ours.Number}&step=1&milestone={theirs.Operation.Milestones[^1].Id}";
        }
    }

    static readonly string[] TraceFigures =
    [
        "live", "past-city", "past-nation", "steps", "forecast", "baseline", "risks", "signal", "confirmation", "published-rate", "system", "state", "deadline", "threshold",
    ];

    [Theory]
    [MemberData(nameof(DepartmentRoles))]
    public async Task No_list_shows_a_department_what_another_one_wrote(Role role)
    {
        using var browser = await app.SignedInAs(role, app.Ours.Department);
        var shown = 0;
        foreach (var address in Lists())
        {
            var page = await browser.Get(address);
            page.Status.ShouldBeOneOf([200, 404], address);
            // What was searched for stands in its field again, and in the links that keep the filter.
            foreach (var input in page.Document.QuerySelectorAll("input, option").ToList())
            {
                input.Remove();
            }

            foreach (var secret in Secrets.Where(s => !address.Contains(Uri.EscapeDataString(s), StringComparison.Ordinal)))
            {
                page.Document.Body!.InnerHtml.ShouldNotContain(secret, customMessage: address);
            }

            shown += page.Text.Contains(app.Ours.Operation.Name, StringComparison.Ordinal) ? 1 : 0;
        }

        shown.ShouldBeGreaterThan(10, "what is one's own is there");
    }

    [Fact]
    public async Task Searching_for_what_another_department_has_finds_nothing_and_for_ones_own_finds_it()
    {
        using var browser = await app.SignedIn(app.Ours.Staff);

        var theirs = await browser.Get($"/operations?q={Uri.EscapeDataString(app.Theirs.Operation.Name)}");
        var ours = await browser.Get($"/operations?q={Uri.EscapeDataString(app.Ours.Operation.Name)}");

        theirs.Document.QuerySelectorAll($"a[href='/operations/{app.Theirs.Number}']").ShouldBeEmpty();
        ours.Document.QuerySelectorAll($"a[href='/operations/{app.Ours.Number}']").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_belongs_to_another_department_is_not_there_under_ones_own_number_either()
    {
        using var browser = await app.SignedIn(app.Ours.Staff);
        foreach (var address in new[]
        {
            $"/operations/{app.Ours.Number}/risks/{app.Theirs.Risk}",
            $"/operations/{app.Ours.Number}/systems/{app.Theirs.SystemUnit}",
            $"/operations/{app.Ours.Number}/plan/{app.Theirs.Plan}/{PlanAction.Submit}",
            $"/running-costs/{app.Theirs.Number}",
            $"/running-costs/{app.Theirs.Number}/Present",
            $"/running-costs/{app.Theirs.Number}/history",
            $"/trace/steps?operation={app.Theirs.Number}",
            $"/action-items/{app.Theirs.ActionItem}",
            $"/trace/signal?operation={app.Theirs.Number}&asOf=2026-11-20",
        })
        {
            (await browser.Get(address)).Status.ShouldBe(404, address);
        }
    }

    [Theory]
    [InlineData(Role.DepartmentStaff, 1)]
    [InlineData(Role.PmoOffice, 22)]
    public async Task The_transfer_workbook_holds_what_the_reader_may_see(Role role, int operations)
    {
        using var browser = await app.SignedInAs(role, app.Ours.Department);

        var answer = await browser.Get("/operations/transfer.xlsx");

        answer.Status.ShouldBe(200);
        var text = Texts(await answer.Response.Content.ReadAsByteArrayAsync(Cancel));
        text.ShouldContain(app.Ours.Operation.MicName);
        text.Contains(app.Theirs.Operation.MicName, StringComparison.Ordinal).ShouldBe(operations > 1);
    }

    [Fact]
    public async Task The_council_reads_what_was_published_and_nothing_else()
    {
        using var council = await app.SignedInAs(Role.Council);

        var list = await council.Get("/reports/published");
        list.Text.ShouldContain("2026-09-30");
        list.Text.ShouldNotContain("2026-10-31");
        list.Text.ShouldNotContain("2026-08-31");
        (await council.Get($"/reports/{app.PublishedReport}/file")).Status.ShouldBe(200);
        (await council.Get($"/reports/{app.FinishedReport}/file")).Status.ShouldBe(404);
        (await council.Get($"/reports/{app.FailedReport}/file")).Status.ShouldBe(404);
        (await council.Get($"/reports/{app.FinishedReport}")).Status.ShouldBe(403);
        var home = await council.Get("/");
        home.Text.ShouldContain("2026-09-30");
        home.Text.ShouldNotContain("2026-10-31");
        home.Text.ShouldNotContain(app.Ours.Operation.Name);
    }

    [Theory]
    [InlineData(Role.DepartmentStaff)]
    [InlineData(Role.Administrator)]
    public async Task A_report_is_not_downloaded_by_somebody_without_the_permission(Role role)
    {
        using var browser = await app.SignedInAs(role);

        (await browser.Get($"/reports/{app.PublishedReport}/file")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Somebody_elses_notice_is_neither_shown_nor_marked_as_read()
    {
        using var browser = await app.SignedIn(app.Ours.Staff);
        var page = await browser.Get("/notifications");
        page.Text.ShouldContain($"{TwoDepartments.OurMark}へのお知らせ");
        await using var db = app.Database.NewContext();
        var theirs = db.Notifications.Single(n => n.PersonId == app.Theirs.Staff.PersonId && n.Key.StartsWith("test:"));

        var answer = await browser.Post($"/notifications?handler=Read&id={theirs.Id}", page, []);

        answer.Status.ShouldBe(404);
        (await app.Database.NewContext().Notifications.FindAsync([theirs.Id], Cancel))!.ReadAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_role_that_ended_yesterday_sees_nothing_any_more()
    {
        var person = await app.Given.Person(Role.PmoOffice, app.Ours.Department, to: app.Clock.Today.AddDays(-1));
        using var browser = app.Visitor();

        var refused = await browser.Post("/signin", await browser.Get("/signin"), new() { ["personId"] = $"{person.Id}" });

        (refused.Status, refused.Text.Contains("あなたには、今日の役割が登録されていません。", StringComparison.Ordinal)).ShouldBe((403, true));
        (await browser.Get("/operations")).Status.ShouldBe(302);
    }

    [Fact]
    public async Task A_division_sees_the_operations_of_its_sections()
    {
        var division = await app.Given.Department("試験部");
        var section = await app.Given.Department("試験部の課", division);
        var operation = await app.Given.Operation(section);
        using var head = await app.SignedInAs(Role.DepartmentHead, division);

        (await head.Get($"/operations/{operation.Number}")).Status.ShouldBe(200);
    }

    static string Texts(byte[] workbook)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook));
        return string.Concat(zip.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)).Select(e =>
        {
            using var reader = new StreamReader(e.Open());
            return reader.ReadToEnd();
        }));
    }
}
