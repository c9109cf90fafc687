using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages;

/// <summary>基準日: a slip that is recorded three days after the day it is of, and a case that is submitted then and decided three days later.</summary>
public sealed class PastCity : WebApp
{
    public DateOnly Day { get; } = TokyoTime.DayOf(FixedClock.Start);

    public Department Department { get; private set; } = null!;

    public Operation Operation { get; private set; } = null!;

    public Proposal Case { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Department = await Given.Department();
        Operation = await Given.PlannedOperation(Department, new(2027, 9, 1));
        var cast = await Given.Cast(Department);
        Case = await Given.Proposal(Database, Department, cast, p => p.BringToDecision(cast, Clock.Now));
        Clock.MoveTo(Day.AddDays(3));
        var staff = await Given.Actor(Role.DepartmentStaff, Department);
        var goLive = Operation.Milestones.Single(m => m.IsGoLive).Id;
        await Given.Act(Operation.Number, staff, o => o.ReportMilestones(
            [new(goLive, new(2027, 12, 1), null, SlipCause.DataQuality, CauseOwner.City, "文字同定")], staff, Clock.Now, Day));
        await Given.ActOnProposal(Database, Case.Number, cast.Cio, (p, _) => p.Approve(cast, Clock.Now));
    }
}

public sealed class PastDayTests(PastCity app) : IClassFixture<PastCity>
{
    string Then => Wareki.Iso(app.Day);

    static string[] Rows(WebPage page, string selector) => [.. page.Document.QuerySelectorAll(selector + " tbody tr").Select(r => r.TextContent.ReplaceLineEndings(" "))];

    [Theory]
    [InlineData("/dashboard")]
    [InlineData("/operations")]
    [InlineData("/milestones")]
    public async Task What_was_reported_on_the_day_stands_first_and_what_was_recorded_later_beside_it(string path)
    {
        using var office = await app.SignedInAs(Role.PmoOffice);

        var name = path == "/operations" ? $"&q={Uri.EscapeDataString(app.Operation.Name)}" : "";

        var past = await office.Get($"{path}?asOf={Then}{name}");

        past.Text.ShouldContain($"{Wareki.Both(app.Day)}に報告されていた内容を表示しています");
        Rows(past, "#later").ShouldContain(r => r.Contains(app.Operation.Name, StringComparison.Ordinal) && r.Contains("2027-09-01 → 2027-12-01（91日遅れ）", StringComparison.Ordinal));
        var trace = past.Document.QuerySelectorAll("#later a").Select(a => a.GetAttribute("href")!).First(h => h.StartsWith("/trace/forecast", StringComparison.Ordinal));
        (await office.Get(trace)).Text.ShouldContain("文字同定");
        past.Document.QuerySelector("#later")!.Remove();
        past.Document.QuerySelector("main")!.TextContent.ShouldNotContain("2027-12-01");
        (await office.Get($"{path}?{name}")).Text.ShouldContain("2027-12-01");
    }

    [Fact]
    public async Task Numbers_of_a_past_dashboard_lead_to_the_ledgers_as_they_were()
    {
        using var cio = await app.SignedInAs(Role.Cio);
        var past = await cio.Get($"/dashboard?asOf={Then}");

        var links = past.Document.QuerySelectorAll("main a[href^='/trace/']").Where(a => a.Closest("#later") is null && a.Closest("figure") is null).Select(a => a.GetAttribute("href")!).Distinct().ToList();

        links.ShouldNotBeEmpty();
        links.Where(l => !l.Contains("asOf=", StringComparison.Ordinal)).ShouldBeEmpty();
        var forecast = links.First(l => l.StartsWith($"/trace/forecast?operation={app.Operation.Number}&", StringComparison.Ordinal));
        (await cio.Get(forecast)).Text.ShouldNotContain("文字同定");
        past.Text.ShouldContain("CIOの決定を待つ案件：1 件");
    }

    [Fact]
    public async Task A_list_of_cases_shows_the_states_of_the_day_and_finds_by_them()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);

        Rows(await office.Get($"/proposals?asOf={Then}"), "main").ShouldContain(r => r.Contains(app.Case.Number, StringComparison.Ordinal) && r.Contains("CIO決定待ち", StringComparison.Ordinal));
        Rows(await office.Get($"/proposals?asOf={Then}&state=Deciding"), "main").Length.ShouldBe(1);
        (await office.Get($"/proposals?asOf={Then}&state=Approved")).Text.ShouldContain("条件に合う案件は、この日にはありません。");
        Rows(await office.Get("/proposals"), "main").ShouldContain(r => r.Contains(app.Case.Number, StringComparison.Ordinal) && !r.Contains("CIO決定待ち", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_case_is_shown_as_it_stood_and_what_came_later_is_not_there()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);

        var past = await office.Get($"/proposals/{app.Case.Number}?asOf={Then}");

        past.Text.ShouldContain("CIO決定待ち");
        past.Text.ShouldContain("当時の報告と、この日について今分かっていることは一致しています。");
        past.Text.ShouldNotContain("決裁権者");
        past.Document.QuerySelectorAll("h2").Select(h => h.TextContent).ShouldNotContain("次にすること");
        (await office.Get($"/proposals/{app.Case.Number}?asOf={Wareki.Iso(app.Day.AddDays(-1))}")).Text.ShouldContain("この日には、まだ申請されていません。");
    }

    [Theory]
    [InlineData("/dashboard?asOf=2099-01-01", "基準日に未来の日は指定できません。今日までの日を入力してください。")]
    [InlineData("/operations?asOf=2099-01-01", "基準日に未来の日は指定できません。今日までの日を入力してください。")]
    [InlineData("/milestones?asOf=2099-01-01", "基準日に未来の日は指定できません。今日までの日を入力してください。")]
    [InlineData("/proposals?asOf=2099-01-01", "基準日に未来の日は指定できません。今日までの日を入力してください。")]
    [InlineData("/dashboard?asOf=2026-11-21&since=2026-11-21", "比べる日には、基準日（2026-11-21（令和8年11月21日））より前の日を入力してください。")]
    [InlineData("/proposals?asOf=2026-11-20&turn=true&gate=Budget", "基準日を指定したときは、協議段階、自分の番のものだけでは絞り込めません。その条件を外すか、基準日を空にしてください。")]
    public async Task A_day_that_cannot_be_shown_is_refused_in_words(string path, string sentence)
    {
        using var office = await app.SignedInAs(Role.PmoOffice);

        var page = await office.Get(path);

        page.Status.ShouldBe(400);
        page.Text.ShouldContain(sentence);
    }

    [Fact]
    public async Task The_day_of_a_case_that_is_to_come_is_refused()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);

        var page = await office.Get($"/proposals/{app.Case.Number}?asOf=2099-01-01");

        (page.Status, page.Text.Contains("基準日に未来の日は指定できません。", StringComparison.Ordinal)).ShouldBe((400, true));
    }

    [Fact]
    public async Task Before_the_ledgers_begin_there_is_nothing_and_it_says_so()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);

        (await office.Get("/dashboard?asOf=2020-01-01")).Text.ShouldContain("この日までに記録された台帳がありません。");
        (await office.Get("/operations?asOf=2020-01-01")).Text.ShouldContain("この日までに記録された業務がありません。");
    }
}
