using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Proposals;

/// <summary>What the proof reads from the database is what the cases themselves say.</summary>
public sealed class FinishDataTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly Given given = new(database);

    [Fact]
    public async Task Routes_read_in_one_statement_are_those_of_the_cases()
    {
        var department = await given.Department();
        var cast = await given.Cast(department);
        void Submit(Proposal p)
        {
            p.Fill(cast.Staff);
            p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, given.Clock.Now);
        }

        void Approve(Proposal p)
        {
            p.BringToDecision(cast);
            p.Approve(cast);
        }

        await given.Proposal(database, department, cast, _ => { }, ProposalClass.New, 60_000_000);
        await given.Proposal(database, department, cast, _ => { }, ProposalClass.Minor, 500_000);
        await given.Proposal(database, department, cast, p => p.Write(p.Draft.With(ProposalForm.PersonalData, "yes"), cast.Staff, given.Clock.Now), amount: 500_000);
        await given.Proposal(database, department, cast, Submit, amount: 70_000_000);
        await given.Proposal(database, department, cast, p =>
        {
            Submit(p);
            p.Perform(ProposalAction.Return, ProposalStep.Saying("直す"), GivenProposals.Rules, cast.Head, given.Clock.Now);
        });
        await given.Proposal(database, department, cast, Approve);
        foreach (var (key, value) in new[] { (ProposalForm.Amount, "23000000"), (ProposalForm.Amount, "20000001"), (ProposalForm.Vendor, "別の事業者"), (ProposalForm.GoLiveOn, "2029-04-01"), (ProposalForm.Amount, "1") })
        {
            await given.Proposal(database, department, cast, p =>
            {
                Approve(p);
                p.Perform(ProposalAction.StartChange, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, given.Clock.Now);
                if (key == ProposalForm.Amount)
                {
                    p.AskFor(long.Parse(value, System.Globalization.CultureInfo.InvariantCulture), cast.Staff, given.Clock.Now);
                }
                else
                {
                    p.Write(p.Draft.With(key, value), cast.Staff, given.Clock.Now);
                }
            });
        }

        await using var db = database.NewContext();
        var world = (await FinishData.LoadAsync(db, given.Clock.Today, Cancel)).World(given.Clock.Today);
        var stored = await db.Proposals.AsNoTracking().OrderBy(p => p.Number).ToListAsync(Cancel);
        var rules = await Templates.AtAsync(db, AsOf.ReportedOn(given.Clock.Today), Cancel);

        world.Cases.Select(c => c.Number).ShouldBe(stored.Select(p => p.Number));
        foreach (var (read, proposal) in world.Cases.Zip(stored))
        {
            read.State.ShouldBe(proposal.State);
            read.AuthorIds.ShouldBe(proposal.AuthorIds);
            read.NextGate.ShouldBe(proposal.State.IsApproved() ? proposal.NextGate(rules) : null);
            var (route, reviewers) = proposal.State.IsWithDepartment() ? (proposal.RouteNow(rules).Route, proposal.RouteNow(rules).Reviewers) : (proposal.Route!.Value, proposal.RouteReviewers);
            if (!proposal.State.IsApproved())
            {
                (read.Route, read.Reviewers).ShouldBe((route, reviewers), proposal.Number);
            }
        }

        world.Cases.Select(c => c.Route).Distinct().Count().ShouldBe(3);
        FinishProof.Stuck(world, given.Clock.Today).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_case_that_nobody_could_decide_is_not_submitted()
    {
        await using var own = new TestDatabase();
        await own.InitializeAsync();
        var here = new Given(own);
        var department = await here.Department();
        var cast = new Cast(
            await here.Actor(Role.DepartmentStaff, department), await here.Actor(Role.DepartmentHead, department), await here.Actor(Role.PmoOffice), await here.Actor(Role.PmoMember), null!);
        var proposal = await here.Proposal(own, department, cast, p => p.Fill(cast.Staff));
        await using var db = own.NewContext();

        var refusal = await Should.ThrowAsync<Core.RuleViolation>(() => FinishProof.RequireAsync(db, proposal, GivenProposals.Rules, cast.Staff, here.Clock.Today, Cancel));

        refusal.Rule.ShouldBe("cannot-finish");
        refusal.Message.ShouldBe(
            "このまま申請すると、途中で進められなくなります。2026-11-20（令和8年11月20日）には、「決定する」をできる人がいません。「CIO」の役割を持つ人が必要です。管理者またはPMO事務局に、役割か代理の登録を依頼してください。");
        await here.Actor(Role.Cio);
        await FinishProof.RequireAsync(db, proposal, GivenProposals.Rules, cast.Staff, here.Clock.Today, Cancel);
    }
}
