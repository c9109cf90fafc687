using DxGovernance.Core.Costs;
using static DxGovernance.Core.Reports.RunningCostCells;

namespace DxGovernance.Core.Reports;

/// <summary>国の参考: the nation's eight-pilot table to the yen, and what its exchange-rate figures tell.</summary>
static class RunningCostReferenceSheet
{
    static readonly double[] Widths = [12, 34, 20, 20, 20];

    public static void Add(Workbook book, RunningCostReportData data)
    {
        var (sheet, nation) = (data.FactFrame.Start(book, "国の参考", RunningCostReference.Title, "", Widths, Paper.A4, landscape: false), data.Nation);
        if (nation.IsEmpty)
        {
            sheet.Row(CouncilPages.Text("記録の締めまでに取り込まれていません。", Widths.Length));
            return;
        }

        sheet.Row(Cell.Note($"〔{RunningCostReference.Mark}〕（単位：円）　市の額ではありません。{nation.Rows.Where(r => r.Rate is null).Select(r => r.Source).OrderBy(s => s.Length).First()}", Widths.Length));
        var header = sheet.Row(Cell.Heading("区分"), Cell.Heading("費目"), Cell.Heading(RunningCostSide.Before.Label()), Cell.Heading(RunningCostSide.After.Label()), Cell.Heading("B－A"));
        foreach (var line in nation.Lines)
        {
            var row = sheet.NextRow;
            sheet.Row(
                line.Line.Section.Label(), line.Line.Name, Cell.Of(line.Before, CellKind.Yen), Cell.Of(line.After, CellKind.Yen),
                Cell.Formula($"{At(row, 4)}-{At(row, 3)}", line.Difference, CellKind.Yen));
        }

        var last = sheet.NextRow;
        Cell Sum(int column) => Cell.Sum(sheet.Range(header + 1, column, last - 1, column), CellKind.Yen);
        sheet.Row(Cell.Heading("合計", 2), Sum(3), Sum(4), Cell.Formula($"{At(last, 4)}-{At(last, 3)}", nation.After - nation.Before, CellKind.Yen).Strong());
        sheet.Section("為替レートとクラウド利用経費", Widths.Length);
        sheet.Row(Cell.Heading("1ドル（円）"), Cell.Heading("額の別"), Cell.Heading("クラウド利用経費"), Cell.Heading("移行後（B）の合計"), Cell.Heading("現行継続（A）との差"));
        if (nation.BaseRate is { } rate)
        {
            Line(sheet, nation, rate, "基準試算（額は転記、レートは導出）", nation.Foreign.After);
        }

        foreach (var (at, amount) in nation.Published)
        {
            Line(sheet, nation, at, "転記", amount);
        }

        foreach (var sentence in nation.Derivation())
        {
            sheet.Flow(CouncilPages.Text(sentence, Widths.Length));
        }
    }

    static void Line(PrintSheet sheet, RunningCostReference nation, decimal rate, string kind, long amount)
    {
        var after = nation.After - nation.Foreign.After + amount;
        sheet.Row(
            new Cell(rate, CellStyle.Body with { Kind = CellKind.Fraction, Digits = 0 }), kind, Cell.Of(amount, CellKind.Yen), Cell.Of(after, CellKind.Yen), Cell.Of(after - nation.Before, CellKind.Yen));
    }
}
