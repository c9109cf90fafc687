using DxGovernance.Core;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Ledger;

/// <summary>Whatever people do in whatever order, lists equal ledgers, and what was once reported can be reported again.</summary>
public sealed class RandomActsTests : IAsyncLifetime
{
    const int Acts = 60;

    readonly TestDatabase database = new();
    readonly Given given;

    Actor staff = null!;
    Actor office = null!;
    Actor cio = null!;

    public RandomActsTests() => given = new(database);

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        var department = await given.Department();
        staff = await given.Actor(Role.DepartmentStaff, department);
        office = await given.Actor(Role.PmoOffice);
        cio = await given.Actor(Role.Cio);
        for (var i = 0; i < 2; i++)
        {
            await given.PlannedOperation(department);
        }
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_acts_keep_lists_equal_to_ledgers_and_the_past_as_it_was(int seed)
    {
        var random = new Random(seed);
        var numbers = (await database.Projections()).Where(f => f.Number > 20).Select(f => f.Number).ToArray();
        var reported = new List<(AsOf Point, IReadOnlyList<OperationFigures> Figures)>();
        var done = 0;
        for (var i = 0; i < Acts; i++)
        {
            given.Clock.Now += TimeSpan.FromHours(random.Next(0, 40));
            done += await Try(numbers[random.Next(numbers.Length)], random) ? 1 : 0;
            if (i % 15 == 14)
            {
                await database.ShouldFoldToItsProjections();
                var point = new AsOf(given.Clock.Today.AddDays(-random.Next(0, 20)), await database.Newest());
                reported.Add((point, await database.FiguresAt(point)));
            }
        }

        done.ShouldBeGreaterThan(Acts / 2, "most acts must be permitted, or nothing was tried");
        foreach (var (point, figures) in reported)
        {
            (await database.FiguresAt(point)).ShouldBe(figures);
        }
    }

    async Task<bool> Try(int number, Random random)
    {
        await using var db = database.NewContext();
        var operation = await Given.Load(db, number);
        try
        {
            var actor = Perform(operation, random);
            await given.Save(db, actor);
            return true;
        }
        catch (RuleViolation)
        {
            return false;
        }
    }

    Actor Perform(Operation o, Random random)
    {
        var (now, today) = (given.Clock.Now, given.Clock.Today);
        var asOf = today.AddDays(-random.Next(0, 4));
        switch (random.Next(9))
        {
            case 0 or 1:
                o.ReportSteps([.. Enumerable.Range(0, 4).Select(_ => Step(random))], staff, now, asOf, null);
                return staff;
            case 2 or 3:
                o.ReportMilestones([Report(o, random, asOf)], staff, now, asOf);
                return staff;
            case 4:
                o.OpenRisk(RiskKind.Risk, "題", "文", Rating(random), staff, now, asOf);
                return staff;
            case 5 when o.Risks.Count > 0:
                o.RateRisk(o.Risks[random.Next(o.Risks.Count)], Rating(random), "見直し", staff, now, asOf);
                return staff;
            case 6:
                o.OverrideColour(Any<Signal>(random, orNone: true), Any<Signal>(random)!.Value, " 判断 ", today.AddDays(30), cio, now);
                return cio;
            case 7:
                o.GiveTransitionReason(Any<TransitionReason>(random, orNone: true), null, staff, now, today);
                return staff;
            case 8:
                o.ImportPublishedRate(random.Next(101) / 100m, "試験", office, now, asOf.AddDays(-random.Next(60)));
                return office;
            default:
                o.ConfirmNoChange(Any<ReportAspect>(random)!.Value, staff, now);
                return staff;
        }
    }

    static StepInput Step(Random random) => new(1 + random.Next(Operation.StepCount), Any<StepStatus>(random)!.Value, null, null, null, null);

    static MilestoneInput Report(Operation o, Random random, DateOnly asOf)
    {
        var milestone = random.Next(2) == 0 ? o.Milestones.Single(m => m.IsGoLive) : o.Milestones[random.Next(o.Milestones.Count)];
        DateOnly? actual = random.Next(3) == 0 ? asOf : null;
        var forecast = milestone.BaselineOn!.Value.AddDays(random.Next(-30, 90));
        return new(milestone.Id, forecast, actual, SlipCause.Counterpart, CauseOwner.ThirdParty, "連携先の都合");
    }

    static RiskInput Rating(Random random) =>
        new(random.Next(4) > 0, Any<RiskLevel>(random)!.Value, Any<RiskLevel>(random)!.Value, RiskResponse.Reduce, "", "", null);

    static T? Any<T>(Random random, bool orNone = false)
        where T : struct, Enum
    {
        var members = Enum.GetValues<T>();
        var index = random.Next(members.Length + (orNone ? 1 : 0));
        return index < members.Length ? members[index] : null;
    }
}
