using DxGovernance.Core.Standardization;

namespace DxGovernance.Core.Reports;

/// <summary>リスク・課題: what is open, worst first, and what was closed since the previous report.</summary>
static class CouncilRiskSheet
{
    public const string Name = "リスク・課題";

    static IReadOnlyList<Column<CouncilRisk>> Columns(Thresholds thresholds, DateOnly day) =>
    [
        new("政令順", r => r.OperationNumber, CellKind.Whole, 5) { Align = Align.Center },
        new("業務", r => r.OperationName, Width: 20),
        new("区分", r => r.Kind.Label(), Width: 8),
        new("件名", r => r.Title, Width: 30),
        new("内容", r => r.Description, Width: 36),
        new("発生可能性", r => r.Likelihood.Label(), Width: 8) { Align = Align.Center },
        new("影響度", r => r.Impact.Label(), Width: 7) { Align = Align.Center },
        new("評価点", r => r.Score, CellKind.Whole, 7) { Align = Align.Center, Tone = r => Level(r, thresholds) },
        new("前回の評価点", r => r.Before?.IsOpen == true ? r.Before.Score : (int?)null, CellKind.Whole, 7) { Align = Align.Center },
        new("対応方針", r => r.Response.Label(), Width: 9) { Align = Align.Center },
        new("対応内容", r => r.ResponseNote, Width: 32),
        new("担当", r => r.Owner, Width: 13),
        new("対応期限", r => r.DueOn, CellKind.DateEra, 22),
        new("状態", r => !r.IsOpen ? "解決" : r.DueOn < day ? "期限超過" : "未解決", Width: 9) { Align = Align.Center },
        new("最新の評価", r => r.RatedAsOf, CellKind.DateEra, 22),
    ];

    public static void Add(Workbook book, CouncilFigures figures)
    {
        var columns = Columns(figures.Thresholds, figures.Day);
        var sheet = CouncilPages.Start(book, figures, Name, "リスク・課題", [.. columns.Select(c => c.Width)]);
        var top = sheet.NextRow;
        sheet.Table(columns, figures.Risks
            .Where(r => r.IsOpen || r.Before?.IsOpen == true)
            .OrderByDescending(r => r.IsOpen).ThenByDescending(r => r.Score).ThenBy(r => r.OperationNumber).ThenBy(r => r.Id));
        sheet.Freeze(top, 4);
        sheet.Row(Cell.Note(
            $"評価点＝発生可能性（1～3）×影響度（1～3）。{figures.Thresholds[ThresholdKey.RiskRedScore]}点以上は赤、{figures.Thresholds[ThresholdKey.RiskYellowScore]}点以上は黄。" +
            "未解決のものを評価点の高い順に示し、前回の報告から後に解決したものを終わりに示す。", columns.Count));
    }

    static Tone Level(CouncilRisk risk, Thresholds thresholds) => !risk.IsOpen
        ? Tone.Grey
        : risk.Score >= thresholds[ThresholdKey.RiskRedScore] ? Tone.Red
        : risk.Score >= thresholds[ThresholdKey.RiskYellowScore] ? Tone.Yellow
        : Tone.None;
}
