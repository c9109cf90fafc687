using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Standardization;

public class StepReportTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly DateOnly Today = TokyoTime.DayOf(FixedClock.Start);

    Given Given { get; } = new(database);

    static StepInput Step(int number, StepStatus status, string? memo = null) => new(number, status, null, null, null, memo);

    static int Report(Operation operation, DateOnly asOf, params StepInput[] steps) =>
        operation.ReportSteps(steps, Given.Acting(Role.DepartmentStaff), FixedClock.Start, asOf, null);

    [Fact]
    public void Only_steps_that_differ_are_recorded()
    {
        var operation = Given.OperationInMemory();
        operation.TakeNewEntries();

        var changed = Report(
            operation,
            Today,
            Step(1, StepStatus.Completed),
            Step(2, StepStatus.InProgress, "見積待ち"),
            Step(3, StepStatus.NotApplicable),
            Step(4, StepStatus.NotStarted));

        changed.ShouldBe(3);
        (operation.StepsCompleted, operation.StepsInProgress, operation.StepsNotApplicable).ShouldBe((1, 1, 1));
        (operation.StepsConfirmedOn, operation.LastChangedOn).ShouldBe((Today, Today));
        var rows = operation.TakeNewEntries().ToList();
        rows.OfType<StepReport>().Select(r => r.StepNumber).ShouldBe([1, 2, 3]);
        rows.OfType<Confirmation>().Single().Kind.ShouldBe(ConfirmationKind.Updated);
    }

    [Fact]
    public void The_same_report_again_records_nothing()
    {
        var operation = Given.OperationInMemory();
        Report(operation, Today.AddDays(-1), Step(1, StepStatus.Completed));
        operation.TakeNewEntries();
        Report(operation, Today, Step(1, StepStatus.Completed)).ShouldBe(0);
        operation.TakeNewEntries().ShouldBeEmpty();
    }

    [Fact]
    public void A_report_about_the_end_of_last_month_confirms_on_the_day_it_is_saved()
    {
        var operation = Given.OperationInMemory();
        var lastMonth = new DateOnly(Today.Year, Today.Month, 1).AddDays(-1);
        operation.TakeNewEntries();
        Report(operation, lastMonth, Step(1, StepStatus.Completed));
        (operation.StepsConfirmedOn, operation.LastChangedOn).ShouldBe((Today, lastMonth));
        operation.TakeNewEntries().Select(e => (e is Confirmation, e.AsOf)).ShouldBe([(false, lastMonth), (true, Today)], ignoreOrder: true);
    }

    [Fact]
    public void No_change_pressed_again_on_the_same_day_leaves_nothing_more()
    {
        var operation = Given.OperationInMemory();
        var staff = Given.Acting(Role.DepartmentStaff);
        operation.ConfirmNoChange(ReportAspect.Risks, staff, FixedClock.Start);
        operation.TakeNewEntries().OfType<Confirmation>().ShouldHaveSingleItem();
        operation.ConfirmNoChange(ReportAspect.Risks, staff, FixedClock.Start.AddHours(1));
        operation.TakeNewEntries().ShouldBeEmpty();
        operation.ConfirmNoChange(ReportAspect.Risks, staff, FixedClock.Start.AddDays(1));
        operation.TakeNewEntries().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_report_as_of_tomorrow_is_refused()
    {
        var violation = Refused.By(
            "as-of-in-future", () => Report(Given.OperationInMemory(), Today.AddDays(1), Step(1, StepStatus.Completed)));
        violation.Message.ShouldContain("2026-11-21（令和8年11月21日）");
        violation.Field.ShouldBe("AsOf");
    }

    [Fact]
    public void A_report_before_the_last_one_of_the_step_is_refused()
    {
        var operation = Given.OperationInMemory();
        Report(operation, Today.AddDays(-5), Step(1, StepStatus.InProgress));
        var violation = Refused.By("as-of-before-last", () => Report(operation, Today.AddDays(-6), Step(1, StepStatus.Completed)));
        violation.Message.ShouldContain("2026-11-15");
        Report(operation, Today.AddDays(-5), Step(1, StepStatus.Completed)).ShouldBe(1, "a correction for the same day");
        Report(operation, Today.AddDays(-6), Step(2, StepStatus.Completed)).ShouldBe(1, "another step was not reported later");
    }

    [Theory]
    [InlineData(Role.DepartmentStaff, 99)]
    [InlineData(Role.DepartmentHead, 99)]
    [InlineData(Role.DxTeam, 0)]
    [InlineData(Role.PmoMember, 0)]
    [InlineData(Role.Cio, 0)]
    [InlineData(Role.Council, 0)]
    [InlineData(Role.Auditor, 0)]
    [InlineData(Role.Administrator, 0)]
    public void Who_may_not_report_is_refused_and_nothing_changes(Role role, int department)
    {
        var operation = Given.OperationInMemory();
        operation.TakeNewEntries();
        var actor = Given.Acting(role, department);
        Refused.ForLackOfPermission(
            () => operation.ReportSteps([Step(1, StepStatus.Completed)], actor, FixedClock.Start, Today, null));
        Refused.ForLackOfPermission(() => operation.ConfirmNoChange(ReportAspect.Steps, actor, FixedClock.Start));
        operation.StepsCompleted.ShouldBe(0);
        operation.TakeNewEntries().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ReportAspect.Steps)]
    [InlineData(ReportAspect.Forecasts)]
    [InlineData(ReportAspect.Risks)]
    public void No_change_is_recorded_as_such_and_changes_nothing_else(ReportAspect aspect)
    {
        var operation = Given.OperationInMemory();
        operation.TakeNewEntries();
        operation.ConfirmNoChange(aspect, Given.Acting(Role.DepartmentStaff), FixedClock.Start);

        var row = operation.TakeNewEntries().Single().ShouldBeOfType<Confirmation>();
        (row.Aspect, row.Kind, row.AsOf).ShouldBe((aspect, ConfirmationKind.NoChange, Today));
        operation.StepsConfirmedOn.ShouldBe(aspect == ReportAspect.Steps ? Today : null);
        operation.ForecastsConfirmedOn.ShouldBe(aspect == ReportAspect.Forecasts ? Today : null);
        operation.RisksConfirmedOn.ShouldBe(aspect == ReportAspect.Risks ? Today : null);
        operation.LastChangedOn.ShouldBeNull();
    }

    [Fact]
    public void The_nations_rate_counts_what_does_not_apply_as_done_and_is_unknown_before_the_first_report()
    {
        new OperationFigures { Number = 1, Name = "" }.StepRate.ShouldBeNull();
        new OperationFigures { Number = 1, Name = "", StepsConfirmedOn = Today, StepsCompleted = 20, StepsInProgress = 9, StepsNotApplicable = 2 }
            .StepRate.ShouldBe(0.55m);
    }

    [Theory]
    [InlineData("-0.0001")]
    [InlineData("1.0001")]
    public void A_published_rate_lies_between_nothing_and_everything(string rate) => Refused.By(
        "rate-range",
        () => Given.OperationInMemory().ImportPublishedRate(decimal.Parse(rate), "試験", Given.Acting(Role.PmoOffice), FixedClock.Start, Today));

    [Fact]
    public void An_older_published_rate_does_not_replace_a_newer_one()
    {
        var operation = Given.OperationInMemory();
        var office = Given.Acting(Role.PmoOffice);
        operation.ImportPublishedRate(0.5m, "八月", office, FixedClock.Start, new(2026, 8, 31));
        operation.ImportPublishedRate(0.4m, "一月", office, FixedClock.Start, new(2026, 1, 31));
        (operation.PublishedRate, operation.PublishedAsOf).ShouldBe((0.5m, new DateOnly(2026, 8, 31)));
    }

    [Fact]
    public async Task The_second_of_two_people_saving_the_same_step_is_told_so()
    {
        var department = await Given.Department();
        var number = (await Given.Operation(department)).Number;
        var staff = await Given.Actor(Role.DepartmentStaff, department);
        await using var first = database.NewContext();
        await using var second = database.NewContext();
        (await Given.Load(first, number)).ReportSteps([Step(1, StepStatus.InProgress, "一人目")], staff, Given.Clock.Now, Today, null);
        (await Given.Load(second, number)).ReportSteps([Step(1, StepStatus.Completed, "二人目")], staff, Given.Clock.Now, Today, null);

        await Given.Save(first, staff);
        (await Should.ThrowAsync<StaleForm>(() => Given.Save(second, staff))).Message.ShouldContain("先に保存");

        (await Given.Read(number)).Steps[0].Memo.ShouldBe("一人目");
        await using var db = database.NewContext();
        (await db.StepReports.CountAsync(r => r.OperationNumber == number, Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task Even_when_only_the_memo_differs_the_second_is_told_so()
    {
        var department = await Given.Department();
        var number = (await Given.Operation(department)).Number;
        var staff = await Given.Actor(Role.DepartmentStaff, department);
        await Given.Act(number, staff, o => o.ReportSteps([Step(1, StepStatus.InProgress)], staff, Given.Clock.Now, Today, null));
        await using var first = database.NewContext();
        await using var second = database.NewContext();
        (await Given.Load(first, number)).ReportSteps([Step(1, StepStatus.InProgress, "一人目")], staff, Given.Clock.Now, Today, null);
        (await Given.Load(second, number)).ReportSteps([Step(1, StepStatus.InProgress, "二人目")], staff, Given.Clock.Now, Today, null);

        await Given.Save(first, staff);
        await Should.ThrowAsync<StaleForm>(() => Given.Save(second, staff));
    }
}
