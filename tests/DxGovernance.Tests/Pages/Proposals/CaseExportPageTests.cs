using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Proposals;
using DxGovernance.Tests.Reports;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Proposals;

/// <summary>Case sheet, list of cases and Excel exchange over HTTP: who may, what is refused, what the audit keeps.</summary>
public sealed class CaseExportPageTests(WebApp app) : IClassFixture<WebApp>
{
    async Task<(Proposal Case, Cast Cast, Department Department)> Submitted()
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        var proposal = await app.Given.Proposal(app.Database, department, cast, p =>
        {
            p.Fill(cast.Staff, app.Clock.Now);
            p.Write(p.Draft.With("measures", "秘密の対策"), cast.Staff, app.Clock.Now);
            p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, app.Clock.Now);
        });
        return (proposal, cast, department);
    }

    async Task<(Proposal Case, Cast Cast)> Drafted()
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        return (await app.Given.Proposal(app.Database, department, cast, _ => { }), cast);
    }

    [Fact]
    public async Task The_sheet_is_given_by_post_alone_and_the_audit_keeps_who_took_it()
    {
        var (proposal, cast, _) = await Submitted();
        using var browser = await app.SignedIn(cast.Staff);
        var page = await browser.Get($"/proposals/{proposal.Number}/sheet");
        page.Status.ShouldBe(200);
        (await Audited(proposal.Subject, "案件調書の出力")).ShouldBe(0);

        using var book = await Workbook(await browser.Submit(page, "form[data-download]", []), $"案件調書_{proposal.Number}_2026-11-20.xlsx");

        book.Texts("案件調書").ShouldContain("秘密の対策");
        (await Audited(proposal.Subject, "案件調書の出力")).ShouldBe(1);
        (await Readings(proposal)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_reviews_gets_the_confidential_parts_and_leaves_a_reading_the_auditor_gets_neither()
    {
        var (proposal, cast, _) = await Submitted();
        foreach (var (reader, sees) in new[] { (cast.Office, true), (cast.Cio, true), (await app.Given.Actor(Role.Auditor), false) })
        {
            var before = await Readings(proposal);
            using var browser = await app.SignedIn(reader);
            var page = await browser.Get($"/proposals/{proposal.Number}/sheet");
            using var book = await Workbook(await browser.Submit(page, "form[data-download]", []));

            book.Texts("案件調書").Contains("秘密の対策").ShouldBe(sees);
            book.Texts("案件調書").Contains("機密のため省略").ShouldBe(!sees);
            (await Readings(proposal) - before).ShouldBe(sees ? 1 : 0);
        }
    }

    [Fact]
    public async Task Another_department_finds_nothing_and_a_draft_has_no_sheet()
    {
        var (proposal, _, _) = await Submitted();
        using var other = await app.SignedInAs(Role.DepartmentStaff);
        (await other.Get($"/proposals/{proposal.Number}/sheet")).Status.ShouldBe(404);
        var home = await other.Get("/proposals/export");
        (await other.Post($"/proposals/{proposal.Number}/sheet", home, new() { ["Input.AsOf"] = "2026-11-20" })).Status.ShouldBe(404);
        (await other.Get($"/proposals/{proposal.Number}/excel")).Status.ShouldBe(404);

        var (draft, cast) = await Drafted();
        using var staff = await app.SignedIn(cast.Staff);
        var page = await staff.Get($"/proposals/{draft.Number}/sheet");
        page.Document.QuerySelector(".empty")!.TextContent.ShouldBe("まだ申請されていないため、案件調書はありません。申請すると出力できます。");
        var refused = await staff.Post($"/proposals/{draft.Number}/sheet", page, new() { ["Input.AsOf"] = "2026-11-20" });
        refused.Status.ShouldBe(400);
        refused.Text.ShouldContain("までに申請されていないため、案件調書を作れません。");
        (await staff.Post($"/proposals/{draft.Number}/sheet", page, new() { ["Input.AsOf"] = "2026-11-21" })).Text.ShouldContain("基準日に未来の日（2026-11-21（令和8年11月21日））は指定できません。");
    }

    [Fact]
    public async Task The_list_holds_what_its_reader_may_see_and_is_audited()
    {
        var (ours, cast, department) = await Submitted();
        var (theirs, _, _) = await Submitted();
        using var browser = await app.SignedIn(cast.Staff);
        var page = await browser.Get("/proposals/export?state=HeadChecking");
        page.Document.QuerySelector<IHtmlSelectElement>("select[name='Input.State']")!.Value.ShouldBe("HeadChecking");
        page.Document.QuerySelectorAll("select[name='Input.Department'] option").Select(o => o.TextContent).ShouldBe(["見ることのできる全ての課", department.Name]);

        using (var book = await Workbook(await browser.Submit(page, "form[data-download]", []), "案件審査一覧_2026-11-20.xlsx"))
        {
            book.Rows("データ_案件").Skip(1).Select(r => r[4]).ShouldBe([ours.Number]);
        }

        using var office = await app.SignedIn(cast.Office);
        using var all = await Workbook(await office.Submit(await office.Get("/proposals/export"), "form[data-download]", []));
        all.Rows("データ_案件").Skip(1).Select(r => r[4]).ShouldContain(theirs.Number);
        (await Audited("proposals", "案件審査一覧の出力")).ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_form_goes_out_comes_back_is_shown_and_only_then_saved()
    {
        var (proposal, cast) = await Drafted();
        using var browser = await app.SignedIn(cast.Staff);
        var address = $"/proposals/{proposal.Number}/excel";
        var file = ExchangeTests.Fill(await Download(browser, address), ("目的・効果", "purpose", "窓口を速くする"), ("セキュリティ", "measures", "秘密の対策"));
        (await Audited(proposal.Subject, "案件の様式の出力（Excel）")).ShouldBe(1);

        (await Upload(browser, address, file)).Location.ShouldBe(address);
        var preview = await browser.Get(address);
        preview.Text.ShouldContain("取り込むと変わる値");
        preview.Document.QuerySelectorAll("section.card tbody tr").Select(r => r.Children.Select(c => c.TextContent).ToArray()).First()
            .ShouldBe(["目的・効果", "目的", "（空）", "窓口を速くする"]);
        (await Stored(proposal))["purpose"].ShouldBe("");

        (await browser.Submit(preview, "#confirm", [])).Status.ShouldBe(302);
        (await Stored(proposal))["purpose"].ShouldBe("窓口を速くする");
        (await Audited(proposal.Subject, "案件の記入（Excel取込み）")).ShouldBe(1);
        await using (var db = app.Database.NewContext())
        {
            var entry = await db.AuditEntries.SingleAsync(a => a.Subject == proposal.Subject && a.Title == "案件の記入（Excel取込み）", Cancel);
            entry.Changes.ShouldContain("窓口を速くする");
            entry.Changes.ShouldNotContain("秘密の対策");
            (await db.DraftAutosaves.AnyAsync(a => a.ProposalId == proposal.Id, Cancel)).ShouldBeFalse();
        }

        await Upload(browser, address, file);
        (await browser.Get(address)).Text.ShouldContain("このファイルの内容は、今の下書きと同じです。変わる値はありません。");
        (await browser.Submit(preview, "#confirm", [])).Status.ShouldBe(400);
        (await Audited(proposal.Subject, "案件の記入（Excel取込み）")).ShouldBe(1);
    }

    [Fact]
    public async Task Wrong_cells_are_listed_and_nothing_waits_to_be_confirmed()
    {
        var (proposal, cast) = await Drafted();
        using var browser = await app.SignedIn(cast.Staff);
        var address = $"/proposals/{proposal.Number}/excel";
        var file = ExchangeTests.Fill(await Download(browser, address), ("費用", ProposalForm.Amount, "たくさん"));

        var page = await Upload(browser, address, file);

        page.Status.ShouldBe(400);
        page.Document.QuerySelectorAll("tbody tr").Single().Children.Select(c => c.TextContent)
            .ShouldBe(["費用!C4", "総額（税込み、円）", "「総額（税込み、円）」には0以上の整数を入力してください。"]);
        page.Document.QuerySelector("#confirm").ShouldBeNull();
        (await Upload(browser, address, "案件"u8.ToArray())).Text.ShouldContain("このファイルは読み取れません。");
        (await browser.Submit(await browser.Get(address), "#upload", new() { ["Input.File"] = null })).Text.ShouldContain("記入した様式のファイルを選んでください。");
    }

    [Fact]
    public async Task What_was_read_before_somebody_else_wrote_is_not_taken_in()
    {
        var (proposal, cast) = await Drafted();
        using var browser = await app.SignedIn(cast.Staff);
        var address = $"/proposals/{proposal.Number}/excel";
        await Upload(browser, address, ExchangeTests.Fill(await Download(browser, address), ("目的・効果", "purpose", "ファイル")));
        var preview = await browser.Get(address);
        await app.Given.ActOnProposal(app.Database, proposal.Number, cast.Head, (p, _) => p.Write(p.Draft.With("purpose", "所属長"), cast.Head, app.Clock.Now));

        var refused = await browser.Submit(preview, "#confirm", []);

        refused.Status.ShouldBe(400);
        refused.Text.ShouldContain("内容を確かめている間に、案件が変わりました。");
        (await Stored(proposal))["purpose"].ShouldBe("所属長");
    }

    [Fact]
    public async Task Only_the_department_exchanges_and_only_while_the_case_is_with_it()
    {
        var (proposal, cast, _) = await Submitted();
        using var office = await app.SignedIn(cast.Office);
        (await office.Get($"/proposals/{proposal.Number}/excel")).Status.ShouldBe(403);

        using var staff = await app.SignedIn(cast.Staff);
        var address = $"/proposals/{proposal.Number}/excel";
        var page = await staff.Get(address);
        page.Text.ShouldContain("この案件は「所属長確認中」です。");
        page.Document.QuerySelector("#download").ShouldBeNull();
        var token = await staff.Get("/proposals/export");
        var refused = await staff.Post($"{address}?handler=Download", token, []);
        refused.Status.ShouldBe(400);
        refused.Text.ShouldContain("「所属長確認中」の案件は直せません。");
        (await staff.Post($"{address}?handler=Upload", token, [])).Status.ShouldBe(400);
        (await staff.Post($"{address}?handler=Confirm", token, [])).Status.ShouldBe(400);
        (await staff.Client.PostAsync($"{address}?handler=Download", null, Cancel)).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest, "no token");
    }

    static async Task<byte[]> Download(WebBrowser browser, string address)
    {
        var given = await browser.Submit(await browser.Get(address), "#download", []);
        given.Status.ShouldBe(200);
        return await given.Response.Content.ReadAsByteArrayAsync(Cancel);
    }

    static async Task<WebPage> Upload(WebBrowser browser, string address, byte[] file)
    {
        var page = await browser.Get(address);
        var form = page.Document.QuerySelector<IHtmlFormElement>("#upload")!;
        using var content = new MultipartFormDataContent { { new ByteArrayContent(file), "Input.File", "様式.xlsx" } };
        foreach (var (name, value) in WebBrowser.Fields(form).Where(f => f.Key != "Input.File"))
        {
            content.Add(new StringContent(value), name);
        }

        return await WebBrowser.Read(await browser.Client.PostAsync(form.GetAttribute("action"), content, Cancel));
    }

    static async Task<WorkbookReading> Workbook(WebPage page, string? name = null)
    {
        page.Status.ShouldBe(200, page.Text);
        if (name is not null)
        {
            page.Response.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe(name);
        }

        return new(await page.Response.Content.ReadAsByteArrayAsync(Cancel));
    }

    async Task<int> Audited(string subject, string title)
    {
        await using var db = app.Database.NewContext();
        return await db.AuditEntries.CountAsync(a => a.Subject == subject && a.Title == title, Cancel);
    }

    async Task<int> Readings(Proposal proposal)
    {
        await using var db = app.Database.NewContext();
        return await db.ConfidentialReads.CountAsync(r => r.ProposalId == proposal.Id, Cancel);
    }

    async Task<ProposalContent> Stored(Proposal proposal)
    {
        await using var db = app.Database.NewContext();
        return await db.Proposals.Where(p => p.Id == proposal.Id).Select(p => p.Draft).SingleAsync(Cancel);
    }
}
