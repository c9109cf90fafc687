using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Operations;

/// <summary>Attributes, 事由, system units and published rates through their pages.</summary>
public sealed class OperationFormsTests(WebApp app) : IClassFixture<WebApp>
{
    const string Main = "main form:not([action*=Reason])";
    const string Reason = "main form[action*=Reason]";

    [Fact]
    public async Task Attributes_are_revised_with_a_reason_and_found_by_their_new_alias()
    {
        var (number, browser, _) = await StartAsync();
        var path = $"/operations/{number}/attributes";

        var without = await browser.Submit(await browser.Get(path), Main, new() { ["Input.Aliases"] = "呼び名" });
        without.Status.ShouldBe(400);
        without.Errors.ShouldBe(["変更の理由を入力してください。"]);
        without.Value("Input.Aliases").ShouldBe("呼び名");

        (await browser.Submit(without, Main, new() { ["Input.Reason"] = "市民の呼び方" })).Location.ShouldBe(path);
        (await browser.Get("/operations?q=呼び名")).Text.ShouldContain("1業務を表示しています。");
        (await browser.Get(path)).Text.ShouldContain("市民の呼び方");
    }

    [Theory]
    [InlineData("Input.Aliases", "x", 200, "別名は200文字以内で入力してください。")]
    [InlineData("Input.DepartmentId", "999999", 1, "所管課は選択肢から選んでください。")]
    [InlineData("Input.DepartmentId", "abc", 1, "所管課の値「abc」は使えません。正しい値を入力するか、選択肢から選んでください。")]
    public async Task Bad_attributes_are_refused(string field, string value, int times, string sentence)
    {
        var (number, browser, _) = await StartAsync();

        var answer = await browser.Submit(
            await browser.Get($"/operations/{number}/attributes"), Main, new() { [field] = string.Concat(Enumerable.Repeat(value, times + (times > 1 ? 1 : 0))), ["Input.Reason"] = "x" });

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldBe([sentence]);
    }

    [Fact]
    public async Task The_second_of_two_who_revise_sees_what_is_stored_and_may_save_again()
    {
        var (number, first, department) = await StartAsync();
        using var second = await app.SignedInAs(Role.DepartmentHead, department);
        var path = $"/operations/{number}/attributes";
        var read = await second.Get(path);
        await first.Submit(await first.Get(path), Main, new() { ["Input.Aliases"] = "先の別名", ["Input.Reason"] = "先" });

        var answer = await second.Submit(read, Main, new() { ["Input.Aliases"] = "後の別名", ["Input.Reason"] = "後" });

        answer.Status.ShouldBe(409);
        answer.Text.ShouldContain("保存されている内容");
        answer.Text.ShouldContain("先の別名");
        answer.Value("Input.Aliases").ShouldBe("後の別名");
        (await second.Submit(answer, Main, [])).Location.ShouldBe(path);
    }

    [Fact]
    public async Task The_reason_of_transition_is_one_of_four_and_the_other_form_stays_as_stored()
    {
        var (number, browser, _) = await StartAsync();
        var path = $"/operations/{number}/attributes";

        var same = await browser.Submit(await browser.Get(path), Reason, []);
        same.Status.ShouldBe(400);
        same.Errors.ShouldBe(["事由は変わっていません。"]);
        same.Value("Input.Aliases").ShouldBe("別名");
        var forged = await browser.Submit(same, Reason, new() { ["Transition.Reason"] = "5" });
        forged.Status.ShouldBe(400);

        (await browser.Submit(forged, Reason, new() { ["Transition.Reason"] = "VendorCapacity", ["Transition.Note"] = "国への報告" })).Location.ShouldBe(path);
        (await browser.Get($"/operations/{number}")).Text.ShouldContain("事由4 事業者のリソースひっ迫");
    }

    [Fact]
    public async Task A_system_unit_is_added_changed_and_retired_with_its_history()
    {
        var (number, browser, _) = await StartAsync();
        var list = $"/operations/{number}/systems";

        var nameless = await browser.Submit(await browser.Get(list + "/new"), "main form", []);
        nameless.Status.ShouldBe(400);
        nameless.Errors.ShouldBe(["構成システム名を入力してください。"]);
        (await browser.Submit(nameless, "main form", new() { ["Input.Name"] = "連携サブシステム" })).Location.ShouldBe(list);
        var path = (await browser.Get(list)).Document.QuerySelector("tbody th a")!.GetAttribute("href")!;

        var backwards = await browser.Submit(await browser.Get(path), "main form", new() { ["Input.ContractFrom"] = "令和9年4月1日", ["Input.ContractTo"] = "2026-01-01" });
        backwards.Errors.ShouldBe(["契約終了が契約開始より前です。契約開始以降の日を入力してください。"]);
        (await browser.Submit(await browser.Get(path), "main form", [])).Errors.ShouldBe(["変更した項目がありません。"]);
        (await browser.Submit(await browser.Get(path), "main form", new() { ["Input.Vendor"] = "事業者Y" })).Location.ShouldBe(path);
        (await browser.Submit(await browser.Get(path), "main form", new() { ["Input.IsRetired"] = "true", ["Input.Reason"] = "統合した" })).Location.ShouldBe(path);

        var page = await browser.Get(path);
        page.Document.QuerySelectorAll("tbody tr").Length.ShouldBe(3);
        page.Text.ShouldContain("統合した");
        (await browser.Get(list)).Text.ShouldContain("廃止");
    }

    [Fact]
    public async Task A_stale_system_form_is_a_conflict_and_readers_are_refused()
    {
        var (number, browser, _) = await StartAsync();
        await browser.Submit(await browser.Get($"/operations/{number}/systems/new"), "main form", new() { ["Input.Name"] = "単位" });
        var path = (await browser.Get($"/operations/{number}/systems")).Document.QuerySelector("tbody th a")!.GetAttribute("href")!;
        var old = await browser.Get(path);
        await browser.Submit(old, "main form", new() { ["Input.Vendor"] = "先" });

        var answer = await browser.Submit(old, "main form", new() { ["Input.Vendor"] = "後" });
        answer.Status.ShouldBe(409);
        answer.Value("Input.Vendor").ShouldBe("後");
        (await browser.Submit(answer, "main form", [])).Location.ShouldBe(path);

        using var auditor = await app.SignedInAs(Role.Auditor);
        (await auditor.Post(path, await auditor.Get(path), new() { ["Input.Name"] = "x" })).Status.ShouldBe(403);
        (await auditor.Get(path.Replace($"/{number}/", "/12/", StringComparison.Ordinal))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Published_rates_are_shown_first_and_then_saved_together()
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        const string path = "/operations/published-rates";

        var preview = await browser.Submit(await browser.Get(path), "main form", new()
        {
            ["Input.AsOf"] = "令和8年10月31日",
            ["Input.Source"] = "総務省（令和8年10月）",
            ["Input.Pasted"] = "住民記録\t100.0%\n就学\t６２．５％\n戸籍附票,97.5",
        });

        preview.Status.ShouldBe(200);
        preview.Text.ShouldContain("まだ保存していません");
        preview.Text.ShouldContain("55% → 62.5%");
        (await StoredAsync("総務省（令和8年10月）")).ShouldBeEmpty();

        (await browser.Submit(preview, "main form", [])).Location.ShouldBe("/operations");
        (await StoredAsync("総務省（令和8年10月）")).ShouldBe([(3, 1m), (4, 0.975m), (12, 0.625m)], ignoreOrder: true);
    }

    [Theory]
    [InlineData("なにか\t50", "1行目：「なにか」という業務がありません。業務名か総務省の表記にしてください。")]
    [InlineData("就学\t150", "1行目：「150」は0から100までの率（％）として読めません。")]
    [InlineData("就学\t50\n就学\t55", "2行目：「就学」が二回あります。")]
    [InlineData("就学", "1行目：業務名と率の二つの列がありません。タブで区切って貼り付けてください。")]
    [InlineData("就学\t0.5\n住民記録\t1", "率が全て1以下です。割合（0.5）ではなく％（50）で入力してください。")]
    public async Task One_bad_line_and_nothing_is_imported(string pasted, string sentence)
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        var source = $"悪い行 {Guid.NewGuid()}";

        var answer = await browser.Submit(await browser.Get("/operations/published-rates"), "main form", new()
        {
            ["Input.Source"] = source,
            ["Input.Pasted"] = pasted,
        });

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldContain(sentence);
        (await StoredAsync(source)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Role.Cio)]
    [InlineData(Role.DepartmentHead)]
    [InlineData(Role.Auditor)]
    public async Task Only_the_office_of_the_pmo_imports_rates(Role role)
    {
        using var browser = await app.SignedInAs(role);

        (await browser.Get("/operations/published-rates")).Status.ShouldBe(403);
        (await browser.Post("/operations/published-rates", await browser.Get("/operations"), [])).Status.ShouldBe(403);
    }

    async Task<(int Number, WebBrowser Browser, Department Department)> StartAsync()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.Operation(department);
        return (operation.Number, await app.SignedInAs(Role.DepartmentStaff, department), department);
    }

    async Task<List<(int Number, decimal Rate)>> StoredAsync(string source)
    {
        await using var db = app.Database.NewContext();
        return [.. (await db.PublishedRates.Where(r => r.Source == source).ToListAsync(Cancel)).Select(r => (r.OperationNumber, r.Rate))];
    }
}
