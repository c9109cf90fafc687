using System.Linq.Expressions;
using DxGovernance.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Standardization;

/// <summary>The newest dates of one milestone and every variance, in days.</summary>
public sealed record MilestoneFigures
{
    public required int Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public int Order { get; init; }

    public DateOnly? OriginalOn { get; init; }

    public DateOnly? BaselineOn { get; init; }

    public DateOnly? ForecastOn { get; init; }

    public DateOnly? ActualOn { get; init; }

    public SlipCause? Cause { get; init; }

    public CauseOwner? CauseOwner { get; init; }

    public string? Explanation { get; init; }

    public DateOnly? ReportedAsOf { get; init; }

    public uint Version { get; init; }

    public bool IsGoLive => Code == MilestoneTemplate.GoLiveCode;

    public DateOnly? ExpectedOn => ActualOn ?? ForecastOn ?? BaselineOn;

    /// <summary>Days by which the expected day is later than the current baseline; negative when earlier.</summary>
    public int? SlipDays => OperationFigures.Days(BaselineOn, ExpectedOn);

    public int? SlipFromOriginalDays => OperationFigures.Days(OriginalOn, ExpectedOn);

    /// <summary>Later than the original or than the current baseline: a new baseline does not make an operation punctual.</summary>
    public bool IsLate => SlipDays > 0 || SlipFromOriginalDays > 0;
}

/// <summary>An operation with its milestones in order, from the projections: one statement.</summary>
public sealed record OperationSchedule
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    public int? DepartmentId { get; init; }

    public string? DepartmentName { get; init; }

    public OperationStage Stage { get; init; }

    public DateOnly? CityDeadline { get; init; }

    public DateOnly? NationDeadline { get; init; }

    public int BaselineNumber { get; init; }

    public DateOnly? ForecastsConfirmedOn { get; init; }

    public IReadOnlyList<MilestoneFigures> Milestones { get; init; } = [];

    public static Expression<Func<Operation, OperationSchedule>> Now { get; } = o => new OperationSchedule
    {
        Number = o.Number,
        Name = o.Name,
        DepartmentId = o.DepartmentId,
        DepartmentName = o.DepartmentName,
        Stage = o.Stage,
        CityDeadline = o.CityDeadline,
        NationDeadline = o.NationDeadline,
        BaselineNumber = o.BaselineNumber,
        ForecastsConfirmedOn = o.ForecastsConfirmedOn,
        Milestones = o.Milestones.OrderBy(m => m.Order).Select(m => new MilestoneFigures
        {
            Id = m.Id,
            Code = m.Code,
            Name = m.Name,
            Order = m.Order,
            OriginalOn = m.OriginalOn,
            BaselineOn = m.BaselineOn,
            ForecastOn = m.ForecastOn,
            ActualOn = m.ActualOn,
            Cause = m.Cause,
            CauseOwner = m.CauseOwner,
            Explanation = m.Explanation,
            ReportedAsOf = m.ReportedAsOf,
            Version = m.Version,
        }).ToList(),
    };
}

/// <summary>One ledger row of a milestone: a frozen plan day, or a reported forecast or actual, with the day it replaced.</summary>
public sealed record MilestoneEvent
{
    public required int MilestoneId { get; init; }

    public required DateOnly AsOf { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public long Id { get; init; }

    public string RecordedBy { get; init; } = "";

    public string RecordedTitle { get; init; } = "";

    public string? Reason { get; init; }

    /// <summary>Of a frozen plan day; null for a report.</summary>
    public int? BaselineNumber { get; init; }

    public DateOnly? ForecastOn { get; init; }

    public DateOnly? ActualOn { get; init; }

    public SlipCause? Cause { get; init; }

    public CauseOwner? CauseOwner { get; init; }

    public DateOnly? FromOn { get; init; }

    public DateOnly? ToOn => ActualOn ?? ForecastOn;

    public int? MovedDays => OperationFigures.Days(FromOn, ToOn);
}

public static class MilestoneHistory
{
    /// <summary>All ledger rows of an operation's milestones, oldest first. Two statements.</summary>
    public static async Task<ILookup<int, MilestoneEvent>> LoadAsync(GovernanceDbContext db, int operationNumber, CancellationToken cancel)
    {
        var frozen = await db.BaselineEntries.AsNoTracking().Where(b => b.OperationNumber == operationNumber)
            .Select(b => new MilestoneEvent
            {
                MilestoneId = b.MilestoneId,
                AsOf = b.AsOf,
                RecordedAt = b.RecordedAt,
                Id = b.Id,
                RecordedBy = b.RecordedBy,
                RecordedTitle = b.RecordedTitle,
                Reason = b.Reason,
                BaselineNumber = b.BaselineNumber,
                ForecastOn = b.PlannedOn,
            }).ToListAsync(cancel);
        var reported = await db.MilestoneReports.AsNoTracking().Where(r => r.OperationNumber == operationNumber)
            .Select(r => new MilestoneEvent
            {
                MilestoneId = r.MilestoneId,
                AsOf = r.AsOf,
                RecordedAt = r.RecordedAt,
                Id = r.Id,
                RecordedBy = r.RecordedBy,
                RecordedTitle = r.RecordedTitle,
                Reason = r.Reason,
                ForecastOn = r.ForecastOn,
                ActualOn = r.ActualOn,
                Cause = r.Cause,
                CauseOwner = r.CauseOwner,
            }).ToListAsync(cancel);
        return frozen.Concat(reported)
            .GroupBy(e => e.MilestoneId)
            .SelectMany(g => WithFrom([.. g.OrderBy(e => e.AsOf).ThenBy(e => e.RecordedAt).ThenBy(e => e.Id)]))
            .ToLookup(e => e.MilestoneId);
    }

    /// <summary>A report replaces the forecast before it, the first one the original baseline; a baseline replaces the baseline before it.</summary>
    static IEnumerable<MilestoneEvent> WithFrom(IReadOnlyList<MilestoneEvent> events)
    {
        DateOnly? planned = null;
        DateOnly? expected = null;
        foreach (var e in events)
        {
            yield return e with { FromOn = e.BaselineNumber is null ? expected : planned };
            planned = e.BaselineNumber is null ? planned : e.ToOn;
            expected = e.BaselineNumber is null ? e.ToOn : expected ?? e.ToOn;
        }
    }
}

public static class Variance
{
    /// <summary>A variance in days in words: the sign and the word say the same.</summary>
    public static string Words(int? days) => days switch
    {
        null => "－",
        0 => "0日",
        > 0 => $"+{days:N0}日遅れ",
        < 0 => $"△{-days:N0}日前倒し",
    };
}
