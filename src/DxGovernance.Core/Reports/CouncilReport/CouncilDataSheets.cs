using DxGovernance.Core.Proposals;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Core.Reports;

/// <summary>データ: one sheet a table for machines（行政データにおける機械可読性に関するルール、標準地域コード、単位は項目名）.</summary>
static class CouncilDataSheets
{
    public static void Add(Workbook book, CouncilFigures f, CouncilReader reader)
    {
        var sheets = new Sheets(book, f);
        sheets.Add("データ_業務", Operations(f), f.Operations);
        sheets.Add("データ_信号", Reasons, f.Operations.SelectMany(o => o.Colour.Reasons.Select(r => (o, r))));
        sheets.Add("データ_マイルストーン", Milestones, f.Milestones);
        sheets.Add("データ_見込履歴", Forecasts, reader.Forecasts());
        sheets.Add("データ_計画手続", PlanSteps, reader.PlanSteps());
        sheets.Add("データ_ステップ", Steps, reader.Steps());
        sheets.Add("データ_リスク", Risks, f.Risks);
        sheets.Add("データ_変更", Changes, CouncilChanges.Of(f));
        sheets.Add("データ_判断事項", Points, JudgementPoints.Of(f));
        sheets.Add("データ_案件の決定", Decisions, f.Cases.Decided);
        sheets.Add("データ_付議案件", Pending(f), f.Cases.Pending);
        sheets.Add("データ_未履行の条件", Conditions(f), f.Cases.Conditions);
        sheets.Add("データ_構成システム", Systems, reader.Systems());
        sheets.Add("データ_しきい値", Limits, f.Thresholds.Values.OrderBy(t => t.Key));
        sheets.Add("データ_台帳行数", Ledgers, f.Ledgers);
    }

    static IReadOnlyList<Column<CouncilOperation>> Operations(CouncilFigures f) =>
    [
        new("業務番号（政令順）", o => o.Number, CellKind.Whole),
        new("業務名", o => o.Name, Width: 20),
        new("総務省順", o => o.Now.MicOrder, CellKind.Whole),
        new("所管省庁", o => o.Now.Ministry, Width: 20),
        new("所管課", o => o.Now.DepartmentName, Width: 18),
        new("段階", o => o.Now.Stage.Label()),
        new("特定移行支援システム", o => o.Now.IsSpecialTransition ? "該当" : "非該当"),
        new("事由番号", o => (int?)o.Now.TransitionReason, CellKind.Whole),
        new("稼働日", o => o.Now.LiveOn, CellKind.Date),
        new("市の期限", o => o.Now.CityDeadline, CellKind.Date),
        new("国の期限", o => o.Now.NationDeadline, CellKind.Date),
        new("基準計画の版", o => o.Now.BaselineNumber, CellKind.Whole),
        new("稼働_当初計画", o => o.Now.GoLiveOriginal, CellKind.Date),
        new("稼働_現計画", o => o.Now.GoLiveBaseline, CellKind.Date),
        new("稼働_見込", o => o.Now.GoLiveForecast, CellKind.Date),
        new("稼働_実績", o => o.Now.GoLiveActual, CellKind.Date),
        new("当初計画比（日）", o => o.Now.SlipFromOriginalDays, CellKind.Days),
        new("現計画比（日）", o => o.Now.SlipDays, CellKind.Days),
        new("市の期限までの余裕（日）", o => o.CityMargin, CellKind.Days),
        new("市の期限を過ぎる見込", o => YesNo(o.Now.IsPastCity)),
        new("国の期限を過ぎる見込", o => YesNo(o.Now.IsPastNation)),
        new("信号", o => o.Colour.Shown.Label()),
        new("計算した信号", o => o.Colour.Computed.Label()),
        new("上書きの期限", o => o.Colour.Override?.ExpiresOn, CellKind.Date),
        new("信号の理由", o => o.Colour.Summary, Width: 40),
        new("前回の信号", o => o.BeforeColour?.Shown.Label()),
        new("完了済み（ステップ）", o => o.Now.StepsCompleted, CellKind.Whole),
        new("作業中（ステップ）", o => o.Now.StepsInProgress, CellKind.Whole),
        new("対象外（ステップ）", o => o.Now.StepsNotApplicable, CellKind.Whole),
        new("国式ステップ完了率", o => o.Now.StepRate, CellKind.Percent),
        new("国の公表値", o => o.Now.PublishedRate, CellKind.Percent),
        new("国の公表値の時点", o => o.Now.PublishedAsOf, CellKind.Date),
        new("未解決リスク・課題（件）", o => o.Now.OpenRisks, CellKind.Whole),
        new("最大評価点", o => o.Now.MaxRiskScore, CellKind.Whole),
        new("ステップの確認日", o => o.Now.StepsConfirmedOn, CellKind.Date),
        new("見込の確認日", o => o.Now.ForecastsConfirmedOn, CellKind.Date),
        new("リスクの確認日", o => o.Now.RisksConfirmedOn, CellKind.Date),
        new("データの古さ（日）", o => o.Now.AgeInDays(f.Day), CellKind.Days),
        new("変更のない期間（月）", o => o.Now.UnchangedMonths(f.Day), CellKind.Whole),
    ];

    static readonly IReadOnlyList<Column<(CouncilOperation Operation, SignalReason Reason)>> Reasons =
    [
        new("業務番号（政令順）", r => r.Operation.Number, CellKind.Whole),
        new("業務名", r => r.Operation.Name, Width: 20),
        new("観点", r => r.Reason.Aspect),
        new("信号", r => r.Reason.Signal.Label()),
        new("理由", r => r.Reason.Text, Width: 40),
    ];

    static readonly IReadOnlyList<Column<MilestoneStanding>> Milestones =
    [
        new("業務番号（政令順）", m => m.OperationNumber, CellKind.Whole),
        new("業務名", m => m.OperationName, Width: 20),
        new("マイルストーン番号", m => m.Order, CellKind.Whole),
        new("マイルストーンコード", m => m.Code, CellKind.Code, 18),
        new("マイルストーン", m => m.Name, Width: 22),
        new("当初計画", m => m.OriginalOn, CellKind.Date),
        new("現計画", m => m.BaselineOn, CellKind.Date),
        new("基準計画の版", m => m.BaselineNumber, CellKind.Whole),
        new("見込", m => m.ForecastOn, CellKind.Date),
        new("実績", m => m.ActualOn, CellKind.Date),
        new("当初計画比（日）", m => m.FromOriginal, CellKind.Days),
        new("現計画比（日）", m => m.FromBaseline, CellKind.Days),
        new("原因", m => m.Cause, Width: 18),
        new("原因の所在", m => m.Owner),
        new("説明", m => m.Explanation, Width: 40),
    ];

    static readonly IReadOnlyList<Column<ForecastReport>> Forecasts =
    [
        new("業務番号（政令順）", r => r.OperationNumber, CellKind.Whole),
        new("業務名", r => r.OperationName, Width: 20),
        new("マイルストーン", r => r.Milestone),
        new("報告の基準日", r => r.AsOf, CellKind.Date),
        new("記録日時", r => Moment(r.RecordedAt), CellKind.Timestamp, 18),
        new("見込", r => r.ForecastOn, CellKind.Date),
        new("実績", r => r.ActualOn, CellKind.Date),
        new("原因", r => r.Cause?.Label(), Width: 18),
        new("原因の所在", r => r.Owner?.Label()),
        new("説明", r => r.Explanation, Width: 40),
        new("記録者", r => r.RecordedBy),
        new("記録者の職名", r => r.RecordedTitle),
    ];

    static readonly IReadOnlyList<Column<PlanStep>> PlanSteps =
    [
        new("業務番号（政令順）", p => p.OperationNumber, CellKind.Whole),
        new("業務名", p => p.OperationName, Width: 20),
        new("区分", p => p.Kind.Label()),
        new("版", p => p.Number, CellKind.Whole),
        new("手続", p => p.Label, Width: 24),
        new("手続前の状態", p => p.From.Label(), Width: 24),
        new("手続後の状態", p => p.To.Label(), Width: 24),
        new("手続の日", p => p.AsOf, CellKind.Date),
        new("記録日時", p => Moment(p.RecordedAt), CellKind.Timestamp, 18),
        new("記録者", p => p.RecordedBy),
        new("記録者の職名", p => p.RecordedTitle),
        new("コメント", p => p.Comment, Width: 40),
    ];

    static readonly IReadOnlyList<Column<StepRow>> Steps =
    [
        new("業務番号（政令順）", s => s.OperationNumber, CellKind.Whole),
        new("業務名", s => s.OperationName, Width: 20),
        new("ステップ番号", s => s.StepNumber, CellKind.Whole),
        new("枝番", s => s.Branch, CellKind.Code),
        new("ステップ", s => s.StepName, Width: 40),
        new("フェーズ", s => s.Phase),
        new("状態", s => s.Status?.Label() ?? "未報告"),
        new("予定日", s => s.PlannedOn, CellKind.Date),
        new("担当", s => s.Assignee),
        new("根拠", s => s.Evidence, Width: 24),
        new("メモ", s => s.Memo, Width: 24),
        new("報告の基準日", s => s.ReportedAsOf, CellKind.Date),
        new("記録日時", s => Moment(s.RecordedAt), CellKind.Timestamp, 18),
        new("記録者", s => s.RecordedBy),
    ];

    static readonly IReadOnlyList<Column<CouncilRisk>> Risks =
    [
        new("リスク番号", r => r.Id, CellKind.Whole),
        new("業務番号（政令順）", r => r.OperationNumber, CellKind.Whole),
        new("業務名", r => r.OperationName, Width: 20),
        new("区分", r => r.Kind.Label()),
        new("件名", r => r.Title, Width: 30),
        new("内容", r => r.Description, Width: 40),
        new("状態", r => r.IsOpen ? "未解決" : "解決"),
        new("発生可能性（1～3）", r => (int)r.Likelihood, CellKind.Whole),
        new("影響度（1～3）", r => (int)r.Impact, CellKind.Whole),
        new("評価点（1～9）", r => r.Score, CellKind.Whole),
        new("前回の評価点（1～9）", r => r.Before?.Score, CellKind.Whole),
        new("対応方針", r => r.Response.Label()),
        new("対応内容", r => r.ResponseNote, Width: 40),
        new("担当", r => r.Owner),
        new("対応期限", r => r.DueOn, CellKind.Date),
        new("評価の基準日", r => r.RatedAsOf, CellKind.Date),
        new("評価の理由", r => r.Reason, Width: 30),
    ];

    static readonly IReadOnlyList<Column<CouncilChange>> Changes =
    [
        new("業務番号（政令順）", c => c.OperationNumber, CellKind.Whole),
        new("業務名", c => c.OperationName, Width: 20),
        new("項目", c => c.Subject),
        new("前回", c => c.Before, Width: 24),
        new("今回", c => c.After, Width: 24),
        new("内容", c => c.Note, Width: 40),
    ];

    static readonly IReadOnlyList<Column<JudgementPoint>> Points =
    [
        new("種別", p => p.Kind),
        new("業務番号（政令順）", p => p.OperationNumber, CellKind.Whole),
        new("業務名", p => p.OperationName, Width: 20),
        new("内容", p => p.Text, Width: 60),
        new("求める判断", p => p.Asked, Width: 30),
    ];

    static readonly IReadOnlyList<Column<DecidedCase>> Decisions =
    [
        new("案件番号", d => d.Number, CellKind.Code, 14),
        new("件名", d => d.Title, Width: 40),
        new("所管課", d => d.DepartmentName, Width: 20),
        new("案件区分", d => d.Class.Label()),
        new("協議段階", d => d.Decision.Gate.Label(), Width: 20),
        new("版", d => d.Decision.Version, CellKind.Whole),
        new("経路", d => d.Route.Label()),
        new("総額（税込み、円）", d => d.Amount, CellKind.Yen),
        new("決定日", d => d.Decision.On, CellKind.Date),
        new("判断区分", d => d.Decision.Category, Width: 26),
        new("決定後の状態", d => d.Decision.Result),
        new("決定者", d => d.Decision.Name),
        new("決定者の職名", d => d.Decision.Title),
        new("代理された人", d => d.Decision.OnBehalfOf),
        new("理由・意見", d => d.Decision.Reason, Width: 40),
        new("条件（件）", d => d.Conditions.Count, CellKind.Whole),
        new("条件の内容", d => d.ConditionText, Width: 40),
    ];

    static IReadOnlyList<Column<PendingCase>> Pending(CouncilFigures f) =>
    [
        new("案件番号", p => p.Case.Number, CellKind.Code, 14),
        new("件名", p => p.Case.Title, Width: 40),
        new("所管課", p => p.Case.DepartmentName, Width: 20),
        new("案件区分", p => p.Case.Class.Label()),
        new("協議段階", p => p.Case.Gate.Label(), Width: 20),
        new("状態", p => p.Case.StateWords, Width: 16),
        new("状態の日", p => p.Case.Since, CellKind.Date),
        new("状態の日数（日）", p => f.Day.DayNumber - p.Case.Since.DayNumber, CellKind.Days),
        new("総額（税込み、円）", p => p.Amount, CellKind.Yen),
        new("経路の理由", p => p.Case.RouteReason, Width: 40),
        new("目的", p => p.Case.Content["purpose"], Width: 50),
        new("審査の総合意見", p => p.Opinions, Width: 50),
        new("付議の理由", p => p.ReferredBecause, Width: 40),
    ];

    static IReadOnlyList<Column<OutstandingCondition>> Conditions(CouncilFigures f) =>
    [
        new("案件番号", o => o.Case.Number, CellKind.Code, 14),
        new("件名", o => o.Case.Title, Width: 40),
        new("所管課", o => o.Case.DepartmentName, Width: 20),
        .. CaseSheetData.Conditions(f.Day).Select(c => new Column<OutstandingCondition>(c.Header, o => c.Value(o.Condition), c.Kind, c.Width)),
    ];

    static readonly IReadOnlyList<Column<SystemRow>> Systems =
    [
        new("業務番号（政令順）", s => s.OperationNumber, CellKind.Whole),
        new("業務名", s => s.OperationName, Width: 20),
        new("構成システム番号", s => s.SystemId, CellKind.Whole),
        new("構成システム名", s => s.Name, Width: 26),
        new("事業者", s => s.Vendor),
        new("パッケージ", s => s.Package),
        new("クラウド", s => s.CloudProvider),
        new("ネットワーク区分", s => s.NetworkZone),
        new("契約開始", s => s.ContractFrom, CellKind.Date),
        new("契約終了", s => s.ContractTo, CellKind.Date),
        new("廃止", s => YesNo(s.IsRetired)),
        new("備考", s => s.Note, Width: 30),
    ];

    static readonly IReadOnlyList<Column<KeyValuePair<ThresholdKey, int>>> Limits =
    [
        new("しきい値コード", t => t.Key.ToString(), CellKind.Code, 20),
        new("しきい値", t => t.Key.Label(), Width: 40),
        new("値", t => t.Value, CellKind.Whole),
        new("単位", t => t.Key.Unit()),
    ];

    static readonly IReadOnlyList<Column<LedgerCount>> Ledgers =
    [
        new("台帳", l => l.Ledger, CellKind.Code, 24),
        new("内容の説明", l => l.Holds, Width: 30),
        new("行数（行）", l => l.Rows, CellKind.Whole),
    ];

    static string YesNo(bool yes) => yes ? "はい" : "いいえ";

    static DateTime? Moment(DateTimeOffset? moment) => moment is { } m ? TokyoTime.ToTokyo(m).DateTime : null;

    /// <summary>Every row says whose data it is and as of when, so that it can be joined with other cities and other months.</summary>
    sealed class Sheets(Workbook book, CouncilFigures f)
    {
        public void Add<T>(string name, IReadOnlyList<Column<T>> columns, IEnumerable<T> rows) => Add(name, columns, rows.ToAsyncEnumerable());

        public void Add<T>(string name, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows) => book.AddDataSheet(
            name,
            [
                new("標準地域コード", _ => f.City.Code, CellKind.Code, 16),
                new("団体名", _ => f.City.Name, Width: 10),
                new("基準日", _ => f.Day, CellKind.Date, 12),
                new("データの区分", _ => f.IsDemo ? "デモデータ" : "実データ", Width: 14),
                .. columns.Select(Fitted),
            ],
            rows,
            CouncilPages.Page(f));

        // Wide enough for its heading and the button of the filter.
        static Column<T> Fitted<T>(Column<T> column) => column with { Width = Math.Max(column.Width, (2 * column.Header.Length) + 3) };
    }
}
