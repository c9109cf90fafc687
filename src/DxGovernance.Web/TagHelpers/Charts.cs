namespace DxGovernance.Web.TagHelpers;

/// <summary>The shapes wwwroot/js/charts.js reads.</summary>
public interface IChart
{
    string Kind { get; }
}

public sealed record DateSpan(DateOnly From, DateOnly To);

/// <summary>Kind is baseline (◇), forecast (◆) or actual (●).</summary>
public sealed record GanttMark(string Kind, DateOnly On, string Text);

/// <summary>A chart line at a date (gantt) or at a forecast date (trend).</summary>
public sealed record DateLine(string Text, DateOnly On);

public sealed record GanttRow(
    string Name, DateSpan? Baseline = null, DateSpan? Forecast = null, IReadOnlyList<GanttMark>? Marks = null, string? Href = null, string? Note = null);

public sealed record GanttChart(
    IReadOnlyList<GanttRow> Rows, DateOnly From, DateOnly To, DateOnly? Today = null, DateOnly? CityDeadline = null, DateOnly? NationDeadline = null) : IChart
{
    public string Kind => "gantt";
}

/// <summary>What was forecast for a milestone (To) in the report of a day (On).</summary>
public sealed record TrendPoint(DateOnly On, DateOnly To, bool Done = false);

public sealed record TrendLine(string Name, IReadOnlyList<TrendPoint> Points);

public sealed record TrendChart(IReadOnlyList<TrendLine> Lines, IReadOnlyList<DateLine>? Deadlines = null) : IChart
{
    public string Kind => "trend";
}

/// <summary>Tone is one of done, doing, todo, na, red, yellow, green, blue, gray; each has its own pattern.</summary>
public sealed record ChartSeries(string Name, IReadOnlyList<decimal?> Values, string? Tone = null);

/// <summary>Bars side by side; lying when Horizontal.</summary>
public sealed record BarChart(IReadOnlyList<string> Categories, IReadOnlyList<ChartSeries> Series, string? Unit = null, bool Horizontal = false) : IChart
{
    public string Kind => "bar";
}

/// <summary>Bars on top of each other.</summary>
public sealed record StackChart(IReadOnlyList<string> Categories, IReadOnlyList<ChartSeries> Series, string? Unit = null, bool Horizontal = true) : IChart
{
    public string Kind => "stack";
}

/// <summary>From a first sum by steps up or down to a last one; <paramref name="Values"/> holds the first sum, the steps, and the last sum.</summary>
public sealed record WaterfallChart(IReadOnlyList<string> Categories, IReadOnlyList<decimal> Values, string? Unit = null) : IChart
{
    public string Kind => "waterfall";
}

/// <summary>A line over days; Step draws a level that holds until the next day.</summary>
public sealed record LineChart(IReadOnlyList<DateOnly> Dates, IReadOnlyList<ChartSeries> Series, string? Unit = null, bool Step = false) : IChart
{
    public string Kind => "line";
}
