namespace DxGovernance.Core.Reports;

public enum ChartKind { Columns, StackedColumns, Bars, StackedBars, Lines, Gantt, Trend }

/// <summary>A native Excel chart over cells of print sheets; its cached values are read from those cells.</summary>
/// <param name="Description">What the chart shows, for those who cannot see it.</param>
public sealed record Chart(ChartKind Kind, string Title, string Description, params IReadOnlyList<Series> Series)
{
    /// <summary>Title of the axis with the categories (of the report dates in a trend).</summary>
    public string? CategoryTitle { get; init; }

    /// <summary>Title of the axis with the values; state the unit.</summary>
    public string? ValueTitle { get; init; }

    /// <summary>How values are shown on the axis.</summary>
    public CellKind ValueKind { get; init; } = CellKind.Whole;

    public int Digits { get; init; } = 1;

    /// <summary>Whether each value is written beside its mark.</summary>
    public bool Labels { get; init; }

    /// <summary>Bars from a date over a number of days, the first row on top.</summary>
    public static Chart Gantt(string title, string description, TableColumn labels, TableColumn starts, TableColumn days) =>
        new(ChartKind.Gantt, title, description, new Series(labels, starts), new Series(labels, days)) { ValueKind = CellKind.Date };

    /// <summary>Milestone trend: for each milestone, the date forecast (up) at each report (across). Where a line meets the
    /// dashed diagonal, the milestone is reached; a rising line slips.</summary>
    public static Chart Trend(string title, string description, TableColumn reports, params IEnumerable<TableColumn> forecasts) =>
        new(ChartKind.Trend, title, description,
            [.. forecasts.Select(f => new Series(reports, f)), new Series(reports, reports) { Label = "報告日＝達成日", IsReference = true }])
        {
            ValueKind = CellKind.Date,
        };
}

public sealed record Series(CellRange Name, CellRange Categories, CellRange Values)
{
    public Series(TableColumn categories, TableColumn values) : this(values.Header, categories.Body, values.Body)
    {
    }

    /// <summary>A name in the legend other than the heading of the column.</summary>
    public string? Label { get; init; }

    /// <summary>A colour that repeats what the name says (赤, 黄, 緑); by position in the chart when left out.</summary>
    public Tone? Tone { get; init; }

    /// <summary>A line to compare with, drawn thin and dashed without marks.</summary>
    public bool IsReference { get; init; }

    /// <summary>Holds up the pieces above it and is not drawn: what a waterfall of stacked columns stands on.</summary>
    public bool IsGap { get; init; }
}
