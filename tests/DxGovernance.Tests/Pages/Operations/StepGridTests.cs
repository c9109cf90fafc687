using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Operations;

public sealed class StepGridTests(WebApp app) : IClassFixture<WebApp>
{
    const string Grid = "form[data-grid]";

    [Fact]
    public async Task Only_the_steps_that_differ_become_ledger_rows()
    {
        var (path, operation, browser, _) = await StartAsync();

        var answer = await browser.Submit(await browser.Get(path), Grid, new()
        {
            ["Input.Rows[0].Status"] = "Completed",
            ["Input.Rows[30].PlannedOn"] = "令和9年6月1日",
            ["Input.Rows[30].Memo"] = "=1+1",
            ["Input.Reason"] = "月次の報告",
        });

        answer.Location.ShouldBe(path);
        (await browser.Get(path)).Document.QuerySelector("[role=status]")!.TextContent.ShouldContain("2件のステップを保存しました。");
        var rows = await ReportsAsync(operation);
        rows.Select(r => (r.StepNumber, r.Status, r.PlannedOn, r.Memo, r.Reason)).ShouldBe(
        [
            (1, StepStatus.Completed, null, null, "月次の報告"),
            (31, StepStatus.NotStarted, new DateOnly(2027, 6, 1), "=1+1", "月次の報告"),
        ]);
    }

    [Theory]
    [InlineData("Input.Rows[3].PlannedOn", "令和9年13月1日", "ステップ4：予定日：「令和9年13月1日」という日はありません。例：2027-10-31 または 令和9年10月31日 の形で、実在する日を入力してください。")]
    [InlineData("Input.Rows[3].PlannedOn", "2027-02-30", "ステップ4：予定日：「2027-02-30」という日はありません。例：2027-10-31 または 令和9年10月31日 の形で、実在する日を入力してください。")]
    [InlineData("Input.Rows[4].Status", "Done", "ステップ5：状態の値「Done」は使えません。正しい値を入力するか、選択肢から選んでください。")]
    [InlineData("Input.Rows[4].Status", "99", "ステップ5：値「99」は使えません。正しい値を入力してください。")]
    [InlineData("Input.Rows[4].Status", null, "ステップ5：状態を入力してください。")]
    [InlineData("Input.AsOf", "", "基準日を入力してください。例：2027-10-31 または 令和9年10月31日")]
    [InlineData("Input.AsOf", null, "基準日を入力してください。")]
    [InlineData("Input.AsOf", "2030-01-01", "基準日に未来の日（2030-01-01（令和12年1月1日））は指定できません。今日までの日を入力してください。")]
    [InlineData("Input.Rows[4].StepNumber", "41", "40のステップが一つずつ送られていません。画面を開き直してから入力してください。")]
    [InlineData("Input.Rows[4].StepNumber", "4", "40のステップが一つずつ送られていません。画面を開き直してから入力してください。")]
    [InlineData("Input.Rows[9].Version", "", "ステップ10：")]
    public async Task Bad_input_is_refused_with_a_sentence_and_nothing_changes(string field, string? value, string sentence)
    {
        var (path, operation, browser, _) = await StartAsync();

        var answer = await browser.Submit(await browser.Get(path), Grid, new() { ["Input.Rows[0].Status"] = "Completed", [field] = value });

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldHaveSingleItem().ShouldStartWith(sentence);
        answer.Value("Input.Rows[0].Status").ShouldBe("Completed", "what was typed stays");
        (await ReportsAsync(operation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Assignee", 60)]
    [InlineData("Evidence", 500)]
    [InlineData("Memo", 500)]
    public async Task Too_long_texts_are_refused(string field, int limit)
    {
        var (path, operation, browser, _) = await StartAsync();

        var answer = await browser.Submit(await browser.Get(path), Grid, new() { [$"Input.Rows[7].{field}"] = new string('あ', 20_000) });

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldHaveSingleItem().ShouldEndWith($"は{limit}文字以内で入力してください。");
        (await ReportsAsync(operation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Fewer_or_more_rows_than_steps_are_refused()
    {
        var (path, operation, browser, _) = await StartAsync();
        var page = await browser.Get(path);
        var lastRow = page.Document.QuerySelectorAll("[name^='Input.Rows[39].']").ToDictionary(e => e.GetAttribute("name")!, _ => (string?)null);

        var fewer = await browser.Submit(page, Grid, lastRow);
        var more = await browser.Submit(page, Grid, new() { ["Input.Rows[40].StepNumber"] = "41", ["Input.Rows[40].Status"] = "Completed" });

        foreach (var answer in new[] { fewer, more })
        {
            answer.Status.ShouldBe(400);
            answer.Errors.ShouldHaveSingleItem().ShouldStartWith("40のステップが一つずつ送られていません。");
        }

        (await ReportsAsync(operation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Saving_nothing_is_refused_and_no_change_is_recorded_by_its_own_button()
    {
        var (path, operation, browser, _) = await StartAsync();
        var page = await browser.Get(path);

        var nothing = await browser.Submit(page, Grid, []);
        nothing.Status.ShouldBe(400);
        nothing.Errors.ShouldBe(["変更したステップがありません。何も変わっていないときは「変更なし」を押してください。"]);

        (await browser.Submit(page, "form[action*=NoChange]", [])).Location.ShouldBe(path);
        await using var db = app.Database.NewContext();
        (await db.Confirmations.Where(c => c.OperationNumber == operation).Select(c => new { c.Aspect, c.Kind }).ToListAsync(Cancel))
            .ShouldBe([new { Aspect = ReportAspect.Steps, Kind = ConfirmationKind.NoChange }]);
    }

    [Fact]
    public async Task The_second_of_two_who_report_the_same_step_sees_both_and_keeps_what_was_typed()
    {
        var (path, operation, first, department) = await StartAsync();
        using var second = await app.SignedInAs(Role.DepartmentHead, department);
        var read = await second.Get(path);
        await first.Submit(await first.Get(path), Grid, new() { ["Input.Rows[5].Memo"] = "先", ["Input.Rows[6].Memo"] = "触らない行" });

        var answer = await second.Submit(read, Grid, new() { ["Input.Rows[5].Memo"] = "後" });

        answer.Status.ShouldBe(409);
        answer.Errors.ShouldHaveSingleItem().ShouldStartWith("ほかの人が先に同じステップを保存しました。入力した内容は残っています。");
        answer.Text.ShouldContain("保存されている内容");
        answer.Text.ShouldContain("所管課担当");
        answer.Value("Input.Rows[5].Memo").ShouldBe("後");
        answer.Value("Input.Rows[6].Memo").ShouldBe("触らない行", "a row nobody touched here takes what is stored");
        (await ReportsAsync(operation)).Count.ShouldBe(2);

        (await second.Submit(answer, Grid, [])).Location.ShouldBe(path);
        (await ReportsAsync(operation)).Select(r => (r.StepNumber, r.Memo)).ShouldBe([(6, "先"), (7, "触らない行"), (6, "後")]);
    }

    [Fact]
    public async Task Two_who_report_different_steps_do_not_disturb_each_other()
    {
        var (path, operation, first, department) = await StartAsync();
        using var second = await app.SignedInAs(Role.DepartmentHead, department);
        var read = await second.Get(path);
        await first.Submit(await first.Get(path), Grid, new() { ["Input.Rows[5].Memo"] = "先" });

        (await second.Submit(read, Grid, new() { ["Input.Rows[8].Memo"] = "後" })).Location.ShouldBe(path);

        (await ReportsAsync(operation)).Select(r => (r.StepNumber, r.Memo)).ShouldBe([(6, "先"), (9, "後")]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?handler=NoChange")]
    public async Task Who_may_only_read_has_no_form_and_is_refused(string handler)
    {
        var (path, operation, _, _) = await StartAsync();
        using var auditor = await app.SignedInAs(Role.Auditor);
        var page = await auditor.Get(path);
        page.Document.QuerySelector(Grid).ShouldBeNull();

        var answer = await auditor.Post(path + handler, page, []);

        answer.Status.ShouldBe(403);
        answer.Text.ShouldContain("この操作には「ステップ・見込・リスクを報告する」の権限が必要です。");
        (await ReportsAsync(operation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_department_does_not_find_the_operation()
    {
        var (path, _, _, _) = await StartAsync();
        using var stranger = await app.SignedInAs(Role.DepartmentStaff);

        (await stranger.Get(path)).Status.ShouldBe(404);
        (await stranger.Post(path, await stranger.Get("/operations"), [])).Status.ShouldBe(404);
    }

    async Task<(string Path, int Number, WebBrowser Browser, Department Department)> StartAsync()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.Operation(department);
        return ($"/operations/{operation.Number}/steps", operation.Number, await app.SignedInAs(Role.DepartmentStaff, department), department);
    }

    async Task<List<StepReport>> ReportsAsync(int operation)
    {
        await using var db = app.Database.NewContext();
        return await db.StepReports.Where(r => r.OperationNumber == operation).OrderBy(r => r.Id).ToListAsync(Cancel);
    }
}
