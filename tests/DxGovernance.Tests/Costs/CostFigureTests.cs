using System.Collections.Immutable;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Costs;

/// <summary>Whatever is entered: lines, years, sources and stages add up to the same, and past days stay what they were.</summary>
public sealed class CostFigureTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void All_ways_of_adding_up_agree(int seed)
    {
        var standing = Standing(new Random(seed));
        var totals = standing.Totals;
        foreach (var stage in Enum.GetValues<AmountStage>())
        {
            (totals[stage] ?? 0).ShouldBe(CostFigures.ByYear(standing).Sum(y => y.Totals[stage] ?? 0));
            (totals[stage] ?? 0).ShouldBe(CostFigures.ByCategory(standing).Sum(c => c.Totals[stage] ?? 0));
            (totals[stage] ?? 0).ShouldBe(CostFigures.ByFunding(standing).Sum(f => f[stage] ?? 0));
            (totals[stage] ?? 0).ShouldBe(standing.ByLine.Values.Sum(l => l.Sum(stage) ?? 0));
        }

        CostFigures.ByFunding(standing).SelectMany(f => f.Amounts.Values).ShouldAllBe(yen => yen >= 0);
        CostFigures.Waterfall(standing).Sum(c => c.Cut).ShouldBe(totals.Cut);
        ((totals.Requested ?? 0) - totals.Unassessed - totals.Cut).ShouldBe(totals.Assessed ?? 0, "要求 − cuts = 査定");
        CostStanding.FromJson(standing.ToJson()).ShouldBe(standing);
    }

    [Fact]
    public void A_source_pays_its_rate_until_its_cap_is_used_up()
    {
        var line = new StandingLine(
            1, 1, false, new() { Funding = FundingKind.National, FundingName = "補助", FundingRate = 50, FundingCap = 700 },
            ImmutableSortedDictionary<int, CostCell>.Empty.Add(2026, new() { Requested = 1_001 }).Add(2027, new() { Requested = 1_000 }).Add(2028, new() { Requested = 1_000 }));

        CostFigures.Funded(line, AmountStage.Requested).ShouldBe(new Dictionary<int, long> { [2026] = 500, [2027] = 200, [2028] = 0 }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_past_day_is_shown_as_it_was_reported_and_the_sums_of_all_cases_with_it()
    {
        var given = new Given(database);
        var department = await given.Department();
        var cast = await given.Cast(department);
        var made = await given.Proposal(database, department, cast, p => p.Fill(cast.Staff, given.Clock.Now), amount: 10_000_000);
        async Task Act(Action<Proposal> act) => await given.ActOnProposal(database, made.Number, cast.Office, (p, _) => act(p));
        await Act(p =>
        {
            p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, given.Clock.Now);
            p.Perform(ProposalAction.Confirm, ProposalStep.Nothing, GivenProposals.Rules, cast.Head, given.Clock.Now);
            p.Perform(ProposalAction.Accept, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, given.Clock.Now);
        });
        var asked = given.Clock.Today;
        given.Clock.MoveTo(asked.AddDays(3));
        await Act(p =>
        {
            p.AssessCosts([GivenCosts.Reduced(1, 2026, 9_000_000)], GivenCosts.Tables, cast.Office, given.Clock.Now);
            p.FinishCostReview(0, null, "妥当", cast.Office, given.Clock.Now);
            p.ReviewThrough(cast, given.Clock.Now);
        });
        await Act(p => p.Perform(ProposalAction.Approve, new() { Category = "APPROVE" }, GivenProposals.Rules, cast.Cio, given.Clock.Now));
        var decided = given.Clock.Today;
        given.Clock.MoveTo(decided.AddDays(3));
        await Act(p => p.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, given.Clock.Now));
        await Act(p => p.Perform(ProposalAction.Withdraw, ProposalStep.Saying("中止"), GivenProposals.Rules, cast.Staff, given.Clock.Now));

        await using var db = database.NewContext();
        var mine = db.Proposals.Where(p => p.Id == made.Id);
        async Task<CostTotals> At(DateOnly day) => (await CostsAsOf.StandingAsync(db, mine, AsOf.ReportedOn(day), Cancel)).GetValueOrDefault(made.Id, CostStanding.None).Totals;
        (await At(asked.AddDays(-1))).ShouldBe(CostTotals.None);
        (await At(asked)).ShouldBe(new(10_000_000, null, null, null, null, 10_000_000));
        (await At(decided)).ShouldBe(new(10_000_000, 9_000_000, 9_000_000, null, null, 0));

        (await CostSums.ByCaseAsync(db, [made.Id], AsOf.ReportedOn(decided), Cancel))[made.Id].ShouldBe(new(false, await At(decided)));
        (await CostSums.ByCaseAsync(db, [made.Id], AsOf.ReportedOn(asked.AddDays(-1)), Cancel)).ShouldBeEmpty();
        foreach (var (day, givenUp) in new[] { (decided, false), (given.Clock.Today, true) })
        {
            var sums = await CostSums.LoadAsync(db, mine, AsOf.ReportedOn(day), Cancel);
            CostSums.Totals(sums).ShouldBe(await At(day));
            sums.ShouldAllBe(s => s.IsGivenUp == givenUp && s.Cases == 1);
            var saving = (await CostSavings.LoadAsync(db, mine, AsOf.ReportedOn(day), Cancel)).ShouldHaveSingleItem();
            saving.ShouldBe(new(2026, Gate.Budget, "PRICE", givenUp, 10_000_000, 1_000_000));
        }

        (await CostSavings.LoadAsync(db, mine, AsOf.ReportedOn(asked), Cancel)).ShouldBeEmpty("nothing was decided yet");
        (await ProjectionCheck.RunAsync(db, Cancel)).ShouldBeEmpty();
    }

    static CostStanding Standing(Random random)
    {
        var lines = ImmutableSortedDictionary.CreateBuilder<int, StandingLine>();
        for (var line = 1; line <= random.Next(1, 12); line++)
        {
            var cells = ImmutableSortedDictionary.CreateBuilder<int, CostCell>();
            for (var year = 2026; year < 2026 + random.Next(1, 7); year++)
            {
                var requested = random.NextInt64(0, 10_000_000);
                long? assessed = random.Next(3) == 0 ? null : random.NextInt64(0, requested + 1);
                cells[year] = new()
                {
                    Requested = requested,
                    Assessed = assessed,
                    CutReason = assessed < requested ? $"R{random.Next(3)}" : null,
                    Decided = random.Next(2) == 0 ? assessed : null,
                    Contracted = random.Next(2) == 0 ? random.NextInt64(0, 1_000_000) : null,
                    Actual = random.Next(2) == 0 ? random.NextInt64(0, 1_000_000) : null,
                    IsOpen = assessed is null,
                };
            }

            var funding = (FundingKind)random.Next(5);
            lines[line] = new(line, line, random.Next(5) == 0, new()
            {
                Category = (CostCategory)random.Next(5),
                Item = "I01",
                Name = "名",
                Funding = funding,
                FundingName = funding == FundingKind.General ? null : $"源{random.Next(2)}",
                FundingRate = funding == FundingKind.General ? null : random.Next(0, 101),
                FundingCap = random.Next(2) == 0 ? random.NextInt64(0, 20_000_000) : null,
            }, cells.ToImmutable());
        }

        return new(lines.ToImmutable());
    }
}
