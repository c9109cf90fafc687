using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Security;

/// <summary>Two people with the same page open: the second reads what is stored now, keeps what was typed, and may save again.</summary>
public sealed class StaleFormTests(WebApp app) : IClassFixture<WebApp>
{
    sealed record Case(string Path, Role Role, string Form, Dictionary<string, string?> First, Dictionary<string, string?> Second, string Field, string Stored);

    static readonly Dictionary<string, Func<World, Case>> Cases = new(StringComparer.Ordinal)
    {
        ["steps"] = w => new(
            $"/operations/{w.Number}/steps", Role.DepartmentStaff, "form[data-grid]", new() { ["Input.Rows[0].Memo"] = "先の人のメモ" },
            new() { ["Input.Rows[0].Memo"] = "後の人のメモ" }, "Input.Rows[0].Memo", "先の人のメモ"),
        ["plan"] = w => new(
            $"/operations/{w.Number}/plan/edit", Role.DepartmentStaff, "main form", new() { ["Input.Justification"] = "先の人の理由" },
            new() { ["Input.Justification"] = "後の人の理由" }, "Input.Justification", "先の人の理由"),
        ["risk"] = w => new(
            $"/operations/{w.Number}/risks/{w.Risk}", Role.DepartmentStaff, "main form", new() { ["Input.Owner"] = "先の責任者" },
            new() { ["Input.Owner"] = "後の責任者" }, "Input.Owner", "先の責任者"),
        ["system"] = w => new(
            $"/operations/{w.Number}/systems/{w.SystemUnit}", Role.PmoOffice, "main form", new() { ["Input.Vendor"] = "先の事業者" },
            new() { ["Input.Vendor"] = "後の事業者" }, "Input.Vendor", "先の事業者"),
        ["attributes"] = w => new(
            $"/operations/{w.Number}/attributes", Role.PmoOffice, "form:has([name='Input.Aliases'])", new() { ["Input.Aliases"] = "先の別名", ["Input.Reason"] = "先" },
            new() { ["Input.Aliases"] = "後の別名", ["Input.Reason"] = "後" }, "Input.Aliases", "先の別名"),
        ["transition reason"] = w => new(
            $"/operations/{w.Number}/attributes", Role.DepartmentStaff, "form:has([name='Transition.Reason'])",
            new() { ["Transition.Reason"] = nameof(TransitionReason.Mainframe) },
            new() { ["Transition.Reason"] = nameof(TransitionReason.NoSuccessor), ["Transition.Note"] = "後の根拠" }, "Transition.Note", TransitionReason.Mainframe.Label()),
        ["signal"] = w => new(
            $"/operations/{w.Number}/signal", Role.Cio, "main form", Colour("先の理由"), Colour("後の理由"), "Input.Reason", "先の理由"),
        ["address"] = w => new(
            $"/admin/addresses/{w.Somebody}", Role.Administrator, "main form", new() { ["Input.Address"] = "first@city.example" },
            new() { ["Input.Address"] = "second@city.example" }, "Input.Address", "first@city.example"),
        ["thresholds"] = _ => new(
            "/admin/thresholds", Role.PmoOffice, "main form", new() { ["Input.Rows[0].Value"] = "77", ["Input.Reason"] = "先の会議" },
            new() { ["Input.Rows[0].Value"] = "88", ["Input.Reason"] = "後の会議" }, "Input.Rows[0].Value", "77"),
    };

    public static TheoryData<string> Pages => [.. Cases.Keys];

    static Dictionary<string, string?> Colour(string reason) =>
        new() { ["Input.Choice"] = nameof(Signal.Red), ["Input.Reason"] = reason, ["Input.ExpiresOn"] = "2026-12-31" };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_second_to_save_gets_409_sees_what_is_stored_keeps_what_was_typed_and_can_save_again(string page)
    {
        var world = await World.Make(app);
        var edit = Cases[page](world);
        using var first = await app.SignedInAs(edit.Role, world.Department);
        using var second = await app.SignedInAs(edit.Role, world.Department);
        var (pageOfFirst, pageOfSecond) = (await first.Get(edit.Path), await second.Get(edit.Path));
        (await first.Submit(pageOfFirst, edit.Form, edit.First)).Status.ShouldBe(302);
        var before = await app.Database.Content();

        var refused = await second.Submit(pageOfSecond, edit.Form, edit.Second);

        refused.Status.ShouldBe(409);
        refused.Errors.ShouldHaveSingleItem().ShouldContain("入力した内容は残っています。下の「保存されている内容」を確かめ、よければもう一度保存してください。");
        refused.Text.ShouldContain("保存されている内容");
        refused.Text.ShouldContain(edit.Stored);
        refused.Value(edit.Field).ShouldBe(edit.Second[edit.Field]);
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
        (await second.Submit(refused, edit.Form, [])).Status.ShouldBe(302);
        (await second.Get(edit.Path)).Document.Body!.InnerHtml.ShouldContain(edit.Second[edit.Field]!);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_form_sent_twice_is_saved_once(string page)
    {
        var world = await World.Make(app);
        var edit = Cases[page](world);
        using var browser = await app.SignedInAs(edit.Role, world.Department);
        var form = await browser.Get(edit.Path);
        // Not what another test has left behind.
        Dictionary<string, string?> typed = page == "thresholds" ? new(edit.First) { ["Input.Rows[0].Value"] = "66" } : edit.First;
        (await browser.Submit(form, edit.Form, typed)).Status.ShouldBe(302);
        var before = await app.Database.Content();

        var again = await browser.Submit(form, edit.Form, typed);

        again.Status.ShouldBeOneOf(400, 409);
        again.Errors.ShouldNotBeEmpty();
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("risks/new", "同じ件名の未解決のリスクがすでに登録されています。")]
    [InlineData("systems/new", "同じ名前の構成システムがすでに登録されています。")]
    public async Task The_same_thing_registered_twice_is_refused(string page, string sentence)
    {
        var world = await World.Make(app);
        using var browser = await app.SignedInAs(Role.DepartmentStaff, world.Department);
        var form = await browser.Get($"/operations/{world.Number}/{page}");
        Dictionary<string, string?> typed = page == "systems/new"
            ? new() { ["Input.Name"] = "二重のシステム" }
            : new()
            {
                ["Input.Kind"] = nameof(RiskKind.Risk),
                ["Input.Title"] = "二重のリスク",
                ["Input.Description"] = "内容",
                ["Input.Likelihood"] = nameof(RiskLevel.Low),
                ["Input.Impact"] = nameof(RiskLevel.Low),
                ["Input.Response"] = nameof(RiskResponse.Accept),
                ["Input.Owner"] = "担当",
            };
        (await browser.Submit(form, "main form", typed)).Status.ShouldBe(302);
        var before = await app.Database.Content();

        var again = await browser.Submit(form, "main form", typed);

        again.Status.ShouldBe(400);
        again.Errors.ShouldHaveSingleItem().ShouldContain(sentence);
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_submitted_twice_moves_once()
    {
        var world = await World.Make(app);
        using var browser = await app.SignedInAs(Role.DepartmentStaff, world.Department);
        var form = await browser.Get($"/operations/{world.Number}/plan/{world.Plan}/{PlanAction.Withdraw}");
        (await browser.Submit(form, "main form", [])).Status.ShouldBe(302);
        var before = await app.Database.Content();

        (await browser.Submit(form, "main form", [])).Status.ShouldBe(409);

        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_change_pressed_twice_on_the_home_page_is_recorded_once()
    {
        var world = await World.Make(app);
        await using (var db = app.Database.NewContext())
        {
            await RoundKeeper.OpenAsync(db, app.Clock.Today, app.Clock.Now, Cancel);
        }

        using var browser = await app.SignedInAs(Role.DepartmentStaff, world.Department);
        await using (var db = app.Database.NewContext())
        {
            await db.Database.ExecuteSqlAsync($"insert into round_items (month, operation_number) select max(month), {world.Number} from monthly_rounds on conflict do nothing", Cancel);
        }

        var home = await browser.Get("/");
        var form = $"form[action*='number={world.Number}']";
        (await browser.Submit(home, form, [])).Status.ShouldBe(302);
        var before = await app.Database.Content();

        (await browser.Submit(home, form, [])).Status.ShouldBe(302);

        (await browser.Get("/")).Document.Body!.TextContent.ShouldContain("今月すでに確認されています。");
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    sealed record World(Department Department, int Number, int Risk, int SystemUnit, int Plan, int Somebody)
    {
        public static async Task<World> Make(WebApp app)
        {
            var given = app.Given;
            var department = await given.Department();
            var operation = await given.PlannedOperation(department);
            var staff = await given.Actor(Role.DepartmentStaff, department);
            var (now, today) = (given.Clock.Now, given.Clock.Today);
            await given.Act(operation.Number, staff, o =>
            {
                o.OpenRisk(
                    RiskKind.Risk, "題", "内容", new(true, RiskLevel.Low, RiskLevel.Low, RiskResponse.Accept, "", "元の責任者", null), staff, now, today);
                o.AddSystem(new("システム", null, null, null, null, null, null, null, IsRetired: false), staff, now, today, null);
            });
            await using var db = app.Database.NewContext();
            var plan = Given.Draft(await Given.Load(db, operation.Number), new(2027, 10, 1), staff, now);
            db.Plans.Add(plan);
            await given.Save(db, staff);
            var stored = await given.Read(operation.Number);
            return new(department, stored.Number, stored.Risks[0].Id, stored.Systems[0].Id, plan.Id, staff.PersonId!.Value);
        }
    }
}
