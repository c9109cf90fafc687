using DxGovernance.Core.Costs;
using static DxGovernance.Core.Reports.RunningCostCells;

namespace DxGovernance.Core.Reports;

/// <summary>増減の原因: a waterfall from before to after for each comparison, the reasons, and each operation's causes beside its difference.</summary>
static class RunningCostCauseSheet
{
    const int Columns = 12;
    const int ChartRows = 18;

    public static void Add(Workbook book, RunningCostReportData data)
    {
        var sheet = data.Start(book, "増減の原因", "運用経費比較　増減の原因", [22, .. Enumerable.Repeat(14.0, Columns - 1)]);
        sheet.Row(Cell.Note(RunningCostReportData.UnitNote, Columns));
        sheet.Flow(Cell.Note(
            $"原因の額は、現行については平成30年度からの、移行後については現行からの増減として、所管課が理由とともに入力したもの。為替だけは計算による：{RunningCostDecomposition.ExchangeDefinition}"
            + $"誰も説明していない額は「{RunningCostDecomposition.RestName}」に示す。", Columns));
        Waterfall(sheet, data.Now.ToBaseline, "平成30年度から移行後まで");
        sheet.PageBreak();
        Waterfall(sheet, data.Now.ToPresent, "現行から移行後まで");
        sheet.PageBreak();
        Matrix(sheet, data);
        Reasons(sheet, data.Now.ToBaseline.IsEmpty ? data.Now.ToPresent : data.Now.ToBaseline);
    }

    static void Waterfall(PrintSheet sheet, RunningCostTotal total, string name)
    {
        sheet.Section($"{name}（{(total.IsEmpty ? "比べられる業務なし" : Years(total))}）", Columns);
        if (total.IsEmpty)
        {
            return;
        }

        var header = sheet.Row(Cell.Heading("項目"), Cell.Heading("額"), Cell.Heading("土台"), Cell.Heading("合計の額"), Cell.Heading("増"), Cell.Heading("減"));
        (string Name, long Amount)[] steps = [.. total.Parts.Parts.Select(p => (p.Cause.Name, p.Amount)), (RunningCostDecomposition.RestName, total.Parts.Rest)];
        sheet.Row(total.BeforeStage.Label(), Yen(total.Before), Yen(0), Yen(total.Before), Yen(0), Yen(0));
        var (level, isDrawn) = (total.Before, true);
        foreach (var (step, amount) in steps)
        {
            var gap = Math.Min(level, level + amount);
            isDrawn &= gap >= 0;
            sheet.Row(step, Yen(amount), Yen(gap), Yen(0), Yen(Math.Max(0, amount)), Yen(Math.Max(0, -amount)));
            level += amount;
        }

        var last = sheet.NextRow;
        sheet.Row(
            Cell.Heading("移行後"), Cell.Sum(sheet.Range(header + 1, 2, last - 1, 2), CellKind.YenInThousands), Yen(0), Yen(total.After), Yen(0), Yen(0));
        if (total.BeforeStage == RunningCostStage.Baseline)
        {
            sheet.Row(Cell.Note(
                $"3割削減までの差 {RunningCostText.ShowThousands(total.Distance)}千円 ＝ 減らすはずだった額 {RunningCostText.ShowThousands(total.ToCut)}千円（平成30年度の{RunningCostTarget.Nation.CutPercent}%）＋ 平成30年度からの増減 {RunningCostText.ShowThousands(total.Difference)}千円（上の原因の合計）",
                Columns));
        }

        foreach (var remark in total.Parts.Remarks)
        {
            sheet.Flow(Cell.Note($"注意：{remark}", Columns));
        }

        if (!isDrawn)
        {
            sheet.Row(Cell.Note("途中の累計が負になるため、図を省いた。", Columns));
            return;
        }

        sheet.Skip();
        var categories = sheet.Range(header + 1, 1, last, 1);
        Series Of(int column, string label, Tone tone) => new(sheet.Range(header, column, header, column), categories, sheet.Range(header + 1, column, last, column)) { Label = label, Tone = tone };
        sheet.Place(
            new Chart(
                ChartKind.StackedColumns, $"増減の原因（{name}）",
                $"{total.BeforeStage.Label()}の{RunningCostText.Show(total.Before)}円から移行後の{RunningCostText.Show(total.After)}円まで。" + string.Concat(steps.Where(s => s.Amount != 0).Select(s => $"{s.Name} {RunningCostText.Show(s.Amount)}円。")),
                Of(3, "土台", Tone.None) with { IsGap = true }, Of(4, "合計の額", Tone.Grey), Of(5, "増", Tone.Red), Of(6, "減", Tone.Green))
            {
                ValueTitle = "千円",
                ValueKind = CellKind.YenInThousands,
                Labels = true,
            },
            sheet.NextRow, 1, ChartRows, Columns);
        sheet.Skip(ChartRows + 1);
    }

    static void Matrix(PrintSheet sheet, RunningCostReportData data)
    {
        sheet.Section("業務ごとの原因（現行から移行後まで。合計に入れていない業務も、比べられるものは示す）", Columns);
        var header = sheet.Row([Cell.Heading("業務"), .. RunningCostLine.Causes.Select(c => Cell.Heading(c.Name)), Cell.Heading(RunningCostDecomposition.RestName), Cell.Heading("増減"), Cell.Heading("合計に算入")]);
        var counted = data.Now.ToPresent.Counted.Select(s => s.Number).ToHashSet();
        foreach (var standing in data.Now.Standings.Where(s => s.ToPresent.IsComparable))
        {
            var (row, parts) = (sheet.NextRow, standing.ToPresent.Parts!);
            sheet.Row(
            [
                standing.Subject.Name, .. parts.Parts.Select(p => Yen(p.Amount)), Yen(parts.Rest),
                Cell.Sum(sheet.Range(row, 2, row, RunningCostLine.Causes.Count + 2), CellKind.YenInThousands), new Cell(counted.Contains(standing.Subject.Number) ? "算入" : "－", CellStyle.Body with { Align = Align.Center }),
            ]);
        }

        if (sheet.NextRow == header + 1)
        {
            sheet.Row(CouncilPages.Text("該当なし", Columns));
        }
    }

    static void Reasons(PrintSheet sheet, RunningCostTotal total)
    {
        sheet.Section($"理由（{total.BeforeStage.Label()}からの増減に数えたもの。入力した人の言葉のまま）", Columns);
        foreach (var part in total.Parts.Parts.Where(p => p.Reasons.Count > 0))
        {
            foreach (var reason in part.Reasons)
            {
                sheet.Flow(CouncilPages.Text(part.Cause.Name), CouncilPages.Text(reason, Columns - 1));
            }
        }
    }
}
