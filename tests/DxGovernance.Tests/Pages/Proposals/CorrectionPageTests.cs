using AngleSharp.Dom;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Proposals;

/// <summary>訂正 over HTTP without scripts: choose a field, get the input of the form with the approved value, propose, judge.</summary>
public sealed class CorrectionPageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Form = "form.case-form";

    async Task<(Proposal Case, Cast Cast)> Approved()
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        var made = await app.Given.Proposal(app.Database, department, cast, p =>
        {
            p.Write(p.Draft.Filled(p.Gate).With(ProposalForm.Vendor, "機密の事業者").With("usage_form", "SaaS"), cast.Staff, app.Clock.Now);
            p.BringToDecision(cast, app.Clock.Now);
            p.Approve(cast, app.Clock.Now);
        });
        return (made, cast);
    }

    static string Path(Proposal p, string? field = null) => $"/proposals/{p.Number}/corrections{(field is null ? "" : $"?field={field}")}";

    [Theory]
    [InlineData("usage_form", "select[name='v.usage_form'] option[selected][value=SaaS]", "SaaS")]
    [InlineData("personal_data", "input[type=radio][name='v.personal_data'][value=no][checked]", "いいえ")]
    [InlineData("initiatives", "input[type=checkbox][name='v.initiatives'][checked]", "1-1")]
    [InlineData("go_live_on", "input[name='v.go_live_on'][value='2027-04-01']", "稼働の予定日")]
    [InlineData("users", "input[name='v.users'][value='10']", "利用者数")]
    [InlineData("purpose", "textarea[name='v.purpose']", "目的")]
    [InlineData("title", "input[name='v.title'][value='試験の案件']", "件名")]
    [InlineData("kpi", "textarea[name='t.kpi.0.unit']", "効果の指標（KPI）")]
    public async Task The_chosen_field_has_the_input_of_the_form_with_the_approved_value(string field, string input, string words)
    {
        var (made, cast) = await Approved();
        using var office = await app.SignedIn(cast.Office);
        var chooser = await office.Get(Path(made));
        chooser.Document.QuerySelector(Form).ShouldBeNull();
        chooser.Document.QuerySelector($"form[method=get] option[value={field}]").ShouldNotBeNull();

        var page = await office.Get(Path(made, field));

        page.Document.QuerySelector($"{Form} {input}").ShouldNotBeNull(page.Document.QuerySelector(Form)?.OuterHtml);
        page.Text.ShouldContain(words);
    }

    [Fact]
    public async Task A_choice_is_put_right_by_two_persons_and_read_in_words()
    {
        var (made, cast) = await Approved();
        using var office = await app.SignedIn(cast.Office);
        using var second = await app.SignedInAs(Role.PmoOffice);
        var form = await office.Get(Path(made, "usage_form"));

        (await office.Submit(form, Form, new() { ["v.usage_form"] = "GovCloud", ["Input.Reason"] = "選び間違い" })).Status.ShouldBe(302);

        var page = await second.Get(Path(made));
        page.Text.ShouldContain("訂正1：利用形態 確認待ち");
        Lines(page).ShouldBe(["SaaS → ガバメントクラウド"]);
        page.Text.ShouldNotContain("GovCloud");
        page.Document.QuerySelector("option[value=usage_form]").ShouldBeNull();
        (await office.Get(Path(made))).Text.ShouldContain("訂正は、起案した人とは別の人が確認します。");
        (await second.Submit(page, "form[action*=Confirm]", new() { ["Input.Notes[1].Text"] = "写しで確認" })).Status.ShouldBe(302);
        await using var db = app.Database.NewContext();
        (await db.Proposals.SingleAsync(p => p.Id == made.Id, Cancel)).ApprovedContent!["usage_form"].ShouldBe("GovCloud");
        (await db.Submissions.SingleAsync(s => s.ProposalId == made.Id, Cancel)).Content["usage_form"].ShouldBe("SaaS");
    }

    [Fact]
    public async Task A_table_is_put_right_in_its_rows()
    {
        var (made, cast) = await Approved();
        using var office = await app.SignedIn(cast.Office);
        using var second = await app.SignedInAs(Role.PmoOffice);
        var form = await office.Get(Path(made, "kpi"));

        var wrong = await office.Submit(form, Form, new() { ["t.kpi.0.target"] = "少し", ["Input.Reason"] = "桁の誤り" });
        wrong.Status.ShouldBe(400);
        wrong.Errors.ShouldBe(["「効果の指標（KPI）1行目の目標値」には数字を入力してください。"]);
        wrong.Value("t.kpi.0.target").ShouldBe("少し");
        (await office.Submit(wrong, Form, new() { ["t.kpi.0.target"] = "１２．５", ["t.kpi.1.name"] = "件数", ["t.kpi.1.unit"] = "件", ["t.kpi.1.target"] = "5", ["t.kpi.1.method"] = "実測" }))
            .Status.ShouldBe(302);

        var page = await second.Get(Path(made));
        var lines = Lines(page);
        lines.Count.ShouldBe(2);
        lines[0].ShouldContain("目標値：12.5");
        lines[1].ShouldBe("（なし） → 指標：件数、単位：件、目標値：5、測り方：実測");
        (await second.Submit(page, "form[action*=Confirm]", [])).Status.ShouldBe(302);
        await using var db = app.Database.NewContext();
        (await db.Proposals.SingleAsync(p => p.Id == made.Id, Cancel)).ApprovedContent!.Rows("kpi").Select(r => r["target"]).ShouldBe(["12.5", "5"]);
    }

    [Fact]
    public async Task Confidential_fields_are_chosen_read_and_judged_only_after_the_reading_is_recorded()
    {
        var (made, cast) = await Approved();
        using var office = await app.SignedIn(cast.Office);
        using var second = await app.SignedInAs(Role.PmoOffice);
        var page = await office.Get(Path(made, ProposalForm.Vendor));
        page.Document.QuerySelector($"option[value={ProposalForm.Vendor}]").ShouldBeNull();
        page.Document.QuerySelector(Form).ShouldBeNull();
        page.Text.ShouldContain("機密の項目は、概要で「機密の項目を表示する」を押すと選べます。");
        page.Text.ShouldNotContain("機密の事業者");
        var forged = await office.Post(Path(made, ProposalForm.Vendor), page, new() { ["v.vendor"] = "別", ["Input.Reason"] = "誤記" });
        forged.Status.ShouldBe(400);
        forged.Errors.ShouldBe(["訂正できない項目です。項目を選んでください。"]);
        await Reveal(office, made);
        var form = await office.Get(Path(made, ProposalForm.Vendor));
        form.Value("v.vendor").ShouldBe("機密の事業者");
        (await office.Submit(form, Form, new() { ["v.vendor"] = "正しい事業者", ["Input.Reason"] = "誤記" })).Status.ShouldBe(302);

        var hidden = await second.Get(Path(made));
        hidden.Text.ShouldContain("機密のため伏せています");
        hidden.Text.ShouldNotContain("正しい事業者");
        hidden.Document.QuerySelector("form[action*=Confirm]").ShouldBeNull();
        var blind = await second.Post($"{Path(made)}?handler=Confirm&correction=1", hidden, []);
        blind.Status.ShouldBe(400);
        blind.Errors.ShouldBe(["機密の項目の訂正です。案件の概要の画面で「機密の項目を表示する」を押してから確認してください。閲覧は記録されます。"]);
        await Reveal(second, made);
        var open = await second.Get(Path(made));
        Lines(open).ShouldBe(["機密の事業者 → 正しい事業者"]);
        (await second.Submit(open, "form[action*=Confirm]", [])).Status.ShouldBe(302);
    }

    [Fact]
    public async Task What_was_approved_anew_while_somebody_typed_is_shown_beside_it()
    {
        var (made, cast) = await Approved();
        using var office = await app.SignedIn(cast.Office);
        var second = await app.Given.Actor(Role.PmoOffice);
        var form = await office.Get(Path(made, "purpose"));
        await app.Given.ActOnProposal(app.Database, made.Number, second, (p, _) => p.Correct("purpose", "先に直した目的", "誤記", second, app.Clock.Now));
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Office, (p, _) => p.JudgeCorrection(p.Corrections.Single(), true, null, cast.Office, app.Clock.Now));

        var answer = await office.Submit(form, Form, new() { ["v.purpose"] = "後で直した目的", ["Input.Reason"] = "誤記" });

        answer.Status.ShouldBe(409);
        answer.Text.ShouldContain("目的：先に直した目的");
        answer.Value("v.purpose")!.Trim().ShouldBe("後で直した目的");
        (await office.Submit(answer, Form, [])).Status.ShouldBe(302);
    }

    [Fact]
    public async Task What_is_refused_says_so_beside_what_was_typed()
    {
        var (made, cast) = await Approved();
        using var office = await app.SignedIn(cast.Office);
        using var second = await app.SignedInAs(Role.PmoOffice);
        var form = await office.Get(Path(made, "purpose"));

        (await office.Submit(form, Form, new() { ["Input.Reason"] = "誤記" })).Errors.ShouldBe(["「目的」は今の値と同じです。"]);
        (await office.Submit(form, Form, new() { ["v.purpose"] = "", ["Input.Reason"] = "誤記" })).Errors.ShouldBe(["「目的」を入力してください。"]);
        var silent = await office.Submit(form, Form, new() { ["v.purpose"] = "別の目的" });
        (silent.Status, silent.Value("v.purpose")!.Trim()).ShouldBe((400, "別の目的"));
        silent.Errors.ShouldBe(["訂正の理由を入力してください。"]);
        (await office.Post(Path(made, "purpose"), form, new() { ["v.title"] = "別の件名", ["Input.Reason"] = "誤記" })).Status.ShouldBe(400);
        (await office.Submit(form, Form, new() { ["v.purpose"] = "別の目的", ["Input.Reason"] = "誤記" })).Status.ShouldBe(302);
        var refusal = await second.Post($"{Path(made)}?handler=Refuse&correction=1", await second.Get(Path(made)), []);
        refusal.Status.ShouldBe(400);
        refusal.Errors.ShouldBe(["訂正を認めないときは、理由を入力してください。"]);
        (await second.Post($"{Path(made)}?handler=Refuse&correction=9", refusal, [])).Status.ShouldBe(404);
        using var staff = await app.SignedIn(cast.Staff);
        var read = await staff.Get(Path(made));
        read.Text.ShouldContain("別の目的");
        read.Document.QuerySelectorAll("main form").Length.ShouldBe(0);
        (await staff.Post(Path(made, "officer"), await staff.Get("/"), new() { ["v.officer"] = "別人", ["Input.Reason"] = "誤記" })).Status.ShouldBe(403);
    }

    static IReadOnlyList<string> Lines(WebPage page) =>
        [.. page.Document.QuerySelectorAll("section.card dl").Select(l => string.Join(" → ", l.QuerySelectorAll("dd").Select(d => d.TextContent.Trim())))];

    static async Task Reveal(WebBrowser browser, Proposal made) =>
        (await browser.Submit(await browser.Get($"/proposals/{made.Number}"), "form[action*=Reveal]", [])).Status.ShouldBe(302);
}
