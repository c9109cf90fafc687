using DxGovernance.Core.Standardization;

namespace DxGovernance.Core.Reports;

/// <summary>マイルストーン差異: original, current, forecast and actual, with the days between and why.</summary>
static class CouncilVarianceSheet
{
    public const string Name = "マイルストーン差異";

    static IReadOnlyList<Column<MilestoneStanding>> Columns(Thresholds thresholds) =>
    [
        new("政令順", m => m.OperationNumber, CellKind.Whole, 5) { Align = Align.Center },
        new("業務", m => m.OperationName, Width: 17),
        new("マイルストーン", m => m.Name, Width: 23),
        new("当初計画", m => m.OriginalOn, CellKind.DateEra, 22),
        new("現計画", m => m.BaselineOn, CellKind.DateEra, 22),
        new("計画の版", m => m.BaselineNumber, CellKind.Whole, 6) { Align = Align.Center },
        new("見込", m => m.ActualOn is null ? m.ForecastOn : null, CellKind.DateEra, 22),
        new("実績", m => m.ActualOn, CellKind.DateEra, 22),
        new("当初計画との差（日）", m => m.FromOriginal, CellKind.Days, 9) { Tone = m => Late(m.FromOriginal, thresholds) },
        new("現計画との差（日）", m => m.FromBaseline, CellKind.Days, 9) { Tone = m => Late(m.FromBaseline, thresholds) },
        new("原因", m => m.Cause, Width: 18),
        new("所在", m => m.Owner, Width: 14),
        new("説明", m => m.Explanation, Width: 34),
    ];

    public static void Add(Workbook book, CouncilFigures figures)
    {
        var columns = Columns(figures.Thresholds);
        var sheet = CouncilPages.Start(book, figures, Name, "マイルストーン差異", [.. columns.Select(c => c.Width)]);
        var top = sheet.NextRow;
        sheet.Table(columns, figures.Milestones);
        sheet.Freeze(top, 3);
        sheet.Row(Cell.Note(
            "差は実績（実績がなければ見込）と計画の差。正の数は遅れ、△は前倒し。" +
            $"{figures.Thresholds[ThresholdKey.SlipYellowDays]}日以上は黄、{figures.Thresholds[ThresholdKey.SlipRedDays]}日以上は赤の地。" +
            "原因・所在・説明は、遅れているものに最後に報告されたもの。",
            columns.Count));
        var without = figures.Operations.Where(o => o.Now.Stage != OperationStage.Live && o.Now.BaselineNumber == 0).Select(o => o.Name).ToList();
        if (without.Count > 0)
        {
            sheet.Row(Cell.Note($"凍結した計画がない未稼働の業務：{string.Join("、", without)}", columns.Count));
        }
    }

    static Tone Late(int? days, Thresholds thresholds) =>
        days >= thresholds[ThresholdKey.SlipRedDays] ? Tone.Red
        : days >= thresholds[ThresholdKey.SlipYellowDays] ? Tone.Yellow
        : Tone.None;
}
