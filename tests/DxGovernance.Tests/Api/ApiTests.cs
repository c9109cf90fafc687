using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Api;

/// <summary>The interface for other programs: the figures of the screens, to those who may see them, and a sentence for everything it refuses.</summary>
public sealed class ApiTests(ApiApp app) : IClassFixture<ApiApp>
{
    const int MostStatements = 4;

    public static TheoryData<string> Addresses => [.. ApiApp.Addresses];

    [Fact]
    public async Task Operations_have_the_figures_of_the_list_and_the_colour_of_their_page()
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        var answer = await ApiApp.Json("operations", browser);
        await using var db = app.Database.NewContext();
        var shown = await db.Operations.AsNoTracking().OrderBy(o => o.Number).Select(OperationFigures.Now).ToListAsync(Cancel);

        var rows = answer.GetProperty("rows").EnumerateArray().ToList();
        rows.Select(r => r.GetProperty("number").GetInt32()).ShouldBe(shown.Select(o => o.Number));
        foreach (var (row, o) in rows.Zip(shown))
        {
            (row.GetProperty("name").GetString(), row.GetProperty("department").GetString(), row.GetProperty("stage").GetString()).ShouldBe((o.Name, o.DepartmentName, o.Stage.ToString()));
            (Day(row, "goLiveForecast"), Day(row, "goLiveBaseline"), Day(row, "cityDeadline")).ShouldBe((o.GoLiveForecast, o.GoLiveBaseline, o.CityDeadline));
            (row.GetProperty("stepsCompleted").GetInt32(), row.GetProperty("openRisks").GetInt32(), row.GetProperty("maxRiskScore").GetInt32()).ShouldBe((o.StepsCompleted, o.OpenRisks, o.MaxRiskScore));
        }

        var ours = rows.Single(r => r.GetProperty("number").GetInt32() == app.Ours.Number);
        ours.GetProperty("signal").GetString().ShouldBe("Red");
        (await browser.Get($"/operations/{app.Ours.Number}")).Text.ShouldContain($"を{ours.GetProperty("signalLabel").GetString()}に上書きしています");
    }

    [Fact]
    public async Task Milestones_have_the_days_of_the_schedule()
    {
        var rows = (await app.Json("milestones", app.CityKey)).GetProperty("rows").EnumerateArray().ToList();
        await using var db = app.Database.NewContext();
        var schedules = await db.Operations.AsNoTracking().OrderBy(o => o.Number).Select(OperationSchedule.Now).ToListAsync(Cancel);

        var shown = schedules.SelectMany(o => o.Milestones.Where(m => m.BaselineOn is not null).Select(m => (o.Number, m.Code, m.OriginalOn, m.BaselineOn, m.ExpectedOn, m.SlipDays))).ToList();
        shown.Count.ShouldBeGreaterThan(10);
        rows.Select(r => (r.GetProperty("operation").GetInt32(), r.GetProperty("code").GetString()!, Day(r, "originalOn"), Day(r, "baselineOn"), Day(r, "expectedOn"), Int(r, "slipDays"))).ShouldBe(shown);
    }

    [Fact]
    public async Task Cases_and_their_summary_add_up_to_what_the_page_of_costs_shows()
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        var cases = (await ApiApp.Json("cases?pageSize=1000", browser)).GetProperty("rows").EnumerateArray().ToList();
        var years = (await ApiApp.Json("cost-summary", browser)).GetProperty("rows").EnumerateArray().ToList();
        var totals = (await ApiApp.Json("cost-summary?table=totals", browser)).GetProperty("rows").EnumerateArray().ToList();
        var page = await browser.Get($"/costs?asOf={Wareki.Iso(app.Clock.Today)}");

        foreach (var (stage, field) in new[] { ("Requested", "requestedYen"), ("Decided", "decidedYen") })
        {
            var total = totals.Single(t => t.GetProperty("stage").GetString() == stage).GetProperty("yen").GetInt64();
            total.ShouldBeGreaterThan(20_000_000);
            cases.Sum(c => c.GetProperty(field).ValueKind == JsonValueKind.Null ? 0 : c.GetProperty(field).GetInt64()).ShouldBe(total);
            years.Where(y => y.GetProperty("stage").GetString() == stage).Sum(y => y.GetProperty("yen").GetInt64()).ShouldBe(total);
            page.Document.QuerySelectorAll("main td.num").Select(c => c.TextContent.Trim()).ShouldContain(total.ToString("N0", CultureInfo.InvariantCulture));
        }

        var list = await browser.Get("/proposals?scope=All");
        foreach (var c in cases)
        {
            list.Text.ShouldContain(c.GetProperty("number").GetString()!);
            list.Text.ShouldContain(c.GetProperty("title").GetString()!);
        }
    }

    [Fact]
    public async Task The_rates_of_procedures_and_the_states_of_initiatives_are_those_of_the_policys_pages()
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        var rates = (await ApiApp.Json("policy?table=rates", browser)).GetProperty("rows").EnumerateArray().ToList();
        var procedures = (await ApiApp.Json("policy?table=procedures", browser)).GetProperty("rows").EnumerateArray().ToList();
        var initiatives = (await ApiApp.Json("policy", browser)).GetProperty("rows").EnumerateArray().ToList();
        await using var db = app.Database.NewContext();
        var figures = await PolicyFigures.AtAsync(db, AsOf.ReportedOn(app.Clock.Today), Cancel);

        rates.Select(r => (r.GetProperty("category").GetString()!, r.GetProperty("online").GetInt32(), Decimal(r, "percent"))).ShouldBe(
            figures.Rates.Append(figures.Rate).Select(r => (r.Category, r.Online, r.Percent)));
        var page = await browser.Get("/policy/procedures");
        rates.ShouldAllBe(r => page.Text.Contains(r.GetProperty("percent").GetDecimal().ToString("0.0", CultureInfo.InvariantCulture) + "％"));
        procedures.Count.ShouldBe(figures.Procedures.Count);
        initiatives.Select(i => (i.GetProperty("code").GetString()!, i.GetProperty("stateLabel").GetString())).ShouldBe(figures.Initiatives.Select(i => (i.Code, i.In(figures.Year)?.State.Label())));
        initiatives.ShouldContain(i => i.GetProperty("done").GetString() == "甲所管の実施");
    }

    [Fact]
    public async Task The_indicators_are_those_of_the_policys_pages_and_public_data_hold_only_the_computed_ones()
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        var rows = (await ApiApp.Json("policy?table=indicators", browser)).GetProperty("rows").EnumerateArray().ToList();
        await using var db = app.Database.NewContext();
        var figures = await PolicyFigures.AtAsync(db, AsOf.ReportedOn(app.Clock.Today), Cancel);

        var indicators = figures.Initiatives.SelectMany(i => i.Indicators).ToList();
        indicators.ShouldContain(i => i.Value != null && i.Kind == IndicatorKind.LiveOperations);
        rows.Select(r => (
            r.GetProperty("initiativeCode").GetString()!, r.GetProperty("name").GetString()!, Decimal(r, "value"), Decimal(r, "target"),
            r.GetProperty("isReached").ValueKind == JsonValueKind.Null ? (bool?)null : r.GetProperty("isReached").GetBoolean())).ShouldBe(
            indicators.Select(i => (i.InitiativeCode, i.Name, i.Value, i.TargetFor(figures.Year)?.Value, i.IsReached(figures.Year))));
        foreach (var i in indicators.Where(i => i.Value is not null))
        {
            (await browser.Get($"/policy/initiatives/{i.InitiativeCode}")).Text.ShouldContain(i.Value!.Value.ToString("#,0.####", CultureInfo.InvariantCulture));
        }

        var open = (await app.Json("policy?table=indicators", app.PublicKey)).GetProperty("rows").EnumerateArray().ToList();
        open.Select(r => r.GetProperty("name").GetString()).ShouldBe(indicators.Where(i => i.Kind != IndicatorKind.Measured).Select(i => i.Name));
        open.Count.ShouldBeLessThan(rows.Count);
    }

    [Fact]
    public async Task Running_costs_are_those_of_the_page()
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        var rows = (await ApiApp.Json("running-costs", browser)).GetProperty("rows").EnumerateArray().ToList();
        await using var db = app.Database.NewContext();
        var overview = (await RunningCostFigures.LoadAsync(db, db.Operations, withCommon: true, AsOf.ReportedOn(app.Clock.Today), Cancel)).Compare();

        rows.Select(r => (r.GetProperty("number").GetInt32(), Decimal(r, "ratioToBaseline"), r.GetProperty("whyNotToBaseline").GetString())).ShouldBe(
            overview.Standings.Select(s => (s.Subject.Number, s.ToBaseline.Ratio, s.ToBaseline.IsComparable ? null : string.Concat(s.ToBaseline.Obstacles))));
        var yen = rows.Single(r => r.GetProperty("number").GetInt32() == app.Ours.Number).GetProperty("presentYen").GetInt64();
        (await browser.Get($"/running-costs/{app.Ours.Number}?yen=true")).Text.ShouldContain(yen.ToString("N0", CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_department_reads_its_own_and_nothing_that_another_one_wrote(string address)
    {
        using var browser = await app.SignedIn(app.Ours.Staff);
        foreach (var format in new[] { "json", "csv" })
        {
            var answer = await browser.Client.GetAsync($"/api/v1/{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format={format}", Cancel);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
            if (!address.StartsWith("policy", StringComparison.Ordinal))
            {
                text.ShouldNotContain(TwoDepartments.TheirMark);
                text.ShouldNotContain(app.Theirs.Operation.Name);
                text.ShouldNotContain("住民基本台帳");
            }

            if (address is "operations" or "milestones" or "running-costs")
            {
                text.ShouldContain(app.Ours.Operation.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_key_for_public_data_tells_nothing_that_people_wrote_for_each_other(string address)
    {
        var answer = await app.Ask(address, app.PublicKey);
        var text = await answer.Content.ReadAsStringAsync(Cancel);

        answer.StatusCode.ShouldBe(address.StartsWith("running-costs", StringComparison.Ordinal) ? HttpStatusCode.Forbidden : HttpStatusCode.OK, text);
        foreach (var mark in new[] { TwoDepartments.OurMark, TwoDepartments.TheirMark })
        {
            text.ShouldNotContain(mark + "の");
        }

        foreach (var field in new[] { "requestedYen", "signal\"", "openRisks", "cause", "evidence", "nextStep", "\"state\":\"Delayed", "Requested" })
        {
            text.ShouldNotContain(field);
        }
    }

    [Fact]
    public async Task A_key_for_public_data_reads_decided_and_shared_cases_as_they_were_decided()
    {
        var row = (await app.Json("cases", app.PublicKey)).GetProperty("rows").EnumerateArray().ToList().ShouldHaveSingleItem();

        row.EnumerateObject().Select(p => p.Name).ShouldBe(["number", "fiscalYear", "title", "department", "gate", "gateLabel", "decidedOn", "decidedYen"]);
        (row.GetProperty("number").GetString(), row.GetProperty("title").GetString()).ShouldBe((app.DecidedCase, ApiApp.DecidedTitle));
        var total = (await app.Json("cost-summary?table=totals", app.PublicKey)).GetProperty("rows").EnumerateArray().ToList().ShouldHaveSingleItem();
        (total.GetProperty("stage").GetString(), total.GetProperty("yen").GetInt64()).ShouldBe(("Decided", row.GetProperty("decidedYen").GetInt64()));
        (await app.Json("cases", app.CityKey)).GetProperty("rows").EnumerateArray().Select(c => c.GetProperty("title").GetString()).ShouldContain("まだ決まらない件名");
    }

    [Fact]
    public async Task A_key_for_public_data_reads_the_schedule_as_it_was_published()
    {
        var answer = await app.Json("milestones", app.PublicKey);

        answer.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("operation").GetInt32()).Distinct().ShouldBe([app.Ours.Number]);
        answer.GetProperty("meta").GetProperty("note").GetString().ShouldBe("公開された推進会議報告書の時点の日程。");
        var before = await app.Ask("milestones?asOf=2026-09-29", app.PublicKey);
        (await Problem(before, 403)).ShouldBe("この基準日までに推進会議報告書が公開されていないため、公開データの鍵では見られません。");
    }

    [Fact]
    public async Task An_answer_says_of_when_it_is_and_whether_it_is_fiction()
    {
        var meta = (await app.Json("operations?asOf=2026-11-19&recordedUntil=2026-11-20T09:00:00+09:00", app.CityKey)).GetProperty("meta");

        (meta.GetProperty("asOf").GetString(), meta.GetProperty("recordedUntil").GetString()).ShouldBe(("2026-11-19", "2026-11-20T09:00:00+09:00"));
        meta.GetProperty("isDemo").GetBoolean().ShouldBeTrue("the people of the tests are fictional");
        (meta.GetProperty("resource").GetString(), meta.GetProperty("scope").GetString()).ShouldBe(("operations", "全庁の閲覧"));
        meta.GetProperty("note").GetString()!.ShouldContain("（完了済み＋対象外）÷40ステップ");
    }

    [Fact]
    public async Task Csv_opens_in_a_spreadsheet_as_text_and_numbers()
    {
        var answer = await app.Ask("cases?format=csv", app.PublicKey);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        answer.Content.Headers.ContentDisposition!.FileName!.Trim('"').ShouldBe("cases_2026-11-20.csv");
        lines[0].ShouldBe("number,fiscalYear,title,department,gate,gateLabel,decidedOn,decidedYen,asOf,recordedUntil,isDemo");
        lines[1].ShouldStartWith($"{app.DecidedCase},2026,\"'{ApiApp.DecidedTitle}\",");
        lines[1].ShouldEndWith(",2026-11-20,2026-11-20T23:59:59.999999+09:00,true");
        lines.Length.ShouldBe(2);
        var slip = Encoding.UTF8.GetString(ApiCsv.Write(Meta, [new CostTotalRow("a", "-1", true, -5)]));
        slip.ShouldContain("a,\"'-1\",true,-5,", customMessage: "a number stays a number, text that begins like one does not");
    }

    [Fact]
    public async Task Pages_of_cases_follow_each_other_without_gap()
    {
        var all = (await app.Json("cases", app.CityKey)).GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("number").GetString()).ToList();
        all.Count.ShouldBe(3);
        var (address, seen) = ("cases?pageSize=2&asOf=2026-11-20", new List<string?>());
        while (address.Length > 0)
        {
            var answer = await app.Json(address, app.CityKey);
            seen.AddRange(answer.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("number").GetString()));
            answer.GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(3);
            address = answer.GetProperty("meta").GetProperty("next").GetString()?["/api/v1/".Length..] ?? "";
        }

        seen.ShouldBe(all);
        (await app.Json("cases?page=9", app.CityKey)).GetProperty("meta").GetProperty("total").GetInt32().ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task An_answer_takes_at_most_four_statements_and_a_key_one_that_counts_it(string address)
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        await browser.Client.GetAsync("/api/v1/" + address, Cancel);
        app.Sql.Clear();
        await ApiApp.Json(address, browser);
        app.Sql.Statements.Count.ShouldBeInRange(1, MostStatements, string.Join('\n', app.Sql.Statements));
        app.Sql.Writing.ShouldBeEmpty();

        app.Sql.Clear();
        await app.Json(address, app.CityKey);
        app.Sql.Statements.Count.ShouldBeInRange(2, MostStatements + 1, string.Join('\n', app.Sql.Statements));
        app.Sql.Writing.ShouldHaveSingleItem().ShouldContain("update api_keys set uses = uses + 1");
    }

    [Theory]
    [InlineData("operations?asOf=2026-11-21", "asOf", "asOf に未来の日（2026-11-21（令和8年11月21日））は指定できません。今日までの日を指定してください。")]
    [InlineData("operations?asOf=abc", "asOf", "asOf：「abc」は日付として読めません。例：2027-10-31 または 令和9年10月31日 の形で入力してください。")]
    [InlineData("cases?asOf=1999-12-31", "asOf", "asOf に2000年より前の日は指定できません。")]
    [InlineData("operations?recordedUntil=soon", "recordedUntil", "recordedUntil を読めません。日（例：2026-11-15）か、時差の付いた日時（例：2026-11-15T17:00:00+09:00）で指定してください。")]
    [InlineData("operations?recordedUntil=2026-11-15T17:00:00", "recordedUntil", "recordedUntil を読めません。日（例：2026-11-15）か、時差の付いた日時（例：2026-11-15T17:00:00+09:00）で指定してください。")]
    [InlineData("operations?recordedUntil=2026-11-21", "recordedUntil", "recordedUntil に未来は指定できません。今日までを指定してください。")]
    [InlineData("operations?format=xml", "format", "format には json か csv を指定してください。")]
    [InlineData("policy?table=cases", "table", "table には initiatives・indicators・rates・procedures のどれかを指定してください。")]
    [InlineData("operations?table=rates", "table", "「table」という指定はありません。使えるのは format・asOf・recordedUntil です。")]
    [InlineData("cases?as_of=2026-10-31", "as_of", "「as_of」という指定はありません。使えるのは format・asOf・recordedUntil・page・pageSize です。")]
    [InlineData("cases?page=1&page=2", "page", "page が2回指定されています。1つにしてください。")]
    [InlineData("cases?page=0", "page", "page には1以上の整数を指定してください。")]
    [InlineData("cases?pageSize=1001", "pageSize", "pageSize には1から1000までの整数を指定してください。")]
    [InlineData("cases?pageSize=-1", "pageSize", "pageSize には1から1000までの整数を指定してください。")]
    [InlineData("operations?asOf=%00", "asOf", "asOf：「?」は日付として読めません。例：2027-10-31 または 令和9年10月31日 の形で入力してください。")]
    [InlineData("operations?asOf=2020-01-01", null, null)]
    public async Task What_cannot_be_is_refused_by_name_with_what_to_do(string address, string? parameter, string? sentence)
    {
        var answer = await app.Ask(address, app.CityKey);

        var (detail, named) = await Details(answer, 400);
        if (sentence is not null)
        {
            (detail, named).ShouldBe((sentence, parameter));
        }
    }

    [Fact]
    public async Task Who_is_not_known_is_refused_with_the_reason_and_no_redirect()
    {
        (await Problem(await app.Ask("operations", null), 401)).ShouldBe("APIキーがありません。Authorization ヘッダーに「Bearer dxg_…」を付けるか、この製品にサインインしたブラウザーで開いてください。");
        (await Problem(await app.Ask("operations", "abc"), 401)).ShouldBe("Authorization ヘッダーを読めません。「Authorization: Bearer dxg_…」の形で、発行された鍵をそのまま付けてください。");
        (await Problem(await app.Ask("operations", app.CityKey + "x"), 401)).ShouldBe("このAPIキーは登録されていません。写し間違いがないか確かめるか、管理者に新しい鍵を発行してもらってください。");
        (await Problem(await app.Ask("operations", app.ExpiredKey), 401)).ShouldBe("このAPIキーは有効期限を過ぎています。管理者に新しい鍵を発行してもらってください。");
        var revoked = await app.Ask("openapi.json", app.RevokedKey);
        (await Problem(revoked, 401)).ShouldBe("このAPIキーは失効しています。管理者に新しい鍵を発行してもらってください。");
        revoked.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Theory]
    [InlineData(Role.Council)]
    [InlineData(Role.Administrator)]
    public async Task A_role_without_the_screen_is_refused(Role role)
    {
        using var browser = await app.SignedInAs(role);
        foreach (var address in ApiApp.Addresses)
        {
            (await Problem(await browser.Client.GetAsync("/api/v1/" + address, Cancel), 403)).ShouldBe("この役割では、このデータを見られません。必要な場合は、庁内PMO事務局に依頼してください。", address);
        }
    }

    [Fact]
    public async Task What_is_not_there_is_404_and_nothing_is_written()
    {
        (await Problem(await app.Ask("nothing", app.CityKey), 404)).ShouldBe("このアドレスには何もありません。使えるアドレスは /api/v1/openapi.json にあります。");
        (await Problem(await app.Ask("operations/1", app.CityKey), 404)).ShouldContain("何もありません");
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
        {
            var answer = await app.Ask("operations", app.CityKey, method);
            (await Problem(answer, 405)).ShouldBe("このAPIは読取り専用です。GET で読んでください。");
            answer.Content.Headers.Allow.ShouldBe(["GET"]);
        }
    }

    [Fact]
    public async Task The_document_describes_every_resource_and_nothing_else()
    {
        var document = await app.Json("openapi.json", app.PublicKey);
        var described = document.GetProperty("paths").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        var there = app.Endpoints().Select(e => e.RoutePattern.RawText!).Where(p => p.StartsWith("/api/v1/", StringComparison.Ordinal) && p is not ("/api/v1/openapi.json" or "/api/v1/{**rest}"));

        described.Keys.Order(StringComparer.Ordinal).ShouldBe(there.Order(StringComparer.Ordinal));
        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.");
        foreach (var (path, item) in described)
        {
            item.EnumerateObject().Select(o => o.Name).ShouldBe(["get"], path);
            var get = item.GetProperty("get");
            get.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
            get.GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
            get.GetProperty("parameters").EnumerateArray().ShouldAllBe(p => p.GetProperty("in").GetString() == "query" && p.GetProperty("description").GetString()!.Length > 5);
            get.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()).Take(3).ShouldBe(["format", "asOf", "recordedUntil"], path);
            get.GetProperty("responses").EnumerateObject().Select(r => r.Name).ShouldBe(["200", "400", "401", "403", "429"]);
        }

        document.GetProperty("components").EnumerateObject().SelectMany(c => c.Value.EnumerateObject()).Select(c => c.Name)
            .Where(n => !System.Text.RegularExpressions.Regex.IsMatch(n, "^[a-zA-Z0-9._-]+$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))).ShouldBeEmpty("as the specification wants it");
        described["/api/v1/cases"].GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("text/csv").GetProperty("schema").GetProperty("type").GetString().ShouldBe("string");
        document.GetProperty("components").GetProperty("schemas").GetProperty("OperationRecord").GetProperty("properties").GetProperty("number").GetProperty("type").GetString().ShouldBe("integer");
        var row = document.GetProperty("components").GetProperty("schemas").GetProperty("OperationRecord").GetProperty("properties");
        row.EnumerateObject().Select(p => p.Name).ShouldBe((await app.Json("operations", app.CityKey)).GetProperty("rows")[0].EnumerateObject().Select(p => p.Name));
        row.EnumerateObject().ShouldAllBe(p => p.Value.GetProperty("description").GetString()!.Length > 2);
    }

    [Fact]
    public async Task The_page_explains_every_resource_with_links_that_work()
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        var page = await browser.Get("/api");

        var links = page.Document.QuerySelectorAll("main td a").Select(a => a.GetAttribute("href")!).ToList();
        links.Count.ShouldBe(12);
        foreach (var link in links)
        {
            (await browser.Get(link)).Status.ShouldBe(200, link);
        }

        page.Document.QuerySelectorAll("main details").Length.ShouldBe(6);
        using var council = await app.SignedInAs(Role.Council);
        (await council.Get("/api")).Text.ShouldContain("あなたの役割では見られません");
    }

    static ApiMeta Meta { get; } = new()
    {
        City = "試験市",
        Resource = "x",
        AsOf = new(2026, 11, 20),
        RecordedUntil = FixedClock.Start,
        IsDemo = false,
        Scope = "",
        Total = 1,
        Page = 1,
        PageSize = 1,
    };

    static async Task<string> Problem(HttpResponseMessage answer, int status) => (await Details(answer, status)).Detail;

    static async Task<(string Detail, string? Parameter)> Details(HttpResponseMessage answer, int status)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        ((int)answer.StatusCode).ShouldBe(status, text);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        return (problem.GetProperty("detail").GetString()!, problem.TryGetProperty("parameter", out var parameter) ? parameter.GetString() : null);
    }

    static DateOnly? Day(JsonElement row, string name) => row.GetProperty(name).GetString() is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    static int? Int(JsonElement row, string name) => row.GetProperty(name).ValueKind == JsonValueKind.Null ? null : row.GetProperty(name).GetInt32();

    static decimal? Decimal(JsonElement row, string name) => row.GetProperty(name).ValueKind == JsonValueKind.Null ? null : row.GetProperty(name).GetDecimal();
}
