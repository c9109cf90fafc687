using AngleSharp.Dom;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages.Proposals;

/// <summary>当初 and 訂正後 on the pages of a case.</summary>
public sealed class CorrectedCasePageTests(WebApp app) : IClassFixture<WebApp>
{
    static readonly Dictionary<string, string?> Row = new() { ["name"] = "処理時間", ["unit"] = "分", ["target"] = "12", ["method"] = "実測" };

    async Task<(Proposal Case, Cast Cast)> Corrected(Action<Proposal, Cast> act)
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        var second = await app.Given.Actor(Role.PmoOffice);
        var made = await app.Given.Proposal(app.Database, department, cast, p =>
        {
            p.Write(
                p.Draft.Filled(p.Gate).With("usage_form", "SaaS").With(ProposalForm.Vendor, "機密の事業者").WithRows("kpi", [Row, new Dictionary<string, string?>(Row) { ["name"] = "件数" }]),
                cast.Staff, app.Clock.Now);
            p.BringToDecision(cast, app.Clock.Now);
            p.Approve(cast, app.Clock.Now);
        });
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Office, (p, _) => act(p, cast));
        await app.Given.ActOnProposal(app.Database, made.Number, second, (p, _) =>
        {
            foreach (var c in p.Corrections)
            {
                p.JudgeCorrection(c, isRight: true, null, second, app.Clock.Now);
            }
        });
        return (made, cast);
    }

    void ToGovCloud(Proposal p, Cast cast) => p.Correct("usage_form", "GovCloud", "誤記", cast.Office, app.Clock.Now);

    static string Field(WebPage page, string label) =>
        page.Document.QuerySelectorAll("#content dl > div").Single(d => d.Children[0].TextContent == label).Children[1].TextContent.ReplaceLineEndings(" ").Trim();

    [Fact]
    public async Task The_case_shows_a_corrected_field_as_first_reported_and_as_corrected_with_the_way_to_the_correction()
    {
        var (made, cast) = await Corrected(ToGovCloud);
        using var staff = await app.SignedIn(cast.Staff);

        var page = await staff.Get($"/proposals/{made.Number}");

        Field(page, "利用形態").ShouldStartWith("当初 SaaS → 訂正後 ガバメントクラウド");
        page.Document.QuerySelector($"#content dl a[href='/proposals/{made.Number}/corrections#k1']")!.TextContent.ShouldBe("訂正1");
        page.Text.ShouldContain("利用形態（訂正1）");
        Field(page, "ネットワーク区分").ShouldNotContain("当初");
    }

    [Fact]
    public async Task A_corrected_table_names_the_rows_that_differ()
    {
        var (made, cast) = await Corrected((p, c) => p.Correct(
            "kpi", p.ApprovedContent!.WithRows("kpi", p.ApprovedContent.Rows("kpi").Select(r => new Dictionary<string, string?>(r.ToDictionary(x => x.Key, x => (string?)x.Value)) { ["target"] = r["name"] == "処理時間" ? "15" : "12" })),
            "誤記", c.Office, app.Clock.Now));
        using var staff = await app.SignedIn(cast.Staff);

        var page = await staff.Get($"/proposals/{made.Number}");

        var told = page.Document.QuerySelector(".case-corrected")!;
        told.TextContent.ShouldContain("「効果の指標（KPI）」は訂正されています");
        told.QuerySelectorAll("dl").Length.ShouldBe(1);
        told.QuerySelectorAll("dd").Select(d => d.TextContent.Contains("目標値：12", StringComparison.Ordinal)).ShouldBe([true, false]);
    }

    [Fact]
    public async Task Two_corrections_of_one_field_lead_back_to_the_first_report_and_the_history_tells_each()
    {
        var (made, cast) = await Corrected(ToGovCloud);
        var second = await app.Given.Actor(Role.PmoOffice);
        await app.Given.ActOnProposal(app.Database, made.Number, second, (p, _) => p.Correct("usage_form", "IaaS", "また誤記", second, app.Clock.Now));
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Office, (p, _) => p.JudgeCorrection(p.Corrections[^1], isRight: true, "確かめた", cast.Office, app.Clock.Now));
        using var staff = await app.SignedIn(cast.Staff);

        Field(await staff.Get($"/proposals/{made.Number}"), "利用形態").ShouldStartWith("当初 SaaS → 訂正後 IaaS");

        var history = (await staff.Get($"/proposals/{made.Number}/history")).Text;
        history.ShouldContain("SaaS → ガバメントクラウド");
        history.ShouldContain("ガバメントクラウド → IaaS");
        history.ShouldContain("確かめた");
    }

    [Fact]
    public async Task What_the_department_writes_anew_at_the_next_gate_is_its_own_again()
    {
        var (made, cast) = await Corrected(ToGovCloud);
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Staff, (p, _) =>
        {
            p.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, app.Clock.Now);
            p.Write(p.Draft.With("usage_form", "PaaS"), cast.Staff, app.Clock.Now);
        });
        using var staff = await app.SignedIn(cast.Staff);

        Field(await staff.Get($"/proposals/{made.Number}"), "利用形態").ShouldBe("PaaS");
    }

    [Fact]
    public async Task A_corrected_confidential_field_stays_confidential()
    {
        var (made, cast) = await Corrected((p, c) => p.Correct(ProposalForm.Vendor, "正しい事業者", "誤記", c.Office, app.Clock.Now));
        using var cio = await app.SignedIn(cast.Cio);

        foreach (var path in new[] { "", "/history", "/corrections" })
        {
            var page = await cio.Get($"/proposals/{made.Number}{path}");
            page.Text.ShouldContain("機密のため伏せています");
            page.Text.ShouldNotContain("機密の事業者");
            page.Text.ShouldNotContain("正しい事業者");
        }
    }
}
