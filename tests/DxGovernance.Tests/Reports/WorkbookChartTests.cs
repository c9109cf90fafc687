using System.Globalization;
using DocumentFormat.OpenXml.Drawing.Charts;
using DocumentFormat.OpenXml.Packaging;
using DxGovernance.Core.Reports;
using A = DocumentFormat.OpenXml.Drawing;
using Xdr = DocumentFormat.OpenXml.Drawing.Spreadsheet;

namespace DxGovernance.Tests.Reports;

public class WorkbookChartTests
{
    [Fact]
    public async Task Every_reference_has_a_cache_equal_to_its_cells()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        var references = Charts(book).SelectMany(c => c.ChartSpace.Descendants<NumberReference>()).ToList();

        references.Count.ShouldBe(23);
        foreach (var reference in references)
        {
            var cells = Cells(reference.Formula!.Text).ToList();
            var cache = reference.NumberingCache!;
            cache.PointCount!.Val!.Value.ShouldBe((uint)cells.Count);
            cache.Elements<NumericPoint>().ToDictionary(p => (int)p.Index!.Value, p => p.NumericValue!.Text)
                .ShouldBe(cells.Index().Where(c => Value(book, c.Item).Length > 0).ToDictionary(c => c.Index, c => Value(book, c.Item)));
        }
    }

    [Fact]
    public async Task Names_and_categories_are_cached_as_text()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        foreach (var reference in Charts(book).SelectMany(c => c.ChartSpace.Descendants<StringReference>()))
        {
            reference.StringCache!.Elements<StringPoint>().Select(p => p.NumericValue!.Text)
                .ShouldBe(Cells(reference.Formula!.Text).Select(c => book.Text("グラフ", c)));
        }
    }

    [Fact]
    public async Task Every_chart_is_described_in_words_and_titled()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        var drawing = book.Sheet("グラフ").DrawingsPart!;

        var frames = drawing.WorksheetDrawing.Descendants<Xdr.NonVisualDrawingProperties>().ToList();
        frames.Count.ShouldBe(7);
        frames.ShouldAllBe(f => f.Description!.Value!.Length > 0);
        frames.Select(f => f.Id!.Value).ShouldBeUnique();
        drawing.ChartParts.ShouldAllBe(c => c.ChartSpace.GetFirstChild<DocumentFormat.OpenXml.Drawing.Charts.Chart>()!.Title != null);
    }

    [Fact]
    public async Task Letters_are_set_in_the_font_of_the_cells()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        foreach (var chart in Charts(book))
        {
            chart.ChartSpace.Descendants<A.EastAsianFont>().ShouldNotBeEmpty();
            chart.ChartSpace.Descendants<A.EastAsianFont>().ShouldAllBe(f => f.Typeface! == "BIZ UDPゴシック");
        }
    }

    [Fact]
    public async Task Gantt_bars_float_over_an_invisible_first_series_on_a_date_axis_read_from_the_top()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        var chart = Titled(book, "工程");

        var series = chart.Descendants<BarChartSeries>().ToList();
        series.Count.ShouldBe(2);
        series[0].ChartShapeProperties!.GetFirstChild<A.NoFill>().ShouldNotBeNull();
        series[1].ChartShapeProperties!.GetFirstChild<A.NoFill>().ShouldBeNull();
        chart.Descendants<CategoryAxis>().Single().Scaling!.Orientation!.Val!.Value.ShouldBe(OrientationValues.MaxMin);
        var axis = chart.Descendants<ValueAxis>().Single();
        axis.NumberingFormat!.FormatCode!.Value.ShouldBe("yyyy/mm");
        DateTime.FromOADate(axis.Scaling!.MinAxisValue!.Val!.Value).ShouldBe(new DateTime(2026, 6, 3));
        DateTime.FromOADate(axis.Scaling.MaxAxisValue!.Val!.Value).ShouldBeGreaterThan(new DateTime(2027, 10, 31));
    }

    [Fact]
    public async Task Ticks_of_a_date_axis_stay_inside_the_months_they_name()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        foreach (var axis in Titled(book, "マイルストーン傾向").Descendants<ValueAxis>())
        {
            var (min, max, unit) = (axis.Scaling!.MinAxisValue!.Val!.Value, axis.Scaling.MaxAxisValue!.Val!.Value, axis.GetFirstChild<MajorUnit>()!.Val!.Value);
            var step = (int)Math.Round(unit / 30.4);
            var ticks = Enumerable.Range(0, (int)((max - min) / unit) + 1).Select(i => DateTime.FromOADate(min + i * unit)).ToList();
            ticks.Count.ShouldBeInRange(3, 9);
            ticks.Select(t => t.Year * 12 + t.Month).ShouldBe(Enumerable.Range(0, ticks.Count).Select(i => ticks[0].Year * 12 + ticks[0].Month + i * step));
        }
    }

    [Fact]
    public async Task Trend_has_date_axes_both_ways_and_a_dashed_diagonal()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        var chart = Titled(book, "マイルストーン傾向");

        chart.Descendants<ValueAxis>().ShouldAllBe(a => a.NumberingFormat!.FormatCode! == "yyyy/mm");
        var diagonal = chart.Descendants<ScatterChartSeries>().Last();
        diagonal.Descendants<XValues>().Single().InnerText.ShouldBe(diagonal.Descendants<YValues>().Single().InnerText);
        diagonal.Descendants<A.PresetDash>().Single().Val!.Value.ShouldBe(A.PresetLineDashValues.SystemDash);
        diagonal.SeriesText!.InnerText.ShouldBe("報告日＝達成日");
    }

    [Fact]
    public async Task Series_differ_by_more_than_colour()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());

        var lines = Titled(book, "財源の推移").Descendants<LineChartSeries>().ToList();
        lines.Select(s => s.ChartShapeProperties!.Descendants<A.PresetDash>().Single().Val!.InnerText).ShouldBeUnique();
        lines.Select(s => s.Descendants<Symbol>().Single().Val!.InnerText).ShouldBeUnique();
        Titled(book, "年度別事業費").Descendants<BarChartSeries>()
            .Select(s => s.ChartShapeProperties!.GetFirstChild<A.PatternFill>()?.Preset?.InnerText ?? "solid").ShouldBeUnique();
    }

    [Theory]
    [InlineData("年度別事業費", "col", "stacked")]
    [InlineData("年度別（縦棒）", "col", "clustered")]
    [InlineData("年度別（横棒）", "bar", "clustered")]
    [InlineData("年度別（積上げ横棒）", "bar", "stacked")]
    [InlineData("工程", "bar", "stacked")]
    public async Task Bars_stand_or_lie_and_stack_as_asked(string title, string direction, string grouping)
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        var bars = Titled(book, title).Descendants<BarChart>().Single();
        (bars.BarDirection!.Val!.InnerText, bars.BarGrouping!.Val!.InnerText).ShouldBe((direction, grouping));
    }

    [Fact]
    public void Column_that_does_not_exist_is_named()
    {
        var sheet = new Workbook("題", WorkbookExample.CreatedAt).AddPrintSheet("表");
        var table = sheet.Table(WorkbookExample.Columns, WorkbookExample.Cases);
        Should.Throw<ArgumentException>(() => table["予算"]).Message.ShouldContain("予算");
    }

    static IEnumerable<ChartPart> Charts(WorkbookReading book) => book.Sheet("グラフ").DrawingsPart!.ChartParts;

    static ChartSpace Titled(WorkbookReading book, string title) => Charts(book).Select(c => c.ChartSpace)
        .Single(c => c.GetFirstChild<DocumentFormat.OpenXml.Drawing.Charts.Chart>()!.Title!.InnerText == title);

    static string Value(WorkbookReading book, string reference) => book.At("グラフ", reference).CellValue?.Text ?? "";

    // Charts of the example refer to single columns: 'グラフ'!$B$3:$B$6.
    static IEnumerable<string> Cells(string formula)
    {
        var ends = formula.Split('!')[1].Split(':').Select(e => e.Split('$')).ToList();
        var rows = ends.Select(e => int.Parse(e[2], CultureInfo.InvariantCulture)).ToList();
        return Enumerable.Range(rows[0], rows[^1] - rows[0] + 1).Select(r => $"{ends[0][1]}{r}");
    }
}
