using System.Xml.Linq;
using static DxGovernance.Core.Reports.Ooxml;

namespace DxGovernance.Core.Reports;

/// <summary>Turns a <see cref="Chart"/> into ChartML. The SDK's typed classes would only repeat these element names at twice the length.</summary>
static class ChartXml
{
    const string OnBar = "ctr";

    public static XElement ToXml(Chart chart) => new(C + "chartSpace",
        new XAttribute(XNamespace.Xmlns + "c", C), new XAttribute(XNamespace.Xmlns + "a", A), new XAttribute(XNamespace.Xmlns + "r", R),
        Val(C + "roundedCorners", 0),
        new XElement(C + "chart",
            ChartStyle.Title(chart.Title, 12),
            Val(C + "autoTitleDeleted", 0),
            new XElement(C + "plotArea", new XElement(C + "layout"), Plot(chart), ChartAxes.Of(chart)),
            HasLegend(chart) ? new XElement(C + "legend", Val(C + "legendPos", "b"), Unnamed(chart), Val(C + "overlay", 0)) : null,
            Val(C + "plotVisOnly", 1),
            Val(C + "dispBlanksAs", "gap")),
        new XElement(C + "spPr", ChartStyle.Solid("FFFFFF"), ChartStyle.Line("BFBFBF", 0.75)),
        ChartStyle.Text(9));

    // One series needs no legend, and the first one of a Gantt is only the gap before the bar.
    static bool HasLegend(Chart chart) => chart.Kind != ChartKind.Gantt && chart.Series.Count > 1;

    static IEnumerable<XElement> Unnamed(Chart chart) => chart.Series.Index().Where(s => s.Item.IsGap)
        .Select(s => new XElement(C + "legendEntry", Val(C + "idx", s.Index), Val(C + "delete", 1)));

    static XElement Plot(Chart chart) => chart.Kind switch
    {
        ChartKind.Columns => Bars(chart, "col", "clustered"),
        ChartKind.StackedColumns => Bars(chart, "col", "stacked"),
        ChartKind.Bars => Bars(chart, "bar", "clustered"),
        ChartKind.StackedBars or ChartKind.Gantt => Bars(chart, "bar", "stacked"),
        ChartKind.Lines => new XElement(C + "lineChart", Val(C + "grouping", "standard"), Val(C + "varyColors", 0),
            chart.Series.Select((s, i) => LineSeries(chart, s, i)), Val(C + "marker", 1), ChartAxes.Ids),
        ChartKind.Trend => new XElement(C + "scatterChart", Val(C + "scatterStyle", "lineMarker"), Val(C + "varyColors", 0),
            chart.Series.Select((s, i) => LineSeries(chart, s, i)), ChartAxes.Ids),
        _ => throw new ArgumentOutOfRangeException(nameof(chart), chart.Kind, message: null),
    };

    static XElement Bars(Chart chart, string direction, string grouping) => new(C + "barChart",
        Val(C + "barDir", direction), Val(C + "grouping", grouping), Val(C + "varyColors", 0),
        chart.Series.Select((s, i) => new XElement(C + "ser",
            Heading(s, i),
            s.IsGap || (chart.Kind == ChartKind.Gantt && i == 0)
                ? new XElement(C + "spPr", new XElement(A + "noFill"), new XElement(A + "ln", new XElement(A + "noFill")))
                : ChartStyle.Fill(chart.Kind == ChartKind.Gantt ? 0 : i, s.Tone),
            Val(C + "invertIfNegative", 0),
            Labels(chart, chart.Kind == ChartKind.Gantt || s.IsGap ? null : grouping == "stacked" ? OnBar : "outEnd"),
            Data("cat", s.Categories, chart),
            Data("val", s.Values, chart))),
        Val(C + "gapWidth", 60),
        grouping == "stacked" ? Val(C + "overlap", 100) : null,
        ChartAxes.Ids);

    static XElement LineSeries(Chart chart, Series series, int index)
    {
        var scatter = chart.Kind == ChartKind.Trend;
        return new XElement(C + "ser",
            Heading(series, index),
            ChartStyle.Stroke(index, series.IsReference),
            ChartStyle.Marker(index, series.IsReference),
            Labels(chart, series.IsReference ? null : "t"),
            Data(scatter ? "xVal" : "cat", series.Categories, chart),
            Data(scatter ? "yVal" : "val", series.Values, chart),
            Val(C + "smooth", 0));
    }

    static XElement[] Heading(Series series, int index) =>
    [
        Val(C + "idx", index), Val(C + "order", index),
        new XElement(C + "tx", series.Label is { } label
            ? new XElement(C + "v", WorkbookText.Clean(label))
            : new XElement(C + "strRef", new XElement(C + "f", series.Name.Reference), Strings(series.Name))),
    ];

    static XElement? Labels(Chart chart, string? position) => chart.Labels && position is not null
        ? new XElement(C + "dLbls", NumberFormat(LabelFormat(chart, position)), position == OnBar ? ChartStyle.LabelBackground : null, ChartStyle.Text(8),
            Val(C + "dLblPos", position), Val(C + "showLegendKey", 0), Val(C + "showVal", 1), Val(C + "showCatName", 0),
            Val(C + "showSerName", 0), Val(C + "showPercent", 0), Val(C + "showBubbleSize", 0))
        : null;

    // A piece of no height has no place for its label.
    static string LabelFormat(Chart chart, string position) => WorkbookStyles.FormatCode(chart.ValueKind, chart.Digits) is var code
        && position == OnBar && code.Contains(';') ? code[..(code.LastIndexOf(';') + 1)] : code;

    public static XElement NumberFormat(string code) =>
        new(C + "numFmt", new XAttribute("formatCode", code), new XAttribute("sourceLinked", 0));

    static XElement Data(string role, CellRange range, Chart chart)
    {
        var text = role == "cat" && range.Values().Any(v => v.Text is not null);
        return new XElement(C + role, new XElement(C + (text ? "strRef" : "numRef"),
            new XElement(C + "f", range.Reference), text ? Strings(range) : Numbers(range, role, chart)));
    }

    static XElement Strings(CellRange range) => new(C + "strCache", Points(range, v => WorkbookText.Clean(v.Text ?? "")));

    static XElement Numbers(CellRange range, string role, Chart chart)
    {
        var first = range.Sheet.Find(range.FirstRow, range.FirstColumn)?.Style ?? CellStyle.Body with { Kind = chart.ValueKind };
        return new XElement(C + "numCache",
            new XElement(C + "formatCode", WorkbookStyles.FormatCode(first.Kind, first.Digits)),
            Points(range, v => v.IsNumeric ? v.NumberText : null));
    }

    static IEnumerable<XElement> Points(CellRange range, Func<CellValue, string?> show)
    {
        var points = range.Values().Select(show).ToList();
        return points.Index().Where(p => p.Item is not null)
            .Select(p => new XElement(C + "pt", new XAttribute("idx", p.Index), new XElement(C + "v", p.Item)))
            .Prepend(Val(C + "ptCount", points.Count));
    }
}
