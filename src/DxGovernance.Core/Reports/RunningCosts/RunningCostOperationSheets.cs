using DxGovernance.Core.Costs;
using static DxGovernance.Core.Reports.RunningCostCells;

namespace DxGovernance.Core.Reports;

/// <summary>平成30年度比・現行比: the operations of a total, added up; below them those that cannot be compared, with the reason and without a ratio.</summary>
static class RunningCostOperationSheets
{
    static readonly double[] Widths = [6, 22, 20, 15, 15, 15, 11, 14, 14, 14, 17, 52];

    public static void Add(Workbook book, RunningCostReportData data, RunningCostTotal total, string name)
    {
        var sheet = data.Start(book, name, $"運用経費比較　{name}（業務別）", Widths, Paper.A3);
        sheet.Row(Cell.Note(RunningCostReportData.UnitNote, Widths.Length));
        sheet.Section($"合計に入れた業務（{(total.IsEmpty ? "なし" : Years(total))}）", Widths.Length);
        var isBaseline = total.BeforeStage == RunningCostStage.Baseline;
        var header = sheet.Row(
        [
            Cell.Heading("番号"), Cell.Heading("業務"), Cell.Heading("所管課"), Cell.Heading($"A {total.BeforeStage.Label()}"), Cell.Heading("B 移行後"), Cell.Heading("B－A"),
            Cell.Heading("倍率（倍）"), Cell.Heading("Aの支援"), Cell.Heading("Bの支援"), Cell.Heading("支援を引いた倍率（倍）"), Cell.Heading("移行後の区分"), Cell.Heading("備考"),
        ]);
        sheet.Freeze(header, 2);
        sheet.Repeat(header, header);
        var counted = total.Counted.Select(s => s.Number).ToHashSet();
        foreach (var standing in data.Now.Standings.Where(s => counted.Contains(s.Subject.Number)))
        {
            Line(sheet, standing.Subject, isBaseline ? standing.ToBaseline : standing.ToPresent);
        }

        Total(sheet, total, header + 1);
        sheet.Section("合計に入れていない業務（額は比べられないため、倍率を示さない）", Widths.Length);
        foreach (var standing in data.Now.Standings.Where(s => !counted.Contains(s.Subject.Number)))
        {
            var c = isBaseline ? standing.ToBaseline : standing.ToPresent;
            sheet.Flow(
                Number(standing.Subject), standing.Subject.Name, standing.Subject.DepartmentName ?? "", Known(c.BeforeSheet, c.BeforeYear), Known(c.AfterSheet, c.AfterYear), Dash, Dash, Dash, Dash, Dash,
                c.AfterSheet.IsEntered ? $"{c.AfterSheet.Stage.Label()}" : "", total.Left.First(l => l.Name == standing.Subject.Name).Why);
        }
    }

    static void Line(PrintSheet sheet, RunningCostSubject subject, RunningCostComparison c)
    {
        var row = sheet.NextRow;
        sheet.Row(
        [
            Number(subject), subject.Name, subject.DepartmentName ?? "", Yen(c.Before), Yen(c.After), Difference(row, 4, 5, c.After - c.Before), Quotient(row, 4, 5, c.Ratio),
            Yen(c.BeforeFunding), Yen(c.AfterFunding), NetQuotient(row, (4, 5, 8, 9), c.NetRatio), c.AfterSheet.Stage.Label(), string.Concat(c.Remarks),
        ]);
    }

    static void Total(PrintSheet sheet, RunningCostTotal total, int first)
    {
        if (total.IsEmpty)
        {
            sheet.Row(CouncilPages.Text("該当なし", Widths.Length));
            return;
        }

        var row = sheet.NextRow;
        Cell Sum(int column) => Cell.Sum(sheet.Range(first, column, row - 1, column), CellKind.YenInThousands);
        sheet.Row(
        [
            Cell.Heading("合計", 3), Sum(4), Sum(5), Difference(row, 4, 5, total.Difference).Strong(), Quotient(row, 4, 5, total.Ratio).Strong(), Sum(8), Sum(9),
            NetQuotient(row, (4, 5, 8, 9), total.NetRatio).Strong(), Cell.Heading("", 2),
        ]);
    }

    static Cell Number(RunningCostSubject subject) => subject.IsCommon ? Dash : Cell.Of(subject.Number, CellKind.Whole);

    static Cell Known(RunningCostSheet sheet, int? year) => year is { } y && sheet.Total(y) is { } total ? Yen(total) : Dash;
}
