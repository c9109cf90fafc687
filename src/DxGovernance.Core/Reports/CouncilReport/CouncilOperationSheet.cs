using DxGovernance.Core.Standardization;

namespace DxGovernance.Core.Reports;

/// <summary>20業務一覧.</summary>
static class CouncilOperationSheet
{
    public const string Name = "20業務一覧";

    static IReadOnlyList<Column<CouncilOperation>> Columns(DateOnly day) =>
    [
        new("政令順", o => o.Number, CellKind.Whole, 5) { Align = Align.Center },
        new("業務", o => o.Name, Width: 20),
        new("所管課", o => o.Now.DepartmentName ?? "未登録", Width: 22),
        new("段階", o => o.Now.Stage.Label(), Width: 8) { Align = Align.Center },
        new("特定移行支援", o => Special(o.Now), Width: 15),
        new("信号", o => o.Colour.Shown.Label(), Width: 6) { Tone = o => o.Tone, Align = Align.Center },
        new("稼働 当初計画", o => o.Now.GoLiveOriginal, CellKind.DateEra, 22),
        new("稼働 現計画", o => o.Now.GoLiveBaseline, CellKind.DateEra, 22),
        new("稼働日・見込", o => o.Now.Stage == OperationStage.Live ? o.Now.LiveOn : o.Now.GoLiveForecast, CellKind.DateEra, 22),
        new("現計画比（日）", o => o.Now.SlipDays, CellKind.Days, 9),
        new("市の期限までの余裕（日）", o => o.CityMargin, CellKind.Days, 11),
        new("国式ステップ完了率", o => o.Now.StepRate, CellKind.Percent, 10),
        new("同（国の公表値）", o => o.Now.PublishedRate, CellKind.Percent, 10),
        new("未解決リスク・課題（件）", o => o.Now.OpenRisks, CellKind.Whole, 10) { Total = true },
        new("最大評価点", o => o.Now.MaxRiskScore, CellKind.Whole, 7),
        new("変更のない期間（月）", o => o.Now.Stage == OperationStage.Live ? null : o.Now.UnchangedMonths(day), CellKind.Whole, 9),
    ];

    public static void Add(Workbook book, CouncilFigures figures)
    {
        var columns = Columns(figures.Day);
        var sheet = CouncilPages.Start(book, figures, Name, "20業務一覧", [.. columns.Select(c => c.Width)]);
        var top = sheet.NextRow;
        sheet.Table(columns, figures.Operations);
        sheet.Freeze(top, 2);
        sheet.Row(Cell.Note($"国式ステップ完了率＝{CouncilKeyFigures.StepRateDefinition}空欄は庁内の報告がまだないことを示す。", columns.Count));
        sheet.Row(Cell.Note("現計画比は＋が遅れ、△が前倒し。市の期限までの余裕は△が超過。稼働した業務は稼働日を、ほかは見込を示す。稼働日の空欄は、日の登録がないことを示す。", columns.Count));
    }

    static string Special(OperationFigures f) => (f.IsSpecialTransition, f.TransitionReason) switch
    {
        (false, _) => "－",
        (true, null) => "該当（未登録）",
        (true, { } reason) => $"該当（{reason.Label()[..3]}）",
    };
}
