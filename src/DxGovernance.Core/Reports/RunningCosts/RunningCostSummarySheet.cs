using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using static DxGovernance.Core.Reports.RunningCostCells;

namespace DxGovernance.Core.Reports;

/// <summary>総括: the totals, what is in them and what is not, and what must be known beside them.</summary>
static class RunningCostSummarySheet
{
    const int Columns = 10;

    public static void Add(Workbook book, RunningCostReportData data)
    {
        var sheet = data.Start(book, "総括", "運用経費比較（現行A・移行後B）　総括", [20, 15, 15, 15, 10, 15, 15, 10, 15, 15]);
        sheet.Row(Cell.Note(RunningCostReportData.UnitNote, Columns));
        sheet.Section("１　倍率と3割削減までの差", Columns);
        sheet.Row(
        [
            Cell.Heading("比べる元"), Cell.Heading("比べる元の額"), Cell.Heading("移行後の額"), Cell.Heading("増減"), Cell.Heading("倍率（倍）"), Cell.Heading("比べる元の支援"),
            Cell.Heading("移行後の支援"), Cell.Heading("支援を引いた倍率（倍）"), Cell.Heading("3割削減の額"), Cell.Heading("3割削減までの差"),
        ]);
        Line(sheet, data.Now.ToBaseline, "平成30年度比");
        Line(sheet, data.Now.ToPresent, "現行比");
        sheet.Flow(Cell.Note($"倍率：{RunningCostFigures.RatioDefinition}", Columns));
        sheet.Flow(Cell.Note(
            $"3割削減の額：平成30年度の額×（100－{RunningCostTarget.Nation.CutPercent}）÷100、円未満切捨て。差が正のときは、その額だけ目標を上回っている。出典：{RunningCostTarget.Nation.Source}", Columns));
        Words(sheet, data.Now.ToBaseline, "平成30年度比");
        Words(sheet, data.Now.ToPresent, "現行比");
        Changed(sheet, data);
    }

    static void Line(PrintSheet sheet, RunningCostTotal total, string name)
    {
        if (total.IsEmpty)
        {
            sheet.Row(Cell.Heading(name), CouncilPages.Text("比べられる業務がないため、倍率はありません。", Columns - 1));
            return;
        }

        var row = sheet.NextRow;
        var isBaseline = total.BeforeStage == RunningCostStage.Baseline;
        sheet.Row(
        [
            Cell.Heading(name), Yen(total.Before), Yen(total.After), Difference(row, 2, 3, total.Difference), Quotient(row, 2, 3, total.Ratio).Strong(),
            Yen(total.BeforeFunding), Yen(total.AfterFunding), NetQuotient(row, (2, 3, 6, 7), total.NetRatio),
            isBaseline ? Cell.Formula($"ROUNDDOWN({At(row, 2)}*{100 - RunningCostTarget.Nation.CutPercent}/100,0)", total.Limit, CellKind.YenInThousands) : Dash,
            isBaseline ? Difference(row, 9, 3, total.Distance) : Dash,
        ]);
    }

    static void Words(PrintSheet sheet, RunningCostTotal total, string name)
    {
        sheet.Section($"{(total.BeforeStage == RunningCostStage.Baseline ? "２" : "３")}　{name}の対象", Columns);
        sheet.Flow(CouncilPages.Text(total.IsEmpty ? "合計に入れた業務：なし" : $"合計に入れた業務：{Years(total)}。移行後の内訳：{Stages(total)}", Columns));
        foreach (var remark in total.Remarks)
        {
            sheet.Flow(CouncilPages.Text($"注意：{remark}", Columns));
        }

        foreach (var left in total.Left)
        {
            sheet.Flow(CouncilPages.Text($"合計に入れていない：{left.Name}　{left.Why}", Columns));
        }
    }

    static void Changed(PrintSheet sheet, RunningCostReportData data)
    {
        sheet.Section("４　基準日の当時の報告と、今の記録が違うもの", Columns);
        if (data.Changed.Count == 0)
        {
            sheet.Row(CouncilPages.Text("ありません。基準日の終わりまでに記録された内容と、記録の締めまでに分かった内容は同じです。", Columns));
            return;
        }

        sheet.Row(
            Cell.Heading("業務"), Cell.Heading("区分"), Cell.Heading("違う額（件）"), Cell.Heading($"当時の報告（{Wareki.Iso(data.Point.Day)}の終わりまでの記録）", 4), Cell.Heading("今の記録（記録の締めまで）", 3));
        foreach (var c in data.Changed)
        {
            sheet.Flow(c.Name, c.Stage.Label(), Cell.Of(c.Cells, CellKind.Whole), CouncilPages.Text(c.Then, 4), CouncilPages.Text(c.Now, 3));
        }
    }

    static string Stages(RunningCostTotal total) => string.Join("、", total.AfterStages.Select(s => $"{s.Stage.Label()}{s.Count}"));
}
