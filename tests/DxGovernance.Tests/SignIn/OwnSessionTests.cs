using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.SignIn;

/// <summary>サインイン中の端末: a person sees where they are signed in and ends what they do not know.</summary>
public sealed class OwnSessionTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task One_other_browser_is_signed_out_and_then_all_others()
    {
        var person = await app.Given.Person(Role.DepartmentStaff, await app.Given.Department());
        using var first = await app.SignedIn(person.Id);
        using var second = await app.SignedIn(person.Id);
        using var third = await app.SignedIn(person.Id);
        using var here = await app.SignedIn(person.Id);
        var page = await here.Get("/sessions");
        page.Document.QuerySelectorAll("main tbody tr").Length.ShouldBe(4);
        page.Text.ShouldContain("この端末");

        var one = await here.Submit(page, "main tbody form", []);

        one.Location.ShouldBe("/sessions");
        (await here.Get("/sessions")).Text.ShouldContain("1台の端末からサインアウトしました。数秒のうちに全てのサーバーで効きます。");
        (await Statuses(first, second, third)).Count(s => s == 302).ShouldBe(1);
        (await here.Submit(await here.Get("/sessions"), "main form.button-row", [])).Status.ShouldBe(302);
        (await here.Get("/sessions")).Document.QuerySelectorAll("main tbody tr").Length.ShouldBe(1);
        (await Statuses(first, second, third)).ShouldBe([302, 302, 302]);
        await using var db = app.Database.NewContext();
        (await db.AuditEntries.Where(a => a.Title == "ほかの端末からのサインアウト" && a.Subject == $"person:{person.Id}").OrderBy(a => a.Id).Select(a => a.Reason).ToListAsync(Cancel)).ShouldBe(["1台", "2台"]);
    }

    [Fact]
    public async Task Sessions_of_others_and_the_own_one_stay_whatever_number_is_sent()
    {
        var (mine, theirs) = (await app.Given.Person(Role.PmoMember, await app.Given.Department()), await app.Given.Person(Role.PmoMember, await app.Given.Department()));
        using var here = await app.SignedIn(mine.Id);
        using var other = await app.SignedIn(theirs.Id);
        await using var db = app.Database.NewContext();
        foreach (var id in await db.Sessions.Where(s => s.PersonId == mine.Id || s.PersonId == theirs.Id).Select(s => s.Id).ToListAsync(Cancel))
        {
            (await here.Post("/sessions?handler=End", await here.Get("/sessions"), new() { ["id"] = id.ToString() })).Status.ShouldBe(302);
            (await here.Get("/sessions")).Text.ShouldContain("サインアウトさせる端末はありませんでした。すでに終わっています。");
        }

        (await here.Post("/sessions?handler=End", await here.Get("/sessions"), new() { ["id"] = "7" })).Status.ShouldBe(400);
        (await Statuses(here, other)).ShouldBe([200, 200]);
    }

    [Fact]
    public async Task The_list_asks_for_a_recent_sign_in()
    {
        using var here = await app.SignedInAs(Role.Auditor);
        var page = await here.Get("/sessions");
        app.Clock.Now = app.Clock.Now.AddMinutes(31);

        (await here.Get("/sessions")).Location.ShouldBe("/signin/again?returnUrl=%2Fsessions");
        var refused = await here.Post("/sessions?handler=End", page, []);
        refused.Status.ShouldBe(403);
        refused.Text.ShouldContain("この操作には30分以内のサインインが必要なため、保存していません。");
    }

    static async Task<IReadOnlyList<int>> Statuses(params WebBrowser[] browsers)
    {
        var found = new List<int>();
        foreach (var browser in browsers)
        {
            found.Add((await browser.Get("/notifications")).Status);
        }

        return found;
    }
}
