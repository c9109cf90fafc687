using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DxGovernance.Tests.Pages.Reports;

public sealed class ReportPageTests(WebApp app) : IClassFixture<WebApp>
{
    async Task<int> Made(WebBrowser browser, string day = "2026-10-31")
    {
        var answer = await Ask(browser, new() { ["Input.AsOf"] = day });
        answer.Status.ShouldBe(302);
        await app.Services.GetRequiredService<ReportMaker>().RunWaitingAsync(Cancel);
        return int.Parse(answer.Location!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    static async Task<WebPage> Ask(WebBrowser browser, Dictionary<string, string?> fields) =>
        await browser.Submit(await browser.Get("/reports"), "#request form", fields);

    async Task<int> Requests()
    {
        await using var db = app.Database.NewContext();
        return await db.ReportRequests.CountAsync(Cancel);
    }

    [Fact]
    public async Task A_report_is_asked_for_made_published_and_downloaded()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        using var council = await app.SignedInAs(Role.Council);
        var newest = await app.Database.Newest();
        var id = await Made(office, "令和8年10月31日");
        (await app.Database.Newest()).ShouldBe(newest, "asking writes no ledger row");

        var page = await office.Get($"/reports/{id}");
        page.Text.ShouldContain("2026-10-31（令和8年10月31日）");
        (await council.Get($"/reports/{id}/file")).Status.ShouldBe(404);
        (await council.Get("/reports/published")).Text.ShouldContain("公開された報告書はまだありません。");

        var publish = await office.Get($"/reports/{id}/publish");
        (await office.Submit(publish, "main form", [])).Location.ShouldBe($"/reports/{id}");

        (await office.Submit(publish, "main form", [])).Status.ShouldBe(409);
        (await council.Get("/reports/published")).Text.ShouldContain("推進会議報告書 2026-10-31");
        var file = await council.Get($"/reports/{id}/file");
        file.Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        file.Response.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("推進会議報告_2026-10-31.xlsx");
        var bytes = await file.Response.Content.ReadAsByteArrayAsync(Cancel);
        file.Response.Headers.ETag!.Tag.ShouldBe($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))}\"");
        await using var db = app.Database.NewContext();
        (await db.AuditEntries.CountAsync(a => a.Title == "報告書のダウンロード" && a.Subject == $"report:{id}", Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task The_comparison_of_running_costs_is_asked_for_the_same_way()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var page = await office.Get("/reports?kind=RunningCosts");
        var answer = await office.Submit(page, "#request form", new() { ["Input.AsOf"] = "2026-10-31" });
        await app.Services.GetRequiredService<ReportMaker>().RunWaitingAsync(Cancel);

        (await office.Get(answer.Location!)).Text.ShouldContain("運用経費比較");
        (await office.Get($"{answer.Location}/file")).Response.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("運用経費比較_2026-10-31.xlsx");
    }

    [Theory]
    [InlineData("Input.Kind", "NationalTransfer", "種類は選択肢から選んでください。")]
    [InlineData("Input.AsOf", "2027-02-30", "という日はありません。")]
    [InlineData("Input.AsOf", "", "基準日を入力してください。")]
    [InlineData("Input.AsOf", "2026-11-21", "基準日に未来の日（2026-11-21（令和8年11月21日））は指定できません。")]
    [InlineData("Input.Scope", "Nothing", "対象の業務の値「Nothing」は使えません。")]
    [InlineData("Input.Scope", "Chosen", "業務を一つ以上選んでください。")]
    [InlineData("Input.RecordedUntil", "きのう", "は日付として読めません。")]
    [InlineData("Input.RecordedUntil", "2026-11-02 25:00", "は日時として読めません。")]
    [InlineData("Input.RecordedUntil", "2026-11-20 10:00", "記録の締めには1分以上前の時刻を指定してください。")]
    public async Task What_cannot_be_asked_for_is_refused_with_a_sentence(string field, string value, string sentence)
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        var before = await Requests();

        var answer = await Ask(browser, new() { [field] = value });

        answer.Status.ShouldBe(400);
        answer.Text.ShouldContain(sentence);
        (await Requests()).ShouldBe(before);
    }

    [Fact]
    public async Task Only_what_exists_and_is_finished_can_be_had()
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        var answer = await Ask(browser, new() { ["Input.Scope"] = "Special" });

        (await browser.Get($"{answer.Location}/file")).Status.ShouldBe(404);
        (await browser.Get(answer.Location!)).Document.QuerySelector("[data-refresh='3']").ShouldNotBeNull();
        (await browser.Get("/reports/999999")).Status.ShouldBe(404);
        var publish = await browser.Get($"{answer.Location}/publish");
        publish.Text.ShouldContain("完成した報告書だけを公開できます。");
        await app.Services.GetRequiredService<ReportMaker>().RunWaitingAsync(Cancel);
        (await browser.Get(answer.Location!)).Text.ShouldContain("7業務（政令順 1・2・12・14・15・16・19）");
    }

    [Theory]
    [InlineData(Role.DepartmentStaff, 403, 403, 404)]
    [InlineData(Role.DxTeam, 403, 403, 404)]
    [InlineData(Role.Administrator, 403, 403, 404)]
    [InlineData(Role.Council, 403, 403, 404)]
    [InlineData(Role.Auditor, 200, 403, 200)]
    [InlineData(Role.Cio, 200, 403, 200)]
    [InlineData(Role.PmoMember, 200, 403, 200)]
    [InlineData(Role.PmoOffice, 200, 200, 200)]
    public async Task Each_role_sees_what_the_table_says(Role role, int list, int publish, int file)
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var id = await Made(office);
        using var browser = await app.SignedInAs(role);

        (await browser.Get("/reports")).Status.ShouldBe(list);
        (await browser.Get($"/reports/{id}")).Status.ShouldBe(list);
        (await browser.Get($"/reports/{id}/publish")).Status.ShouldBe(publish);
        (await browser.Get($"/reports/{id}/file")).Status.ShouldBe(file);
    }

    [Fact]
    public async Task An_auditor_sees_reports_and_cannot_ask_for_one()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        using var auditor = await app.SignedInAs(Role.Auditor);
        var before = await Requests();

        (await auditor.Get("/reports")).Document.QuerySelector("#request").ShouldBeNull();
        var answer = await auditor.Post("/reports", await auditor.Get("/signout"), new() { ["Input.AsOf"] = "2026-10-31" });

        answer.Status.ShouldBe(403);
        (await Requests()).ShouldBe(before);
    }
}
