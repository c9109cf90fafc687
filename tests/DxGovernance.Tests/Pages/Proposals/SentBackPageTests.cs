using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages.Proposals;

/// <summary>What the versions of a case tell about a 差戻し between them, and what a shut step says.</summary>
public sealed class SentBackPageTests(WebApp app) : IClassFixture<WebApp>
{
    async Task<(Proposal Case, Cast Cast)> Made(Action<Proposal, Cast> act, ProposalClass kind = ProposalClass.Modification, long amount = 20_000_000)
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        return (await app.Given.Proposal(app.Database, department, cast, p => act(p, cast), kind, amount), cast);
    }

    void Take(Proposal proposal, ProposalAction action, Actor actor, string? comment = null, params SectionFinding[] findings) =>
        proposal.Perform(action, new() { Comment = comment, Findings = findings }, GivenProposals.Rules, actor, app.Clock.Now);

    [Fact]
    public async Task The_newer_version_shows_what_was_asked_for_and_what_was_mended()
    {
        var (made, cast) = await Made((p, c) =>
        {
            p.Fill(c.Staff, app.Clock.Now);
            Take(p, ProposalAction.Submit, c.Staff);
        });
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Head, (p, _) => Take(p, ProposalAction.Return, cast.Head, "根拠が足りない", new("cost", "内訳を書く"), new("risk", "対策を書く")));
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Staff, (p, _) =>
        {
            p.Write(p.Draft.With("cost_note", "内訳は別紙"), cast.Staff, app.Clock.Now);
            Take(p, ProposalAction.Submit, cast.Staff, "費用を直した");
        });
        using var head = await app.SignedIn(cast.Head);

        var page = await head.Get($"/proposals/{made.Number}/versions");

        page.Text.ShouldContain("根拠が足りない");
        page.Text.ShouldContain("所管課のコメント（再提出のとき）：費用を直した");
        var rows = page.Document.QuerySelectorAll("section[aria-labelledby=sent-back] tbody tr").Select(r => r.TextContent).ToList();
        rows.Single(r => r.Contains("内訳を書く")).ShouldContain("1項目");
        rows.Single(r => r.Contains("対策を書く")).ShouldContain("変わっていません");
        (await head.Get($"/proposals/{made.Number}/versions?to=1-1")).Text.ShouldNotContain("差戻しと、その後に直したところ");
    }

    [Fact]
    public async Task A_step_that_the_route_shuts_says_why()
    {
        var (made, cast) = await Made(
            (p, c) =>
            {
                p.Fill(c.Staff, app.Clock.Now);
                Take(p, ProposalAction.Submit, c.Staff);
                Take(p, ProposalAction.Confirm, c.Head);
                Take(p, ProposalAction.Accept, c.Office);
                p.Review(GivenProposals.FinalReview(GivenProposals.Rules, p.Gate), GivenProposals.Rules, c.Member, app.Clock.Now);
                Take(p, ProposalAction.PutToPmo, c.Office);
            },
            ProposalClass.Minor,
            500_000);
        using var office = await app.SignedIn(cast.Office);

        (await office.Get($"/proposals/{made.Number}/step/Forward")).Text.ShouldContain("経路が「簡易」のため、CIOへの上申は要りません。PMOで決定してください。");
    }

    [Fact]
    public async Task A_change_that_was_approved_is_no_gate_to_come()
    {
        var (made, cast) = await Made(
            (p, c) =>
            {
                p.BringToDecision(c, app.Clock.Now);
                p.Approve(c, app.Clock.Now);
                Take(p, ProposalAction.StartChange, c.Staff);
            },
            ProposalClass.Equipment);
        using var staff = await app.SignedIn(cast.Staff);
        string Gates(WebPage page) => page.Document.QuerySelector("nav[aria-label=協議段階], [aria-label=協議段階]")!.TextContent;
        Gates(await staff.Get($"/proposals/{made.Number}")).ShouldContain("変更協議");

        await app.Given.ActOnProposal(app.Database, made.Number, cast.Staff, (p, _) =>
        {
            p.BringToDecision(cast, app.Clock.Now);
            p.Approve(cast, app.Clock.Now);
        });

        Gates(await staff.Get($"/proposals/{made.Number}")).ShouldNotContain("変更協議");
    }

    [Fact]
    public async Task A_question_that_ended_with_the_case_says_why()
    {
        var (made, cast) = await Made((p, c) =>
        {
            p.Fill(c.Staff, app.Clock.Now);
            Take(p, ProposalAction.Submit, c.Staff);
            Take(p, ProposalAction.Confirm, c.Head);
            Take(p, ProposalAction.Accept, c.Office);
            p.Perform(ProposalAction.Ask, new() { Questions = [new("cost", "根拠は", app.Clock.Today)] }, GivenProposals.Rules, c.Member, app.Clock.Now);
            Take(p, ProposalAction.Withdraw, c.Staff, "中止する");
        });
        using var staff = await app.SignedIn(cast.Staff);

        (await staff.Get($"/proposals/{made.Number}/inquiries")).Text.ShouldContain("「取り下げる」により終わりました。中止する");
        (await staff.Get($"/proposals/{made.Number}/edit/cost")).Text.ShouldContain("この案件は「取下げ」で終わっています。");
    }
}
