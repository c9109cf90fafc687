using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Policy;

/// <summary>The list of procedures over HTTP: changes, additions, files out and in.</summary>
public sealed class ProcedurePageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Import = "/policy/procedures/import";
    const string Header = "コード,区分,手続名,状態,変わった日,根拠,理由\r\n";

    static byte[] Csv(params string[] rows) => Encoding.UTF8.GetBytes(Header + string.Join("\r\n", rows) + "\r\n");

    static Task<WebPage> Upload(WebBrowser browser, byte[] file, string name = "手続.csv") => browser.Upload(Import, file, name);

    async Task<OnlineProcedure> Stored(string code)
    {
        await using var db = app.Database.NewContext();
        return await db.OnlineProcedures.AsNoTracking().SingleAsync(p => p.Code == code, Cancel);
    }

    [Fact]
    public async Task A_state_is_recorded_with_its_evidence_and_the_rate_follows()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var page = await office.Get("/policy/procedures/A-15");
        (await office.Submit(page, "main form", new() { ["Input.State"] = "Online", ["Input.Evidence"] = "", ["Input.Reason"] = "始めた" })).Errors.ShouldBe(["「オンライン化済み」のときは、根拠（申請画面のURLや文書）を入力してください。"]);
        (await office.Submit(page, "main form", new() { ["Input.Reason"] = "同じ" })).Errors.ShouldBe(["状態・手続名・根拠のどれも変わっていません。"]);

        var saved = await office.Submit(page, "main form", new() { ["Input.State"] = "Online", ["Input.Evidence"] = "https://example.com/sanpai", ["Input.AsOf"] = "2026-11-01", ["Input.Reason"] = "始めた" });

        saved.Location.ShouldBe("/policy/procedures/A-15");
        var detail = await office.Get("/policy/procedures/A-15");
        detail.Document.QuerySelector("a[href='https://example.com/sanpai']")!.GetAttribute("rel").ShouldBe("noopener noreferrer");
        detail.Text.ShouldContain("始めた");
        var list = await office.Get("/policy/procedures?category=処理件数が多く効果が高い手続&state=Online");
        list.Text.ShouldContain("産業廃棄物の処理、運搬の実績報告");
        list.Text.ShouldContain("条件に合う手続だけを表示しています");
        // Recorded today for the first of November: the past day shows both.
        (await office.Get("/policy/procedures?asOf=2026-11-05")).Text.ShouldContain("今わかっている同じ日の率：");
        (await office.Submit(page, "main form", new() { ["Input.State"] = "Abolished", ["Input.Reason"] = "二人目" })).Status.ShouldBe(409);
        using var cio = await app.SignedInAs(Role.Cio);
        (await cio.Get("/policy/procedures/A-15")).Document.QuerySelector("main form").ShouldBeNull();
        (await cio.Post("/policy/procedures/A-15", await cio.Get("/signout"), new() { ["Input.State"] = "Abolished", ["Input.Name"] = "別", ["Input.AsOf"] = "2026-11-20", ["Input.Reason"] = "理由" })).Status.ShouldBe(403);
        (await office.Get("/policy/procedures/Z-99")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_procedure_is_added_with_the_next_number_and_not_twice()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var page = await office.Get("/policy/procedures/new");
        Dictionary<string, string?> fields = new() { ["Input.Category"] = "転出・転入手続関係", ["Input.Name"] = "転居届", ["Input.State"] = "NotOnline", ["Input.Reason"] = "国の通知" };
        (await office.Submit(page, "main form", new(fields) { ["Input.Category"] = "ない区分" })).Errors.ShouldBe(["区分は選択肢から選んでください。"]);

        (await office.Submit(page, "main form", fields)).Location.ShouldBe("/policy/procedures/B4-03");
        (await office.Submit(page, "main form", fields)).Errors.ShouldBe(["区分「転出・転入手続関係」には「転居届」がすでにあります。"]);
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public async Task What_is_taken_out_and_in_again_changes_nothing(string format)
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var file = await (await office.Get($"/policy/procedures/file/{format}")).Response.Content.ReadAsByteArrayAsync(Cancel);
        var before = await app.Database.Content();

        var page = await Upload(office, file);

        page.Status.ShouldBe(200);
        page.Text.ShouldContain("変わるものはありません");
        page.Document.QuerySelector("#confirm").ShouldBeNull();
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_is_shown_first_saved_on_confirmation_and_the_second_time_changes_nothing()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var file = Csv("B3-06,被災者支援関係,災害障害見舞金の支給申請,オンライン化済み,R8.11.2,https://example.com/mimai,始めた", ",被災者支援関係,被災証明書の申請,未オンライン化,,,国の通知");
        var before = await app.Database.Content();

        var preview = await Upload(office, file);

        preview.Status.ShouldBe(200);
        preview.Text.ShouldContain("2行が変わります");
        preview.Document.QuerySelectorAll("#changes ~ * tbody tr, section tbody tr").Select(r => r.TextContent).ShouldContain(t => t.Contains("B3-06") && t.Contains("2行目") && t.Contains("未オンライン化\n根拠：下関市行政DX基本方針2.0版") && t.Contains("オンライン化済み\n根拠：https://example.com/mimai"));
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();

        (await office.Submit(preview, "#confirm", [])).Location.ShouldBe("/policy/procedures");
        (await Stored("B3-06")).ShouldSatisfyAllConditions(p => p.State.ShouldBe(OnlineState.Online), p => p.ChangedAsOf.ShouldBe(new(2026, 11, 2)));
        (await Stored("B3-09")).Name.ShouldBe("被災証明書の申請");
        await using (var db = app.Database.NewContext())
        {
            (await db.AuditEntries.CountAsync(a => a.Title == "手続の取込み", Cancel)).ShouldBe(1);
        }

        (await Upload(office, file)).Text.ShouldContain("変わるものはありません");
        // The list has changed since it was shown.
        var again = await office.Submit(preview, "#confirm", []);
        (again.Status, again.Errors[0]).ShouldBe((400, "内容を確かめている間に、手続の一覧が変わりました。ファイルをもう一度取り込んで、変わる内容を確かめてください。"));
        (await office.Submit(preview, "#confirm", new() { ["Lines"] = "[]" })).Errors.ShouldBe(["取り込むものがありません。ファイルをもう一度選んでください。"]);
    }

    [Fact]
    public async Task Rows_that_were_tampered_with_between_showing_and_saving_are_checked_again()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var preview = await Upload(office, Csv("B3-07,被災者支援関係,災害援護資金の貸付申請,本市対象外,,,試験"));
        var before = await app.Database.Content();
        var lines = preview.Value("Lines")!;

        foreach (var (from, to) in new[] { ("本市対象外", "どこか"), ("\"試験\"", "\"\""), ("B3-07", "B3-99") })
        {
            var answer = await office.Submit(preview, "#confirm", new() { ["Lines"] = lines.Replace(System.Text.Json.JsonEncodedText.Encode(from.Trim('"')).ToString(), to.Trim('"'), StringComparison.Ordinal) });
            answer.Status.ShouldBe(400, from);
        }

        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
        using var staff = await app.SignedInAs(Role.DepartmentStaff);
        (await staff.Post($"{Import}?handler=Confirm", await staff.Get("/signout"), new() { ["Lines"] = lines, ["Mark"] = preview.Value("Mark")! })).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Wrong_cells_are_named_by_address_and_files_that_are_none_are_answered()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var before = await app.Database.Content();

        var wrong = await Upload(office, Csv("A-01,処理件数が多く効果が高い手続,図書館の図書貸出予約等,たぶん,,方針,"));
        wrong.Status.ShouldBe(400);
        wrong.Errors.ShouldBe(["直す必要のあるセルが1か所あります。下の表のセルを直して、もう一度取り込んでください。"]);
        wrong.Document.QuerySelectorAll("tbody tr").Single().Children.Select(c => c.TextContent)
            .ShouldBe(["2行目「状態」", "状態", "状態は オンライン化済み・未オンライン化・本市対象外・該当する手続なし・廃止 のどれかにしてください。"]);
        foreach (var (file, sentence) in new (byte[], string)[]
        {
            ([], "空のファイルです。"), ("abc"u8.ToArray(), "表の見出し（コード、区分、手続名、状態、変わった日、根拠、理由）がありません。"), ([0xD0, 0xCF, 0x11, 0xE0], "古い形式（.xls）か、パスワード付きのファイルです。"),
            (Encoding.UTF8.GetBytes(Header), "見出しの下に行がありません。"), ([0x50, 0x4B, 3, 4], "このファイルは読み取れません。"),
        })
        {
            var answer = await Upload(office, file);
            answer.Status.ShouldBe(400, sentence);
            answer.Text.ShouldContain(sentence);
        }

        (await office.Submit(await office.Get(Import), "#upload", new() { ["Input.File"] = null })).Text.ShouldContain("取り込むファイルを選んでください。");
        var huge = await Upload(office, new byte[8 * 1024 * 1024]);
        huge.Status.ShouldBe(400);
        huge.Text.ShouldContain("送られたものが、この画面で受け取れる6MBを超えています。");
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_file_of_a_past_day_holds_that_day()
    {
        using var reader = await app.SignedInAs(Role.DxTeam);
        var csv = await reader.Get("/policy/procedures/file/csv?asOf=2026-04-01");
        csv.Response.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("優先オンライン化手続_2026-04-01.csv");
        var bytes = await csv.Response.Content.ReadAsByteArrayAsync(Cancel);
        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        Encoding.UTF8.GetString(bytes).Split("\r\n").Length.ShouldBe(58);
        (await reader.Get("/policy/procedures/file/pdf")).Status.ShouldBe(404);
    }
}
