using System.Xml.Linq;
using static DxGovernance.Core.Reports.Ooxml;

namespace DxGovernance.Core.Reports;

/// <summary>The two axes of a chart.</summary>
static class ChartAxes
{
    const int Category = 1;
    const int Value = 2;
    const double DaysPerMonth = 30.436875;

    public static XElement[] Ids => [Val(C + "axId", Category), Val(C + "axId", Value)];

    public static XElement[] Of(Chart chart)
    {
        var across = chart.Kind is ChartKind.Bars or ChartKind.StackedBars or ChartKind.Gantt;
        var first = chart.Kind == ChartKind.Trend
            ? Axis("valAx", Category, chart.CategoryTitle, "b", Span(chart.Series.SelectMany(s => s.Categories.Numbers())), chart)
            : Axis("catAx", Category, chart.CategoryTitle, across ? "l" : "b", scale: null, chart);
        var second = Axis("valAx", Value, chart.ValueTitle, across ? "b" : "l", ValueSpan(chart), chart);
        return [first, second];
    }

    static XElement Axis(string type, int id, string? title, string position, Scale? scale, Chart chart)
    {
        var lists = type == "catAx" && position == "l";
        var kind = chart.Kind == ChartKind.Trend || (type == "valAx" && scale is not null) ? CellKind.Date : chart.ValueKind;
        return new XElement(C + type,
            Val(C + "axId", id),
            new XElement(C + "scaling", Val(C + "orientation", lists ? "maxMin" : "minMax"),
                scale is null ? id == Value && BeginsAtZero(chart) ? Val(C + "min", 0) : null : new object[] { Val(C + "max", scale.Max), Val(C + "min", scale.Min) }),
            Val(C + "delete", 0),
            Val(C + "axPos", position),
            type == "valAx" ? new XElement(C + "majorGridlines", new XElement(C + "spPr", ChartStyle.Line("D9D9D9", 0.75))) : null,
            title is null ? null : ChartStyle.Title(title, 9, upright: position == "l"),
            type == "catAx" ? null : ChartXml.NumberFormat(kind == CellKind.Date ? "yyyy/mm" : WorkbookStyles.FormatCode(kind, chart.Digits)),
            Val(C + "majorTickMark", "out"), Val(C + "minorTickMark", "none"),
            // A list read from the top puts its value axis there too; "high" brings the labels back below the bars.
            Val(C + "tickLblPos", position == "b" && IsList(chart) ? "high" : position == "l" || type == "catAx" ? "low" : "nextTo"),
            new XElement(C + "spPr", ChartStyle.Line("7F7F7F", 0.75)),
            ChartStyle.Text(9, Tilt(type == "catAx" && !lists, chart)),
            Val(C + "crossAx", id == Category ? Value : Category),
            scale is not null && chart.Kind == ChartKind.Trend ? Val(C + "crosses", "min") : Val(C + "crosses", "autoZero"),
            type == "catAx"
                ? new object[] { Val(C + "auto", 0), Val(C + "lblAlgn", "ctr"), Val(C + "lblOffset", 100), Val(C + "noMultiLvlLbl", 1) }
                : new object?[] { Val(C + "crossBetween", chart.Kind == ChartKind.Trend ? "midCat" : "between"), scale is null ? null : Val(C + "majorUnit", scale.Unit) });
    }

    // Labels side by side break into pieces when there are many.
    static int Tilt(bool across, Chart chart) => across && chart.Series[0].Categories.Values().Count() > 12 ? 45 : 0;

    static bool IsList(Chart chart) => chart.Kind is ChartKind.Bars or ChartKind.StackedBars or ChartKind.Gantt;

    /// <summary>A bar that begins elsewhere makes a small difference look large; Excel begins elsewhere where all bars are nearly as long.</summary>
    static bool BeginsAtZero(Chart chart) => chart.Kind is ChartKind.Columns or ChartKind.StackedColumns or ChartKind.Bars or ChartKind.StackedBars
        && chart.Series.SelectMany(s => s.Values.Numbers()).All(n => n is null or >= 0);

    static Scale? ValueSpan(Chart chart) => chart.Kind switch
    {
        ChartKind.Gantt => Span(chart.Series[0].Values.Numbers()
            .Concat(chart.Series[0].Values.Numbers().Zip(chart.Series[1].Values.Numbers(), (start, days) => start + days))),
        ChartKind.Trend => Span(chart.Series.SelectMany(s => s.Values.Numbers())),
        _ => null,
    };

    static Scale? Span(IEnumerable<decimal?> serials)
    {
        var days = serials.OfType<decimal>().ToList();
        if (days.Count == 0)
        {
            return null;
        }

        var from = MonthStart(days.Min());
        var months = (int)Math.Ceiling((double)(days.Max() - from) / DaysPerMonth);
        var step = Array.Find([1, 2, 3, 6, 12, 24], m => months <= 7 * m) is > 0 and var fits ? fits : 60;
        // Steps are equal days though months are not: starting on the 3rd keeps every tick inside the month its label names.
        var min = from + 2;
        var unit = step * DaysPerMonth;
        return new Scale(min, Math.Ceiling((double)min + unit * Math.Ceiling((double)months / step)), unit);
    }

    static int MonthStart(decimal serial)
    {
        var day = DateOnly.FromDayNumber((int)serial + 693593);
        return (int)serial - day.Day + 1;
    }

    sealed record Scale(int Min, double Max, double Unit);
}
