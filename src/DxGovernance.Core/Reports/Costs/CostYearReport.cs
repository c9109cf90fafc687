using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Reports;

/// <summary>年度別事業費一覧: what every case costs in each fiscal year, by category and by source of funds.</summary>
public static class CostYearReport
{
    public const string Title = "年度別事業費一覧";

    /// <summary>Fiscal years that get a column of their own on paper.</summary>
    const int MostYears = 10;
    const int ChartRows = 16;
    const string YearData = "データ_年度別";
    const string CategoryData = "データ_区分";
    const string SourceData = "データ_財源";

    public static string FileName(DateOnly day) => $"{Title}_{Wareki.Iso(day)}.xlsx";

    public static Task<ReportResult> WriteAsync(ReportMaking making, CancellationToken cancel) => CostReportData.MakeAsync(making, Title, Build, cancel);

    static void Build(Workbook book, CostReportData data)
    {
        // Made while they are written.
        var rows = from c in data.Cases from y in c.Years select new CaseYear(c, y.Key, y.Value, c.Expected.TryGetValue(y.Key, out var yen) ? yen : null);
        IReadOnlyList<Column<CaseYear>> columns =
        [
            .. CostCells.Named<CaseYear>(r => r.Of.Case), new("年度", r => r.FiscalYear, CellKind.Year), .. CostCells.StageColumns<CaseYear>(r => r.Totals), new(ExpectedHeader, r => r.Expected, CellKind.Yen, 16),
        ];
        ByCase(book, data, columns, data.Cases.Sum(c => c.Years.Count));
        ByCategory(book, data);
        BySource(book, data);
        CostCells.AddSource(
            book, data,
            ("事業費", "決定額。まだ決定していない要求があるときは、その要求額。予算による減額の後の額。"),
            ("財源", "決定額を、明細の充当率と上限額によって財源に分けたもの。残りは一般財源。どの年度も、財源の計は決定額に等しい。"));
        data.Frame.AddData(book, YearData, columns, rows);
        data.Frame.AddData(book, CategoryData, CategoryColumns, data.Categories);
        data.Frame.AddData(book, SourceData, SourceColumns, data.Sources);
        data.Frame.AddData(book, CostCells.LineData, CostCells.LineColumns(data.Tables), data.Rows());
    }

    const string ExpectedHeader = "事業費（円）";

    static readonly IReadOnlyList<Column<CostCategoryYear>> CategoryColumns =
        [new("年度", c => c.FiscalYear, CellKind.Year), new("区分", c => c.Category.Label()), new(ExpectedHeader, c => c.Yen, CellKind.Yen, 18)];

    static readonly IReadOnlyList<Column<CostSourceYear>> SourceColumns =
        [new("年度", c => c.FiscalYear, CellKind.Year), new("財源", c => c.Kind.Label(), Width: 18), new("決定（円）", c => c.Yen, CellKind.Yen, 18)];

    static void ByCase(Workbook book, CostReportData data, IReadOnlyList<Column<CaseYear>> columns, int rows)
    {
        var all = data.Active.SelectMany(c => c.Expected.Keys).Distinct().Order().ToList();
        List<int> shown = [.. all.Count <= MostYears ? all : all.Where(y => y >= FiscalYear.Of(data.Point.Day).Year - 1).Take(MostYears)];
        var hasOthers = shown.Count < all.Count;
        double[] widths = [.. CostCells.NameWidths, 13, .. shown.Select(_ => 12.0), .. hasOthers ? [12.0] : Array.Empty<double>(), 13];
        var sheet = data.Frame.Start(book, Title, $"{data.Frame.City.Name}　{Title}", $"　　{data.Active.Count}件（取下げ・却下の案件を除く）", widths, Paper.A3, landscape: true);
        sheet.Row(Cell.Note(CostCells.Unit(data.Rounding), widths.Length));
        var header = sheet.Row(
        [
            .. CostCells.NameHeadings, Cell.Heading("額の別"), .. shown.Select(y => Cell.Heading(CostLabels.ShortYear(y))), .. hasOthers ? [Cell.Heading("ほかの年度")] : Array.Empty<Cell>(), Cell.Heading("計"),
        ]);
        sheet.Freeze(header, 2);
        sheet.Repeat(header, header);
        foreach (var c in data.Active)
        {
            var total = c.Expected.Values.Sum();
            sheet.Row(
            [
                .. CostCells.NameCells(c.Case), new Cell(c.HasOpen ? c.HasDecided ? "決定・要求中" : "要求中" : "決定", CellStyle.Body with { Align = Align.Center }),
                .. shown.Select(y => CostCells.Thousand(c.Expected.TryGetValue(y, out var yen) ? yen : null, data.Rounding)),
                .. hasOthers ? [CostCells.Thousand(total - shown.Sum(y => c.Expected.GetValueOrDefault(y)), data.Rounding)] : Array.Empty<Cell>(),
                CostCells.Thousand(total, data.Rounding),
            ]);
        }

        if (data.Active.Count == 0)
        {
            CostCells.Nothing(sheet, widths.Length);
            return;
        }

        string Cells(string of) => CostCells.Column(YearData, columns, of, 0, rows - 1);
        var going = $"{Cells(ExpectedHeader)},{Cells("取下げ・却下")},\"いいえ\"";
        var round = ThousandYen.Function(data.Rounding);
        long Sum(int year) => data.Active.Sum(c => c.Expected.GetValueOrDefault(year));
        var sum = all.Sum(Sum);
        sheet.Row(
        [
            Cell.Heading("合計", CostCells.NameWidths.Length + 1),
            .. shown.Select(y => CostCells.Strong(Cell.Formula($"{round}(SUMIFS({going},{Cells("年度")},{y})/1000,0)", ThousandYen.Of(Sum(y), data.Rounding), CellKind.ThousandYen))),
            .. hasOthers ? [CostCells.Strong(CostCells.Thousand(sum - shown.Sum(Sum), data.Rounding))] : Array.Empty<Cell>(),
            CostCells.Strong(Cell.Formula($"{round}(SUMIFS({going})/1000,0)", ThousandYen.Of(sum, data.Rounding), CellKind.ThousandYen)),
        ]);
    }

    static void ByCategory(Workbook book, CostReportData data)
    {
        var kinds = Enum.GetValues<CostCategory>();
        Table(
            book, data, "区分別", "区分別の事業費", [.. kinds.Select(k => k.Label())], data.Categories.ToLookup(c => c.FiscalYear, c => (c.Category.Label(), c.Yen)),
            $"{CostCells.Column(CategoryData, CategoryColumns, ExpectedHeader, 0, Math.Max(0, data.Categories.Count - 1))}", CostCells.Column(CategoryData, CategoryColumns, "区分", 0, Math.Max(0, data.Categories.Count - 1)));
    }

    static void BySource(Workbook book, CostReportData data)
    {
        var kinds = Enum.GetValues<FundingKind>();
        Table(
            book, data, "財源別", "財源別の決定額", [.. kinds.Select(k => k.Label())], data.Sources.ToLookup(c => c.FiscalYear, c => (c.Kind.Label(), c.Yen)),
            $"{CostCells.Column(SourceData, SourceColumns, "決定（円）", 0, Math.Max(0, data.Sources.Count - 1))}", CostCells.Column(SourceData, SourceColumns, "財源", 0, Math.Max(0, data.Sources.Count - 1)));
    }

    /// <summary>Years by kinds, with a stacked chart; totals add up the cells of the data sheet.</summary>
    static void Table(
        Workbook book, CostReportData data, string name, string title, IReadOnlyList<string> kinds, ILookup<int, (string Kind, long Yen)> years, string yenCells, string kindCells)
    {
        double[] widths = [18, .. kinds.Select(_ => 16.0), 16];
        var sheet = data.Frame.Start(book, name, $"{data.Frame.City.Name}　{Title}　{title}", "", widths, Paper.A4, landscape: true);
        sheet.Row(Cell.Note(CostCells.Unit(data.Rounding), widths.Length));
        if (years.Count == 0)
        {
            CostCells.Nothing(sheet, widths.Length);
            return;
        }

        var header = sheet.Row([Cell.Heading("年度"), .. kinds.Select(k => Cell.Heading(k)), Cell.Heading("計")]);
        foreach (var year in years.OrderBy(y => y.Key))
        {
            var by = year.ToLookup(y => y.Kind, y => y.Yen);
            sheet.Row([new FiscalYear(year.Key).ToString(), .. kinds.Select(k => CostCells.Thousand(by[k].Any() ? by[k].Sum() : null, data.Rounding)), CostCells.Thousand(year.Sum(y => y.Yen), data.Rounding)]);
        }

        var last = sheet.NextRow - 1;
        var round = ThousandYen.Function(data.Rounding);
        long Sum(string kind) => years.SelectMany(y => y).Where(y => y.Kind == kind).Sum(y => y.Yen);
        sheet.Row(
        [
            Cell.Heading("合計"),
            .. kinds.Select(k => CostCells.Strong(Cell.Formula($"{round}(SUMIFS({yenCells},{kindCells},\"{k}\")/1000,0)", ThousandYen.Of(Sum(k), data.Rounding), CellKind.ThousandYen))),
            CostCells.Total(yenCells, kinds.Sum(Sum), data.Rounding),
        ]);
        sheet.Skip();
        var categories = sheet.Range(header + 1, 1, last, 1);
        sheet.Place(
            new Chart(
                ChartKind.StackedColumns, $"{title}（千円）", string.Concat(kinds.Where(k => Sum(k) != 0).Select(k => $"{k}は計{Sum(k):#,0}円。")),
                [.. kinds.Select((k, i) => new Series(sheet.Range(header, i + 2, header, i + 2), categories, sheet.Range(header + 1, i + 2, last, i + 2)) { Label = k })])
            {
                ValueTitle = "千円",
                ValueKind = CellKind.ThousandYen,
            },
            sheet.NextRow, 1, ChartRows, widths.Length);
        sheet.Skip(ChartRows);
        sheet.KeepTogether(sheet.NextRow - ChartRows, sheet.NextRow - 1);
    }

    /// <param name="Expected">事業費; null where nothing is decided or asked for.</param>
    sealed record CaseYear(CostCaseFigures Of, int FiscalYear, CostTotals Totals, long? Expected);
}
