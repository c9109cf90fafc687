using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using static DxGovernance.Core.Reports.RunningCostCells;

namespace DxGovernance.Core.Reports;

/// <summary>年度別: what is known of each fiscal year at each stage.</summary>
static class RunningCostYearSheet
{
    static readonly double[] Widths = [22, 14, 18, 18, 18, 14, 22];

    public static void Add(Workbook book, RunningCostReportData data)
    {
        var sheet = data.Start(book, "年度別", "運用経費比較　年度別", Widths);
        sheet.Row(Cell.Note(RunningCostReportData.UnitNote, Widths.Length));
        sheet.Flow(Cell.Note(
            $"各年度の全費目がそろった業務の合計（{data.Now.Tax?.Label() ?? "税の扱いの登録なし"}）。年度と区分によって業務の数が違うため、互いに割って倍率にしてはならない。一部が未入力の業務と税の扱いが違う業務は数だけを示す。", Widths.Length));
        sheet.Row(
            Cell.Heading("区分"), Cell.Heading("年度"), Cell.Heading("運用経費"), Cell.Heading("国・県の支援"), Cell.Heading("支援を引いた額"), Cell.Heading("業務の数"), Cell.Heading("入れていない業務の数"));
        foreach (var year in data.Now.Years)
        {
            var row = sheet.NextRow;
            sheet.Row(
                year.Stage.Label(), new FiscalYear(year.Year).ToString(), year.Total is null ? Dash : Yen(year.Total), year.Funding is null ? Dash : Yen(year.Funding), year is { Total: { } total, Funding: { } funding } ? Difference(row, 4, 3, total - funding) : Dash,
                Cell.Of(year.Count, CellKind.Whole), Cell.Of(year.Incomplete, CellKind.Whole));
        }

        if (data.Now.Years.Count == 0)
        {
            sheet.Row(CouncilPages.Text("該当なし", Widths.Length));
        }
    }
}
