using DxGovernance.Core.Costs;
using static DxGovernance.Core.Reports.RunningCostCells;

namespace DxGovernance.Core.Reports;

/// <summary>費目別: the ten items of the nation's comparison, now and after, with a chart.</summary>
static class RunningCostItemSheet
{
    static readonly double[] Widths = [12, 30, 18, 18, 18, 12];

    public static void Add(Workbook book, RunningCostReportData data)
    {
        var sheet = data.Start(book, "費目別", "運用経費比較　費目別（現行A・移行後B）", Widths);
        sheet.Row(Cell.Note(RunningCostReportData.UnitNote, Widths.Length));
        var total = data.Now.ToPresent;
        sheet.Row(Cell.Note(total.IsEmpty ? "現行と移行後を比べられる業務がありません。" : Years(total), Widths.Length));
        var header = sheet.Row(Cell.Heading("区分"), Cell.Heading("費目"), Cell.Heading("A 現行"), Cell.Heading("B 移行後"), Cell.Heading("B－A"), Cell.Heading("倍率（倍）"));
        if (total.IsEmpty)
        {
            sheet.Row(CouncilPages.Text("該当なし", Widths.Length));
            return;
        }

        foreach (var line in RunningCostLine.Items)
        {
            var (row, (before, after)) = (sheet.NextRow, total.Item(line));
            sheet.Row(
                line.Section.Label(), line.Name, Yen(before), Yen(after), Difference(row, 3, 4, after - before), Quotient(row, 3, 4, RunningCostComparison.RatioOf(before, after)));
        }

        var last = sheet.NextRow - 1;
        Cell Sum(int column) => Cell.Sum(sheet.Range(header + 1, column, last, column), CellKind.YenInThousands);
        sheet.Row(Cell.Heading("合計", 2), Sum(3), Sum(4), Difference(last + 1, 3, 4, total.Difference).Strong(), Quotient(last + 1, 3, 4, total.Ratio).Strong());
        sheet.PageBreak();
        var categories = sheet.Range(header + 1, 2, last, 2);
        Series Of(int column, string label) => new(sheet.Range(header, column, header, column), categories, sheet.Range(header + 1, column, last, column)) { Label = label };
        sheet.Place(
            new Chart(ChartKind.Bars, "費目別の運用経費（1年分）", $"費目ごとの現行と移行後の額。合計は現行{RunningCostText.Show(total.Before)}円、移行後{RunningCostText.Show(total.After)}円。", Of(3, "A 現行"), Of(4, "B 移行後"))
            {
                ValueTitle = "千円",
                ValueKind = CellKind.YenInThousands,
                Labels = true,
            },
            sheet.NextRow, 1, 26, Widths.Length);
    }
}
