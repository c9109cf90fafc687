using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Reports;

/// <summary>
/// The facts, two operations with a plan, a report published for July, then by the end of October: one slipped past the city's
/// deadline, a red risk with a name like a formula, a change of plan that waits for the CIO, a colour made better.
/// </summary>
public sealed class CouncilReportCase : TestDatabase
{
    public static readonly CityInfo City = new("下関市", "352012");
    public static readonly DateOnly Day = new(2026, 10, 31);

    public Given Given { get; private set; } = null!;

    public Actor Staff { get; private set; } = null!;

    public Actor Cio { get; private set; } = null!;

    public int Slipping { get; private set; }

    public int Replanned { get; private set; }

    /// <summary>October's end, as known then.</summary>
    public AsOf Point { get; private set; } = null!;

    public AsOf PreviousPoint { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Given = new Given(this);
        Given.Clock.MoveTo(new(2026, 6, 10));
        var department = await Given.Department();
        Staff = await Given.Actor(Role.DepartmentStaff, department);
        Cio = await Given.Actor(Role.Cio);
        Slipping = (await Given.PlannedOperation(department)).Number;
        Replanned = (await Given.PlannedOperation(department)).Number;
        await PublishJulyAsync();
        Given.Clock.MoveTo(new(2026, 10, 20));
        await Given.Act(Slipping, Staff, Slip);
        await ReplanAsync();
        await Given.Act(Replanned, Cio, o => o.OverrideColour(Signal.Green, Signal.Yellow, "書面で確認した", new(2026, 12, 31), Cio, Given.Clock.Now));
        Point = new(Day, await this.Newest());
    }

    public async Task<byte[]> WriteAsync(AsOf point, params int[] operations)
    {
        await using var db = NewContext();
        using var memory = new MemoryStream();
        await CouncilReport.WriteAsync(db, point, operations, City, memory, progress: null, Cancel);
        return memory.ToArray();
    }

    public static MilestoneInput Late(Operation operation, DateOnly forecast) => new(
        operation.Milestones.Single(m => m.IsGoLive).Id, forecast, null, SlipCause.VendorCapacity, CauseOwner.Vendor, "技術者の確保が遅れている");

    async Task PublishJulyAsync()
    {
        Given.Clock.MoveTo(new(2026, 8, 3));
        PreviousPoint = new(new(2026, 7, 31), await this.Newest());
        var office = await Given.Actor(Role.PmoOffice);
        await using var db = NewContext();
        var request = new ReportRequest(ReportKind.Council, PreviousPoint, [], office, Given.Clock.Now);
        request.Start(Given.Clock.Now);
        var file = new ReportFile(request, [1, 2, 3]);
        request.Finish(CouncilReport.FileName(request.AsOf), file, Given.Clock.Now);
        db.AddRange(request, file, request.Publish(office, Given.Clock.Now));
        await Given.Save(db, office);
    }

    void Slip(Operation operation)
    {
        operation.ReportMilestones([Late(operation, new(2027, 12, 1))], Staff, Given.Clock.Now, Given.Clock.Today);
        operation.OpenRisk(
            RiskKind.Risk, "=1+1", "@SUM(1)",
            new(true, RiskLevel.High, RiskLevel.High, RiskResponse.Reduce, "-1の対応", "担当", new(2026, 12, 1)), Staff, Given.Clock.Now, Given.Clock.Today);
        operation.ReportSteps(
            [new(1, StepStatus.Completed, null, "担当", "=HYPERLINK(\"http://example.com\")", "+SUM(A1)"), new(2, StepStatus.NotApplicable, null, null, null, null)],
            Staff, Given.Clock.Now, Given.Clock.Today, null);
    }

    async Task ReplanAsync()
    {
        var office = await Given.Actor(Role.PmoOffice);
        await using var db = NewContext();
        var operation = await Given.Load(db, Replanned);
        var plan = Given.Draft(operation, new(2027, 10, 15), Staff, Given.Clock.Now);
        db.Plans.Add(plan);
        plan.Edit(new Dictionary<int, DateOnly>(), "仕様の変更による", SlipCause.NationalSpecification, Staff);
        plan.Perform(PlanAction.Submit, null, Staff, Given.Clock.Now);
        plan.Perform(PlanAction.Forward, "妥当と認める", office, Given.Clock.Now);
        await Given.Save(db, office);
    }
}
