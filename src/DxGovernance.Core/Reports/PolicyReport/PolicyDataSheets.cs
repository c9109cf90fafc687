using DxGovernance.Core.Ledger;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Core.Reports;

/// <summary>データ: everything the sheets for print show, one record a row.</summary>
static class PolicyDataSheets
{
    public const string CaseName = "データ_案件";

    /// <summary>Columns that say whose data it is stand before those of the sheet.</summary>
    const int FrameColumns = 4;

    static readonly IReadOnlyList<Column<InitiativeCase>> CaseColumns =
    [
        new("案件番号", c => c.Number, CellKind.Code, 14),
        new("件名", c => c.Title, Width: 40),
        new("所管課", c => c.DepartmentName, Width: 20),
        new("状態の区分", c => c.State.Group().Label(), Width: 16),
        new("状態", c => c.State.Label(), Width: 16),
        new("状態の日", c => c.Since, CellKind.Date),
        new("総額（税込み、円）", c => c.Amount, CellKind.Yen, 18),
        new("取組事項の数", c => c.Initiatives.Count, CellKind.Whole),
    ];

    static readonly IReadOnlyList<Column<(InitiativeCase Case, string Code)>> LinkColumns =
    [
        new("案件番号", l => l.Case.Number, CellKind.Code, 14),
        new("取組事項のコード", l => l.Code, CellKind.Code, 14),
    ];

    /// <summary>Letters of a column of <see cref="CaseName"/>.</summary>
    public static string CaseColumn(string header) => SheetXml.Letters(FrameColumns + 1 + CaseColumns.Index().Single(c => c.Item.Header == header).Index);

    public static void Add(Workbook book, PolicyReportFigures f)
    {
        var (frame, now) = (f.Frame, f.Now);
        frame.AddData(book, "データ_工程", Commitments, now.Initiatives.SelectMany(i => i.Plan.Select(c => (i, c))));
        frame.AddData(book, "データ_年度の状況", YearColumns, now.Initiatives.SelectMany(i => i.Years.Select(y => (i, y))));
        frame.AddData(book, "データ_状況の履歴", ReportColumns, f.Ledger.Reports);
        frame.AddData(book, "データ_指標", IndicatorColumns, now.Initiatives.SelectMany(i => i.Indicators));
        frame.AddData(book, "データ_指標の目標", TargetColumns, now.Initiatives.SelectMany(i => i.Indicators).SelectMany(i => i.Targets.OrderBy(t => t.FiscalYear).Select(t => (i, t))));
        frame.AddData(book, "データ_測定", MeasurementColumns(now), f.Ledger.Measurements);
        frame.AddData(book, "データ_手続", ProcedureColumns, now.Procedures);
        frame.AddData(book, "データ_手続の履歴", EntryColumns, f.Ledger.ProcedureEntries);
        frame.AddData(book, "データ_オンライン化率", RateColumns, [.. now.Rates, now.Rate]);
        frame.AddData(book, CaseName, CaseColumns, f.Cases);
        frame.AddData(book, "データ_案件の取組事項", LinkColumns, f.Cases.SelectMany(c => c.Initiatives.Select(code => (c, code))));
    }

    static IReadOnlyList<Column<(InitiativeFigures Of, Commitment Line)>> Commitments { get; } =
    [
        new("取組事項のコード", r => r.Of.Code, CellKind.Code, 12),
        new("基本方針の番号", r => r.Of.Pillar, CellKind.Whole),
        new("基本方針", r => r.Of.PillarName, Width: 30),
        new("取組事項", r => r.Of.Name, Width: 36),
        new("所管課", r => string.Join("、", r.Of.Departments), Width: 24),
        new("行", r => r.Line.Number, CellKind.Whole, 6),
        new("始めの年度", r => r.Line.FromYear, CellKind.Year),
        new("終わりの年度", r => r.Line.ToYear, CellKind.Year),
        new("時期（方針の語）", r => r.Line.Timing, Width: 24),
        new("取組（方針の文言）", r => r.Line.Text, Width: 80),
        new("方針の箇所", r => r.Line.Basis, Width: 20),
        new("頁", r => r.Line.Page, CellKind.Code, 8),
        new("出典", r => r.Of.Source, Width: 40),
    ];

    static IReadOnlyList<Column<(InitiativeFigures Of, InitiativeYearFigures Year)>> YearColumns { get; } =
    [
        new("取組事項のコード", r => r.Of.Code, CellKind.Code, 12),
        new("取組事項", r => r.Of.Name, Width: 36),
        new("年度", r => r.Year.FiscalYear, CellKind.Year),
        new("状況", r => r.Year.State.Label()),
        new("実施したこと", r => r.Year.Done, Width: 60),
        new("理由", r => r.Year.Reason, Width: 40),
        new("次の一手", r => r.Year.NextStep, Width: 40),
        new("証拠", r => r.Year.Evidence, Width: 40),
        new("報告の基準日", r => r.Year.AsOf, CellKind.Date),
        new("記録日時", r => At(r.Year.RecordedAt), CellKind.Timestamp, 18),
        new("記録者", r => r.Year.RecordedBy, Width: 14),
    ];

    static IReadOnlyList<Column<InitiativeReport>> ReportColumns { get; } =
    [
        new("取組事項のコード", r => r.InitiativeCode, CellKind.Code, 12),
        new("年度", r => r.FiscalYear, CellKind.Year),
        new("状況", r => r.State.Label()),
        new("実施したこと", r => r.Done, Width: 60),
        new("次の一手", r => r.NextStep, Width: 40),
        new("証拠", r => r.Evidence, Width: 40),
        .. Recorded<InitiativeReport>(),
    ];

    static IReadOnlyList<Column<PolicyIndicatorFigures>> IndicatorColumns { get; } =
    [
        new("取組事項のコード", i => i.InitiativeCode, CellKind.Code, 12),
        new("指標の番号", i => i.Id, CellKind.Whole),
        new("指標", i => i.Name, Width: 40),
        new("単位", i => i.Unit),
        new("基準値", i => i.Baseline, CellKind.Fraction) { Digits = 4 },
        new("基準値の時点", i => i.BaselineOn, CellKind.Date),
        new("小さいほど良い", i => i.LowerIsBetter ? "はい" : "いいえ"),
        new("値", i => i.Value, CellKind.Fraction) { Digits = 4 },
        new("値の時点", i => i.MeasuredOn, CellKind.Date),
        new("値の出所", i => i.Kind.Label(), Width: 30),
        new("出典", i => i.Source, Width: 40),
    ];

    static IReadOnlyList<Column<(PolicyIndicatorFigures Of, YearTarget Target)>> TargetColumns { get; } =
    [
        new("取組事項のコード", t => t.Of.InitiativeCode, CellKind.Code, 12),
        new("指標の番号", t => t.Of.Id, CellKind.Whole),
        new("指標", t => t.Of.Name, Width: 40),
        new("年度", t => t.Target.FiscalYear, CellKind.Year),
        new("目標値", t => t.Target.Value, CellKind.Fraction) { Digits = 4 },
    ];

    static IReadOnlyList<Column<PolicyMeasurement>> MeasurementColumns(PolicyFigures now)
    {
        var names = now.Initiatives.SelectMany(i => i.Indicators).ToDictionary(i => i.Id, i => i.Name);
        return
        [
            new("指標の番号", m => m.IndicatorId, CellKind.Whole),
            new("指標", m => names.GetValueOrDefault(m.IndicatorId, "廃止された指標"), Width: 40),
            new("測定値", m => m.Value, CellKind.Fraction) { Digits = 4 },
            .. Recorded<PolicyMeasurement>(),
        ];
    }

    static IReadOnlyList<Column<ProcedureFigures>> ProcedureColumns { get; } =
    [
        new("コード", p => p.Code, CellKind.Code, 10),
        new("区分", p => p.Category, Width: 28),
        new("番号", p => p.Number, CellKind.Whole),
        new("手続名", p => p.Name, Width: 50),
        new("状態", p => p.State.Label(), Width: 18),
        new("最新の記録の基準日", p => p.Since, CellKind.Date),
        new("根拠", p => p.Evidence, Width: 50),
        new("理由", p => p.Reason, Width: 40),
    ];

    static IReadOnlyList<Column<ProcedureEntry>> EntryColumns { get; } =
    [
        new("コード", p => p.Code, CellKind.Code, 10),
        new("区分", p => p.Category, Width: 28),
        new("手続名", p => p.Name, Width: 50),
        new("状態", p => p.State.Label(), Width: 18),
        new("根拠", p => p.Evidence, Width: 50),
        .. Recorded<ProcedureEntry>(),
    ];

    static IReadOnlyList<Column<ProcedureRate>> RateColumns { get; } =
    [
        new("区分", r => r.Category, Width: 28),
        new("オンライン化済み", r => r.Online, CellKind.Whole),
        new("未オンライン化", r => r.NotOnline, CellKind.Whole),
        new("本市対象外", r => r.OutsideCity, CellKind.Whole),
        new("該当する手続なし", r => r.NoProcedure, CellKind.Whole),
        new("廃止", r => r.Abolished, CellKind.Whole),
        new("分母", r => r.Denominator, CellKind.Whole),
        new("オンライン化率", r => r.Rate, CellKind.Percent),
    ];

    /// <summary>What every ledger row says of itself.</summary>
    static IEnumerable<Column<T>> Recorded<T>()
        where T : LedgerEntry =>
    [
        new("理由", e => e.Reason, Width: 40),
        new("記録の基準日", e => e.AsOf, CellKind.Date),
        new("記録日時", e => At(e.RecordedAt), CellKind.Timestamp, 18),
        new("記録者", e => e.RecordedBy, Width: 14),
        new("記録者の職名", e => e.RecordedTitle, Width: 20),
        new("代理された人", e => e.OnBehalfOf, Width: 20),
    ];

    static DateTime? At(DateTimeOffset moment) => TokyoTime.ToTokyo(moment).DateTime;
}
