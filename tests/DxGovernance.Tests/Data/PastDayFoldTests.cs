using DxGovernance.Core;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Pages.Operations;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Data;

/// <summary>A page of a past day and the page of today read from different tables: of the newest day both must say the same.</summary>
public sealed class PastDayFoldTests(DemoDatabase database) : IClassFixture<DemoDatabase>
{
    static AsOf Today { get; } = AsOf.ReportedOn(TokyoTime.DayOf(FixedClock.Start));

    [Fact]
    public async Task Milestones_folded_from_the_ledgers_are_those_of_the_schedule()
    {
        await using var db = database.NewContext();
        var schedules = await db.Operations.AsNoTracking().Where(o => o.BaselineNumber > 0).OrderBy(o => o.Number).Select(OperationSchedule.Now).ToListAsync(Cancel);

        var folded = (await MilestonesAsOf.Rows(db, db.Operations, Today).AsNoTracking().ToListAsync(Cancel)).Select(m => m.Figures).ToList();

        folded.Count.ShouldBeGreaterThan(50);
        folded.ShouldContain(m => m.Cause != null);
        folded.Select(Told).ShouldBe(schedules.SelectMany(s => s.Milestones).Select(Told));
    }

    [Theory]
    [InlineData("number")]
    [InlineData("-mic")]
    [InlineData("digital")]
    [InlineData("-name")]
    [InlineData("department")]
    [InlineData("-stage")]
    [InlineData("special")]
    [InlineData("live")]
    [InlineData("-live")]
    [InlineData("margin")]
    [InlineData("-steps")]
    [InlineData("published")]
    [InlineData("-risks")]
    [InlineData("confirmed")]
    public async Task The_list_of_a_past_day_is_narrowed_and_ordered_as_the_list_of_today(string sort)
    {
        await using var db = database.NewContext();
        var names = await db.Operations.AsNoTracking().ToDictionaryAsync(o => o.Number, Cancel);
        var past = (await FiguresAsOf.LoadAsync(db, db.Operations, Today, Cancel))
            .Select(f => new PastOperation(OperationRow.Of(f, names[f.Number].Aliases, names[f.Number].DigitalAgencyOrder), f.DepartmentId, names[f.Number].SearchText)).ToList();
        foreach (var filter in new OperationFilter[]
        {
            new(), new() { Q = "児童" }, new() { Stage = OperationStage.Live }, new() { Special = true }, new() { Late = true }, new() { Department = names[12].DepartmentId },
        })
        {
            var asked = filter with { Sort = sort };

            asked.Apply(past).ShouldBe(await asked.Apply(db.Operations.AsNoTracking()).Select(OperationRow.From).ToListAsync(Cancel), $"{asked}");
        }
    }

    static object Told(MilestoneFigures m) => (m.Id, m.Code, m.Name, m.OriginalOn, m.BaselineOn, m.ForecastOn, m.ActualOn, m.Cause, m.CauseOwner, m.Explanation);
}
