using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Deputies;

/// <summary>Who acts for whom: appointed with what it permits shown first, told to the deputy, taken back only where nothing gets stuck.</summary>
public sealed class DeputyPageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Form = "main form";

    [Fact]
    public async Task The_cio_appoints_a_deputy_who_is_told_and_may_decide_at_once()
    {
        var cio = await app.Given.Actor(Role.Cio);
        var member = await app.Given.Actor(Role.PmoMember);
        using var principal = await app.SignedIn(cio);
        using var deputy = await app.SignedIn(member);
        var page = await principal.Get("/deputies/new");
        var role = page.Value("Input.Assignment");
        Dictionary<string, string> input = new()
        {
            ["Input.Assignment"] = role!,
            ["Input.Deputy"] = $"{member.PersonId}",
            ["Input.From"] = "2026-11-20",
            ["Input.To"] = "令和8年11月27日",
            ["Input.Reason"] = "海外出張",
        };

        var preview = await principal.Post("/deputies/new?handler=Preview", page, input);
        preview.Status.ShouldBe(200, string.Join(' ', preview.Errors));
        preview.Text.ShouldContain($"「{member.Name}」は、2026-11-20（令和8年11月20日）から2026-11-27（令和8年11月27日）まで、「{cio.Name}」の「CIO」として、市全体について次のことができます。");
        preview.Text.ShouldContain("案件を決定する");
        (await principal.Submit(preview, Form, [])).Status.ShouldBe(302);

        (await principal.Get("/deputies")).Text.ShouldContain("海外出張");
        var told = await deputy.Get("/notifications");
        told.Text.ShouldContain($"{cio.Name}の「CIO」の代理になりました");
        (await deputy.Get("/deputies")).Text.ShouldContain(cio.Name);
        await using var db = app.Database.NewContext();
        (await Actor.LoadAsync(db, member.PersonId!.Value, app.Clock.Today, Cancel))!.Can(Permission.DecideProposal).ShouldBeTrue();

        var id = await db.Deputies.Where(d => d.PersonId == member.PersonId).Select(d => d.Id).SingleAsync(Cancel);
        (await deputy.Get($"/deputies/{id}/revoke")).Status.ShouldBe(403);
        var revoke = await principal.Get($"/deputies/{id}/revoke");
        revoke.Text.ShouldContain("進められなくなる案件はありません");
        (await principal.Submit(revoke, Form, new() { ["Reason"] = "早く戻った" })).Status.ShouldBe(302);
        (await deputy.Get("/notifications")).Text.ShouldContain("の代理が取り消されました");
        (await principal.Get("/deputies")).Text.ShouldContain("今とこれからの代理はありません。");
        (await principal.Get("/deputies?time=All")).Text.ShouldContain("2026-11-20に取消し");
    }

    [Fact]
    public async Task A_deputy_without_whom_a_case_is_stuck_stays()
    {
        await using var own = new WebApp();
        await own.InitializeAsync();
        var department = await own.Given.Department("代理のいる課");
        var (office, other) = (await own.Given.Actor(Role.PmoOffice), await own.Given.Actor(Role.DxTeam, department));
        var cast = new Cast(await own.Given.Actor(Role.DepartmentStaff, department), await own.Given.Actor(Role.DepartmentHead, department), office, other, await own.Given.Actor(Role.Cio));
        // Two reviewers are needed: the office and its deputy.
        var proposal = await own.Given.Proposal(own.Database, department, cast, _ => { }, amount: 60_000_000);
        var lent = await own.Given.Deputy(office, Role.PmoOffice, other, own.Clock.Today, own.Clock.Today.AddDays(7));
        using var administrator = await own.SignedInAs(Role.Administrator);
        var before = await own.Database.Content();

        var page = await administrator.Get($"/deputies/{lent.Id}/revoke");
        var refused = await administrator.Submit(page, Form, new() { ["Reason"] = "取り消す" });

        page.Text.ShouldContain($"{proposal.Caption}：2026-11-20（令和8年11月20日）には、審査に2人が必要ですが、審査を終えた人と審査できる人を合わせて1人です");
        refused.Status.ShouldBe(400);
        refused.Errors.ShouldHaveSingleItem().ShouldContain(proposal.Number);
        refused.Value("Reason").ShouldBe("取り消す");
        (await own.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Refusals_keep_what_was_typed_and_say_the_sentence()
    {
        var head = await app.Given.Actor(Role.DepartmentHead);
        using var principal = await app.SignedIn(head);
        var page = await principal.Get("/deputies/new");
        async Task<IReadOnlyList<string>> Errors(params (string Field, string? Value)[] changes) => (await principal.Submit(
            page, Form, new(changes.ToDictionary(c => c.Field, c => c.Value)))).Errors;

        (await Errors(("Input.Deputy", $"{(await app.Given.Actor(Role.DxTeam)).PersonId}"), ("Input.To", "2026-11-01"), ("Input.Reason", "出張")))
            .ShouldBe(["終わりの日が始まりの日より前です。始まりの日以降の日を入力してください。"]);
        (await Errors(("Input.Reason", "出張"))).ShouldBe(["代理を入力してください。"]);
        var others = await app.Given.Person(Role.Cio, await app.Given.Department());
        await using var db = app.Database.NewContext();
        var role = await db.People.Where(p => p.Id == others.Id).SelectMany(p => p.Assignments).Select(a => a.Id).SingleAsync(Cancel);
        (await principal.Submit(page, Form, new() { ["Input.Assignment"] = $"{role}", ["Input.Deputy"] = $"{head.PersonId}", ["Input.Reason"] = "奪う" })).Status.ShouldBe(403);
        using var staff = await app.SignedInAs(Role.DepartmentStaff);
        (await staff.Get("/deputies/new")).Status.ShouldBe(403);
        (await staff.Get("/deputies")).Text.ShouldContain("今とこれからの代理はありません。");
    }
}
