using System.Text.Json;
using AngleSharp.Dom;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Costs;

/// <summary>The pages of a case's costs over HTTP: what they take in, what they refuse and in which words.</summary>
public sealed class CostPageTests(WebApp app) : IClassFixture<WebApp>
{
    const string Grid = "form[data-cost-form]";

    async Task<(Proposal Case, Cast Cast)> Made(Action<Proposal, Cast>? act = null)
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        return (await app.Given.Proposal(app.Database, department, cast, p => act?.Invoke(p, cast), amount: 10_000_000), cast);
    }

    /// <summary>Under review with two lines of 8 and 2 million yen.</summary>
    Task<(Proposal Case, Cast Cast)> Reviewed() => Made((p, cast) =>
    {
        p.WriteCosts([GivenCosts.Line(0, 8_000_000), GivenCosts.Line(0, 2_000_000)], cast.Staff, app.Clock.Now);
        p.Fill(cast.Staff, app.Clock.Now);
        p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, app.Clock.Now);
        p.Perform(ProposalAction.Confirm, ProposalStep.Nothing, GivenProposals.Rules, cast.Head, app.Clock.Now);
        p.Perform(ProposalAction.Accept, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, app.Clock.Now);
    });

    Task<(Proposal Case, Cast Cast)> Decided() => Made((p, cast) =>
    {
        p.WriteCosts([GivenCosts.Line(0, 8_000_000), GivenCosts.Line(0, 2_000_000)], cast.Staff, app.Clock.Now);
        p.BringToDecision(cast, app.Clock.Now);
        p.Approve(cast, app.Clock.Now);
    });

    static string Path(Proposal p, string page = "") => $"/proposals/{p.Number}/costs{page}";

    static string Rows(params Dictionary<string, string>[] rows) => JsonSerializer.Serialize(rows.Select(r => new { line = r.TryGetValue("line", out var n) ? int.Parse(n, System.Globalization.CultureInfo.InvariantCulture) : 0, cells = r.Where(c => c.Key != "line").ToDictionary() }));

    static Dictionary<string, string> Row(string name, string amount) => new() { ["category"] = "初期", ["item"] = "設計・開発", ["name"] = name, ["y2026"] = amount };

    async Task<CostSheet?> Stored(Proposal p)
    {
        await using var db = app.Database.NewContext();
        return await db.CostSheets.AsNoTracking().FirstOrDefaultAsync(s => s.ProposalId == p.Id, Cancel);
    }

    [Fact]
    public async Task Two_versions_are_compared_line_by_line_in_what_was_asked_for()
    {
        var (made, cast) = await Reviewed();
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Office, (p, _) => p.Perform(
            ProposalAction.Return, new ProposalStep { Comment = "費用を直してください。", Findings = [new("cost", "高い")] }, GivenProposals.Rules, cast.Office, app.Clock.Now));
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Staff, (p, _) => p.WriteCosts([GivenCosts.Line(1, 7_000_000), GivenCosts.Line(0, 500_000)], cast.Staff, app.Clock.Now));
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Staff, (p, _) => p.Perform(
            ProposalAction.Submit, ProposalStep.Nothing with { Comment = "直しました。" }, GivenProposals.Rules, cast.Staff, app.Clock.Now));
        using var browser = await app.SignedIn(cast.Office);

        var page = await browser.Get($"/proposals/{made.Number}/versions?from=1-1&to=1-2");

        page.Document.QuerySelectorAll("section[aria-labelledby=d-costs] tr").Skip(1).Select(r => string.Join('|', r.Children.Select(c => c.TextContent.Trim()))).ShouldBe([
            "1|変えた|設計・開発1|8,000,000|7,000,000|△ 1,000,000|名称：設計・開発0 → 設計・開発1単価：8,000,000 → 7,000,000R8年度（円）：8,000,000 → 7,000,000",
            "3|加えた|設計・開発0|－|500,000|500,000|",
            "2|外した|設計・開発0|2,000,000|－|△ 2,000,000|",
            "違う明細の計|10,000,000|7,500,000|△ 2,500,000|",
        ]);
    }

    [Fact]
    public async Task The_grid_saves_its_rows_and_the_form_follows()
    {
        var (made, cast) = await Made();
        using var browser = await app.SignedIn(cast.Staff);
        var page = await browser.Get(Path(made, "/edit"));

        (await browser.Submit(page, Grid, new() { ["Lines"] = Rows(Row("髙𠮷", "1,200"), Row("=1+1", "300")) })).Location.ShouldBe(Path(made));

        (await Stored(made))!.Draft.All.Select(l => (l.Line, l.Terms.Name, l.Total)).ShouldBe([(1, "髙𠮷", 1_200L), (2, "=1+1", 300L)]);
        (await browser.Get($"/proposals/{made.Number}/edit/cost")).Text.ShouldContain("1,500 費用の明細から計算した額");
    }

    [Fact]
    public async Task A_wrong_cell_is_named_and_nothing_is_saved_or_lost()
    {
        var (made, cast) = await Made();
        using var browser = await app.SignedIn(cast.Staff);
        var page = await browser.Get(Path(made, "/edit"));

        var refused = await browser.Submit(page, Grid, new() { ["Lines"] = Rows(Row("良い", "1"), Row("悪い", "1/3")) });

        refused.Status.ShouldBe(400);
        refused.Errors.ShouldHaveSingleItem().ShouldBe("2行目：「R8年度（円）」の「1/3」は数字ではありません。0以上の整数（円）を入力してください。");
        refused.Document.QuerySelector("[data-cost-grid]")!.TextContent.ShouldContain("1/3");
        (await Stored(made)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[null]")]
    [InlineData("{\"line\":1}")]
    [InlineData("[{\"line\":1}]")]
    [InlineData("[{\"line\":\"x\",\"cells\":{}}]")]
    [InlineData("[[[[[[[[[]]]]]]]]]")]
    public async Task What_no_grid_sends_is_refused(string lines)
    {
        var (made, cast) = await Made();
        using var browser = await app.SignedIn(cast.Staff);
        var page = await browser.Get(Path(made, "/edit"));

        var refused = await browser.Submit(page, Grid, new() { ["Lines"] = lines });

        refused.Status.ShouldBe(400);
        refused.Errors.ShouldHaveSingleItem().ShouldStartWith("表の内容を読み取れませんでした。");
        (await Stored(made)).ShouldBeNull();
    }

    [Fact]
    public async Task Too_many_lines_and_too_much_money_are_refused()
    {
        var (made, cast) = await Made();
        using var browser = await app.SignedIn(cast.Staff);
        var page = await browser.Get(Path(made, "/edit"));

        (await browser.Submit(page, Grid, new() { ["Lines"] = Rows([.. Enumerable.Range(0, 3001).Select(i => Row($"{i}", "1"))]) })).Errors.ShouldHaveSingleItem().ShouldStartWith("費用の明細は3,000行までです。");
        (await browser.Submit(page, Grid, new() { ["Lines"] = Rows(Row("a", "9999999999999"), Row("b", "1")) })).Errors.ShouldHaveSingleItem().ShouldStartWith("費用の合計が大きすぎます。");
        (await Stored(made)).ShouldBeNull();
    }

    [Fact]
    public async Task Two_thousand_lines_are_saved_within_a_second()
    {
        var (made, cast) = await Made();
        using var browser = await app.SignedIn(cast.Staff);
        var page = await browser.Get(Path(made, "/edit"));
        var rows = Rows([.. Enumerable.Range(0, 2000).Select(i => new Dictionary<string, string>(Row($"明細{i}", "1000")) { ["y2027"] = "1", ["y2028"] = "2", ["y2029"] = "3", ["y2030"] = "4" })]);
        await browser.Submit(page, Grid, new() { ["Lines"] = rows });

        (await Stored(made))!.Draft.All.Count.ShouldBe(2000);
        (await browser.Get(Path(made, "/edit"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_is_typed_keeps_itself_and_can_be_dropped()
    {
        var (made, cast) = await Made();
        using var browser = await app.SignedIn(cast.Staff);
        var page = await browser.Get(Path(made, "/edit"));

        (await browser.Post(Path(made, "/edit?handler=Keep"), page, new() { ["Lines"] = Rows(Row("途中", "7")), ["Version"] = "0" })).Status.ShouldBe(200);

        var kept = await browser.Get(Path(made, "/edit"));
        kept.Text.ShouldContain("自動保存された入力を表示しています");
        kept.Document.QuerySelector("[data-cost-grid]")!.TextContent.ShouldContain("途中");
        (await Stored(made)).ShouldBeNull();
        (await browser.Submit(kept, "form[action*=Drop]", [])).Status.ShouldBe(302);
        (await browser.Get(Path(made, "/edit"))).Document.QuerySelector("[data-cost-grid]")!.TextContent.ShouldNotContain("途中");
    }

    [Fact]
    public async Task The_second_to_save_the_lines_gets_409_and_keeps_them()
    {
        var (made, cast) = await Made((p, c) => p.WriteCosts([GivenCosts.Line(0, 5)], c.Staff, app.Clock.Now));
        using var first = await app.SignedIn(cast.Staff);
        using var second = await app.SignedIn(cast.Head);
        var (a, b) = (await first.Get(Path(made, "/edit")), await second.Get(Path(made, "/edit")));
        (await first.Submit(a, Grid, new() { ["Lines"] = Rows(Row("先", "1")) })).Status.ShouldBe(302);

        var refused = await second.Submit(b, Grid, new() { ["Lines"] = Rows(Row("後", "2")) });

        refused.Status.ShouldBe(409);
        refused.Text.ShouldContain("保存されている内容");
        refused.Text.ShouldContain("1行、計1円");
        refused.Document.QuerySelector("[data-cost-grid]")!.TextContent.ShouldContain("後");
        (await second.Submit(refused, Grid, new() { ["Lines"] = Rows(Row("後", "2")) })).Status.ShouldBe(302);
    }

    [Fact]
    public async Task A_single_line_is_written_mended_and_taken_out_without_a_grid()
    {
        var (made, cast) = await Made();
        using var browser = await app.SignedIn(cast.Staff);
        var form = await browser.Get(Path(made, "/line"));
        (await browser.Submit(form, "#line", [])).Errors.ShouldHaveSingleItem().ShouldStartWith("どの項目も空です。");

        (await browser.Submit(form, "#line", new() { ["c.category"] = "Initial", ["c.item"] = "I06", ["c.name"] = "単独", ["c.y2027"] = "１，０００" })).Status.ShouldBe(302);
        var edit = await browser.Get(Path(made, "/line/1"));
        edit.Value("c.name").ShouldBe("単独");
        var refused = await browser.Submit(edit, "#line", new() { ["c.y2027"] = "-1" });
        refused.Errors.ShouldHaveSingleItem().ShouldContain("負の数です");
        refused.Value("c.y2027").ShouldBe("-1");
        (await browser.Submit(refused, "#line", new() { ["c.y2027"] = "2000" })).Status.ShouldBe(302);
        (await Stored(made))!.Draft.Total.ShouldBe(2_000);
        (await browser.Submit(await browser.Get(Path(made, "/line/1")), "#remove", [])).Status.ShouldBe(302);
        (await Stored(made))!.Draft.All.ShouldBeEmpty();
        (await browser.Get(Path(made, "/line/1"))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Lines_are_judged_page_by_page_and_the_review_ends_when_all_is_answered()
    {
        var (made, cast) = await Reviewed();
        using var office = await app.SignedIn(cast.Office);
        var page = await office.Get(Path(made, "/assess"));
        var refused = await office.Submit(page, "#lines", new() { ["Lines[1].Verdict"] = "Reduced", ["Lines[1].Amounts[2026]"] = "7,000,000" });
        (refused.Status, refused.Errors.ShouldHaveSingleItem()).ShouldBe((400, "明細1「設計・開発0」を「減額」にするときは、減額の理由を選んでください。"));
        refused.Value("Lines[1].Amounts[2026]").ShouldBe("7,000,000");
        (await office.Submit(page, "#lines", new() { ["Lines[1].Verdict"] = "Reduced", ["Lines[1].CutReason"] = "PRICE", ["Lines[1].Note"] = "高い", ["Lines[1].Amounts[2026]"] = "8000001" }))
            .Errors.ShouldHaveSingleItem().ShouldContain("0円から要求額8,000,000円まで");
        (await office.Submit(page, "#lines", new() { ["Lines[1].Verdict"] = "Reduced", ["Lines[1].CutReason"] = "PRICE", ["Lines[1].Note"] = "高い", ["Lines[1].Amounts[2026]"] = "1.5" }))
            .Errors.ShouldHaveSingleItem().ShouldBe("明細1の令和8年度の査定額には0から9,999,999,999,999までの整数（円）を入力してください。");
        (await office.Submit(page, "#lines", new() { ["Lines[1].Verdict"] = "Reduced", ["Lines[1].CutReason"] = "PRICE", ["Lines[1].Note"] = "高い", ["Lines[1].Amounts[2026]"] = "7,000,000" })).Status.ShouldBe(302);

        page = await office.Get(Path(made, "/assess"));
        page.Text.ShouldContain("減額 1,000,000円、査定率 87.5％");
        (await office.Submit(page, "#finish", new() { ["Opinion"] = "妥当" })).Errors.ShouldHaveSingleItem().ShouldContain("答えていません");
        (await office.Submit(page, "#rest", [])).Status.ShouldBe(302);
        var checks = await office.Get(Path(made, "/checks"));
        (await office.Submit(checks, "#answers", [])).Errors.ShouldHaveSingleItem().ShouldStartWith("新しい答えがありません。");
        var answers = WebBrowser.Fields((AngleSharp.Html.Dom.IHtmlFormElement)checks.Document.QuerySelector("#answers")!).Where(f => f.Key.EndsWith("Answer", StringComparison.Ordinal))
            .ToDictionary(f => f.Key, _ => (string?)nameof(CheckAnswer.Suitable));
        (await office.Submit(checks, "#answers", answers)).Errors.ShouldHaveSingleItem().ShouldContain("の答えには、説明を入力してください。");
        foreach (var key in answers.Keys.ToList())
        {
            answers[key.Replace("Answer]", "", StringComparison.Ordinal)[..^"Answer".Length] + "Note"] = "確かめた";
        }

        (await office.Submit(checks, "#answers", answers)).Status.ShouldBe(302);
        (await office.Submit(await office.Get(Path(made, "/assess")), "#finish", new() { ["Opinion"] = "妥当" })).Location.ShouldBe(Path(made));
        (await office.Get(Path(made))).Text.ShouldContain("要求 10,000,000円 → 査定 9,000,000円");
    }

    [Fact]
    public async Task Who_wrote_the_case_and_who_has_no_right_to_review_judge_nothing()
    {
        var (made, cast) = await Reviewed();
        using var staff = await app.SignedIn(cast.Staff);
        (await staff.Get(Path(made, "/assess"))).Status.ShouldBe(403);
        using var office = await app.SignedIn(cast.Office);
        var page = await office.Get(Path(made, "/assess"));
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Staff, (p, _) => p.AssessCosts([GivenCosts.Adequate(1)], GivenCosts.Tables, cast.Member, app.Clock.Now));

        (await office.Submit(page, "#rest", [])).Status.ShouldBe(409);
    }

    [Fact]
    public async Task Contracts_payments_and_the_budget_stay_within_their_limits()
    {
        var (made, cast) = await Decided();
        using var staff = await app.SignedIn(cast.Staff);
        using var office = await app.SignedIn(cast.Office);
        var contract = await staff.Get(Path(made, "/contract"));
        (await staff.Submit(contract, "#amounts", new() { ["Amounts[1][2026]"] = "x", ["Reason"] = "契約" })).Errors.ShouldHaveSingleItem().ShouldBe("明細1の令和8年度の契約には0から9,999,999,999,999までの整数（円）を入力してください。");
        (await staff.Submit(contract, "#amounts", new() { ["Amounts[1][2026]"] = "9,000,000", ["Amounts[2][2026]"] = "2,000,000", ["Reason"] = "契約" })).Errors.ShouldHaveSingleItem().ShouldContain("決定額10,000,000円を超えています");
        (await staff.Submit(contract, "#amounts", new() { ["Amounts[9][2026]"] = "1", ["Reason"] = "契約" })).Errors.ShouldHaveSingleItem().ShouldContain("明細9はありません");
        (await staff.Submit(contract, "#amounts", new() { ["Reason"] = "契約" })).Errors.ShouldHaveSingleItem().ShouldStartWith("変わった額がありません。");
        (await staff.Submit(contract, "#amounts", new() { ["Amounts[1][2026]"] = "7,900,000", ["Reason"] = "甲社と契約", ["Evidence"] = "第1号" })).Status.ShouldBe(302);

        var actual = await staff.Get(Path(made, "/actual"));
        (await staff.Submit(actual, "#amounts", new() { ["Amounts[1][2026]"] = "7,900,001" })).Errors.ShouldHaveSingleItem().ShouldContain("契約額7,900,000円を超えています");
        (await staff.Submit(actual, "#amounts", new() { ["Amounts[1][2026]"] = "1", ["On"] = "2099-01-01" })).Errors.ShouldHaveSingleItem().ShouldContain("先の日です");
        (await staff.Submit(actual, "#amounts", new() { ["Amounts[1][2026]"] = "4,000,000", ["On"] = "R8.11.1" })).Status.ShouldBe(302);

        (await staff.Get(Path(made, "/budget"))).Status.ShouldBe(403);
        var budget = await office.Get(Path(made, "/budget"));
        (await office.Submit(budget, "#amounts", new() { ["Amounts[2][2026]"] = "1,500,000" })).Errors.ShouldHaveSingleItem().ShouldBe("減額の理由を選んでください。");
        (await office.Submit(budget, "#amounts", new() { ["Amounts[2][2026]"] = "1,500,000", ["CutReason"] = "BUDGET", ["Reason"] = "12月補正" })).Status.ShouldBe(302);
        var costs = await staff.Get(Path(made));
        costs.Document.QuerySelectorAll("table")[0].QuerySelectorAll("tbody td").Select(c => c.TextContent).ShouldBe(
            ["10,000,000", "10,000,000", "9,500,000", "7,900,000", "4,000,000", "0", "100.0％", "42.1％", "1,600,000"]);
        var trail = await staff.Get(Path(made, "/history"));
        trail.Text.ShouldContain("〔予算の範囲に合わせる〕12月補正");
        trail.Text.ShouldContain("甲社と契約（第1号）");
        (await staff.Get(Path(made, "/history?line=2&stage=Decided"))).Text.ShouldNotContain("甲社と契約");
    }

    [Fact]
    public async Task Quotes_are_secret_until_somebody_asks_on_record()
    {
        var (made, cast) = await Reviewed();
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Staff, (p, db) => db.Quotes.Add(new(
            p, 1, new() { Vendor = "秘密の事業者", QuotedOn = app.Clock.Today, Tax = TaxBasis.Excluded, TaxRate = 10, Amounts = System.Collections.Immutable.ImmutableSortedDictionary<int, long>.Empty.Add(1, 7_000_001) }, cast.Office, app.Clock.Now)));
        using var office = await app.SignedIn(cast.Office);
        var page = await office.Get(Path(made, "/quotes"));
        page.Text.ShouldNotContain("秘密の事業者");
        page.Text.ShouldNotContain("7,700,001");
        (await office.Get(Path(made, "/quotes/edit/1"))).Text.ShouldNotContain("秘密の事業者");

        (await office.Submit(page, "form[action*=Reveal]", [])).Location.ShouldBe(Path(made, "/quotes"));

        var shown = await office.Get(Path(made, "/quotes"));
        shown.Text.ShouldContain("秘密の事業者");
        shown.Text.ShouldContain("7,700,001");
        using var member = await app.SignedIn(cast.Member);
        (await member.Get(Path(made, "/quotes"))).Text.ShouldNotContain("秘密の事業者");
        await using var db = app.Database.NewContext();
        (await db.ConfidentialReads.CountAsync(r => r.ProposalId == made.Id, Cancel)).ShouldBe(1);
    }

    public static TheoryData<string, string, string> WrongQuotes => new()
    {
        { "Input.Vendor", " ", "会社名を入力してください。" }, { "Input.QuotedOn", "", "見積日を入力してください。" }, { "Input.ValidUntil", "2020-01-01", "有効期限が見積日より前です。" },
        { "Input.TaxRate", "", "税抜きのときは税率を入力してください。" }, { "Input.TaxRate", "101", "税率は0から100までにしてください。" }, { "Input.Amounts", "", "見積の額が1つもありません。" },
        { "Input.Amounts", "77\t100", "「77」は、この案件の明細番号ではありません。" }, { "Input.Amounts", "1\t1\n1\t2", "明細1の額が2つあります。" }, { "Input.Amounts", "1\t-5", "「1」の額には0から" },
        { "Input.Extras", "保険", "「保険」に額がありません。" },
    };

    [Theory]
    [MemberData(nameof(WrongQuotes))]
    public async Task A_wrong_quote_is_refused_with_what_to_mend(string field, string value, string sentence)
    {
        var (made, cast) = await Made((p, c) => p.WriteCosts([GivenCosts.Line(0, 5), GivenCosts.Line(0, 6)], c.Staff, app.Clock.Now));
        using var staff = await app.SignedIn(cast.Staff);
        var page = await staff.Get(Path(made, "/quotes/edit"));
        var fields = new Dictionary<string, string?>
        {
            ["Input.Vendor"] = "事業者",
            ["Input.QuotedOn"] = "2026-11-01",
            ["Input.ValidUntil"] = "2027-01-01",
            ["Input.Tax"] = "Excluded",
            ["Input.TaxRate"] = "10",
            ["Input.Amounts"] = "1\t1,000\n2\t",
            ["Input.Extras"] = "保険 500",
        };
        fields[field] = value;
        if (value.Length == 0 && field == "Input.Amounts")
        {
            fields["Input.Extras"] = "";
        }

        var refused = await staff.Submit(page, "#quote", fields);

        refused.Status.ShouldBe(400);
        refused.Errors.ShouldHaveSingleItem().ShouldContain(sentence);
        await using var db = app.Database.NewContext();
        (await db.Quotes.CountAsync(q => q.ProposalId == made.Id, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_quote_is_written_changed_and_taken_out_with_a_reason()
    {
        var (made, cast) = await Made((p, c) => p.WriteCosts([GivenCosts.Line(0, 5), GivenCosts.Line(0, 6)], c.Staff, app.Clock.Now));
        using var staff = await app.SignedIn(cast.Staff);
        (await staff.Submit(await staff.Get(Path(made, "/quotes/edit")), "#quote", new()
        {
            ["Input.Vendor"] = "事業者",
            ["Input.QuotedOn"] = "R8.11.1",
            ["Input.Tax"] = "Excluded",
            ["Input.TaxRate"] = "10",
            ["Input.Amounts"] = "1　1,001\n2",
            ["Input.Extras"] = "保険 500",
        })).Status.ShouldBe(302);
        (await staff.Get(Path(made, "/quotes"))).Text.ShouldContain("1,651");
        var edit = await staff.Get(Path(made, "/quotes/edit/1"));
        edit.Value("Input.Amounts").ShouldBe("1\t1,001");
        (await staff.Submit(edit, "#quote", [])).Errors.ShouldHaveSingleItem().ShouldBe("変わったところがありません。");
        (await staff.Submit(edit, "#remove", [])).Errors.ShouldHaveSingleItem().ShouldBe("見積書を外す理由を入力してください。");
        (await staff.Submit(edit, "#remove", new() { ["Input.Reason"] = "取り直す" })).Status.ShouldBe(302);
        (await staff.Get(Path(made, "/quotes/edit/1"))).Status.ShouldBe(404);
        (await staff.Get(Path(made, "/quotes"))).Text.ShouldContain("見積書がありません。");
    }

    [Theory]
    [InlineData("/costs?asOf=2099-01-01")]
    [InlineData("/costs/savings?asOf=2099-01-01")]
    [InlineData("/costs?asOf=nonsense")]
    [InlineData("/costs?year=x")]
    public async Task A_day_that_cannot_be_shown_is_refused_in_words(string address)
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        var page = await office.Get(address);
        page.Status.ShouldBe(400);
        page.Errors.ShouldHaveSingleItem().ShouldEndWith("。");
    }

    [Fact]
    public async Task The_list_shows_departments_their_own_cases_only()
    {
        var (made, cast) = await Reviewed();
        var (other, _) = await Reviewed();
        using var staff = await app.SignedIn(cast.Staff);
        using var office = await app.SignedIn(cast.Office);

        var own = await staff.Get("/costs");
        own.Text.ShouldContain(made.Number);
        own.Text.ShouldNotContain(other.Number);
        (await office.Get("/costs")).Text.ShouldContain(other.Number);
        (await staff.Get(Path(other))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_past_day_shows_what_had_been_asked_for_by_then()
    {
        var (made, cast) = await Reviewed();
        using var office = await app.SignedIn(cast.Office);

        (await office.Get(Path(made, "?asOf=2026-01-31"))).Text.ShouldContain("この日までに提出された費用の明細がありません。");
        (await office.Get(Path(made, "?asOf=2099-01-31"))).Errors.ShouldHaveSingleItem().ShouldContain("未来の日");
        (await office.Get(Path(made, $"?asOf={app.Clock.Today:yyyy-MM-dd}"))).Text.ShouldContain("今わかっている同じ日の額と違いはありません。");
    }

    static Task<WebPage> Upload(WebBrowser browser, Proposal p, byte[] file) => browser.Upload(Path(p, "/excel"), file, "明細.csv");

    static byte[] Csv(params string[] rows) => [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(string.Join("\r\n", rows.Prepend("明細番号,区分,費目,名称,R8年度（円）")))];

    [Fact]
    public async Task A_file_is_shown_before_it_is_saved_and_wrong_cells_are_told_by_their_address()
    {
        var (made, cast) = await Made((p, c) => p.WriteCosts([GivenCosts.Line(0, 8_000_000), GivenCosts.Line(0, 2_000_000)], c.Staff, app.Clock.Now));
        using var staff = await app.SignedIn(cast.Staff);

        var wrong = await Upload(staff, made, Csv("1,初期,設計・開発,残す,1/3"));
        wrong.Status.ShouldBe(400);
        wrong.Errors.ShouldHaveSingleItem().ShouldContain("直す必要のあるセルが1か所あります。");
        wrong.Text.ShouldContain("2行目「R8年度（円）」");
        (await staff.Submit(await staff.Get(Path(made, "/excel")), "#upload", new() { ["Input.File"] = null })).Errors.ShouldBe(["取り込むファイルを選んでください。"]);

        var preview = await Upload(staff, made, Csv("1,初期,設計・開発,残す,9000000", ",初期,設計・開発,=1+1,500"));
        preview.Text.ShouldContain("3行が変わり、明細は2行、計 10,000,000円から 9,000,500円になります。");
        preview.Text.ShouldContain("R8年度（円）：8,000,000 → 9,000,000");
        (await Stored(made))!.Draft.Total.ShouldBe(10_000_000, "nothing is saved by looking");
        (await staff.Submit(preview, "#confirm", [])).Location.ShouldBe(Path(made));
        (await Stored(made))!.Draft.All.Select(l => (l.Line, l.Terms.Name, l.Total)).ShouldBe([(1, "残す", 9_000_000L), (3, "=1+1", 500L)]);
        (await staff.Submit(preview, "#confirm", [])).Status.ShouldBe(409, "the lines have changed since");
    }

    [Fact]
    public async Task The_form_of_the_lines_is_downloaded_by_those_who_write_and_taken_in_only_while_they_may()
    {
        var (made, cast) = await Reviewed();
        var (_, other) = await Made();
        using var staff = await app.SignedIn(cast.Staff);
        using var stranger = await app.SignedIn(other.Staff);
        using var office = await app.SignedIn(cast.Office);

        var file = await staff.Get(Path(made, "/excel?handler=File"));
        file.Status.ShouldBe(200);
        file.Response.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe($"費用の明細_{made.Number}.xlsx");
        (await staff.Get(Path(made, "/excel"))).Text.ShouldContain("いまは取り込めません");
        (await stranger.Get(Path(made, "/excel?handler=File"))).Status.ShouldBe(404);
        (await office.Get(Path(made, "/excel"))).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_what_if_moves_what_is_foreign_used_or_labour_and_nothing_else()
    {
        var (made, cast) = await Made((p, c) =>
        {
            p.WriteCosts(
            [
                GivenCosts.Line(0, 1_390_000).With(t => t with { Currency = "USD", Quantity = 1, UnitPrice = 10_000, ExchangeRate = 139, ExchangeRateOn = new(2026, 4, 1) }),
                GivenCosts.Line(0, 2_000_000),
            ], c.Staff, app.Clock.Now);
            p.BringToDecision(c, app.Clock.Now);
        });
        using var office = await app.SignedIn(cast.Office);

        static IEnumerable<string> Total(WebPage page) => page.Document.QuerySelectorAll("tr.total td").Select(c => c.TextContent.Trim());
        Total(await office.Get(Path(made, "/what-if"))).First().ShouldBe("3,390,000");
        Total(await office.Get(Path(made, "/what-if?rate=160"))).TakeLast(2).ShouldBe(["3,600,000", "210,000"]);
        var labour = await office.Get(Path(made, "/what-if?labour=△10"));
        Total(labour).ElementAt(1).ShouldBe("3,190,000", "of the two only the line in yen moves with labour");
        var wrong = await office.Get(Path(made, "/what-if?rate=0&usage=たくさん"));
        (wrong.Status, wrong.Errors.Count).ShouldBe((400, 2));
    }
}
