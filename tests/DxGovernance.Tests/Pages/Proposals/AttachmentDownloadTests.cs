using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Proposals;

/// <summary>Files of a case are given by POST alone; the audit keeps who took which, with its SHA-256.</summary>
public sealed class AttachmentDownloadTests(WebApp app) : IClassFixture<WebApp>
{
    async Task<(Proposal Case, Cast Cast, Attachment Open, Attachment Secret)> Attached()
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        var made = await app.Given.Proposal(app.Database, department, cast, p =>
        {
            p.Attach(AttachmentKind.Specification, "仕様書.txt", "仕様の内容"u8.ToArray(), cast.Staff, app.Clock.Now);
            p.Attach(AttachmentKind.Quotation, "見積書.txt", "見積の内容"u8.ToArray(), cast.Staff, app.Clock.Now);
            p.BringToDecision(cast, app.Clock.Now);
        });
        return (made, cast, made.Attachments[0], made.Attachments[1]);
    }

    static Task<WebPage> Take(WebBrowser browser, WebPage page, Proposal made, Attachment file) =>
        browser.Post($"/proposals/{made.Number}/attachments?handler=Download&id={file.Id}", page, []);

    async Task<IReadOnlyList<string>> Audited(Proposal made)
    {
        await using var db = app.Database.NewContext();
        return await db.AuditEntries.Where(a => a.Subject == made.Subject && a.Title == "添付のダウンロード").OrderBy(a => a.Id)
            .Select(a => $"{a.RecordedBy}|{a.OnBehalfOf}|{a.Reason}").ToListAsync(Cancel);
    }

    [Fact]
    public async Task Each_download_is_an_audit_entry_with_who_which_file_and_its_hash()
    {
        var (made, cast, open, _) = await Attached();
        using var staff = await app.SignedIn(cast.Staff);
        var page = await staff.Get($"/proposals/{made.Number}/attachments");
        page.Document.QuerySelector("main a[href*='/attachments/']").ShouldBeNull();
        (await staff.Get($"/proposals/{made.Number}/attachments/{open.Id}")).Status.ShouldBe(404);
        (await staff.Get($"/proposals/{made.Number}/attachments?handler=Download&id={open.Id}")).Status.ShouldBe(405);
        (await Audited(made)).ShouldBeEmpty();

        var file = await staff.Submit(page, $"form[action*='Download']", []);

        file.Status.ShouldBe(200);
        (await file.Response.Content.ReadAsStringAsync(Cancel)).ShouldBe("仕様の内容");
        file.Response.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; sandbox"]);
        (await Audited(made)).ShouldBe([$"{cast.Staff.Name}||仕様書.txt（SHA-256 {open.Sha256}）"]);
    }

    [Fact]
    public async Task A_confidential_file_is_given_to_others_only_after_the_reading_was_recorded()
    {
        var (made, cast, _, secret) = await Attached();
        using var cio = await app.SignedIn(cast.Cio);
        var page = await cio.Get($"/proposals/{made.Number}/attachments");
        page.Document.QuerySelectorAll("form[action*='Download']").Length.ShouldBe(1);

        var refused = await Take(cio, page, made, secret);

        refused.Status.ShouldBe(403);
        refused.Text.ShouldContain("機密の添付です。案件の概要の画面で「機密の項目を表示する」を押してから開いてください。閲覧は記録されます。");
        (await Audited(made)).ShouldBeEmpty();
        (await cio.Submit(await cio.Get($"/proposals/{made.Number}"), "form[action*='Reveal']", [])).Status.ShouldBe(302);
        (await Take(cio, page, made, secret)).Status.ShouldBe(200);
        (await Audited(made)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_is_taken_out_of_a_draft_and_what_is_missing_of_a_new_one_is_said()
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        var made = await app.Given.Proposal(
            app.Database, department, cast, p => p.Attach(AttachmentKind.Specification, "仕様書.txt", "仕様の内容"u8.ToArray(), cast.Staff, app.Clock.Now));
        using var staff = await app.SignedIn(cast.Staff);
        var page = await staff.Get($"/proposals/{made.Number}/attachments");

        (await staff.Post($"/proposals/{made.Number}/attachments", page, [])).Errors.ShouldBe(["種類を選んでください。"]);
        (await staff.Post($"/proposals/{made.Number}/attachments", page, new() { ["Input.Kind"] = nameof(AttachmentKind.Specification) })).Errors.ShouldBe(["ファイルを選んでください。"]);
        (await staff.Submit(page, "form[action*='Remove']", [])).Status.ShouldBe(302);

        (await staff.Get($"/proposals/{made.Number}/attachments")).Text.ShouldContain("に外した。申請済みの版には残る");
    }

    [Fact]
    public async Task What_one_may_not_see_and_a_file_of_another_case_are_not_found()
    {
        var (made, cast, open, _) = await Attached();
        var (other, _, _, _) = await Attached();
        using var stranger = await app.SignedInAs(Role.DepartmentStaff);
        (await Take(stranger, await stranger.Get("/"), made, open)).Status.ShouldBe(404);
        using var office = await app.SignedIn(cast.Office);
        (await Take(office, await office.Get("/"), other, open)).Status.ShouldBe(404);
        (await office.Client.PostAsync($"/proposals/{made.Number}/attachments?handler=Download&id={open.Id}", new FormUrlEncodedContent([]), Cancel)).StatusCode
            .ShouldBe(System.Net.HttpStatusCode.BadRequest, "without a token");
        (await Audited(made)).ShouldBeEmpty();
    }
}
