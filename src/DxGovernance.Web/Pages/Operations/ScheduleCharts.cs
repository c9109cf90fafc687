using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.TagHelpers;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>The pictures of the schedule, from the same figures as the tables beside them.</summary>
static class ScheduleCharts
{
    /// <summary>The months of the plan begin with the fiscal year 令和8年度; what is older stands in the tables.</summary>
    public static readonly DateOnly First = new(2026, 4, 1);

    /// <summary>One row per operation: contract to go-live, marks for what has happened and for the milestone asked for.</summary>
    public static GanttChart Of(IReadOnlyList<OperationSchedule> operations, string? code, DateOnly today) => Frame(
        [.. operations.Where(o => o.BaselineNumber > 0).Select(o => Row(o, code ?? MilestoneTemplate.GoLiveCode))],
        operations.SelectMany(o => o.Milestones),
        today,
        operations.Min(o => o.CityDeadline),
        operations.Min(o => o.NationDeadline));

    /// <summary>One row per milestone of an operation.</summary>
    public static GanttChart Of(OperationSchedule operation, DateOnly today) => Frame(
        [.. operation.Milestones.Where(m => m.BaselineOn is not null).Select(Row)],
        operation.Milestones,
        today,
        operation.CityDeadline,
        operation.NationDeadline);

    /// <summary>Report day × forecast day. A report that leaves a milestone alone is a point too: the line stays level up to it.</summary>
    public static TrendChart Trend(
        OperationSchedule operation, ILookup<int, MilestoneEvent> history, IReadOnlyList<DateOnly> confirmedOn, IReadOnlyCollection<string> codes)
    {
        TrendLine[] lines = [.. operation.Milestones.Where(m => codes.Contains(m.Code) && history[m.Id].Any())
            .Select(m => new TrendLine(m.Name, Points([.. history[m.Id]], confirmedOn)))];
        return new(lines, Deadlines(operation, lines));
    }

    static List<TrendPoint> Points(IReadOnlyList<MilestoneEvent> events, IReadOnlyList<DateOnly> confirmedOn)
    {
        var points = events.Where(e => e.BaselineNumber is null or 1 && e.ToOn is not null)
            .Select(e => new TrendPoint(e.AsOf, e.ToOn!.Value, e.ActualOn is not null))
            .GroupBy(p => p.On).Select(g => g.Last()).ToList();
        foreach (var day in confirmedOn.Where(d => points.Count > 0 && d > points[0].On && points.TrueForAll(p => p.On != d)))
        {
            var before = points.FindLastIndex(p => p.On < day);
            if (!points[before].Done)
            {
                points.Insert(before + 1, points[before] with { On = day });
            }
        }

        return points;
    }

    /// <summary>The nation's deadline is years away; drawn while no forecast comes near, it would press all lines flat.</summary>
    static DateLine[] Deadlines(OperationSchedule o, IEnumerable<TrendLine> lines)
    {
        var last = lines.SelectMany(l => l.Points).Select(p => (DateOnly?)p.To).Max();
        return
        [
            .. o.CityDeadline is { } city ? [new DateLine(DeadlineKind.City.Label(), city)] : Array.Empty<DateLine>(),
            .. o.NationDeadline is { } nation && last?.AddYears(1) >= nation ? [new DateLine(DeadlineKind.Nation.Label(), nation)] : Array.Empty<DateLine>(),
        ];
    }

    static GanttChart Frame(
        IReadOnlyList<GanttRow> rows, IEnumerable<MilestoneFigures> milestones, DateOnly today, DateOnly? city, DateOnly? nation)
    {
        var last = milestones.SelectMany(m => new[] { m.ExpectedOn, m.BaselineOn }).Append(today).Append(city).Append(nation).Max()!.Value;
        rows = [.. rows.Select(r => r with { Marks = [.. (r.Marks ?? []).Where(m => m.On >= First)] })];
        return new(rows, First, last.FirstOfMonth().AddMonths(2).AddDays(-1), today, city, nation);
    }

    static GanttRow Row(OperationSchedule o, string code)
    {
        var start = o.Milestones.First(m => m.BaselineOn is not null);
        var end = o.Milestones.Last(m => m.BaselineOn is not null);
        var asked = o.Milestones.Where(m => m.Code == code).ToList();
        return new(
            $"{o.Number} {o.Name}",
            Span(start.BaselineOn!.Value, end.BaselineOn!.Value),
            Span(start.ExpectedOn!.Value, end.ExpectedOn!.Value),
            [.. asked.SelectMany(PlannedMarks), .. o.Milestones.Where(m => m.ActualOn is not null).Select(m => new GanttMark("actual", m.ActualOn!.Value, m.Name))],
            $"/operations/{o.Number}/milestones",
            Note(end));
    }

    static GanttRow Row(MilestoneFigures m) => new(
        m.Name,
        m.SlipDays > 0 ? Span(m.BaselineOn!.Value, m.BaselineOn.Value) : null,
        m.SlipDays > 0 ? Span(m.BaselineOn!.Value, m.ExpectedOn!.Value) : null,
        [.. PlannedMarks(m), .. m.ActualOn is { } actual ? [new GanttMark("actual", actual, m.Name)] : Array.Empty<GanttMark>()],
        Note: Note(m));

    static IEnumerable<GanttMark> PlannedMarks(MilestoneFigures m)
    {
        if (m.BaselineOn is { } planned)
        {
            yield return new("baseline", planned, m.Name);
        }

        if (m.ActualOn is null && m.ForecastOn is { } forecast)
        {
            yield return new("forecast", forecast, m.Name);
        }
    }

    static string? Note(MilestoneFigures m) => m.OriginalOn == m.BaselineOn || m.OriginalOn is null
        ? null
        : $"当初計画の{m.Name}：{Wareki.Both(m.OriginalOn)}（当初との差 {Variance.Words(m.SlipFromOriginalDays)}）";

    static DateSpan Span(DateOnly a, DateOnly b) => a <= b ? new(a, b) : new(b, a);
}
