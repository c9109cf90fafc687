using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Retention;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Data;

public class FactSeederTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly DateOnly Today = new FixedClock().Today;

    [Fact]
    public async Task There_are_20_operations_13_live_and_7_in_special_transition()
    {
        var figures = await database.Projections();
        figures.Select(f => f.Number).ShouldBe(Enumerable.Range(1, 20));
        figures.Count(f => f.Stage == OperationStage.Live).ShouldBe(13);
        figures.Count(f => f.IsSpecialTransition).ShouldBe(7);
        figures.ShouldAllBe(f => f.IsSpecialTransition == (f.Stage == OperationStage.Migrating));
    }

    [Fact]
    public async Task The_mean_of_the_published_rates_is_that_of_the_source() =>
        (await database.Projections()).Average(f => f.PublishedRate).ShouldBe(0.8375m);

    [Fact]
    public async Task The_seven_have_both_deadlines_and_the_thirteen_none()
    {
        foreach (var f in await database.Projections())
        {
            f.CityDeadline.ShouldBe(f.IsSpecialTransition ? new DateOnly(2027, 10, 31) : null);
            f.NationDeadline.ShouldBe(f.IsSpecialTransition ? new DateOnly(2031, 3, 31) : null);
        }
    }

    [Fact]
    public async Task What_the_sources_do_not_say_stays_empty()
    {
        (await database.Projections()).ShouldAllBe(
            f => f.TransitionReason == null && f.LiveOn == null && f.GoLiveForecast == null && f.StepRate == null && f.DepartmentId == null);
        await using var db = database.NewContext();
        (await db.SystemUnits.CountAsync(s => s.Vendor == null && s.Package == null && s.CloudProvider == null, Cancel)).ShouldBe(20);
    }

    [Fact]
    public async Task Three_orders_each_number_the_twenty_once()
    {
        await using var db = database.NewContext();
        var operations = await db.Operations.AsNoTracking().ToListAsync(Cancel);
        foreach (var order in new Func<Operation, int>[] { o => o.Number, o => o.MicOrder, o => o.DigitalAgencyOrder })
        {
            operations.Select(order).Order().ShouldBe(Enumerable.Range(1, 20));
        }
    }

    [Fact]
    public async Task Every_kind_of_record_has_a_period_that_is_not_the_citys()
    {
        await using var db = database.NewContext();
        (await RetentionPeriods.NewestAsync(db, Cancel)).ShouldAllBe(p => p.IsProvisional && p.Years > 0 && p.Basis.StartsWith("未定", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_operation_has_the_40_steps_and_the_twelve_milestones()
    {
        await using var db = database.NewContext();
        (await db.MigrationSteps.Select(s => s.Number).OrderBy(n => n).ToListAsync(Cancel)).ShouldBe(Enumerable.Range(1, 40));
        (await db.OperationSteps.CountAsync(s => s.Status == StepStatus.NotStarted && s.ReportedAsOf == null, Cancel)).ShouldBe(20 * 40);
        (await db.Milestones.GroupBy(m => m.OperationNumber).Select(g => g.Count()).ToListAsync(Cancel)).ShouldBe(Enumerable.Repeat(12, 20));
    }

    [Fact]
    public async Task Every_fact_says_where_it_is_from()
    {
        await using var db = database.NewContext();
        (await db.Operations.Select(o => o.Source).ToListAsync(Cancel)).ShouldAllBe(s => s.Length > 0);
        (await db.Holidays.Select(h => h.Source).ToListAsync(Cancel)).ShouldAllBe(s => s.Length > 0);
        (await db.OperationStates.Select(s => s.Source).ToListAsync(Cancel)).ShouldAllBe(s => s.Length > 0);
        (await db.DeadlineEntries.Select(d => d.Source).ToListAsync(Cancel)).ShouldAllBe(s => s.Length > 0);
        (await db.PublishedRates.Select(r => r.Source).ToListAsync(Cancel)).ShouldAllBe(s => s.Length > 0);
        (await db.SystemUnitRevisions.Select(s => s.Reason).ToListAsync(Cancel)).ShouldAllBe(s => s != null);
        (await db.MilestoneTemplates.Where(t => t.LeadDays > 0).Select(t => t.Note).ToListAsync(Cancel)).ShouldAllBe(n => n.Contains("仮値"));
        (await db.ThresholdEntries.ToListAsync(Cancel)).ShouldAllBe(t => t.IsProvisional && t.Reason!.Contains("仮値"));
    }

    [Fact]
    public async Task All_thresholds_are_there_and_marked_provisional()
    {
        await using var db = database.NewContext();
        var thresholds = await Thresholds.AtAsync(db, new(Today, await database.Newest()), Cancel);
        thresholds.Values.Keys.Order().ShouldBe(Enum.GetValues<ThresholdKey>().Order());
        thresholds.AnyProvisional.ShouldBeTrue();
        (await Should.ThrowAsync<Core.RuleViolation>(() => Thresholds.AtAsync(db, AsOf.ReportedOn(new(2020, 1, 1)), Cancel)))
            .Rule.ShouldBe("thresholds-missing");
    }

    [Fact]
    public async Task Seeding_again_changes_nothing()
    {
        var (before, counts) = (await database.Newest(), await Counts());
        await using (var db = database.NewContext())
        {
            await FactSeeder.RunAsync(db, FixedClock.Start, Cancel);
        }

        (await database.Newest()).ShouldBe(before);
        (await Counts()).ShouldBe(counts);
    }

    async Task<string> Counts()
    {
        await using var command = database.Source.CreateCommand("""
            select string_agg(table_name || '=' || (xpath('//n/text()', query_to_xml('select count(*) n from ' || quote_ident(table_name), false, true, '')))[1]::text, ' '
                              order by table_name)
            from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
            """);
        return (string)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
