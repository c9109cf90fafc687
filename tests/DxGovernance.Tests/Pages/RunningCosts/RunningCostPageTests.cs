using System.Net.Http.Headers;
using AngleSharp.Dom;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static DxGovernance.Tests.Support.GivenRunningCosts;

namespace DxGovernance.Tests.Pages.RunningCosts;

/// <summary>Entering, confirming, comparing and importing, over HTTP.</summary>
public sealed class RunningCostPageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Grid = "form[data-grid]";

    async Task<Place> New()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.Operation(department);
        return new(operation.Number, operation.Name, department, await app.Given.Actor(Role.DepartmentStaff, department), await app.Given.Actor(Role.PmoOffice));
    }

    sealed record Place(int Number, string Name, Department Department, Actor Staff, Actor Office);

    /// <summary>The form of a new set, filled as a department would: every item of the base year.</summary>
    static Dictionary<string, string?> Filled(int baseYear, string each, RunningCostTax tax = RunningCostTax.Included)
    {
        var fields = new Dictionary<string, string?>
        {
            ["Input.Scope"] = "本体",
            ["Input.Tax"] = $"{tax}",
            ["Input.BaseYear"] = $"{baseYear}",
            ["Input.Source"] = "見積書",
        };
        for (var i = 0; i < RunningCostLine.Items.Count; i++)
        {
            fields[$"Input.Rows[{i}].Cells[0].Amount"] = each;
        }

        return fields;
    }

    static async Task Enter(WebBrowser browser, int number, RunningCostStage stage, int baseYear, string each, RunningCostTax tax = RunningCostTax.Included)
    {
        var page = await browser.Get($"/running-costs/{number}/{stage}?year={baseYear}");
        var fields = Filled(baseYear, each, tax);
        var index = page.Document.QuerySelectorAll("[name^='Input.Years[']").ToList().FindIndex(e => e.GetAttribute("value") == $"{baseYear}");
        fields = fields.ToDictionary(f => f.Key.Replace("Cells[0]", $"Cells[{index}]", StringComparison.Ordinal), f => f.Value);
        var answer = await browser.Submit(page, Grid, fields);
        answer.Location.ShouldBe($"/running-costs/{number}/{stage}", string.Join(' ', answer.Errors));
    }

    async Task<int> Rows(int number)
    {
        await using var db = app.Database.NewContext();
        return await db.RunningCostEntries.CountAsync(e => e.Set.OperationNumber == number, Cancel);
    }

    [Fact]
    public async Task A_department_enters_the_office_confirms_and_the_ratio_appears()
    {
        var place = await New();
        using var staff = await app.SignedIn(place.Staff);
        await Enter(staff, place.Number, RunningCostStage.Baseline, 2018, "1,000,000");
        await Enter(staff, place.Number, RunningCostStage.Present, 2024, "１２０００００円");
        await Enter(staff, place.Number, RunningCostStage.Contracted, 2026, "1500000");
        (await Rows(place.Number)).ShouldBe(30);
        var own = await staff.Get("/running-costs");
        own.Text.ShouldContain("庁内PMO事務局の確認が済んでいません");
        own.Text.ShouldContain("1.50倍");

        using var office = await app.SignedIn(place.Office);
        foreach (var stage in new[] { RunningCostStage.Baseline, RunningCostStage.Present, RunningCostStage.Contracted })
        {
            (await office.Submit(await office.Get($"/running-costs/{place.Number}/{stage}/check"), "main form", [])).Location.ShouldBe($"/running-costs/{place.Number}");
        }

        using var cio = await app.SignedInAs(Role.Cio);
        var page = await cio.Get("/running-costs");
        var figures = page.Document.QuerySelectorAll(".key-figure__value").Select(f => f.TextContent.Trim()).ToList();
        figures.ShouldBe(["1.50倍", "1.50倍", "8,000千円", "1.25倍", "3,000千円"]);
        (await cio.Get("/dashboard")).Text.ShouldContain("平成30年度比 1.50倍（1業務、税込、移行後は令和8年度。3割削減まで8,000千円）");
        (await cio.Get($"/running-costs/{place.Number}?yen=true")).Text.ShouldContain("1.50倍（10,000,000 → 15,000,000 円、平成30年度と移行後（契約）の令和8年度）");
        Lines(await cio.Get("/running-costs/breakdown?yen=true")).ShouldContain("|合計|12,000,000|15,000,000|3,000,000|1.25倍");
        (await cio.Get($"/running-costs/{place.Number}/history")).Text.ShouldContain("1,500,000円");
    }

    [Fact]
    public async Task Where_it_is_not_comparable_the_page_says_so_and_prints_no_ratio()
    {
        var place = await New();
        await app.Given.Costs(app.Database, place.Number, RunningCostStage.Baseline, Terms(2019), Year(2019, 7), place.Staff);
        await app.Given.Costs(app.Database, place.Number, RunningCostStage.Present, Terms(2024), Year(2024, 7), place.Staff);
        await app.Given.Costs(app.Database, place.Number, RunningCostStage.Planned, Terms(2027, RunningCostTax.Excluded), Year(2027, 9), place.Staff);
        using var staff = await app.SignedIn(place.Staff);

        var page = await staff.Get($"/running-costs/{place.Number}");

        page.Text.ShouldContain("税の扱いが違います（現行は税込、移行後（計画）は税抜）。");
        page.Text.ShouldContain("基準が平成30年度ではなく、平成31年度の額です。");
        page.Text.ShouldNotContain("倍（");
        (await staff.Get("/running-costs")).Text.ShouldNotContain("1.29倍");
    }

    [Theory]
    [InlineData("Input.Rows[0].Cells[0].Amount", "1/3", "「システム運用作業」：「1/3」は円の整数として読めません。")]
    [InlineData("Input.Rows[0].Cells[0].Amount", "NaN", "「システム運用作業」：「NaN」は円の整数として読めません。")]
    [InlineData("Input.Rows[0].Cells[0].Amount", "-1", "「システム運用作業」：0以上の整数を入力してください。")]
    [InlineData("Input.Rows[0].Cells[0].Amount", "1000000000000000000", "大きすぎます。9,999,999,999,999円以下で入力してください。")]
    [InlineData("Input.Rows[9].Cells[0].Foreign", "10.5", "「クラウド利用経費」に外貨建ての額があるときは、為替レートを入力してください。")]
    [InlineData("Input.Rows[9].Cells[0].RateOn", "2027-02-30", "「2027-02-30」という日はありません。")]
    [InlineData("Input.Rows[10].Cells[0].Amount", "99999", "国・県の支援の合計（99,999円）が、運用経費の合計（100円）を超えています。")]
    [InlineData("Input.Rows[14].Cells[0].Amount", "5", "原因「クラウド利用料」の理由を入力してください。")]
    [InlineData("Input.BaseYear", "2009", "基準年度には2010から2046までの西暦の年度（例：2026）を入力してください。")]
    [InlineData("Input.Years[0]", "1999", "年度には2010から2046までの西暦の年度を入力してください（1999は範囲の外です）。")]
    [InlineData("Input.Years[0]", "2019", "費目と年度の行が一つずつ送られていません。")]
    [InlineData("Input.Rows[3].Line", "CAUSE_EXCHANGE", "費目と年度の行が一つずつ送られていません。")]
    [InlineData("Input.Tax", "Both", "税の値「Both」は使えません。")]
    [InlineData("Input.Scope", "", "対象のシステムを入力してください。")]
    [InlineData("Input.Source", " ", "根拠資料を入力してください。")]
    [InlineData("Input.AsOf", "2026-11-21", "基準日に未来の日（2026-11-21（令和8年11月21日））は指定できません。")]
    [InlineData("Input.Currency", "ドル", "通貨は、USD のように英字3文字の記号で入力してください。")]
    public async Task What_cannot_be_is_refused_with_a_sentence_at_its_field_and_nothing_is_saved(string field, string typed, string sentence)
    {
        var place = await New();
        using var staff = await app.SignedIn(place.Staff);
        var page = await staff.Get($"/running-costs/{place.Number}/Present");
        var fields = Filled(2026, "10");
        if (typed == "2019")
        {
            fields["Input.Years[1]"] = typed;
        }

        fields[field] = typed;

        var answer = await staff.Submit(page, Grid, fields);

        answer.Status.ShouldBe(400);
        string.Join(' ', answer.Errors).ShouldContain(sentence);
        answer.Value("Input.Rows[1].Cells[0].Amount").ShouldBe("10", "what was typed stays");
        (await Rows(place.Number)).ShouldBe(0);
    }

    [Fact]
    public async Task The_second_to_save_sees_what_is_stored_keeps_what_was_typed_and_can_save_again()
    {
        var place = await New();
        using var first = await app.SignedIn(place.Staff);
        using var second = await app.SignedIn(place.Office);
        var (a, b) = (await first.Get($"/running-costs/{place.Number}/Planned"), await second.Get($"/running-costs/{place.Number}/Planned"));
        (await first.Submit(a, Grid, Filled(2027, "77"))).Status.ShouldBe(302);

        var refused = await second.Submit(b, Grid, new(Filled(2027, "88")) { ["Input.Reason"] = "後の人" });

        refused.Status.ShouldBe(409);
        refused.Text.ShouldContain("保存されている内容");
        refused.Document.QuerySelector(".stored")!.TextContent.ShouldContain("770");
        refused.Value("Input.Rows[0].Cells[0].Amount").ShouldBe("88");
        (await Rows(place.Number)).ShouldBe(10);
        (await second.Submit(refused, Grid, [])).Status.ShouldBe(302);
        (await Rows(place.Number)).ShouldBe(20);
        (await first.Submit(a, Grid, Filled(2027, "77"))).Status.ShouldBe(409, "sent twice");
    }

    [Fact]
    public async Task What_is_sent_back_reaches_who_entered_it_with_the_reason()
    {
        var place = await New();
        await app.Given.Costs(app.Database, place.Number, RunningCostStage.Planned, Terms(2027), Year(2027, 5), place.Staff);
        using var office = await app.SignedIn(place.Office);
        var check = await office.Get($"/running-costs/{place.Number}/Planned/check");
        var back = $"/running-costs/{place.Number}/Planned/check?handler=Return";
        var form = new Dictionary<string, string> { ["Input.Version"] = check.Value("Input.Version")!, ["Input.Comment"] = "" };
        (await office.Post(back, check, new(form))).Errors.ShouldBe(["差し戻す理由を入力してください。"]);

        (await office.Post(back, check, new(form) { ["Input.Comment"] = "回線費の見積書がない" })).Status.ShouldBe(302);

        using var staff = await app.SignedIn(place.Staff);
        (await staff.Get("/notifications")).Text.ShouldContain("運用経費 移行後（計画）：差し戻されました");
        (await staff.Get($"/running-costs/{place.Number}/Planned")).Document.QuerySelector(".dads-notification-banner[data-type=warning]")!.TextContent.ShouldContain("回線費の見積書がない");
        (await office.Post(back, check, new(form) { ["Input.Comment"] = "二度目" })).Status.ShouldBe(409);
    }

    [Fact]
    public async Task Whoever_entered_cannot_confirm_and_a_department_sees_only_its_own()
    {
        var (ours, theirs) = (await New(), await New());
        await app.Given.Costs(app.Database, theirs.Number, RunningCostStage.Present, Terms(2024), Year(2024, 5), theirs.Office);
        using var staff = await app.SignedIn(ours.Staff);
        using var office = await app.SignedIn(theirs.Office);
        using var auditor = await app.SignedInAs(Role.Auditor);

        var check = await office.Get($"/running-costs/{theirs.Number}/Present/check");
        (await office.Submit(check, "main form", [])).Errors.ShouldBe(["ご自分が入力した額は確認できません。庁内PMO事務局のほかの人に依頼してください。"]);
        foreach (var path in new[] { "", "/Present", "/excel", "/history" })
        {
            (await staff.Get($"/running-costs/{theirs.Number}{path}")).Status.ShouldBe(404, path);
            (await staff.Get($"/running-costs/0{path}")).Status.ShouldBe(404, path);
        }

        (await staff.Get($"/running-costs/{theirs.Number}/Present/check")).Status.ShouldBe(403);
        (await auditor.Get($"/running-costs/{theirs.Number}")).Status.ShouldBe(200);
        (await auditor.Get($"/running-costs/{theirs.Number}/Present")).Status.ShouldBe(403);
        (await office.Get("/running-costs/0/Baseline")).Status.ShouldBe(200);
        (await office.Get("/running-costs/1/Nothing")).Status.ShouldBe(404);
        (await staff.Get("/running-costs")).Text.ShouldNotContain("共通機能");
    }

    [Fact]
    public async Task A_workbook_goes_out_and_comes_back_after_a_look()
    {
        var place = await New();
        await app.Given.Costs(app.Database, place.Number, RunningCostStage.Present, Terms(2024), Year(2024, 5), place.Staff);
        using var staff = await app.SignedIn(place.Staff);
        var page = await staff.Get($"/running-costs/{place.Number}/excel");
        var file = await (await staff.Submit(page, "#download", [])).Response.Content.ReadAsByteArrayAsync(Cancel);
        file = ExchangeTests.Change(file, book =>
        {
            var sheet = ((DocumentFormat.OpenXml.Packaging.WorksheetPart)book.GetPartById(book.Workbook.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Single(s => s.Name == "現行").Id!)).Worksheet;
            var row = sheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>().Single(r => r.InnerText.StartsWith("line:HW_LEASE", StringComparison.Ordinal));
            var cell = row.Elements<DocumentFormat.OpenXml.Spreadsheet.Cell>().Single(c => c.CellReference!.Value!.StartsWith('D'));
            cell.RemoveAllChildren();
            (cell.DataType, cell.CellValue) = (null, new("5000"));
        });

        var preview = await Upload(staff, page, place.Number, file);

        preview.Status.ShouldBe(200);
        Lines(preview).ShouldContain("現行|ハードウェア借料|令和6年度|5円|5,000円");
        (await Rows(place.Number)).ShouldBe(10, "looking saves nothing");
        (await staff.Submit(preview, "#confirm", [])).Errors.ShouldBe(["記録されている額を変える理由を入力してください。"]);
        (await staff.Submit(preview, "#confirm", new() { ["Import.Content"] = "[{}]", ["Import.Reason"] = "試験" })).Errors.ShouldBe(["取り込む内容を読めません。ファイルをもう一度選んでください。"]);
        (await staff.Submit(preview, "#confirm", new() { ["Import.Reason"] = "単位の誤り" })).Location.ShouldBe($"/running-costs/{place.Number}");
        (await Rows(place.Number)).ShouldBe(11);
        (await staff.Submit(preview, "#confirm", new() { ["Import.Reason"] = "二度目" })).Errors.ShouldHaveSingleItem().ShouldStartWith("内容を確かめている間に、額が変わりました。");
        var older = await Upload(staff, page, place.Number, file);
        (older.Status, older.Errors.Single()[..16]).ShouldBe((400, "この様式を出力した後に、額が直さ"));
        (await Upload(staff, page, place.Number, "額,1"u8.ToArray())).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_past_day_shows_what_was_reported_then_beside_what_is_known_now()
    {
        var place = await New();
        await app.Given.Costs(app.Database, place.Number, RunningCostStage.Present, Terms(2024), Year(2024, 5), place.Staff, asOf: new(2026, 10, 1));
        using var staff = await app.SignedIn(place.Staff);

        var page = await staff.Get("/running-costs?asOf=令和8年10月31日");

        page.Text.ShouldContain("2026-10-31（令和8年10月31日） 時点");
        Lines(page).ShouldContain($"{place.Name}|現行|10|未入力|令和6年度 50円（税込、未確認）");
        (await staff.Get("/running-costs?asOf=2026-11-21")).ShouldSatisfyAllConditions(p => p.Status.ShouldBe(400), p => p.Text.ShouldContain("基準日に未来の日"));
        (await staff.Get("/running-costs?year=1999")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task The_nations_table_stands_on_its_page_to_the_yen_and_moves_with_a_rate()
    {
        using var cio = await app.SignedInAs(Role.Cio);

        var page = await cio.Get("/running-costs/nation?rate=139");

        Lines(page).ShouldContain("|合計|4,787,264,648|4,588,982,119|△ 198,282,529");
        Lines(page).ShouldContain("139円|転記|1,235,892,323|4,802,373,599|15,108,951");
        Lines(page).ShouldContain("160円|転記|1,422,609,869|4,989,091,145|201,826,497");
        Lines(page).ShouldContain("115円|基準試算（額は転記、レートは導出）|1,022,500,843|4,588,982,119|△ 198,282,529");
        Lines(page).ShouldContain("139円|導出したドル額からの計算|1,235,892,323|4,802,373,599|15,108,951");
        (await cio.Get("/running-costs/nation?rate=1%2F3")).ShouldSatisfyAllConditions(p => p.Status.ShouldBe(400), p => p.Text.ShouldContain("数字として読めません"));
    }

    [Fact]
    public async Task A_what_if_is_calculated_and_not_saved()
    {
        var place = await New();
        await app.Given.Costs(app.Database, place.Number, RunningCostStage.Planned, Terms(2027), Enumerable.Range(2027, 5).SelectMany(y => Year(y, 1000).Where(c => c.Line != "CLOUD").Append(Cloud(y, 10, 150))), place.Staff);
        using var staff = await app.SignedIn(place.Staff);
        var before = await app.Database.Content();

        var page = await staff.Get("/running-costs/sensitivity?rate=200&usage=10&labour=-10&yen=true");

        // 9 items of 1,000 yen of which 3 are labour, and 10 dollars, over five years; usage moves the dollars.
        Lines(page).ShouldContain($"{place.Name}|移行後（計画）|令和9年度から|52,500|51,750|51,145|52,300|54,500|2,000");
        page.Text.ShouldContain("保存されません。");
        (await staff.Get("/running-costs/sensitivity?usage=2000")).ShouldSatisfyAllConditions(p => p.Status.ShouldBe(400), p => p.Text.ShouldContain("利用量の増減"));
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    /// <summary>Every row of every table, its cells beside each other.</summary>
    static IReadOnlyList<string> Lines(WebPage page) => [.. page.Document.QuerySelectorAll("main tr").Select(r => string.Join('|', r.Children.Select(c => c.TextContent.Trim())))];

    static async Task<WebPage> Upload(WebBrowser browser, WebPage page, int number, byte[] file)
    {
        var token = page.Document.QuerySelector<AngleSharp.Html.Dom.IHtmlInputElement>("#upload [name=__RequestVerificationToken]")!.Value;
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        using var content = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { part, "Input.File", "様式.xlsx" } };
        return await WebBrowser.Read(await browser.Client.PostAsync($"/running-costs/{number}/excel?handler=Upload", content, Cancel));
    }
}
