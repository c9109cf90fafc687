using AngleSharp.Dom;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages.Home;

/// <summary>承認された案件 whose next gate the department may begin stand on its home page, by the tables that count for the case.</summary>
public sealed class NextGateTests(WebApp app) : IClassFixture<WebApp>
{
    const string Act = "次の協議を始める";

    async Task<(Department Department, Cast Cast)> Office()
    {
        var department = await app.Given.Department();
        return (department, await app.Given.Cast(department));
    }

    Task<Proposal> Decided(Department department, Cast cast, Gate? blocks, ProposalClass @class = ProposalClass.Modification) => app.Given.Proposal(app.Database, department, cast, p =>
    {
        p.BringToDecision(cast, app.Clock.Now);
        if (blocks is { } gate)
        {
            p.Perform(
                ProposalAction.ApproveWithConditions, new() { Category = "CONDITION", Comment = "条件", Conditions = [GivenProposals.Condition(gate)] },
                GivenProposals.Rules, cast.Cio, app.Clock.Now);
        }
        else
        {
            p.Approve(cast, app.Clock.Now);
        }
    }, @class);

    async Task<IReadOnlyList<string>> Waiting(Actor actor)
    {
        using var browser = await app.SignedIn(actor);
        var page = await browser.Get("/");
        return [.. page.Document.QuerySelectorAll("#for-me tbody tr").Where(r => r.TextContent.Contains(Act, StringComparison.Ordinal)).Select(r => $"{r.QuerySelector("a")!.GetAttribute("href")} {r.Children[2].TextContent.Trim()}")];
    }

    [Fact]
    public async Task The_department_reads_which_gate_it_may_begin_and_when_in_the_year()
    {
        var (department, cast) = await Office();
        var made = await Decided(department, cast, blocks: null);
        var first = await Decided(department, cast, blocks: null, ProposalClass.New);

        (await Waiting(cast.Staff)).ShouldBe(
        [
            $"/proposals/{made.Number}/step/StartNext 次は調達前協議（執行前）（4月から契約の手続の前まで）",
            $"/proposals/{first.Number}/step/StartNext 次は予算要求前協議（9月末まで（予算要求の前））",
        ], ignoreOrder: true);
        (await Waiting(cast.Office)).ShouldBeEmpty();
        (await Waiting((await Office()).Cast.Staff)).ShouldBeEmpty("another department");

        await app.Given.ActOnProposal(app.Database, made.Number, cast.Staff, (p, _) => p.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, app.Clock.Now));
        (await Waiting(cast.Staff)).ShouldHaveSingleItem().ShouldContain(first.Number);
    }

    [Fact]
    public async Task A_condition_that_blocks_the_gate_keeps_it_off_the_list_and_one_that_blocks_a_later_gate_does_not()
    {
        var (department, cast) = await Office();
        var blocked = await Decided(department, cast, Gate.Procurement);
        var later = await Decided(department, cast, Gate.GoLive);

        (await Waiting(cast.Staff)).ShouldHaveSingleItem().ShouldContain(later.Number);

        await app.Given.ActOnProposal(app.Database, blocked.Number, cast.Staff, (p, _) =>
        {
            p.ReportCondition(p.Conditions.Single(), "提出した", cast.Staff, app.Clock.Now);
            p.JudgeCondition(p.Conditions.Single(), isMet: true, null, cast.Office, app.Clock.Now);
        });
        (await Waiting(cast.Staff)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Go_live_waits_for_the_value_before_it_and_for_its_day()
    {
        (await AtGoLive("2027-04-01")).ShouldBe((0, ""), "still far");
        (await AtGoLive("2026-12-01")).ShouldBe((0, "次は稼働報告（稼働後すみやかに）"));
    }

    async Task<(int Before, string After)> AtGoLive(string day)
    {
        var (department, cast) = await Office();
        var made = await app.Given.Proposal(app.Database, department, cast, p =>
        {
            p.Write(p.Draft.With(ProposalForm.GoLiveOn, day), cast.Staff, app.Clock.Now);
            p.BringToDecision(cast, app.Clock.Now);
            p.Approve(cast, app.Clock.Now);
        });
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Staff, (p, _) =>
        {
            while (p.NextGate(GivenProposals.Rules) != Gate.GoLive)
            {
                p.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, app.Clock.Now);
                p.BringToDecision(cast, app.Clock.Now);
                p.Approve(cast, app.Clock.Now);
            }
        });
        var before = (await Waiting(cast.Staff)).Count;
        await app.Given.ActOnProposal(app.Database, made.Number, cast.Staff, (p, _) => p.Measure(p.EffectChecks.Single(), 10, app.Clock.Today, "実測", cast.Staff, app.Clock.Now));
        return (before, string.Concat((await Waiting(cast.Staff)).Select(w => w.Split(' ')[1])));
    }
}
