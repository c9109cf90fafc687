using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Home;

public sealed class HomePageTests(WebApp app) : IClassFixture<WebApp>
{
    async Task<Operation> OperationInRound(Department department)
    {
        var operation = await app.Given.Operation(department);
        await using var db = app.Database.NewContext();
        if (!db.MonthlyRounds.Any())
        {
            await RoundKeeper.OpenAsync(db, app.Clock.Today, app.Clock.Now, Cancel);
        }
        else
        {
            await db.Database.ExecuteSqlAsync($"insert into round_items (month, operation_number) select month, {operation.Number} from monthly_rounds", Cancel);
        }

        return operation;
    }

    [Fact]
    public async Task A_department_sees_what_it_owes_and_confirms_no_change_with_one_press()
    {
        var department = await app.Given.Department();
        var operation = await OperationInRound(department);
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        var page = await staff.Get("/");
        page.Text.ShouldContain(operation.Name);
        page.Document.QuerySelectorAll("form[action*=NoChange]").Length.ShouldBe(4);

        var one = await staff.Submit(page, "form[action*='aspect=Risks']", []);
        one.Status.ShouldBe(302);
        (await staff.Get("/")).Text.ShouldContain($"「{operation.Name}」のリスク・課題を「変更なし」として記録しました。");
        (await app.Given.Read(operation.Number)).RisksConfirmedOn.ShouldBe(app.Clock.Today);
        (await app.Given.Read(operation.Number)).StepsConfirmedOn.ShouldBeNull();

        await staff.Post($"/?number={operation.Number}&handler=NoChange", page, []);
        (await staff.Get("/")).Text.ShouldContain("は全て済んでいます。");
        await staff.Post($"/?number={operation.Number}&handler=NoChange", page, []);
        (await staff.Get("/")).Text.ShouldContain($"「{operation.Name}」は今月すでに確認されています。");
    }

    [Fact]
    public async Task Nobody_confirms_for_another_department_and_a_reader_cannot()
    {
        var division = await app.Given.Department();
        var section = await app.Given.Department(parent: division);
        var operation = await OperationInRound(section);
        using var other = await app.SignedInAs(Role.DepartmentStaff);
        using var reader = await app.SignedInAs(Role.DxTeam, division);
        var path = $"/?number={operation.Number}&handler=NoChange";

        (await other.Post(path, await other.Get("/"), [])).Status.ShouldBe(404);
        var page = await reader.Get("/");
        page.Text.ShouldContain(operation.Name);
        (await reader.Post(path, page, [])).Status.ShouldBe(403);
        (await app.Given.Read(operation.Number)).StepsConfirmedOn.ShouldBeNull();
    }

    [Fact]
    public async Task Who_has_nothing_to_do_reads_a_friendly_sentence()
    {
        using var council = await app.SignedInAs(Role.Council);

        (await council.Get("/")).Text.ShouldContain("今、待っている仕事はありません");
    }

    [Fact]
    public async Task A_message_is_read_once_and_only_by_its_receiver()
    {
        var staff = await app.Given.Actor(Role.DepartmentStaff);
        await using var db = app.Database.NewContext();
        var message = new Notification("試験", staff.PersonId!.Value, "お知らせの題", "本文", "/", app.Clock.Now);
        (await Outbox.AddMissingAsync(db, [message, new("試験", staff.PersonId.Value, "二度目", "本文", "/", app.Clock.Now)], Cancel)).ShouldBe(1);
        await app.Given.Save(db, staff);
        (await Outbox.AddMissingAsync(db, [new("試験", staff.PersonId.Value, "三度目", "本文", "/", app.Clock.Now)], Cancel)).ShouldBe(0);
        using var browser = await app.SignedIn(staff);
        using var other = await app.SignedInAs(Role.DepartmentStaff);

        (await other.Post($"/notifications?id={message.Id}&handler=Read", await other.Get("/notifications"), [])).Status.ShouldBe(404);
        var page = await browser.Get("/notifications");
        page.Text.ShouldContain("未読 1 件");
        (await browser.Submit(page, "form[action*='handler=Read&'], form[action*='handler=Read']", [])).Status.ShouldBe(302);
        (await browser.Get("/notifications")).Text.ShouldContain("未読 0 件");
    }
}
