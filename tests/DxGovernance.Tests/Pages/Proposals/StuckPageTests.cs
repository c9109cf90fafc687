using AngleSharp.Dom;
using DxGovernance.Core.Jobs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Proposals;

/// <summary>Roles that ended by themselves leave cases that nobody can finish: the page lists them, the job tells of them once.</summary>
public sealed class StuckPageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Nobody = "「決定する」をできる人がいません。「CIO」の役割を持つ人が必要です。";

    [Fact]
    public async Task What_nobody_can_finish_is_listed_for_the_office_and_the_administrator_and_told_once()
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        var made = await app.Given.Proposal(app.Database, department, cast, p => p.BringToDecision(cast, app.Clock.Now));
        using var office = await app.SignedIn(cast.Office);
        using var administrator = await app.SignedInAs(Role.Administrator);
        using var member = await app.SignedIn(cast.Member);
        (await member.Get("/proposals/stuck")).Status.ShouldBe(403);
        (await office.Get("/proposals/stuck")).Text.ShouldContain("完了できない案件はありません。全ての案件で、残りの手続をできる人がいます。");
        (await Follow()).ShouldBe(0);

        await EndCio(cast, app.Clock.Today.AddDays(5));
        var coming = (await office.Get("/proposals/stuck")).Text;
        coming.ShouldContain("完了できない案件はありません。");
        coming.ShouldContain("これから完了できなくなる案件");
        coming.ShouldContain($"2026-11-26（令和8年11月26日）には、{Nobody}");
        (await Follow()).ShouldBe(0);

        await EndCio(cast, app.Clock.Today.AddDays(-1));
        var page = await office.Get("/proposals/stuck");
        page.Text.ShouldContain("「決定する」：1件の案件");
        page.Text.ShouldContain($"2026-11-20（令和8年11月20日）には、{Nobody}");
        page.Text.ShouldNotContain("これから");
        page.Document.QuerySelector($"main table a[href='/proposals/{made.Number}']").ShouldNotBeNull();
        page.Document.QuerySelector("main a[href='/deputies/new']").ShouldNotBeNull();
        var his = await administrator.Get("/proposals/stuck");
        his.Text.ShouldContain(made.Number);
        his.Document.QuerySelector("main table a").ShouldBeNull();
        his.Document.QuerySelector("main a[href='/admin/roles/new']").ShouldNotBeNull();
        (await Follow()).ShouldBe(2);
        (await Follow()).ShouldBe(0);
        (await office.Get("/")).Text.ShouldContain($"{made.Number}：「決定する」をできる人がいません");
    }

    async Task EndCio(Cast cast, DateOnly day)
    {
        await using var db = app.Database.NewContext();
        var person = await db.People.Include(p => p.Assignments).SingleAsync(p => p.Id == cast.Cio.PersonId, Cancel);
        await db.Database.ExecuteSqlAsync($"update role_assignment set valid_to = {day} where id = {person.Assignments.Single().Id}", Cancel);
    }

    async Task<int> Follow()
    {
        await using var db = app.Database.NewContext();
        await new FollowProposalsJob(db, app.Clock).ExecuteAsync(Cancel);
        await using var read = app.Database.NewContext();
        var all = await read.Notifications.CountAsync(n => n.Key.StartsWith("stuck:"), Cancel);
        var added = all - told;
        told = all;
        return added;
    }

    int told;
}
