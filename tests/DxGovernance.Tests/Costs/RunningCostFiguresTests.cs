using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static DxGovernance.Tests.Support.GivenRunningCosts;

namespace DxGovernance.Tests.Costs;

/// <summary>What a test of figures needs; the clock of a database never goes back, so a test about the past has one of its own.</summary>
public abstract class RunningCostFiguresCase(TestDatabase database)
{
    protected Given Given { get; } = new(database);

    protected TestDatabase Database { get; } = database;

    protected async Task<RunningCostFigures> At(int number, DateOnly day, DateTimeOffset? knownAt = null)
    {
        await using var db = Database.NewContext();
        var point = new AsOf(day, knownAt ?? await LedgerClock.NewestAsync(db, Cancel));
        return await RunningCostFigures.LoadAsync(db, db.Operations.Where(o => o.Number == number), withCommon: false, point, Cancel);
    }

    protected async Task<(int Number, Actor Staff, Actor Office)> Operation()
    {
        var department = await Given.Department();
        return ((await Given.Operation(department)).Number, await Given.Actor(Role.DepartmentStaff, department), await Given.Actor(Role.PmoOffice));
    }
}

/// <summary>As reported then, and as known now.</summary>
public sealed class RunningCostCorrectionTests(TestDatabase database) : RunningCostFiguresCase(database), IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_correction_changes_what_is_known_of_a_day_and_not_what_was_reported_then()
    {
        Given.Clock.MoveTo(new(2026, 9, 1));
        var (number, staff, office) = await Operation();
        await Given.Costs(Database, number, RunningCostStage.Contracted, Terms(2026), Year(2026, 10), staff);
        Given.Clock.MoveTo(new(2026, 9, 5));
        await Given.CheckCosts(Database, number, RunningCostStage.Contracted, s => s.Confirm("確認", office, Given.Clock.Now), office);
        Given.Clock.MoveTo(new(2026, 11, 5));
        await Given.Costs(Database, number, RunningCostStage.Contracted, Terms(2026), [new("HW_LEASE", 2026, 30)], staff, asOf: new(2026, 10, 1), reason: "契約変更の漏れ");

        var (then, now) = (await At(number, new(2026, 10, 31), TokyoTime.EndOf(new(2026, 10, 31))), await At(number, new(2026, 10, 31)));

        Sheet(then).ShouldSatisfyAllConditions(s => s.Total(2026).ShouldBe(100), s => s.State.ShouldBe(RunningCostState.Confirmed));
        Sheet(now).ShouldSatisfyAllConditions(s => s.Total(2026).ShouldBe(120), s => s.State.ShouldBe(RunningCostState.Entered));
        Sheet(await At(number, new(2026, 9, 30))).Total(2026).ShouldBe(100, "the correction counts from October on");
        Sheet(await At(number, new(2026, 8, 31))).IsEntered.ShouldBeFalse();
        RunningCostOverview.Differences(then, now).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            d => d.Cells.ShouldBe(1), d => d.Then.ShouldBe("令和8年度 100円（税込、確認済み）"), d => d.Now.ShouldBe("令和8年度 120円（税込、未確認）"));
        RunningCostOverview.Differences(now, now).ShouldBeEmpty();
        (await ProjectionsHold()).ShouldBeEmpty();
    }

    async Task<IReadOnlyList<string>> ProjectionsHold()
    {
        await using var db = Database.NewContext();
        return [.. (await ProjectionCheck.RunAsync(db, Cancel)).Where(s => s.Contains("運用経費"))];
    }

    static RunningCostSheet Sheet(RunningCostFigures figures) => figures.Subjects.Single()[RunningCostStage.Contracted];
}

/// <summary>The figures from the database, and what the database itself refuses.</summary>
public sealed class RunningCostFiguresTests(TestDatabase database) : RunningCostFiguresCase(database), IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_confirmation_is_true_as_of_the_day_of_what_it_confirms()
    {
        var (number, staff, office) = await Operation();
        await Given.Costs(Database, number, RunningCostStage.Present, Terms(2024), Year(2024, 1), staff, asOf: new(2026, 9, 1));
        Given.Clock.Now += TimeSpan.FromDays(3);
        await Given.CheckCosts(Database, number, RunningCostStage.Present, s => s.Confirm(null, office, Given.Clock.Now), office);

        (await At(number, new(2026, 9, 2))).Subjects.Single()[RunningCostStage.Present].State.ShouldBe(RunningCostState.Confirmed);
    }

    [Fact]
    public async Task Common_functions_have_one_set_a_stage_and_are_seen_only_where_asked_for()
    {
        var office = await Given.Actor(Role.PmoOffice);
        await Given.Costs(Database, null, RunningCostStage.Baseline, Terms(2018), Year(2018, 7), office);
        await using var db = Database.NewContext();
        var point = new AsOf(Given.Clock.Today, await LedgerClock.NewestAsync(db, Cancel));

        var all = await RunningCostFigures.LoadAsync(db, db.Operations, withCommon: true, point, Cancel);
        var some = await RunningCostFigures.LoadAsync(db, db.Operations.Where(o => o.Number <= 20), withCommon: false, point, Cancel);

        all.Subjects[^1].ShouldSatisfyAllConditions(s => s.IsCommon.ShouldBeTrue(), s => s[RunningCostStage.Baseline].Total(2018).ShouldBe(70));
        some.Subjects.Select(s => s.Number).ShouldBe(Enumerable.Range(1, 20));
        db.RunningCostSets.Add(new(null, RunningCostStage.Baseline));
        (await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancel))).InnerException!.Message.ShouldContain("ix_running_cost_sets_operation_number_stage");
    }

    [Fact]
    public async Task Two_who_save_at_once_are_told_and_the_database_keeps_impossible_rows_out()
    {
        var (number, staff, _) = await Operation();
        await Given.Costs(Database, number, RunningCostStage.Planned, Terms(2027), Year(2027, 1), staff);
        await using var first = Database.NewContext();
        await using var second = Database.NewContext();
        var (a, b) = (await Load(first, number), await Load(second, number));
        a.Record(new(Given.Clock.Today, Terms(2027), [new("HW_LEASE", 2027, 2)], "先"), staff, Given.Clock.Now);
        b.Record(new(Given.Clock.Today, Terms(2027), [new("HW_LEASE", 2027, 3)], "後"), staff, Given.Clock.Now);
        await Given.Save(first, staff);
        await Should.ThrowAsync<StaleForm>(() => Given.Save(second, staff));

        await using var db = Database.NewContext();
        foreach (var wrong in new[] { "amount, rate) values ({0}, 'CLOUD', 2027, 10000000000000, null", "foreign_price, rate) values ({0}, 'CLOUD', 2027, 1, null" })
        {
            await Should.ThrowAsync<Npgsql.PostgresException>(() => db.Database.ExecuteSqlRawAsync(
                $"insert into running_cost_entries (set_id, line, fiscal_year, {wrong}, '2026-11-20', now(), '', '')".Replace(", rate)", ", rate, as_of, recorded_at, recorded_by, recorded_title)", StringComparison.Ordinal), [a.Id], Cancel));
        }

        await Should.ThrowAsync<Npgsql.PostgresException>(() => db.Database.ExecuteSqlRawAsync("update running_cost_entries set amount = 1", Cancel));
    }

    static Task<RunningCostSet> Load(GovernanceDbContext db, int number) => db.RunningCostSets.Include(s => s.Operation).Include(s => s.Entries).Include(s => s.Terms).Include(s => s.Confirmations)
        .AsSplitQuery().SingleAsync(s => s.OperationNumber == number && s.Stage == RunningCostStage.Planned, Cancel);
}
