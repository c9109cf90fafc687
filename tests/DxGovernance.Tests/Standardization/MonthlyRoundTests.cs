using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Standardization;

public class MonthlyRoundTests
{
    static readonly WorkingDays Days = new(SeedFile.Read("shimonoseki/holidays.csv").Select(r => r.Day("day")));
    static readonly Actor Staff = Given.Acting(Role.DepartmentStaff);

    static MonthlyRound Round(params Operation[] operations) => new(new(2026, 11, 20), operations, Days, FixedClock.Start);

    static Operation Live()
    {
        var operation = Given.OperationInMemory();
        operation.Classify(new(OperationStage.Live, false, null, null), "公表", Staff, FixedClock.Start, new(2026, 4, 1));
        return operation;
    }

    [Fact]
    public void A_round_opens_on_the_first_working_day_reminds_after_five_and_escalates_after_eight()
    {
        var round = Round();
        (round.Month, round.OpensOn, round.RemindOn, round.EscalateOn).ShouldBe(
            (new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 10), new DateOnly(2026, 11, 13)));
    }

    [Fact]
    public void A_migrating_operation_owes_a_report_and_one_that_is_live_with_nothing_left_does_not()
    {
        var migrating = Given.OperationInMemory();
        Round(migrating, Live()).Items.Select(i => i.OperationNumber).ShouldBe([migrating.Number]);
    }

    [Fact]
    public void A_live_operation_with_an_open_risk_or_an_unfinished_step_owes_a_report()
    {
        var risky = Live();
        risky.OpenRisk(
            RiskKind.Issue, "題", "文", new(true, RiskLevel.Low, RiskLevel.Low, RiskResponse.Accept, "", "", null), Staff, FixedClock.Start, new(2026, 11, 20));
        var unfinished = Live();
        unfinished.ReportSteps([new(1, StepStatus.InProgress, null, null, null, null)], Staff, FixedClock.Start, new(2026, 11, 20), null);
        Round(risky, unfinished).Items.Count.ShouldBe(2);
    }

    [Fact]
    public void An_item_keeps_the_department_that_held_the_operation_when_the_round_opened()
    {
        var operation = Given.OperationInMemory();
        var round = Round(operation);
        operation.Revise(new("", "", "", ""), null, Staff, FixedClock.Start, new(2026, 11, 20), null);
        round.Items.Single().DepartmentName.ShouldBe("試験課");
    }
}
