using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Admin;

/// <summary>The tables by which cases are judged, edited as a form without JavaScript.</summary>
public sealed class TemplatePageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Terms = "/admin/templates/EffectTerms";
    const string Routes = "/admin/templates/RouteRules";
    const string Form = "main form";

    static async Task<WebPage> Press(WebBrowser browser, WebPage page, string path, Dictionary<string, string?> changes)
    {
        var form = page.Document.QuerySelector<IHtmlFormElement>(Form)!;
        form.SetAttribute("action", path);
        return await browser.Submit(page, Form, changes);
    }

    [Fact]
    public async Task A_row_is_added_moved_and_removed_shown_as_a_difference_and_saved_as_the_next_version()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var added = await Press(office, await office.Get(Terms), Terms + "?handler=Arrange&add=true", []);
        added.Status.ShouldBe(200);
        added.Value("Rows[3].months").ShouldBe("");

        var preview = await Press(office, added, Terms + "?handler=Preview", new()
        {
            ["Rows[3].months"] = "３６",
            ["Rows[3].name"] = "稼働3年",
            ["Rows[3].#order"] = "0.5",
            ["Rows[0].#remove"] = "true",
            ["Input.Reason"] = "PMOで決定",
        });
        preview.Status.ShouldBe(200, string.Join(' ', preview.Errors));
        preview.Value("Rows[0].months").ShouldBe("36");
        var lines = preview.Document.QuerySelectorAll("table tbody tr").Select(r => string.Join(' ', r.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        lines.ShouldContain("追加 36 稼働からの月数 （空） 36");
        lines.ShouldContain(l => l.StartsWith("削除 6 稼働からの月数 6 （空）"));
        preview.Text.ShouldContain("進められなくなる案件はありません");

        (await office.Submit(preview, Form, [])).Status.ShouldBe(302);
        await using var db = app.Database.NewContext();
        var newest = await db.TemplateVersions.Where(v => v.Kind == TemplateKind.EffectTerms).OrderByDescending(v => v.Number).FirstAsync(Cancel);
        newest.Rows().Select(r => r["months"]).ShouldBe(["36", "12", "24"]);
        (await office.Get("/admin/templates")).Text.ShouldContain("PMOで決定");
        (await office.Get("/proposals/rules")).Text.ShouldContain("36か月");
        (await office.Get("/audit?Find.Act=基準表の変更")).Text.ShouldContain("稼働からの月数：なし → 36");

        var same = await office.Submit(await office.Get(Terms), Form, new() { ["Input.Reason"] = "同じ" });
        same.Errors.ShouldBe(["変わった行がありません。値を変えてから保存してください。"]);
    }

    [Fact]
    public async Task An_error_names_row_and_column_and_what_was_typed_stays()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);

        var refused = await office.Submit(await office.Get(Routes), Form, new() { ["Rows[1].amount_from"] = "一千万", ["Input.Reason"] = "試験" });

        refused.Status.ShouldBe(400);
        refused.Errors.ShouldBe(["2行目の「金額（円）以上」には0以上の整数を入力してください。"]);
        refused.Value("Rows[1].amount_from").ShouldBe("一千万");
        var cell = refused.Document.QuerySelector("[name='Rows[1].amount_from']")!;
        cell.GetAttribute("aria-invalid").ShouldBe("true");
        refused.Document.QuerySelector("[role=alert] a")!.GetAttribute("href").ShouldBe("#" + cell.Id);
        (await office.Submit(await office.Get(Routes), Form, new() { ["Rows[0].reason"] = "変えた" })).Errors.ShouldBe(["変える理由を入力してください。"]);
    }

    [Fact]
    public async Task Who_saves_second_sees_what_is_stored_and_may_save_again()
    {
        using var first = await app.SignedInAs(Role.PmoOffice);
        using var second = await app.SignedInAs(Role.PmoOffice);
        const string Path = "/admin/templates/ChangeRules";
        var (one, two) = (await first.Get(Path), await second.Get(Path));
        (await first.Submit(one, Form, new() { ["Rows[0].reason"] = "先の説明", ["Input.Reason"] = "先の会議" })).Status.ShouldBe(302);

        var refused = await second.Submit(two, Form, new() { ["Rows[0].reason"] = "後の説明", ["Input.Reason"] = "後の会議" });

        refused.Status.ShouldBe(409);
        refused.Text.ShouldContain("保存されている内容");
        refused.Text.ShouldContain("先の会議");
        refused.Text.ShouldContain("先の説明");
        refused.Value("Rows[0].reason").ShouldBe("後の説明");
        (await second.Submit(refused, Form, [])).Status.ShouldBe(302);
    }

    [Fact]
    public async Task A_rule_that_asks_for_more_reviewers_than_there_are_is_refused_with_the_cases()
    {
        var department = await app.Given.Department("草案のある課");
        var cast = await app.Given.Cast(department);
        var proposal = await app.Given.Proposal(app.Database, department, cast, _ => { }, ProposalClass.New, 60_000_000);
        await app.Given.ActOnProposal(app.Database, proposal.Number, cast.Staff, (p, _) => { });
        using var office = await app.SignedIn(cast.Office);
        var gates = await office.Get("/admin/templates/GateTable");
        var row = Enumerable.Range(0, 200).First(i => gates.Value($"Rows[{i}].class") == nameof(ProposalClass.New) && gates.Value($"Rows[{i}].gate") == nameof(Gate.Consultation));
        (await office.Submit(gates, Form, new() { [$"Rows[{row}].route"] = "", ["Input.Reason"] = "規則による" })).Status.ShouldBe(302);

        var refused = await office.Submit(await office.Get(Routes), Form, new() { ["Rows[0].reviewers"] = "9", ["Input.Reason"] = "厳しくする" });

        refused.Status.ShouldBe(400);
        refused.Errors.ShouldHaveSingleItem().ShouldContain(proposal.Number);
        refused.Text.ShouldContain("審査に9人が必要ですが、審査を終えた人と審査できる人を合わせて");
        refused.Value("Rows[0].reviewers").ShouldBe("9");
    }

    [Fact]
    public async Task Readers_read_applicants_see_the_rules_and_only_the_office_edits()
    {
        using var cio = await app.SignedInAs(Role.Cio);
        (await cio.Get("/admin/templates")).Document.QuerySelectorAll("main a.dads-button").ShouldBeEmpty();
        (await cio.Get(Terms)).Status.ShouldBe(403);
        using var staff = await app.SignedInAs(Role.DepartmentStaff);
        (await staff.Get("/admin/templates")).Status.ShouldBe(403);
        var rules = await staff.Get("/proposals/rules");
        rules.Text.ShouldContain("仮値 市が決めた値ではありません。");
        rules.Text.ShouldContain("総額が5,000万円以上の案件は");
        using var office = await app.SignedInAs(Role.PmoOffice);
        (await office.Get("/admin/templates/Nothing")).Status.ShouldBe(404);
        (await office.Get("/admin/templates/0")).Status.ShouldBe(404);
    }
}
