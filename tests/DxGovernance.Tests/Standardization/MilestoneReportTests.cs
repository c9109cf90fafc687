using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Standardization;

public sealed class MilestoneReportTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    static readonly DateOnly Today = TokyoTime.DayOf(FixedClock.Start);

    Operation operation = null!;
    Actor staff = null!;

    Given Given { get; } = new(database);

    Milestone GoLive => operation.Milestones.Single(m => m.IsGoLive);

    public async ValueTask InitializeAsync()
    {
        var department = await Given.Department();
        staff = await Given.Actor(Role.DepartmentStaff, department);
        operation = await Given.PlannedOperation(department, new(2027, 9, 1));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    static MilestoneInput Later(Milestone m, DateOnly forecast, DateOnly? actual = null) =>
        new(m.Id, forecast, actual, SlipCause.VendorCapacity, CauseOwner.Vendor, "技術者の確保が遅れている");

    int Report(MilestoneInput input, DateOnly? asOf = null) =>
        operation.ReportMilestones([input], staff, Given.Clock.Now, asOf ?? Given.Clock.Today);

    [Fact]
    public void A_forecast_that_moves_later_is_recorded_with_its_cause()
    {
        Report(Later(GoLive, new(2027, 10, 15))).ShouldBe(1);

        (GoLive.ForecastOn, GoLive.Cause, GoLive.CauseOwner).ShouldBe((new DateOnly(2027, 10, 15), SlipCause.VendorCapacity, CauseOwner.Vendor));
        (GoLive.OriginalOn, GoLive.BaselineOn).ShouldBe((new DateOnly(2027, 9, 1), new DateOnly(2027, 9, 1)));
        (operation.GoLiveForecast, operation.ForecastsConfirmedOn, operation.LastChangedOn).ShouldBe((new DateOnly(2027, 10, 15), Today, Today));
        var rows = operation.TakeNewEntries().ToList();
        rows.OfType<MilestoneReport>().Single().Reason.ShouldBe("技術者の確保が遅れている");
        rows.OfType<Confirmation>().Single().Aspect.ShouldBe(ReportAspect.Forecasts);
    }

    [Theory]
    [InlineData(null, CauseOwner.Vendor, "説明")]
    [InlineData(SlipCause.Other, null, "説明")]
    [InlineData(SlipCause.Other, CauseOwner.Vendor, null)]
    [InlineData(SlipCause.Other, CauseOwner.Vendor, " 　")]
    public void A_slip_needs_cause_owner_and_a_sentence(SlipCause? cause, CauseOwner? owner, string? explanation)
    {
        var violation = Refused.By(
            "slip-needs-cause", () => Report(new(GoLive.Id, new(2027, 9, 2), null, cause, owner, explanation)));
        violation.Message.ShouldContain("「稼働」");
        violation.Field.ShouldBe($"Rows[{GoLive.Id}].Cause");
        operation.TakeNewEntries().ShouldBeEmpty();
        operation.GoLiveForecast.ShouldBe(new DateOnly(2027, 9, 1));
    }

    [Fact]
    public void A_forecast_that_moves_earlier_needs_no_cause()
    {
        Report(new(GoLive.Id, new(2027, 8, 1), null, null, null, null)).ShouldBe(1);
        Refused.By("slip-needs-cause", () => Report(new(GoLive.Id, new(2027, 8, 2), null, null, null, null)));
    }

    [Fact]
    public void An_actual_day_cannot_lie_in_the_future()
    {
        var violation = Refused.By("actual-in-future", () => Report(new(GoLive.Id, new(2027, 9, 1), Today.AddDays(1), null, null, null)));
        violation.Field.ShouldBe($"Rows[{GoLive.Id}].Actual");
        Report(new(GoLive.Id, new(2027, 9, 1), Today, null, null, null)).ShouldBe(1);
    }

    [Fact]
    public void A_forecast_once_given_cannot_be_left_blank() =>
        Refused.By("forecast-missing", () => Report(new(GoLive.Id, null, null, null, null, null)));

    [Fact]
    public async Task Before_a_plan_is_frozen_there_is_nothing_to_forecast()
    {
        var fresh = await Given.Operation(await Given.Department());
        var office = Given.Acting(Role.PmoOffice);
        Refused.By(
            "forecast-before-baseline",
            () => fresh.ReportMilestones([new(fresh.Milestones[0].Id, Today, null, null, null, null)], office, Given.Clock.Now, Today));
    }

    [Fact]
    public void A_report_as_of_the_future_or_before_the_last_one_is_refused()
    {
        Refused.By("as-of-in-future", () => Report(Later(GoLive, new(2027, 9, 2)), Today.AddDays(1)));
        Report(Later(GoLive, new(2027, 9, 2)), Today.AddDays(-3)).ShouldBe(1);
        Refused.By("as-of-before-last", () => Report(Later(GoLive, new(2027, 9, 3)), Today.AddDays(-4)));
        Report(Later(GoLive, new(2027, 9, 3)), Today.AddDays(-3)).ShouldBe(1);
    }

    [Fact]
    public void An_unchanged_report_records_nothing()
    {
        Report(new(GoLive.Id, GoLive.ForecastOn, null, null, null, null)).ShouldBe(0);
        operation.TakeNewEntries().ShouldBeEmpty();
        operation.ForecastsConfirmedOn.ShouldBeNull();
    }

    [Fact]
    public void Another_department_reports_nothing_here()
    {
        var other = Given.Acting(Role.DepartmentHead, operation.DepartmentId!.Value + 1);
        Refused.ForLackOfPermission(
            () => operation.ReportMilestones([Later(GoLive, new(2027, 10, 1))], other, Given.Clock.Now, Today));
        operation.GoLiveForecast.ShouldBe(new DateOnly(2027, 9, 1));
    }

    [Fact]
    public async Task Reaching_go_live_makes_the_operation_live_and_taking_it_back_makes_it_migrate_again()
    {
        await Save(o => o.ReportMilestones([Actual(o, Today)], staff, Given.Clock.Now, Today));
        var live = await Given.Read(operation.Number);
        (live.Stage, live.LiveOn, live.GoLiveActual).ShouldBe((OperationStage.Live, Today, Today));
        await database.ShouldFoldToItsProjections();

        await Save(o => o.ReportMilestones([Actual(o, null)], staff, Given.Clock.Now, Today));
        var back = await Given.Read(operation.Number);
        (back.Stage, back.LiveOn, back.GoLiveActual).ShouldBe((OperationStage.Migrating, (DateOnly?)null, (DateOnly?)null));
        await database.ShouldFoldToItsProjections();
    }

    [Fact]
    public async Task A_corrected_go_live_day_corrects_the_day_since_when_it_is_live()
    {
        await Save(o => o.ReportMilestones([Actual(o, Today)], staff, Given.Clock.Now, Today));
        await Save(o => o.ReportMilestones([Actual(o, Today.AddDays(-2))], staff, Given.Clock.Now, Today));
        (await Given.Read(operation.Number)).LiveOn.ShouldBe(Today.AddDays(-2));
        await database.ShouldFoldToItsProjections();
    }

    [Fact]
    public async Task An_operation_live_by_publication_stays_live_when_another_milestone_is_reported()
    {
        await Save(o => o.Classify(new(OperationStage.Live, false, null, null), "公表", staff, Given.Clock.Now, Today));
        await Save(o => o.ReportMilestones([Later(o.Milestones[0], o.Milestones[0].BaselineOn!.Value.AddDays(1))], staff, Given.Clock.Now, Today));
        (await Given.Read(operation.Number)).Stage.ShouldBe(OperationStage.Live);
    }

    [Fact]
    public async Task Go_live_reported_for_a_day_before_a_later_registration_still_counts()
    {
        await Save(o => o.GiveTransitionReason(TransitionReason.Mainframe, "調査", staff, Given.Clock.Now, Today));
        await Save(o => o.ReportMilestones([Actual(o, Today.AddDays(-3))], staff, Given.Clock.Now, Today.AddDays(-3)));
        await database.ShouldFoldToItsProjections();
        (await database.FiguresAt(operation.Number, Today.AddDays(-3))).Stage.ShouldBe(OperationStage.Live);
        (await database.FiguresAt(operation.Number, Today)).TransitionReason.ShouldBe(TransitionReason.Mainframe);
    }

    [Fact]
    public async Task The_second_of_two_people_saving_the_same_milestone_is_told_so()
    {
        await using var first = database.NewContext();
        await using var second = database.NewContext();
        foreach (var (db, day) in new[] { (first, 5), (second, 6) })
        {
            var loaded = await Given.Load(db, operation.Number);
            loaded.ReportMilestones([Later(loaded.Milestones[0], new(2027, 9, day))], staff, Given.Clock.Now, Today);
        }

        await Given.Save(first, staff);
        await Should.ThrowAsync<StaleForm>(() => Given.Save(second, staff));
        await using var after = database.NewContext();
        (await after.MilestoneReports.CountAsync(r => r.OperationNumber == operation.Number, Cancel)).ShouldBe(1);
    }

    static MilestoneInput Actual(Operation o, DateOnly? actual)
    {
        var goLive = o.Milestones.Single(m => m.IsGoLive);
        return new(goLive.Id, goLive.ForecastOn, actual, null, null, null);
    }

    Task Save(Action<Operation> act) => Given.Act(operation.Number, staff, act);
}
