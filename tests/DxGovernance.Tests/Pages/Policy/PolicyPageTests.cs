using AngleSharp.Dom;
using DxGovernance.Core;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Reports;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DxGovernance.Tests.Pages.Policy;

/// <summary>The pages of the policy over HTTP: what they show to whom, reports and corrections, and what is refused.</summary>
public sealed class PolicyPageTests(WebApp app) : IClassFixture<WebApp>
{
    /// <summary>Each test has an initiative of its own.</summary>
    async Task<(Department Department, Actor Staff, Actor Office)> Own(string code)
    {
        var department = await app.Given.Department();
        var office = await app.Given.Actor(Role.PmoOffice);
        await app.Given.ActOnInitiative(app.Database, code, office, i => i.Revise([department], i.Plan, i.Source, "割当て", office, app.Clock.Now, app.Clock.Today));
        return (department, await app.Given.Actor(Role.DepartmentStaff, department), office);
    }

    [Fact]
    public async Task A_department_reports_its_initiative_and_everybody_sees_it_on_the_one_page()
    {
        var (department, staff, _) = await Own("3-2");
        using var browser = await app.SignedIn(staff);
        var form = await browser.Get("/policy/initiatives/3-2/report");
        form.Heading.ShouldBe("3-2 セキュリティ対策の徹底：令和8年度の状況の報告");
        form.Text.ShouldContain("更に「サイバーセキュリティを確保するための方針」を策定し、新たな脅威に対応していきます。");

        var saved = await browser.Submit(form, "main form", new() { ["Input.State"] = "Delayed", ["Input.Done"] = "案を作った", ["Input.Reason"] = "意見が多い", ["Input.NextStep"] = "3月に公表する" });

        saved.Location.ShouldBe("/policy/initiatives/3-2");
        using var cio = await app.SignedInAs(Role.Cio);
        var row = (await cio.Get("/policy")).Document.QuerySelectorAll("section:not(#changes) tr").Single(r => r.QuerySelector("th a")?.TextContent == "3-2 セキュリティ対策の徹底").TextContent;
        new[] { department.Name, "遅れ", "案を作った", "理由：意見が多い", "3月に公表する" }.ShouldAllBe(w => row.Contains(w));
        (await cio.Get("/policy/initiatives/3-2")).Document.QuerySelector("a[href$='/report']").ShouldBeNull("the CIO reads");
        await using var db = app.Database.NewContext();
        var audit = await db.AuditEntries.SingleAsync(a => a.Subject == "initiative:3-2" && a.Title == "取組の状況の報告", Cancel);
        audit.Changes.ShouldContain("遅れ");
    }

    [Fact]
    public async Task A_correction_of_a_past_day_shows_both_what_was_reported_and_what_is_known()
    {
        var (_, staff, _) = await Own("4-2");
        using var browser = await app.SignedIn(staff);
        Task<WebPage> Report(string day, string done, string? reason) => Submit(day, done, reason);
        async Task<WebPage> Submit(string day, string done, string? reason) => await browser.Submit(
            await browser.Get("/policy/initiatives/4-2/report"), "main form", new() { ["Input.State"] = "OnTrack", ["Input.Done"] = done, ["Input.Reason"] = reason, ["Input.AsOf"] = day });
        (await Report("2026-11-18", "教室を4回開いた", null)).Status.ShouldBe(302);

        var refused = await Report("2026-11-10", "教室を2回開いた", null);
        refused.Status.ShouldBe(400);
        refused.Errors.ShouldBe(["2026-11-18（令和8年11月18日）の記録より前の日の訂正です。訂正の理由を入力してください。"]);
        refused.Value("Input.Done").ShouldBe("教室を2回開いた");
        (await Report("2026-11-10", "教室を2回開いた", "数え直した")).Status.ShouldBe(302);

        var past = await browser.Get("/policy/initiatives/4-2?asOf=2026-11-12");
        past.Text.ShouldContain("2026-11-12（令和8年11月12日）について、後から記録されたことが");
        past.Text.ShouldContain("状況の変化：令和8年度：未報告 → 予定どおり（数え直した）");
        past.Text.ShouldContain("この日より後の記録");
        (await browser.Get("/policy?asOf=2026-11-12")).Text.ShouldContain("今わかっている状況：予定どおり");
        (await browser.Get("/policy/initiatives/4-2")).Text.ShouldNotContain("後から記録されたことが");
    }

    [Theory]
    [InlineData("Input.State", null, "状況を入力してください。")]
    [InlineData("Input.State", "Delayed", "「遅れ」のときは、理由を入力してください。")]
    [InlineData("Input.State", "Completed", "「完了」のときは、証拠（文書名や掲載先）を入力してください。")]
    [InlineData("Input.Done", "", "「予定どおり」のときは、実施したことを入力してください。")]
    [InlineData("Input.AsOf", "2026-11-21", "基準日に未来の日（2026-11-21（令和8年11月21日））は指定できません。")]
    [InlineData("Input.AsOf", "きのう", "は日付として読めません。")]
    [InlineData("year", "2027", "令和9年度は基準日（2026-11-20（令和8年11月20日））にはまだ始まっていません。")]
    [InlineData("year", "2020", "令和4年度より前の年度は報告できません。")]
    public async Task What_cannot_be_reported_is_refused_with_a_sentence_and_nothing_is_saved(string field, string? value, string sentence)
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        var before = await app.Database.Content();

        var answer = await browser.Submit(
            await browser.Get("/policy/initiatives/4-4/report"), "main form", new() { ["Input.State"] = "OnTrack", ["Input.Done"] = "共同調達を調べた", [field] = value });

        answer.Status.ShouldBe(400);
        answer.Text.ShouldContain(sentence);
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_second_of_two_people_reads_what_the_first_has_saved()
    {
        var (_, staff, office) = await Own("2-3");
        using var first = await app.SignedIn(staff);
        using var second = await app.SignedIn(office);
        var (a, b) = (await first.Get("/policy/initiatives/2-3/report"), await second.Get("/policy/initiatives/2-3/report"));
        (await first.Submit(a, "main form", new() { ["Input.State"] = "OnTrack", ["Input.Done"] = "課が報告した" })).Status.ShouldBe(302);

        var late = await second.Submit(b, "main form", new() { ["Input.State"] = "OnTrack", ["Input.Done"] = "PMOが報告した" });

        late.Status.ShouldBe(409);
        late.Text.ShouldContain("ほかの人が先に報告しました。");
        late.Document.QuerySelector("#stored")!.ParentElement!.TextContent.ShouldContain("課が報告した");
        late.Value("Input.Done").ShouldBe("PMOが報告した");
        (await second.Submit(late, "main form", [])).Status.ShouldBe(302);
    }

    [Fact]
    public async Task Who_does_not_own_an_initiative_does_not_report_on_it()
    {
        await Own("1-3");
        using var stranger = await app.SignedInAs(Role.DepartmentStaff);

        var answer = await stranger.Get("/policy/initiatives/1-3/report");

        answer.Status.ShouldBe(403);
        answer.Text.ShouldContain("「1-3 公金収納におけるeL-QRの活用」の状況を報告できるのは、所管課（");
        (await stranger.Get("/policy/initiatives/1-3")).Status.ShouldBe(200);
        (await stranger.Get("/policy/initiatives/9-9")).Status.ShouldBe(404);
        (await stranger.Get("/policy/initiatives/1-3/edit")).Status.ShouldBe(403);
        foreach (var role in new[] { Role.Council, Role.Administrator })
        {
            using var other = await app.SignedInAs(role);
            (await other.Get("/policy")).Status.ShouldBe(403);
            (await other.Get("/policy/procedures/file/csv")).Status.ShouldBe(403);
        }
    }

    [Fact]
    public async Task A_department_sees_the_cases_that_it_may_see_and_the_CIO_all()
    {
        var ours = await app.Given.Department();
        var theirs = await app.Given.Department();
        var cast = await app.Given.Cast(ours);
        foreach (var (department, people, amount) in new[] { (ours, cast, 3_000_000), (theirs, await app.Given.Cast(theirs), 4_000_000) })
        {
            await app.Given.Proposal(app.Database, department, people, p =>
            {
                p.Write(p.Draft.Filled(p.Gate).With(ProposalForm.Initiatives, "4-1"), people.Staff, app.Clock.Now);
                p.FillCosts(people.Staff, app.Clock.Now);
                p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, people.Staff, app.Clock.Now);
            }, amount: amount, title: $"{department.Name}の案件");
        }

        using var staff = await app.SignedIn(cast.Staff);
        var page = await staff.Get("/policy/initiatives/4-1");
        page.Text.ShouldContain($"{ours.Name}の案件");
        page.Text.ShouldNotContain($"{theirs.Name}の案件");
        page.Text.ShouldContain("3,000,000円");
        page.Text.ShouldNotContain("4,000,000円");
        using var cio = await app.SignedIn(cast.Cio);
        (await cio.Get("/policy/initiatives/4-1")).Text.ShouldContain("7,000,000円");
    }

    [Fact]
    public async Task Owners_plan_and_indicators_are_laid_down_by_the_PMO_office_and_measured_by_the_department()
    {
        var department = await app.Given.Department();
        using var office = await app.SignedInAs(Role.PmoOffice);
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        var edit = await office.Get("/policy/initiatives/1-1/edit");
        (await office.Submit(edit, "main form", new() { ["Input.Reason"] = "割当て" })).Text.ShouldContain("変更した項目がありません。");
        var saved = await office.Submit(edit, "main form", new()
        {
            ["Input.Owners"] = $"{department.Id}",
            ["Input.Plan[1].Text"] = "カードの更新を案内する。",
            ["Input.Plan[1].FromYear"] = "２０２７",
            ["Input.Plan[1].Page"] = "10",
            ["Input.Source"] = "方針2.1版",
            ["Input.Reason"] = "改定",
        });
        saved.Status.ShouldBe(302, saved.Text);
        (await office.Submit(edit, "main form", new() { ["Input.Reason"] = "二人目" })).Status.ShouldBe(409);

        var add = await office.Get("/policy/initiatives/1-1/indicators/new");
        (await office.Submit(add, "main form", new() { ["Input.Name"] = "枚数", ["Input.Unit"] = "枚", ["Input.Baseline"] = "たくさん", ["Input.Source"] = "決定", ["Input.Reason"] = "理由" })).Errors.ShouldBe(["基準値には数字を入力してください。"]);
        (await office.Submit(add, "main form", new() { ["Input.Name"] = "枚数", ["Input.Unit"] = "枚", ["Input.Targets[0].Year"] = "R9", ["Input.Source"] = "決定", ["Input.Reason"] = "理由" })).Errors.ShouldBe(["目標の1行目の年度には数字を入力してください。"]);
        var added = await office.Submit(add, "main form", new()
        {
            ["Input.Name"] = "枚数",
            ["Input.Unit"] = "枚",
            ["Input.Baseline"] = "１,０００",
            ["Input.BaselineOn"] = "R8.3.31",
            ["Input.Targets[0].Year"] = "2026",
            ["Input.Targets[0].Value"] = "1,200.5",
            ["Input.Source"] = "決定",
            ["Input.Reason"] = "理由",
        });
        added.Status.ShouldBe(302, added.Text);
        int id;
        await using (var db = app.Database.NewContext())
        {
            id = await db.PolicyIndicators.Where(i => i.Name == "枚数").Select(i => i.Id).SingleAsync(Cancel);
        }

        var measure = await staff.Get($"/policy/indicators/{id}/measure");
        (await staff.Submit(measure, "main form", new() { ["Input.Value"] = "多い", ["Input.Note"] = "集計" })).Errors.ShouldBe(["測定値には数字を入力してください。"]);
        (await staff.Submit(measure, "main form", new() { ["Input.Value"] = "1201", ["Input.Note"] = "集計" })).Location.ShouldBe("/policy/initiatives/1-1");
        var page = await staff.Get("/policy/initiatives/1-1");
        page.Text.ShouldContain("カードの更新を案内する。");
        page.Document.QuerySelectorAll("tr").Single(r => r.QuerySelector("th")?.TextContent == "枚数（枚）").TextContent.ShouldContain("到達");
        (await staff.Get($"/policy/indicators/{id}")).Status.ShouldBe(403);
        var revise = await office.Get($"/policy/indicators/{id}");
        (await office.Submit(revise, "main form", new() { ["Input.IsRetired"] = "true", ["Input.Reason"] = "終わり" })).Status.ShouldBe(302);
        (await staff.Get("/policy/initiatives/1-1")).Document.QuerySelectorAll("section th").ShouldNotContain(h => h.TextContent == "枚数（枚）");
    }

    [Theory]
    [InlineData("/policy?asOf=2026-11-21", "基準日に未来の日（2026-11-21（令和8年11月21日））は指定できません。")]
    [InlineData("/policy?asOf=2026-10-01&since=2026-10-02", "比べる日（2026-10-02（令和8年10月2日））が基準日（2026-10-01（令和8年10月1日））より後です。")]
    [InlineData("/policy?since=きのう", "は日付として読めません。")]
    [InlineData("/policy/initiatives/1-1?asOf=2026-11-21", "基準日に未来の日")]
    [InlineData("/policy/procedures?asOf=2026-02-30", "という日はありません。")]
    [InlineData("/policy/procedures?state=Nothing", "状態の値「Nothing」は使えません。")]
    [InlineData("/policy/procedures/file/csv?asOf=2026-11-21", "基準日に未来の日")]
    public async Task A_day_or_filter_that_cannot_be_is_told(string address, string sentence)
    {
        using var browser = await app.SignedInAs(Role.Cio);
        var page = await browser.Get(address);
        page.Status.ShouldBe(400);
        page.Text.ShouldContain(sentence);
    }

    [Fact]
    public async Task Before_the_policy_the_pages_say_that_there_is_nothing()
    {
        using var browser = await app.SignedInAs(Role.Auditor);
        (await browser.Get("/policy?asOf=2025-12-01")).Text.ShouldContain("この日までに記録された方針の取組事項はありません。");
        (await browser.Get("/policy/procedures?asOf=2025-12-01")).Text.ShouldContain("この日までに記録された手続はありません。");
        (await browser.Get("/policy/initiatives/1-1?asOf=2025-12-01")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_report_is_asked_for_from_the_page_and_says_what_the_page_says()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var policy = await office.Get("/policy?asOf=2026-11-15");
        var link = policy.Document.QuerySelector("a[href^='/reports?kind=PolicySchedule']")!.GetAttribute("href")!;
        var request = await office.Get(link);
        request.Value("Input.AsOf").ShouldBe("2026-11-15");
        request.Document.QuerySelector("[name='Input.Kind'][checked]")!.GetAttribute("value").ShouldBe("PolicySchedule");
        (await office.Submit(request, "#request form", new() { ["Input.Kind"] = "NationalTransfer" })).Errors.ShouldBe(["種類は選択肢から選んでください。"]);

        var asked = await office.Submit(request, "#request form", []);
        await app.Services.GetRequiredService<ReportMaker>().RunWaitingAsync(Cancel);

        var file = await office.Get($"{asked.Location}/file");
        file.Response.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("施策工程表_2026-11-15.xlsx");
        using var book = new WorkbookReading(await file.Response.Content.ReadAsByteArrayAsync(Cancel));
        var point = AsOf.ReportedOn(new(2026, 11, 15));
        var rate = (await app.Database.PolicyAt(point)).Rate;
        policy.Text.ShouldContain(rate.Text);
        book.Rows("データ_オンライン化率")[^1][^2].ShouldBe($"{rate.Denominator}");
        using var council = await app.SignedInAs(Role.Council);
        (await council.Get($"{asked.Location}/file")).Status.ShouldBe(404);
        (await office.Submit(await office.Get($"{asked.Location}/publish"), "main form", [])).Status.ShouldBe(302);
        (await council.Get("/reports/published")).Text.ShouldContain("施策工程表");
        (await council.Get($"{asked.Location}/file")).Status.ShouldBe(200);
    }
}
