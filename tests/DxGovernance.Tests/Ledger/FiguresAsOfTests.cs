using DxGovernance.Core;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Ledger;

/// <summary>A database for each test: they move the clock, and recorded-at never goes back.</summary>
public sealed class FiguresAsOfTests : IAsyncLifetime
{
    readonly TestDatabase database = new();

    Given Given { get; }

    public FiguresAsOfTests() => Given = new(database);

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task The_facts_fold_to_what_the_lists_show() => await database.ShouldFoldToItsProjections();

    [Fact]
    public async Task Before_anything_was_recorded_an_operation_is_blank()
    {
        var before = await database.FiguresAt(new AsOf(Given.Clock.Today, TestTemplate.FactsRecordedAt.AddMicroseconds(-1)));
        before.ShouldAllBe(f => f.PublishedRate == null && f.CityDeadline == null && f.Stage == OperationStage.Migrating && f.StepRate == null);
        var then = await database.FiguresAt(new AsOf(new(2026, 1, 30), Given.Clock.Now));
        then.ShouldAllBe(f => f.PublishedRate == null, "the rates stand for 2026-01-31");
    }

    [Fact]
    public async Task A_series_of_acts_gives_the_same_figures_from_ledgers_and_lists()
    {
        var (number, staff) = await PlannedOperation();
        var cio = await Given.Actor(Role.Cio);
        Given.Clock.MoveTo(new(2026, 12, 1));
        await Given.Act(number, staff, o =>
        {
            o.ReportSteps([Step(1, StepStatus.Completed), Step(2, StepStatus.InProgress), Step(3, StepStatus.NotApplicable)], staff, Now, Today, null);
            o.ReportMilestones([Forecast(o, new(2027, 11, 15))], staff, Now, Today);
            o.OpenRisk(RiskKind.Issue, "題", "文", new(true, RiskLevel.High, RiskLevel.Medium, RiskResponse.Reduce, "", "", null), staff, Now, Today);
        });
        await Given.Act(number, cio, o => o.OverrideColour(Signal.Yellow, Signal.Red, " 対策が決まった ", new(2027, 1, 31), cio, Now));
        await Given.Act(number, staff, o => o.GiveTransitionReason(TransitionReason.VendorCapacity, "", staff, Now, Today));

        await database.ShouldFoldToItsProjections();
        var figures = await database.FiguresAt(number, Today);
        (figures.StepsCompleted, figures.StepsInProgress, figures.StepsNotApplicable, figures.StepRate).ShouldBe((1, 1, 1, 0.05m));
        (figures.GoLiveForecast, figures.SlipDays, figures.IsPastCity).ShouldBe((new DateOnly(2027, 11, 15), 75, true));
        (figures.OpenRisks, figures.MaxRiskScore).ShouldBe((1, 6));
        figures.Override!.Reason.ShouldBe("対策が決まった");
        figures.TransitionReason.ShouldBe(TransitionReason.VendorCapacity);
    }

    [Fact]
    public async Task An_earlier_day_shows_the_earlier_figures()
    {
        var (number, staff) = await PlannedOperation();
        Given.Clock.MoveTo(new(2026, 12, 1));
        await Given.Act(number, staff, o => o.ReportMilestones([Forecast(o, new(2027, 9, 15))], staff, Now, Today));
        Given.Clock.MoveTo(new(2027, 1, 5));
        await Given.Act(number, staff, o => o.ReportMilestones([Forecast(o, new(2027, 10, 15))], staff, Now, Today));

        (await database.FiguresAt(number, new(2026, 11, 30))).GoLiveForecast.ShouldBe(new DateOnly(2027, 9, 1));
        (await database.FiguresAt(number, new(2026, 12, 1))).GoLiveForecast.ShouldBe(new DateOnly(2027, 9, 15));
        (await database.FiguresAt(number, new(2027, 1, 4))).GoLiveForecast.ShouldBe(new DateOnly(2027, 9, 15));
        (await database.FiguresAt(number, new(2027, 1, 5))).GoLiveForecast.ShouldBe(new DateOnly(2027, 10, 15));
    }

    [Fact]
    public async Task A_correction_recorded_later_is_seen_as_known_now_but_not_as_reported_then()
    {
        var (number, staff) = await PlannedOperation();
        Given.Clock.MoveTo(new(2026, 11, 30));
        await Given.Act(number, staff, o => o.ReportSteps([Step(1, StepStatus.Completed), Step(2, StepStatus.Completed)], staff, Now, Today, null));
        Given.Clock.MoveTo(new(2026, 12, 7));
        var monthEnd = new DateOnly(2026, 11, 30);
        await Given.Act(number, staff, o => o.ReportSteps([Step(2, StepStatus.InProgress)], staff, Now, monthEnd, "訂正：まだ終わっていなかった"));

        var reported = await database.FiguresAt(number, monthEnd, TokyoTime.EndOf(monthEnd));
        var known = await database.FiguresAt(number, monthEnd);
        (reported.StepsCompleted, reported.StepsInProgress).ShouldBe((2, 0));
        (known.StepsCompleted, known.StepsInProgress).ShouldBe((1, 1));
        AsOf.ReportedOn(monthEnd).ShouldBe(new AsOf(monthEnd, TokyoTime.EndOf(monthEnd)));
        await database.ShouldFoldToItsProjections();
    }

    [Fact]
    public async Task An_override_taken_back_is_gone_today_and_still_there_yesterday()
    {
        var (number, _) = await PlannedOperation();
        var cio = await Given.Actor(Role.Cio);
        Given.Clock.MoveTo(new(2026, 12, 1));
        await Given.Act(number, cio, o => o.OverrideColour(Signal.Red, Signal.Green, "様子を見る", null, cio, Now));
        Given.Clock.MoveTo(new(2026, 12, 2));
        await Given.Act(number, cio, o => o.OverrideColour(null, Signal.Green, "解消", null, cio, Now));

        (await database.FiguresAt(number, new(2026, 12, 1))).OverrideSignal.ShouldBe(Signal.Red);
        (await database.FiguresAt(number, Today)).Override.ShouldBeNull();
        await database.ShouldFoldToItsProjections();
    }

    DateTimeOffset Now => Given.Clock.Now;

    DateOnly Today => Given.Clock.Today;

    static StepInput Step(int number, StepStatus status) => new(number, status, null, null, null, null);

    static MilestoneInput Forecast(Operation o, DateOnly day) =>
        new(o.Milestones.Single(m => m.IsGoLive).Id, day, null, SlipCause.DataQuality, CauseOwner.City, "データの不備が見つかった");

    async Task<(int Number, Actor Staff)> PlannedOperation()
    {
        var department = await Given.Department();
        return ((await Given.PlannedOperation(department)).Number, await Given.Actor(Role.DepartmentStaff, department));
    }
}
