using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages.Operations;

public sealed class OperationPagesTests(WebApp app) : IClassFixture<WebApp>
{
    [Theory]
    [InlineData("", "児童手当")]
    [InlineData("?sort=mic", "住民基本台帳（住民記録）")]
    [InlineData("?sort=digital", "住民基本台帳（住民記録）")]
    [InlineData("?sort=-published&special=true", "後期高齢者医療")]
    public async Task The_list_has_three_orders_and_sorts_by_any_column(string query, string first)
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);

        Names(await browser.Get("/operations" + query))[0].ShouldBe(first);
    }

    [Theory]
    [InlineData("q=住民記録", "住民基本台帳（住民記録）")]
    [InlineData("q=ｺﾄﾞﾓ", "")]
    [InlineData("q=子ども", "子ども・子育て支援")]
    [InlineData("stage=Migrating&special=false", "")]
    public async Task The_list_narrows_and_says_so(string query, string expected)
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);

        var page = await browser.Get("/operations?" + query);

        string.Join(' ', Names(page)).ShouldBe(expected);
        page.Text.ShouldContain("絞り込み中");
        page.Text.ShouldContain(expected.Length == 0 ? "条件に合う業務がありません。" : "業務を表示しています。");
    }

    [Theory]
    [InlineData("stage=Foo", "段階の値「Foo」は使えません。正しい値を入力するか、選択肢から選んでください。")]
    [InlineData("department=x", "所管課の値「x」は使えません。正しい値を入力するか、選択肢から選んでください。")]
    [InlineData("p=x", "ページの値「x」は使えません。正しい値を入力するか、選択肢から選んでください。")]
    public async Task A_filter_that_cannot_be_read_is_named(string query, string sentence)
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);

        var page = await browser.Get("/operations?" + query);

        page.Status.ShouldBe(400);
        page.Errors.ShouldBe([sentence]);
    }

    [Fact]
    public async Task A_search_text_that_is_too_long_is_refused()
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);

        var page = await browser.Get("/operations?q=" + new string('x', 2000));

        page.Status.ShouldBe(400);
        page.Errors.ShouldBe(["業務名・別名は100文字以内で入力してください。"]);
    }

    [Fact]
    public async Task Both_rates_stand_side_by_side_with_their_definitions_and_their_difference_is_said()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.Operation(department);
        var office = await app.Given.Actor(Role.PmoOffice);
        await app.Given.Act(operation.Number, office, o =>
        {
            o.ReportSteps([new(1, StepStatus.Completed, null, null, null, null), new(2, StepStatus.NotApplicable, null, null, null, null)], office, app.Clock.Now, app.Clock.Today, null);
            o.ImportPublishedRate(0.5m, "総務省（試験）", office, app.Clock.Now, new(2026, 10, 31));
        });
        using var browser = await app.SignedInAs(Role.DepartmentStaff, department);

        var page = await browser.Get($"/operations/{operation.Number}");

        page.Text.ShouldContain(OperationFigures.StepRateDefinition);
        page.Text.ShouldContain(OperationFigures.PublishedRateDefinition);
        page.Text.ShouldContain("庁内の報告から計算した率（5%、2026-11-20確認）と国の公表値（50%、2026-10-31時点）は一致していません。");
        page.Text.ShouldNotContain("進捗率");
        var list = await browser.Get("/operations");
        list.Text.ShouldContain("0/1");
        list.Text.ShouldContain("5% ≠");
        list.Text.ShouldContain("所管の業務だけを表示しています。");
    }

    [Fact]
    public async Task The_two_deadlines_are_kept_apart_with_their_sources()
    {
        using var browser = await app.SignedInAs(Role.Cio);

        var page = await browser.Get("/operations/12");

        page.Text.ShouldContain("2027-10-31（令和9年10月31日）");
        page.Text.ShouldContain("2031-03-31（令和13年3月31日）");
        (await browser.Get("/operations/3")).Text.ShouldContain("なし（特定移行支援システムではない）");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/steps")]
    [InlineData("/attributes")]
    [InlineData("/systems")]
    [InlineData("/systems/new")]
    [InlineData("/history")]
    public async Task What_another_department_holds_is_not_found(string page)
    {
        using var stranger = await app.SignedInAs(Role.DepartmentStaff);

        (await stranger.Get("/operations/12" + page)).Status.ShouldBe(404);
        (await stranger.Get("/operations/999999" + page)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_history_holds_every_ledger_and_narrows_to_one()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.PlannedOperation(department);
        var staff = await app.Given.Actor(Role.DepartmentStaff, department);
        var cio = await app.Given.Actor(Role.Cio);
        await app.Given.Act(operation.Number, staff, o =>
        {
            o.ReportSteps([new(3, StepStatus.InProgress, new(2027, 1, 5), "担当者", null, null)], staff, app.Clock.Now, app.Clock.Today, "理由A");
            o.AddSystem(new("試験システム", "事業者X", null, null, null, null, null, null, false), staff, app.Clock.Now, app.Clock.Today, null);
            o.OpenRisk(RiskKind.Risk, "要員不足", "", new(true, RiskLevel.High, RiskLevel.Medium, RiskResponse.Reduce, "増員", "課長", null), staff, app.Clock.Now, app.Clock.Today);
            o.ConfirmNoChange(ReportAspect.Forecasts, staff, app.Clock.Now);
            o.OverrideColour(Signal.Red, Signal.Yellow, "心配", null, cio, app.Clock.Now);
            o.ImportPublishedRate(0.525m, "総務省（試験）", staff, app.Clock.Now, app.Clock.Today);
        });
        using var browser = await app.SignedInAs(Role.DepartmentStaff, department);
        var path = $"/operations/{operation.Number}/history";

        var all = (await browser.Get(path)).Text;

        foreach (var sentence in new[]
        {
            "移行中、特定移行支援システム", "市の期限：2027-10-31", "ステップ3（首長等への報告）：作業中、予定日 2027-01-05、担当 担当者", "試験システム：使用中、事業者 事業者X",
            "要員不足：未解決、評価点6、対応 低減、対応内容 増員、担当者 課長", "見込：変更なし", "黄を赤に上書き", "公表値 52.5%", "稼働：第1版の計画日 2027-09-01", "庁内PMOへ提出（計画 作成中 → 計画 庁内PMO確認中）",
        })
        {
            all.ShouldContain(sentence);
        }

        (await browser.Get(path + "?kind=Override")).Text.ShouldContain("1件中 1～1件");
        (await browser.Get(path + "?kind=Foo")).Status.ShouldBe(400);
    }

    static List<string> Names(WebPage page) => [.. page.Document.QuerySelectorAll("tbody th").Select(c => c.TextContent.Trim())];
}
