using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Admin;

/// <summary>Roles are given and ended with what follows shown first, and no open case is left behind.</summary>
public sealed class RolePageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Form = "main form";

    async Task<int> AssignmentOf(int? person)
    {
        await using var db = app.Database.NewContext();
        return await db.People.Where(p => p.Id == person).SelectMany(p => p.Assignments).Select(a => a.Id).SingleAsync(Cancel);
    }

    [Fact]
    public async Task The_only_head_of_a_department_with_an_open_case_cannot_go_until_another_is_there()
    {
        var department = await app.Given.Department("案件のある課");
        var cast = await app.Given.Cast(department);
        var proposal = await app.Given.Proposal(app.Database, department, cast, p =>
        {
            p.Fill(cast.Staff);
            p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, app.Clock.Now);
        });
        using var administrator = await app.SignedInAs(Role.Administrator);
        var path = $"/admin/roles/{await AssignmentOf(cast.Head.PersonId)}/end";
        Dictionary<string, string?> end = new() { ["Input.LastDay"] = "令和8年11月30日", ["Input.Reason"] = "人事異動" };
        var before = await app.Database.Content();

        var refused = await administrator.Submit(await administrator.Get(path), Form, end);

        refused.Status.ShouldBe(400);
        refused.Errors.ShouldHaveSingleItem().ShouldContain($"進められない案件が1件できるため、保存できません（{proposal.Number}）");
        refused.Text.ShouldContain($"{proposal.Caption}：2026-12-01（令和8年12月1日）には、「確認し庁内PMOへ申請」をできる人が案件のある課にいません。「所属長」の役割を持つ人が必要です。");
        refused.Value("Input.LastDay").ShouldBe("令和8年11月30日");
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();

        await app.Given.Actor(Role.DepartmentHead, department);
        var page = await administrator.Get(path);
        var preview = await administrator.Post(path + "?handler=Preview", page, new() { ["Input.LastDay"] = "2026-11-30", ["Input.Reason"] = "人事異動", ["Input.ShownEnd"] = "" });
        preview.Text.ShouldContain("まだ保存していません");
        preview.Text.ShouldContain("進められなくなる案件はありません");
        (await administrator.Submit(preview, Form, [])).Status.ShouldBe(302);

        (await administrator.Get("/admin/roles?time=All&q=" + Uri.EscapeDataString(cast.Head.Name))).Text.ShouldContain("2026-04-01 ～ 2026-11-30");
        using var auditor = await app.SignedInAs(Role.Auditor);
        var trail = await auditor.Get("/audit?Find.Act=役割の終了");
        trail.Text.ShouldContain(cast.Head.Name);
        trail.Text.ShouldContain("2026-11-30");
        (await administrator.Submit(page, Form, end)).Status.ShouldBe(409);
    }

    [Fact]
    public async Task A_role_is_given_with_what_it_permits_shown_first_and_works_at_once()
    {
        var department = await app.Given.Department("新しい課");
        var person = await app.Given.Person(Role.DxTeam, department);
        using var administrator = await app.SignedInAs(Role.Administrator);
        using var staff = await app.SignedIn(person.Id);
        (await staff.Get("/proposals/new")).Status.ShouldBe(403);
        Dictionary<string, string> input = new()
        {
            ["Input.PersonId"] = $"{person.Id}",
            ["Input.Role"] = nameof(Role.DepartmentStaff),
            ["Input.Title"] = "主任",
            ["Input.DepartmentId"] = $"{department.Id}",
            ["Input.From"] = "2026-11-20",
            ["Input.To"] = "",
            ["Input.Reason"] = "人事異動",
        };

        var preview = await administrator.Post("/admin/roles/new?handler=Preview", await administrator.Get("/admin/roles/new"), input);
        preview.Status.ShouldBe(200);
        preview.Text.ShouldContain("新しい課とその下の部署について、次のことができるようになります。");
        preview.Text.ShouldContain("案件を作り申請する");
        var saved = await administrator.Submit(preview, Form, []);

        saved.Status.ShouldBe(302);
        (await staff.Get("/proposals/new")).Status.ShouldBe(200);
        (await administrator.Submit(preview, Form, [])).Errors.ShouldBe([$"「{person.Name}」は、この期間に新しい課の「所管課担当」の役割をすでに持っています。期間か役割を直してください。"]);
    }

    [Fact]
    public async Task The_last_administrator_stays_and_nobody_gives_a_role_to_themselves()
    {
        await using var own = new WebApp();
        await own.InitializeAsync();
        var me = await own.Given.Actor(Role.Administrator);
        using var administrator = await own.SignedIn(me);
        await using var db = own.Database.NewContext();
        var mine = await db.People.Where(p => p.Id == me.PersonId).SelectMany(p => p.Assignments).SingleAsync(Cancel);

        var refused = await administrator.Submit(
            await administrator.Get($"/admin/roles/{mine.Id}/end"), Form, new() { ["Input.LastDay"] = "2026-11-20", ["Input.Reason"] = "退職" });
        refused.Errors.ShouldBe(["最後の管理者の役割は終えられません。先に、ほかの人に管理者の役割を与えてください。"]);

        var self = await administrator.Submit(await administrator.Get("/admin/roles/new"), Form, new()
        {
            ["Input.PersonId"] = $"{me.PersonId}",
            ["Input.Role"] = nameof(Role.Cio),
            ["Input.Title"] = "副市長",
            ["Input.DepartmentId"] = $"{mine.DepartmentId}",
            ["Input.Reason"] = "試験",
        });
        self.Errors.ShouldBe(["自分に役割を与えることはできません。ほかの管理者に依頼してください。"]);
    }

    [Theory]
    [InlineData("2027-01-01", "", "「廃止される課」は2027-03-31（令和9年3月31日）に終わる部署です。終わりの日をその日までにしてください。")]
    [InlineData("2027-01-01", "2027-04-30", "「廃止される課」は2027-03-31（令和9年3月31日）に終わる部署です。終わりの日をその日までにしてください。")]
    [InlineData("2027-04-01", "2027-04-30", "「廃止される課」は2027-03-31（令和9年3月31日）に終わる部署です。終わりの日をその日までにしてください。")]
    [InlineData("2026-12-15", "2027-03-31", "「廃止される課」は2027-01-01（令和9年1月1日）からの部署です。始まりの日をその日以降にしてください。")]
    public async Task A_role_stays_within_the_days_of_its_department(string from, string to, string sentence)
    {
        var administrator = await app.Given.Actor(Role.Administrator);
        var department = Department.Open(Guid.NewGuid().ToString("N")[..12], "廃止される課", null, new(2027, 1, 1), isTaken: false, administrator);
        department.Close(new(2027, 3, 31), [], administrator, app.Clock.Now);
        await using (var db = app.Database.NewContext())
        {
            db.Departments.Add(department);
            await app.Given.Save(db, administrator);
        }

        var person = await app.Given.Person(Role.DxTeam, await app.Given.Department());
        using var browser = await app.SignedIn(administrator);

        var refused = await browser.Post("/admin/roles/new", await browser.Get("/admin/roles/new"), new()
        {
            ["Input.PersonId"] = $"{person.Id}",
            ["Input.Role"] = nameof(Role.DepartmentStaff),
            ["Input.Title"] = "主任",
            ["Input.DepartmentId"] = $"{department.Id}",
            ["Input.From"] = from,
            ["Input.To"] = to,
            ["Input.Reason"] = "試験",
        });

        refused.Status.ShouldBe(400);
        refused.Errors.ShouldBe([sentence]);
    }

    [Theory]
    [InlineData("2026-11-18", "最後の日は昨日以降の日にしてください。昨日にすると、今すぐ終わります。過去の記録は変わりません。")]
    [InlineData("2026-03-31", "最後の日は昨日以降の日にしてください。昨日にすると、今すぐ終わります。過去の記録は変わりません。")]
    [InlineData("2027-05-01", "この役割は2027-03-31（令和9年3月31日）に終わる予定です。それより前の日を入力してください。延ばすときは、次の期間の役割を新しく登録します。")]
    public async Task A_last_day_that_makes_no_sense_is_refused(string day, string sentence)
    {
        var person = await app.Given.Person(Role.DxTeam, await app.Given.Department(), to: new(2027, 3, 31));
        using var administrator = await app.SignedInAs(Role.Administrator);

        var refused = await administrator.Submit(
            await administrator.Get($"/admin/roles/{await AssignmentOf(person.Id)}/end"), Form, new() { ["Input.LastDay"] = day, ["Input.Reason"] = "試験" });

        refused.Errors.ShouldBe([sentence]);
    }

    [Fact]
    public async Task Only_who_manages_roles_comes_here()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        foreach (var path in new[] { "/admin/roles", "/admin/roles/new", "/admin/roles/1/end" })
        {
            (await office.Get(path)).Status.ShouldBe(403, path);
        }

        using var administrator = await app.SignedInAs(Role.Administrator);
        (await administrator.Get("/admin/roles/999999/end")).Status.ShouldBe(404);
        (await administrator.Get("/admin/roles?q=いない人")).Text.ShouldContain("条件に合う役割はありません。");
    }
}
