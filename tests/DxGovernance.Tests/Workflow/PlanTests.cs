using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Tests.Workflow;

public class PlanTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    Given Given { get; } = new(database);

    [Fact]
    public void A_live_operation_gets_no_plan()
    {
        var operation = Given.OperationInMemory();
        operation.Classify(new(OperationStage.Live, true, null, null), "試験", FactSeeder.Seeder, FixedClock.Start, new(2026, 4, 2));

        Refused.By("plan-of-live", () => Given.Draft(operation, Given.GoLiveDay, Given.Acting(Role.DepartmentStaff), FixedClock.Start));
    }

    [Fact]
    public async Task Freezing_the_first_plan_writes_baseline_1_for_every_milestone()
    {
        var operation = await Given.PlannedOperation(await Given.Department(), new(2027, 9, 1));

        operation.BaselineNumber.ShouldBe(1);
        operation.GoLiveOriginal.ShouldBe(new DateOnly(2027, 9, 1));
        operation.GoLiveForecast.ShouldBe(new DateOnly(2027, 9, 1));
        operation.Milestones.ShouldAllBe(m => m.OriginalOn == m.BaselineOn && m.ForecastOn == m.BaselineOn && m.ActualOn == null);
        await using var db = database.NewContext();
        var rows = await db.BaselineEntries.Where(b => b.OperationNumber == operation.Number).ToListAsync(Cancel);
        rows.Count.ShouldBe(12);
        rows.ShouldAllBe(b => b.BaselineNumber == 1 && b.AsOf == Given.Clock.Today);
        rows.ToDictionary(b => b.MilestoneId, b => (DateOnly?)b.PlannedOn).ShouldBe(
            operation.Milestones.ToDictionary(m => m.Id, m => m.BaselineOn), ignoreOrder: true);
        await database.ShouldFoldToItsProjections();
    }

    [Fact]
    public async Task The_original_baseline_stays_when_the_cio_decides_a_change_of_plan()
    {
        var department = await Given.Department();
        var operation = await Given.PlannedOperation(department, new(2027, 9, 1));
        Given.Clock.MoveTo(new(2026, 12, 10));

        await Rebaseline(operation.Number, department, new(2027, 10, 1));
        await Rebaseline(operation.Number, department, new(2027, 10, 20));

        var after = await Given.Read(operation.Number);
        after.BaselineNumber.ShouldBe(3);
        after.GoLiveOriginal.ShouldBe(new DateOnly(2027, 9, 1));
        after.GoLiveBaseline.ShouldBe(new DateOnly(2027, 10, 20));
        after.GoLiveForecast.ShouldBe(new DateOnly(2027, 9, 1), "a plan is no forecast; the department reports its own");
        await using var db = database.NewContext();
        var days = await db.BaselineEntries
            .Where(b => b.OperationNumber == operation.Number && b.Milestone.Code == MilestoneTemplate.GoLiveCode)
            .OrderBy(b => b.BaselineNumber)
            .Select(b => new { b.BaselineNumber, b.PlannedOn, b.Reason })
            .ToListAsync(Cancel);
        days.Select(d => (d.BaselineNumber, d.PlannedOn)).ShouldBe(
            [(1, new(2027, 9, 1)), (2, new(2027, 10, 1)), (3, new(2027, 10, 20))]);
        days[1].Reason.ShouldBe("事業者の要員が足りない");
        var then = await database.FiguresAt(operation.Number, new(2026, 11, 30));
        (then.BaselineNumber, then.GoLiveBaseline).ShouldBe((1, new DateOnly(2027, 9, 1)));
        await database.ShouldFoldToItsProjections();
    }

    [Fact]
    public async Task An_operation_has_one_open_plan_and_the_database_sees_to_it()
    {
        var department = await Given.Department();
        var operation = await Given.Operation(department);
        var staff = await Given.Actor(Role.DepartmentStaff, department);
        await Start(operation.Number, staff);

        var failure = await Should.ThrowAsync<DbUpdateException>(() => Start(operation.Number, staff));

        failure.InnerException.ShouldBeOfType<PostgresException>().ConstraintName.ShouldBe("ux_plans_one_open");
    }

    [Fact]
    public async Task After_a_withdrawn_plan_the_department_may_start_again()
    {
        var department = await Given.Department();
        var operation = await Given.Operation(department);
        var staff = await Given.Actor(Role.DepartmentStaff, department);
        await Start(operation.Number, staff, PlanAction.Withdraw);
        await Should.NotThrowAsync(() => Start(operation.Number, staff));
    }

    [Fact]
    public void A_plan_without_a_go_live_day_cannot_be_submitted()
    {
        var staff = Given.Acting(Role.DepartmentStaff);
        var days = new Dictionary<string, DateOnly> { ["contract"] = new(2026, 12, 1) };
        var plan = new Plan(Given.OperationInMemory(), days, staff, FixedClock.Start);
        Refused.By("plan-without-go-live", () => plan.Perform(PlanAction.Submit, null, staff, FixedClock.Start));
    }

    [Fact]
    public void No_milestone_may_come_after_go_live()
    {
        var staff = Given.Acting(Role.DepartmentStaff);
        var days = new Dictionary<string, DateOnly> { ["training"] = new(2027, 9, 2), ["go-live"] = new(2027, 9, 1) };
        var plan = new Plan(Given.OperationInMemory(), days, staff, FixedClock.Start);
        var violation = Refused.By("plan-after-go-live", () => plan.Perform(PlanAction.Submit, null, staff, FixedClock.Start));
        violation.Message.ShouldContain("研修");
        violation.Message.ShouldContain("2027-09-01（令和9年9月1日）");
    }

    [Theory]
    [InlineData(null, SlipCause.DataQuality)]
    [InlineData(" ", SlipCause.DataQuality)]
    [InlineData("データの不備", null)]
    public void A_change_of_plan_needs_reason_and_cause(string? justification, SlipCause? cause)
    {
        var staff = Given.Acting(Role.DepartmentStaff);
        var plan = PlanWorkflowTests.PlanIn(PlanStatus.RebaselineDraft);
        plan.Edit(new Dictionary<int, DateOnly>(), justification, cause, staff);
        var violation = Refused.By("rebaseline-needs-reason", () => plan.Perform(PlanAction.Submit, null, staff, FixedClock.Start));
        violation.Field.ShouldBe("Justification");
    }

    [Theory]
    [InlineData(PlanStatus.Checking)]
    [InlineData(PlanStatus.RebaselineChecking)]
    [InlineData(PlanStatus.Deciding)]
    [InlineData(PlanStatus.Frozen)]
    [InlineData(PlanStatus.Rejected)]
    [InlineData(PlanStatus.Withdrawn)]
    public void A_plan_that_left_the_department_cannot_be_edited(PlanStatus status)
    {
        var plan = PlanWorkflowTests.PlanIn(status);
        var staff = Given.Acting(Role.DepartmentStaff);
        var violation = Refused.By("plan-locked", () => plan.Edit(new Dictionary<int, DateOnly>(), "x", null, staff));
        violation.Message.ShouldContain(status.Label());
    }

    [Fact]
    public void Only_the_operations_department_starts_or_edits_a_plan()
    {
        Refused.ForLackOfPermission(() => Given.Draft(Given.OperationInMemory(), Given.GoLiveDay, Given.Acting(Role.DepartmentStaff, 99), FixedClock.Start));
        Refused.ForLackOfPermission(() => Given.Draft(Given.OperationInMemory(), Given.GoLiveDay, Given.Acting(Role.PmoOffice), FixedClock.Start));
        var plan = PlanWorkflowTests.PlanIn(PlanStatus.Draft);
        Refused.ForLackOfPermission(() => plan.Edit(new Dictionary<int, DateOnly>(), null, null, Given.Acting(Role.DepartmentHead, 99)));
    }

    async Task Start(int number, Actor staff, PlanAction? then = null)
    {
        await using var db = database.NewContext();
        var plan = Given.Draft(await Given.Load(db, number), Given.GoLiveDay, staff, Given.Clock.Now);
        db.Plans.Add(plan);
        if (then is { } action)
        {
            plan.Perform(action, null, staff, Given.Clock.Now);
        }

        await Given.Save(db, staff);
    }

    async Task Rebaseline(int number, Department department, DateOnly goLive)
    {
        var staff = await Given.Actor(Role.DepartmentStaff, department);
        var office = await Given.Actor(Role.PmoOffice);
        var cio = await Given.Actor(Role.Cio);
        await using var db = database.NewContext();
        var plan = Given.Draft(await Given.Load(db, number), goLive, staff, Given.Clock.Now);
        db.Plans.Add(plan);
        plan.Edit(new Dictionary<int, DateOnly>(), "事業者の要員が足りない", SlipCause.VendorCapacity, staff);
        plan.Perform(PlanAction.Submit, null, staff, Given.Clock.Now);
        plan.Perform(PlanAction.Forward, null, office, Given.Clock.Now);
        plan.Perform(PlanAction.Approve, null, cio, Given.Clock.Now);
        await Given.Save(db, cio);
    }
}
