using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Reports;

/// <summary>費用審査一覧: the five amounts of every case, by year and by case.</summary>
public static class CostReviewReport
{
    public const string Title = "費用審査一覧";

    const int ChartRows = 16;
    const string YearData = "データ_年度";

    static readonly AmountStage[] Stages = Enum.GetValues<AmountStage>();

    public static string FileName(DateOnly day) => $"{Title}_{Wareki.Iso(day)}.xlsx";

    public static Task<ReportResult> WriteAsync(ReportMaking making, CancellationToken cancel) => CostReportData.MakeAsync(making, Title, Build, cancel);

    static void Build(Workbook book, CostReportData data)
    {
        List<YearTotals> years = [.. data.Years.Select(y => new YearTotals(y, data.TotalsOf(y)))];
        IReadOnlyList<Column<YearTotals>> yearColumns = [new("年度", y => y.FiscalYear, CellKind.Year), .. CostCells.StageColumns<YearTotals>(y => y.Totals), new("査定していない要求（円）", y => y.Totals.Unassessed, CellKind.Yen, 16)];
        var caseColumns = CostCells.CaseColumns(data.Tables);
        Summary(book, data, years, yearColumns);
        List(book, data, caseColumns);
        CostCells.AddSource(
            book, data,
            ("査定率", "査定した要求についての 査定額÷要求額。まだ査定していない要求は含めない。"),
            ("減額", "査定した要求についての 要求額－査定額。"),
            ("残額", "決定額から、契約額と実績の大きいほうを引いた額。"),
            ("執行率", "実績÷決定額。"));
        data.Frame.AddData(book, YearData, yearColumns, years);
        data.Frame.AddData(book, CostCells.CaseData, caseColumns, data.Cases);
        data.Frame.AddData(book, CostCells.LineData, CostCells.LineColumns(data.Tables), data.Rows());
    }

    static void Summary(Workbook book, CostReportData data, List<YearTotals> years, IReadOnlyList<Column<YearTotals>> columns)
    {
        double[] widths = [20, .. Enumerable.Repeat(13.0, 9)];
        var sheet = data.Frame.Start(book, "総括", $"{data.Frame.City.Name}　{Title}　総括", $"　　{data.Active.Count}件（ほかに取下げ・却下 {data.GivenUp.Count}件）", widths, Paper.A4, landscape: true);
        sheet.Row(Cell.Note(CostCells.Unit(data.Rounding), widths.Length));
        if (years.Count == 0)
        {
            CostCells.Nothing(sheet, widths.Length);
            return;
        }

        var header = sheet.Row([Cell.Heading("年度"), .. Stages.Select(s => Cell.Heading(s.Label())), .. new[] { "減額", "査定率", "残額", "執行率" }.Select(h => Cell.Heading(h))]);
        foreach (var (year, totals) in years)
        {
            sheet.Row([new FiscalYear(year).ToString(), .. Stages.Select(s => CostCells.Thousand(totals[s], data.Rounding)), .. Ratios(totals, data.Rounding)]);
        }

        var last = sheet.NextRow - 1;
        var all = CostTotals.Sum(years.Select(y => y.Totals));
        sheet.Row(
        [
            Cell.Heading("合計"), .. Stages.Select(s => CostCells.Total(CostCells.Column(YearData, columns, CostCells.StageHeader(s), 0, years.Count - 1), all[s], data.Rounding)),
            .. Ratios(all, data.Rounding).Select(CostCells.Strong),
        ]);
        if (data.GivenUp.Count > 0)
        {
            var givenUp = CostTotals.Sum(data.GivenUp.Select(c => c.Totals));
            sheet.Row([$"取下げ・却下（{data.GivenUp.Count}件、合計の外）", .. Stages.Select(s => CostCells.Thousand(givenUp[s], data.Rounding)), .. Ratios(givenUp, data.Rounding)]);
        }

        if (all.Unassessed > 0)
        {
            sheet.Row(Cell.Note($"要求のうち、まだ査定していない額は{ThousandYen.Of(all.Unassessed, data.Rounding):#,0}千円。", widths.Length));
        }

        sheet.Skip();
        var categories = sheet.Range(header + 1, 1, last, 1);
        sheet.Place(
            new Chart(
                ChartKind.Columns, "年度別の五つの額（千円）",
                string.Concat(years.Select(y => $"{new FiscalYear(y.FiscalYear)}は要求{y.Totals.Requested ?? 0:#,0}円、決定{y.Totals.Decided ?? 0:#,0}円、実績{y.Totals.Actual ?? 0:#,0}円。")),
                [.. Stages.Select((s, i) => new Series(sheet.Range(header, i + 2, header, i + 2), categories, sheet.Range(header + 1, i + 2, last, i + 2)) { Label = s.Label() })])
            {
                ValueTitle = "千円",
                ValueKind = CellKind.ThousandYen,
            },
            sheet.NextRow, 1, ChartRows, widths.Length);
        sheet.Skip(ChartRows);
        sheet.KeepTogether(sheet.NextRow - ChartRows, sheet.NextRow - 1);
    }

    static IEnumerable<Cell> Ratios(CostTotals t, Rounding rounding) =>
        [CostCells.Thousand(t.Requested is null ? null : t.Cut, rounding), CostCells.Rate(t.AssessedRate), CostCells.Thousand(t.Rest, rounding), CostCells.Rate(t.ExecutionRate)];

    static void List(Workbook book, CostReportData data, IReadOnlyList<Column<CostCaseFigures>> columns)
    {
        double[] widths = [.. CostCells.NameWidths, .. Enumerable.Repeat(12.0, 9)];
        var sheet = data.Frame.Start(book, Title, $"{data.Frame.City.Name}　{Title}", $"　　{data.Active.Count}件（ほかに取下げ・却下 {data.GivenUp.Count}件）", widths, Paper.A3, landscape: true);
        sheet.Row(Cell.Note(CostCells.Unit(data.Rounding), widths.Length));
        Cell[] headings = [.. CostCells.NameHeadings, .. Stages.Select(s => Cell.Heading(s.Label())), .. new[] { "減額", "査定率", "残額", "執行率" }.Select(h => Cell.Heading(h))];
        var header = sheet.Row(headings);
        sheet.Freeze(header, 2);
        sheet.Repeat(header, header);
        Rows(sheet, data, data.Active, columns, 0, "合計", widths.Length);
        if (data.GivenUp.Count > 0)
        {
            sheet.Section("取下げ・却下で終わった案件（合計の外）", widths.Length);
            sheet.Row(headings);
            Rows(sheet, data, data.GivenUp, columns, data.Active.Count, "取下げ・却下の計", widths.Length);
        }
    }

    static void Rows(PrintSheet sheet, CostReportData data, IReadOnlyList<CostCaseFigures> cases, IReadOnlyList<Column<CostCaseFigures>> columns, int first, string label, int width)
    {
        if (cases.Count == 0)
        {
            CostCells.Nothing(sheet, width);
            return;
        }

        foreach (var c in cases)
        {
            sheet.Row([.. CostCells.NameCells(c.Case), .. Stages.Select(s => CostCells.Thousand(c.Totals[s], data.Rounding)), .. Ratios(c.Totals, data.Rounding)]);
        }

        var all = CostTotals.Sum(cases.Select(c => c.Totals));
        sheet.Row(
        [
            Cell.Heading(label, CostCells.NameWidths.Length),
            .. Stages.Select(s => CostCells.Total(CostCells.Column(CostCells.CaseData, columns, CostCells.StageHeader(s), first, first + cases.Count - 1), all[s], data.Rounding)),
            .. Ratios(all, data.Rounding).Select(CostCells.Strong),
        ]);
    }
}
