using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DxGovernance.Tests.Pages;

/// <summary>
/// Two departments with a case and a risk each. On the first day cases are approved with conditions; three days later things happen, and things of the
/// first day are recorded late. Today is forty days after the first.
/// </summary>
public sealed class PastLists : WebApp
{
    public const string OldTitle = "甲の台帳の古い名前";
    public const string NewTitle = "甲の台帳の新しい名前";
    public const string Secret = "乙の秘密";

    public StatementLog Sql { get; } = new();

    public DateOnly Day { get; } = TokyoTime.DayOf(FixedClock.Start);

    public DateOnly Today => Day.AddDays(40);

    public Cast Us { get; private set; } = null!;

    /// <summary>Its condition is reported and its title put right three days later.</summary>
    public Proposal Case { get; private set; } = null!;

    /// <summary>Its condition was reported on the first day and its effect measured then, both recorded three days later; decided one day later.</summary>
    public Proposal Late { get; private set; } = null!;

    public Operation Operation { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var (ours, theirs) = (await Given.Department("甲の課"), await Given.Department("乙の課"));
        Us = await Given.Cast(ours);
        var them = await Given.Cast(theirs);
        Case = await Conditioned(ours, Us, OldTitle);
        Late = await Conditioned(ours, Us, "甲の遅れて記録された台帳");
        var secret = await Conditioned(theirs, them, Secret);
        Operation = await Given.Operation(ours);
        await OpenRisk(Operation, Us.Staff, "甲のリスク");
        await OpenRisk(await Given.Operation(theirs), them.Staff, Secret);

        var then = Clock.Now.AddHours(1);
        Clock.MoveTo(Day.AddDays(3));
        await Act(Case, Us.Staff, p => p.ReportCondition(p.Conditions[0], "別紙", Us.Staff, Clock.Now));
        await Act(Case, Us.Office, p => p.Correct(ProposalForm.Title, NewTitle, "誤記", Us.Office, Clock.Now));
        await Act(Case, them.Office, p => p.JudgeCorrection(p.Corrections[0], true, null, them.Office, Clock.Now));
        // What is of the first day and is stored three days later.
        await Act(Late, Us.Staff, p => p.ReportCondition(p.Conditions[0], "別紙", Us.Staff, then));
        await Act(Late, Us.Staff, p => p.Measure(p.EffectChecks[0], 12, Day, "実測", Us.Staff, Clock.Now));
        await Act(Late, Us.Staff, p => p.Perform(ProposalAction.StartChange, ProposalStep.Nothing, GivenProposals.Rules, Us.Staff, then));
        await Given.Act(Operation.Number, Us.Staff, o => o.RateRisk(
            o.Risks[0], o.Risks[0].Current with { Likelihood = RiskLevel.High, Impact = RiskLevel.High }, "見直し", Us.Staff, Clock.Now, Day));
        Clock.MoveTo(Day.AddDays(5));
        await Given.Act(Operation.Number, Us.Staff, o => o.RateRisk(o.Risks[0], o.Risks[0].Current with { IsOpen = false }, "終わった", Us.Staff, Clock.Now, Day.AddDays(5)));
        Clock.MoveTo(Today);
    }

    protected override void Configure(IWebHostBuilder web)
    {
        base.Configure(web);
        web.ConfigureServices(services => services.ConfigureDbContext<GovernanceDbContext>(o => o.AddInterceptors(Sql)));
    }

    Task<Proposal> Conditioned(Department department, Cast cast, string title) => Given.Proposal(
        Database, department, cast,
        p =>
        {
            p.Write(p.Draft.Filled(p.Gate).With(ProposalForm.GoLiveOn, "2026-12-10"), cast.Staff, Clock.Now);
            p.BringToDecision(cast, Clock.Now);
            p.Perform(
                ProposalAction.ApproveWithConditions,
                new() { Category = "CONDITION", Comment = "理由", Conditions = [GivenProposals.Condition() with { Text = $"{title}の条件" }] },
                GivenProposals.Rules, cast.Cio, Clock.Now);
        },
        title: title);

    Task OpenRisk(Operation operation, Actor staff, string title) => Given.Act(operation.Number, staff, o => o.OpenRisk(
        RiskKind.Risk, title, "内容", new(true, RiskLevel.Low, RiskLevel.Medium, RiskResponse.Reduce, "", "担当", Day.AddDays(2)), staff, Clock.Now, Day));

    Task Act(Proposal proposal, Actor actor, Action<Proposal> act) => Given.ActOnProposal(Database, proposal.Number, actor, (p, _) => act(p));
}

/// <summary>基準日 of the lists of conditions, effects and risks and of the board.</summary>
public sealed class PastListTests(PastLists app) : IClassFixture<PastLists>
{
    public static TheoryData<string> Lists => ["/conditions?state=All", "/effects?state=All", "/risks?state=All"];

    string First => $"asOf={Wareki.Iso(app.Day)}";

    string After(int days) => $"asOf={Wareki.Iso(app.Day.AddDays(days))}";

    /// <summary>The only row that speaks of it, with single spaces.</summary>
    static string Row(WebPage page, string of) => string.Join(' ', page.Document.QuerySelectorAll("main table:not([class*=heat]) tbody tr")
        .Single(r => r.TextContent.Contains(of, StringComparison.Ordinal)).TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task Conditions_of_a_past_day_stand_as_reported_then_and_what_was_recorded_later_beside_them()
    {
        using var office = await app.SignedIn(app.Us.Office);

        var past = await office.Get($"/conditions?{First}&state=All");

        past.Text.ShouldContain($"{Wareki.Both(app.Day)}に報告されていた内容を表示しています");
        Row(past, app.Case.Number).ShouldSatisfyAllConditions(
            r => r.ShouldContain("未履行"), r => r.ShouldContain(PastLists.OldTitle), r => r.ShouldEndWith("違いなし"), r => r.ShouldNotContain("超過"));
        Row(past, app.Late.Number).ShouldSatisfyAllConditions(
            r => r.ShouldContain("未履行"), r => r.ShouldEndWith("今分かっていること：履行報告済み・確認待ち"));
        past.Text.ShouldNotContain("履行を確認する");
        past.Document.QuerySelector($"main a[href='/proposals/{app.Case.Number}?{First}']").ShouldNotBeNull();
        Row(await office.Get($"/conditions?{After(3)}"), app.Case.Number).ShouldContain("履行報告済み・確認待ち");
        Row(await office.Get($"/conditions?{After(35)}&overdue=true&sort=-number"), app.Case.Number).ShouldContain("5日超過");
        (await office.Get($"/conditions?{First}&overdue=true")).Text.ShouldContain("選んだ内容に合う条件は、この日にはありません。");
        (await office.Get($"/conditions?{After(-1)}&state=All")).Text.ShouldContain("選んだ内容に合う条件は、この日にはありません。");
        (await office.Get($"/conditions?{After(3)}&state=Open")).Text.ShouldNotContain(app.Case.Number);
    }

    [Fact]
    public async Task Effects_of_a_past_day_stand_as_reported_then_and_a_measurement_recorded_later_beside_them()
    {
        using var office = await app.SignedIn(app.Us.Office);

        var past = await office.Get($"/effects?{First}");

        Row(past, app.Late.Number).ShouldSatisfyAllConditions(
            r => r.ShouldContain("2026-12-10"), r => r.ShouldContain("未測定"), r => r.ShouldNotContain("超過"),
            r => r.ShouldContain("今分かっていること：実測 12"), r => r.ShouldEndWith($"（{Wareki.Iso(app.Day)}測定）"));
        Row(past, app.Case.Number).ShouldSatisfyAllConditions(r => r.ShouldContain(PastLists.OldTitle), r => r.ShouldEndWith("違いなし"));
        past.Text.ShouldNotContain("測定値を記録する");
        (await office.Get($"/effects?{After(3)}&sort=number")).Text.ShouldNotContain(app.Late.Number);
        Row(await office.Get($"/effects?{After(3)}&state=Measured"), app.Late.Number).ShouldEndWith("違いなし");
        Row(await office.Get($"/effects?{After(30)}&state=Missing&sort=-due"), app.Case.Number).ShouldContain("未測定 10日超過");
        (await office.Get($"/effects?{After(-1)}&state=All")).Text.ShouldContain("選んだ内容に合う効果検証は、この日にはありません。");
    }

    [Fact]
    public async Task Risks_of_a_past_day_stand_as_rated_then_are_counted_so_and_a_later_rating_of_that_day_stands_beside_them()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);

        var past = await office.Get($"/risks?{First}");

        Row(past, "甲のリスク").ShouldSatisfyAllConditions(
            r => r.ShouldContain("未解決 2 1 低 2 中"), r => r.ShouldNotContain("期限超過"), r => r.ShouldEndWith("今分かっていること：評価点 9（発生可能性 3 高、影響度 3 高）"));
        past.Document.QuerySelectorAll(".risk-heat td[data-score='2'] a").Select(a => a.TextContent).ShouldBe(["2件"]);
        var later = await office.Get($"/risks?{After(3)}&overdue=true&sort=operation");
        Row(later, "甲のリスク").ShouldSatisfyAllConditions(r => r.ShouldContain("未解決 9"), r => r.ShouldContain("期限超過"), r => r.ShouldEndWith("違いなし"));
        Row(await office.Get($"/risks?{After(3)}&likelihood=High&impact=High"), "甲のリスク").ShouldContain("未解決 9");
        (await office.Get($"/risks?{After(5)}")).Text.ShouldNotContain("甲のリスク");
        Row(await office.Get($"/risks?{After(5)}&state=Closed&score=9&operation={app.Operation.Number}&kind=Risk"), "甲のリスク").ShouldContain("解決済み");
        (await office.Get($"/risks?{After(-1)}&state=All")).Text.ShouldContain("条件に合うリスク・課題は、この日にはありません。");
    }

    [Fact]
    public async Task The_board_of_a_past_day_counts_the_states_of_then_and_lists_what_was_recorded_later()
    {
        using var office = await app.SignedIn(app.Us.Office);

        var past = await office.Get($"/proposals/board?{First}");

        Count(past, ProposalState.ConditionallyApproved).ShouldBe("3件");
        Count(past, ProposalState.Draft).ShouldBe("0件");
        past.Text.ShouldContain(PastLists.OldTitle);
        past.Text.ShouldNotContain(PastLists.NewTitle);
        past.Text.ShouldContain("基準日まで12か月の実測");
        Row(past, "→").ShouldBe($"{app.Late.Number} {app.Late.Title} 条件付承認 → {ProposalState.Draft.Label()}");
        var list = past.Document.QuerySelector("main a[href*='state=ConditionallyApproved']")!.GetAttribute("href")!;
        list.ShouldContain(First);
        (await office.Get(list)).Document.QuerySelectorAll("main tbody tr").Length.ShouldBe(3);
        var later = await office.Get($"/proposals/board?{After(13)}");
        (Count(later, ProposalState.ConditionallyApproved), Count(later, ProposalState.Draft)).ShouldBe(("2件", "1件"));
        later.Text.ShouldContain("当時の報告と今分かっていることが一致しています。");
        later.Document.QuerySelectorAll(".case-board li strong").Select(s => s.TextContent).ShouldContain("13日");
        Count(await office.Get($"/proposals/board?{After(-1)}"), ProposalState.ConditionallyApproved).ShouldBe("0件");
    }

    static string Count(WebPage page, ProposalState state) =>
        page.Document.QuerySelector($".case-board a[href*='state={state}']")!.ChildNodes[0].TextContent;

    [Fact]
    public async Task Numbers_of_a_past_dashboard_are_those_of_the_lists_they_lead_to()
    {
        using var cio = await app.SignedIn(app.Us.Cio);
        var dashboard = await cio.Get($"/dashboard?{After(35)}");

        foreach (var (link, count) in new[] { ("/conditions?", 3), ("/effects?", 2) })
        {
            var a = dashboard.Document.QuerySelectorAll("main a").Single(a => a.GetAttribute("href")!.StartsWith(link, StringComparison.Ordinal));
            a.TextContent.ShouldEndWith($"{count} 件");
            (await cio.Get(a.GetAttribute("href")!)).Document.QuerySelectorAll("main tbody tr").Length.ShouldBe(count);
        }
    }

    [Theory]
    [InlineData("/conditions?state=All")]
    [InlineData("/effects?state=All")]
    [InlineData("/risks?state=All")]
    [InlineData("/proposals/board?")]
    public async Task A_day_to_come_is_refused_in_words_and_today_is_shown_as_without_a_day(string path)
    {
        using var office = await app.SignedIn(app.Us.Office);

        var refused = await office.Get($"{path}&asOf=2099-01-01");
        refused.Status.ShouldBe(400);
        refused.Text.ShouldContain("基準日に未来の日は指定できません。今日までの日を入力してください。");
        (await office.Get($"{path}&asOf=2026-02-30")).Status.ShouldBe(400);

        var without = await Asked(office, path);
        var today = await Asked(office, $"{path}&asOf={Wareki.Iso(app.Today)}");
        today.Sql.ShouldBe(without.Sql, ignoreOrder: true);
        today.Page.Text.ShouldNotContain("に報告されていた内容を表示しています");
        Table(today.Page).ShouldBe(Table(without.Page));
    }

    static string Table(WebPage page) => string.Concat(page.Document.QuerySelectorAll("main tbody, .case-board").Select(t => t.TextContent));

    /// <summary>With what it asked the database, nothing being kept.</summary>
    async Task<(WebPage Page, IReadOnlyList<string> Sql)> Asked(WebBrowser browser, string path)
    {
        await browser.Get(path);
        await using (var db = app.Database.NewContext())
        {
            await db.Database.ExecuteSqlRawAsync("update ledger_clock set recorded_at = recorded_at + interval '1 microsecond'", Cancel);
            await app.Given.Save(db, Actor.System);
        }

        app.Sql.Clear();
        var page = await browser.Get(path);
        return (page, app.Sql.Statements);
    }

    [Theory]
    [InlineData("/conditions?state=All")]
    [InlineData("/effects?state=All")]
    [InlineData("/risks?state=All")]
    [InlineData("/proposals/board?")]
    public async Task A_past_day_takes_at_most_four_statements(string path)
    {
        using var office = await app.SignedIn(app.Us.Office);

        var least = int.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            least = Math.Min(least, (await Asked(office, $"{path}&{First}")).Sql.Count);
        }

        least.ShouldBeInRange(3, 4);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Nobody_sees_more_of_a_past_day_than_of_today(string path)
    {
        using var staff = await app.SignedIn(app.Us.Staff);
        using var office = await app.SignedIn(app.Us.Office);
        using var council = await app.SignedInAs(Role.Council);

        (await office.Get($"{path}&{First}")).Document.QuerySelectorAll("main tbody th[scope=row].wide").Length.ShouldBeGreaterThan(1);
        (await office.Get($"{path}&{First}")).Document.Body!.InnerHtml.ShouldContain(PastLists.Secret);
        var own = (await staff.Get($"{path}&{First}")).Document;
        own.QuerySelectorAll("main tbody th[scope=row].wide").ShouldNotBeEmpty();
        own.Body!.InnerHtml.ShouldNotContain(PastLists.Secret);
        (await council.Get($"{path}&{First}")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task The_board_of_a_past_day_is_for_those_who_see_all_cases()
    {
        using var staff = await app.SignedIn(app.Us.Staff);

        (await staff.Get($"/proposals/board?{First}")).Status.ShouldBe(403);
    }
}
