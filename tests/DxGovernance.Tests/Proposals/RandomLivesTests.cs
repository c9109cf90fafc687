using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Proposals;

/// <summary>Whatever permitted acts follow one another: no case is ever stuck, no ledger row changes, the chain verifies.</summary>
public sealed class RandomLivesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    const int Steps = 60;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Any_sequence_of_permitted_acts_leaves_a_way_on(int seed)
    {
        var random = new Random(seed);
        var given = new Given(database);
        var department = await given.Department();
        var cast = await given.Cast(department);
        var everybody = new[] { cast.Staff, cast.Head, cast.Office, cast.Member, cast.Cio };
        var made = await given.Proposal(
            database, department, cast, p => p.Fill(cast.Staff, given.Clock.Now), Enum.GetValues<ProposalClass>()[random.Next(10)], random.Next(100_000, 80_000_000));
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < Steps; i++)
        {
            given.Clock.Now = given.Clock.Now.AddMinutes(1);
            await using var db = database.NewContext();
            var proposal = await db.Proposals.WithAll().Include(p => p.Costs).SingleAsync(p => p.Id == made.Id, Cancel);
            var rules = await Templates.AtAsync(db, proposal.RulesAt(given.Clock.Now), Cancel);
            var open = everybody.SelectMany(a => proposal.StepsFor(a, rules).Select(t => (Actor: a, t.Action))).ToList();
            if (proposal.State.IsOver())
            {
                open.ShouldBeEmpty();
                break;
            }

            var (actor, action) = open.Count > 0 ? open[random.Next(open.Count)] : (cast.Office, ProposalAction.Complete);
            Move(proposal, action, actor, rules, cast, given, random).ShouldBeTrue($"seed {seed}: nothing can be done at {proposal.Gate.Label()} {proposal.State.Label()}");
            await given.Save(db, actor);
            await Grow(rows);
        }

        await using var last = database.NewContext();
        (await Core.Audit.AuditChain.VerifyAsync(last, Cancel)).Fault.ShouldBeNull();
        (await Core.Data.ProjectionCheck.RunAsync(last, Cancel)).ShouldBeEmpty();
    }

    /// <summary>Takes the step, after what it needs; a step that a rule forbids gives way to what the rule asks for.</summary>
    static bool Move(Proposal proposal, ProposalAction action, Actor actor, Templates rules, Cast cast, Given given, Random random)
    {
        var now = given.Clock.Now;
        if (proposal.State.IsWithDepartment())
        {
            proposal.Fill(cast.Staff, now);
            if (random.Next(2) == 0 && proposal.Costs is { Draft.All.Count: > 0 } costs)
            {
                proposal.WriteCosts(Changed(costs.Draft.All, random), cast.Staff, now);
            }
        }

        foreach (var condition in proposal.Conditions.Where(c => c.State == ConditionState.Open).ToList())
        {
            proposal.ReportCondition(condition, "済み", cast.Staff, now);
            proposal.JudgeCondition(condition, isMet: true, null, cast.Office, now);
        }

        foreach (var check in proposal.EffectChecks.Where(c => c.Value is null).ToList())
        {
            proposal.Measure(check, random.Next(100), given.Clock.Today, "実測", cast.Staff, now);
        }

        if (proposal.State == ProposalState.Reviewing && random.Next(2) == 0)
        {
            cast.Reviewers.Take(proposal.RouteReviewers).ToList().ForEach(r => proposal.Review(GivenProposals.FinalReview(rules, proposal.Gate), rules, r, now));
        }

        if (proposal.State == ProposalState.Reviewing && random.Next(2) == 0)
        {
            ReviewCosts(proposal, cast.Office, now, random);
        }

        var way = proposal.StepsFor(actor, rules).Any(t => t.Action == action)
            ? action
            : new[] { cast.Staff, cast.Office, cast.Cio, cast.Member }.SelectMany(a => proposal.StepsFor(a, rules)).Select(t => (ProposalAction?)t.Action).FirstOrDefault();
        if (way is not { } chosen)
        {
            return false;
        }

        var by = new[] { actor, cast.Staff, cast.Office, cast.Cio, cast.Member, cast.Head }.First(a => proposal.StepsFor(a, rules).Any(t => t.Action == chosen));
        try
        {
            proposal.Perform(chosen, ProposalWorkflowTests.StepFor(proposal, chosen), rules, by, now);
        }
        catch (RuleViolation rule) when (rule.Rule is "change-first")
        {
            proposal.Perform(ProposalAction.StartChange, ProposalStep.Nothing, rules, cast.Staff, now);
        }

        return true;
    }

    /// <summary>An amount less, a line more or a line gone.</summary>
    static IReadOnlyList<Core.Costs.CostLine> Changed(IReadOnlyList<Core.Costs.CostLine> lines, Random random) => random.Next(3) switch
    {
        0 => [.. lines, GivenCosts.Line(0, random.Next(1, 100_000), random.Next(1, 100_000))],
        1 when lines.Count > 1 => [.. lines.Skip(1)],
        _ => [.. lines.Select(l => l with { Amounts = l.Amounts.SetItem(GivenCosts.Year, l.Amounts.GetValueOrDefault(GivenCosts.Year) / 2) })],
    };

    static void ReviewCosts(Proposal proposal, Actor reviewer, DateTimeOffset now, Random random)
    {
        if (proposal is { HasOpenCosts: true, Costs: { } costs } && costs.Standing.Lines.FirstOrDefault(l => l[GivenCosts.Year] is { IsOpen: true, Requested: > 1 }) is { } line)
        {
            proposal.AssessCosts([GivenCosts.Reduced(line.Line, GivenCosts.Year, random.NextInt64(line[GivenCosts.Year].Requested!.Value))], GivenCosts.Tables, reviewer, now);
            proposal.AssessCosts([.. costs.Standing.ByLine.Values.Where(l => l.IsUnassessed).Select(l => GivenCosts.Adequate(l.Line)), GivenCosts.Reduced(line.Line, GivenCosts.Year, 0, "NEED")], GivenCosts.Tables, reviewer, now);
            proposal.FinishCostReview(0, null, "妥当", reviewer, now);
        }
        else
        {
            proposal.ReviewCosts(reviewer, now);
        }
    }

    /// <summary>Ledgers only grow.</summary>
    async Task Grow(Dictionary<string, long> rows)
    {
        await using var connection = await database.Source.OpenConnectionAsync(Cancel);
        foreach (var table in new[] { "submissions", "proposal_transitions", "review_entries", "inquiry_entries", "condition_entries", "effect_measurements", "amount_entries", "cost_line_revisions", "cost_assessments", "cost_reviews", "audit_entries" })
        {
            await using var count = new Npgsql.NpgsqlCommand($"select count(*) from {table}", connection);
            var now = (long)(await count.ExecuteScalarAsync(Cancel))!;
            now.ShouldBeGreaterThanOrEqualTo(rows.GetValueOrDefault(table), table);
            rows[table] = now;
        }
    }
}
