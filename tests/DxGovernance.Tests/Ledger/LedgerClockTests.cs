using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Ledger;

public class LedgerClockTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    Given Given { get; } = new(database);

    [Fact]
    public async Task What_was_recorded_up_to_a_moment_never_grows_later_however_many_save_at_once()
    {
        const int Savers = 50;
        var office = Given.Acting(Role.PmoOffice) with { PersonId = null };
        using var done = new CancellationTokenSource();
        var watching = Watch(done.Token);

        await Task.WhenAll(Enumerable.Range(1, Savers).Select(value => Task.Run(() => SaveThreshold(value, office), Cancel)));

        await done.CancelAsync();
        var seen = await watching;
        await using var db = database.NewContext();
        var rows = await db.ThresholdEntries.Where(t => t.RecordedBy == office.Name).Select(t => t.RecordedAt).ToListAsync(Cancel);
        rows.Count.ShouldBe(Savers);
        rows.ShouldBeUnique();
        seen.Count.ShouldBeGreaterThan(2);
        foreach (var (moment, count) in seen)
        {
            (await db.ThresholdEntries.CountAsync(t => t.RecordedAt <= moment, Cancel)).ShouldBe(count, $"as recorded until {moment:O}");
        }
    }

    [Fact]
    public async Task The_moment_grows_even_when_the_wall_clock_stands_still_or_goes_back()
    {
        var office = Given.Acting(Role.PmoOffice) with { PersonId = null };
        await SaveThreshold(1, office);
        var first = await database.Newest();
        await SaveThreshold(2, office);
        var second = await database.Newest();
        Given.Clock.Now -= TimeSpan.FromHours(1);
        await SaveThreshold(3, office);
        var third = await database.Newest();
        Given.Clock.Now += TimeSpan.FromDays(400);
        await SaveThreshold(4, office);

        second.ShouldBe(first.AddMicroseconds(1));
        third.ShouldBe(second.AddMicroseconds(1));
        (await database.Newest()).ShouldBe(Given.Clock.Now);
    }

    [Fact]
    public async Task All_rows_of_one_save_carry_one_moment()
    {
        var department = await Given.Department();
        var operation = await Given.PlannedOperation(department);
        await using var db = database.NewContext();
        var moments = await db.BaselineEntries.Where(b => b.OperationNumber == operation.Number).Select(b => b.RecordedAt).ToListAsync(Cancel);
        var moved = await db.PlanTransitions.Where(t => t.OperationNumber == operation.Number).Select(t => t.RecordedAt).ToListAsync(Cancel);
        moments.Concat(moved).Distinct().Count().ShouldBe(1);
        (await db.AuditEntries.CountAsync(a => a.RecordedAt == moments[0], Cancel)).ShouldBe(1);
    }

    async Task SaveThreshold(int value, Actor actor)
    {
        await using var db = database.NewContext();
        db.ThresholdEntries.Add(new ThresholdEntry(ThresholdKey.UnchangedMonths, value, true, actor, Given.Clock.Now, Given.Clock.Today, null));
        await Given.Save(db, actor);
    }

    /// <summary>Pairs of the newest moment and the number of rows up to it, each pair read in one snapshot.</summary>
    async Task<List<(DateTimeOffset Moment, int Count)>> Watch(CancellationToken stop)
    {
        var seen = new List<(DateTimeOffset, int)>();
        await using var connection = await database.Source.OpenConnectionAsync(Cancel);
        do
        {
            await using var command = connection.CreateCommand();
            command.CommandText =
                "select c.recorded_at, (select count(*)::int from threshold_entries t where t.recorded_at <= c.recorded_at) from ledger_clock c";
            await using var reader = await command.ExecuteReaderAsync(Cancel);
            await reader.ReadAsync(Cancel);
            seen.Add((reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt32(1)));
        }
        while (!stop.IsCancellationRequested);
        return seen.Distinct().ToList();
    }
}
