using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;

namespace DxGovernance.Core.Standardization;

/// <summary>The dates of one milestone as its ledgers tell them at a point, and every variance in days.</summary>
public sealed record MilestoneStanding
{
    public required int OperationNumber { get; init; }

    public required string OperationName { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public required int Order { get; init; }

    public required DateOnly OriginalOn { get; init; }

    public required DateOnly OriginalAsOf { get; init; }

    public required DateOnly BaselineOn { get; init; }

    public required int BaselineNumber { get; init; }

    public required string? BaselineReason { get; init; }

    public required DateOnly? ForecastOn { get; init; }

    public required DateOnly? ActualOn { get; init; }

    public required SlipCause? LastCause { get; init; }

    public required CauseOwner? LastOwner { get; init; }

    public required string? LastExplanation { get; init; }

    public int MilestoneId { get; init; }

    /// <summary>As the schedule of today shows a milestone.</summary>
    public MilestoneFigures Figures => new()
    {
        Id = MilestoneId,
        Code = Code,
        Name = Name,
        Order = Order,
        OriginalOn = OriginalOn,
        BaselineOn = BaselineOn,
        ForecastOn = ForecastOn,
        ActualOn = ActualOn,
        Cause = Newest?.Cause,
        CauseOwner = Newest?.Owner,
        Explanation = Newest?.Explanation,
    };

    /// <summary>What the newest report says of the cause: nothing once the milestone is on time again.</summary>
    public ReportedCause? Newest { get; init; }

    public bool IsGoLive => Code == MilestoneTemplate.GoLiveCode;

    public DateOnly? ExpectedOn => ActualOn ?? ForecastOn;

    public int? FromOriginal => OperationFigures.Days(OriginalOn, ExpectedOn);

    public int? FromBaseline => OperationFigures.Days(BaselineOn, ExpectedOn);

    /// <summary>The cause told with the newest slip belongs to the row only while it is late.</summary>
    public bool IsLate => FromOriginal > 0 || FromBaseline > 0;

    public string? Cause => IsLate ? LastCause?.Label() : null;

    public string? Owner => IsLate ? LastOwner?.Label() : null;

    public string? Explanation => IsLate ? LastExplanation : null;
}

/// <summary>Why a milestone is late, as a report gives it.</summary>
public sealed record ReportedCause(SlipCause? Cause, CauseOwner? Owner, string? Explanation);

/// <summary>Milestones with a frozen plan, folded from the ledgers at a point of both clocks.</summary>
public static class MilestonesAsOf
{
    /// <summary>By operation and in the order of the milestones. One statement.</summary>
    public static IQueryable<MilestoneStanding> Rows(GovernanceDbContext db, IQueryable<Operation> operations, AsOf point) =>
        from o in operations
        from m in db.Milestones.Where(m => m.OperationNumber == o.Number)
        from first in db.BaselineEntries.At(point).Where(b => b.MilestoneId == m.Id).OrderBy(b => b.BaselineNumber).Take(1)
        from last in db.BaselineEntries.At(point).Where(b => b.MilestoneId == m.Id).OrderByDescending(b => b.BaselineNumber).Take(1)
        from r in db.MilestoneReports.At(point).NewestFirst().Where(r => r.MilestoneId == m.Id).Take(1).DefaultIfEmpty()
        from c in db.MilestoneReports.At(point).NewestFirst().Where(r => r.MilestoneId == m.Id && r.Cause != null).Take(1).DefaultIfEmpty()
        orderby o.Number, m.Order
        select new MilestoneStanding
        {
            OperationNumber = o.Number,
            OperationName = o.Name,
            MilestoneId = m.Id,
            Code = m.Code,
            Name = m.Name,
            Order = m.Order,
            OriginalOn = first.PlannedOn,
            OriginalAsOf = first.AsOf,
            BaselineOn = last.PlannedOn,
            BaselineNumber = last.BaselineNumber,
            BaselineReason = last.Reason,
            ForecastOn = r == null ? first.PlannedOn : r.ForecastOn,
            ActualOn = r == null ? null : r.ActualOn,
            LastCause = c == null ? null : c.Cause,
            LastOwner = c == null ? null : c.CauseOwner,
            LastExplanation = c == null ? null : c.Reason,
            Newest = r == null ? null : new ReportedCause(r.Cause, r.CauseOwner, r.Reason),
        };
}
