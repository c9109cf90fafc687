using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Web.Pages.Schedule;

public enum ScheduleScope
{
    NotLive,
    SpecialTransition,
    Live,
    All,
}

/// <summary>Which operations and milestones the schedule shows; every part stands in the address.</summary>
public sealed record ScheduleFilter
{
    [Display(Name = "業務の区分")]
    public ScheduleScope Scope { get; init; }

    [Display(Name = "所管課")]
    public int? Department { get; init; }

    [Display(Name = "マイルストーン")]
    public string? Milestone { get; init; }

    [Display(Name = "遅れのあるものだけ")]
    public bool Late { get; init; }

    [Display(Name = "基準日")]
    public DateOnly? AsOf { get; init; }

    /// <summary>Pages from 1.</summary>
    public int P { get; init; } = 1;

    public IQueryable<Operation> Of(IQueryable<Operation> operations)
    {
        operations = Scope switch
        {
            ScheduleScope.NotLive => operations.Where(o => o.Stage != OperationStage.Live),
            ScheduleScope.SpecialTransition => operations.Where(o => o.IsSpecialTransition),
            ScheduleScope.Live => operations.Where(o => o.Stage == OperationStage.Live),
            ScheduleScope.All => operations,
        };
        if (Department is not null)
        {
            operations = operations.Where(o => o.DepartmentId == Department);
        }

        // As MilestoneFigures.IsLate, in SQL.
        return !Late ? operations : operations.Where(o => o.Milestones.Any(m => (Milestone == null || m.Code == Milestone)
            && ((m.ActualOn ?? m.ForecastOn) > m.BaselineOn || (m.ActualOn ?? m.ForecastOn) > m.OriginalOn)));
    }

    /// <summary>The same over schedules of a past day.</summary>
    public bool Holds(OperationSchedule o, bool isSpecial) => (Scope switch
    {
        ScheduleScope.NotLive => o.Stage != OperationStage.Live,
        ScheduleScope.SpecialTransition => isSpecial,
        ScheduleScope.Live => o.Stage == OperationStage.Live,
        ScheduleScope.All => true,
    })
        && (Department is null || o.DepartmentId == Department) && (!Late || o.Milestones.Any(Shows));

    public bool Shows(MilestoneFigures m) => (Milestone is null || m.Code == Milestone) && (!Late || m.IsLate);

    public static string Label(ScheduleScope scope) => scope switch
    {
        ScheduleScope.NotLive => "未稼働の業務",
        ScheduleScope.SpecialTransition => "特定移行支援システム",
        ScheduleScope.Live => "稼働済みの業務",
        ScheduleScope.All => "全ての業務",
    };
}
