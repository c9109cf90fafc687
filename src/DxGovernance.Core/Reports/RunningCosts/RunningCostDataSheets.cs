using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Reports;

/// <summary>データ: amounts in yen, assumptions, comparisons and the nation's table, one record a row.</summary>
static class RunningCostDataSheets
{
    public static void Add(Workbook book, RunningCostReportData data)
    {
        var subjects = data.Now.Figures.Subjects;
        data.Frame.AddData(book, "データ_金額", Amounts, subjects.SelectMany(s => s.Sheets.Values.SelectMany(sheet => sheet.Rows.Select(r => new Amount(s, sheet, r)))));
        data.Frame.AddData(book, "データ_前提", Terms, subjects.SelectMany(s => s.Sheets.Values.Where(sheet => sheet.IsEntered).Select(sheet => (s, sheet))));
        data.Frame.AddData(
            book, "データ_比較", Comparisons,
            data.Now.Standings.SelectMany(s => new[] { (s.Subject, s.ToBaseline), (s.Subject, s.ToPresent) }).Select(c => new Compared(
                c.Subject, c.Item2, (c.Item2.BeforeSheet.Stage == RunningCostStage.Baseline ? data.Now.ToBaseline : data.Now.ToPresent).Counted.Any(s => s.Number == c.Subject.Number))));
        data.FactFrame.AddData(book, "データ_国の参考", Nation, data.Nation.Rows.OrderBy(r => r.Side).ThenBy(r => Order(r.Line)).ThenBy(r => r.Rate));
    }

    static IReadOnlyList<Column<Amount>> Amounts { get; } =
    [
        new("業務番号", a => Number(a.Subject), CellKind.Whole),
        new("業務", a => a.Subject.Name, Width: 22),
        new("所管課", a => a.Subject.DepartmentName, Width: 20),
        new("区分", a => a.Sheet.Stage.Label(), Width: 16),
        new("行の別", a => a.Line.Section.Label(), Width: 14),
        new("費目コード", a => a.Line.Code, CellKind.Code, 18),
        new("費目", a => a.Line.Name, Width: 24),
        new("会計年度（西暦）", a => a.Row.FiscalYear, CellKind.Year),
        new("額（円）", a => a.Row.Amount, CellKind.Yen, 18),
        new("通貨", a => a.Row.ForeignPrice is null && a.Row.Rate is null ? null : a.Sheet.Assumptions?.Currency, CellKind.Code),
        new("外貨建ての額", a => a.Row.ForeignPrice, CellKind.Fraction, 18) { Digits = ExchangeRate.MaxDecimals },
        new("為替レート（円）", a => a.Row.Rate, CellKind.Fraction) { Digits = ExchangeRate.MaxDecimals },
        new("為替レートの日付", a => a.Row.RateOn, CellKind.Date),
        new("税", a => a.Sheet.Assumptions?.Tax.Label()),
        new("根拠・理由", a => a.Row.Note, Width: 40),
        new("記録の時点", a => a.Row.AsOf, CellKind.Date),
        new("記録日時", a => TokyoTime.ToTokyo(a.Row.RecordedAt).DateTime, CellKind.Timestamp, 18),
        new("記録者", a => a.Row.RecordedBy, Width: 16),
        new("記録者の職名", a => a.Row.RecordedTitle, Width: 20),
        new("訂正の理由", a => a.Row.Reason, Width: 30),
        new("確認の状態", a => a.Sheet.State.Label()),
    ];

    static IReadOnlyList<Column<(RunningCostSubject Subject, RunningCostSheet Sheet)>> Terms { get; } =
    [
        new("業務番号", t => Number(t.Subject), CellKind.Whole),
        new("業務", t => t.Subject.Name, Width: 22),
        new("区分", t => t.Sheet.Stage.Label(), Width: 16),
        new("対象のシステム", t => t.Sheet.Assumptions?.Scope.Replace('\n', '、'), Width: 40),
        new("税", t => t.Sheet.Assumptions?.Tax.Label()),
        new("基準年度（西暦）", t => t.Sheet.Assumptions?.BaseYear, CellKind.Year),
        new("根拠資料", t => t.Sheet.Assumptions?.Source, Width: 40),
        new("通貨", t => t.Sheet.Assumptions?.Currency, CellKind.Code),
        new("支援の名称", t => t.Sheet.Assumptions?.FundingName, Width: 30),
        new("確認の状態", t => t.Sheet.State.Label()),
        new("確認・差戻しの日時", t => t.Sheet.Checked is { } c ? TokyoTime.ToTokyo(c.RecordedAt).DateTime : default(DateTime?), CellKind.Timestamp, 18),
        new("確認・差戻しをした人", t => t.Sheet.Checked?.RecordedBy, Width: 20),
        new("確認・差戻しの言葉", t => t.Sheet.Checked?.Reason, Width: 30),
    ];

    static IReadOnlyList<Column<Compared>> Comparisons { get; } =
    [
        new("業務番号", c => Number(c.Subject), CellKind.Whole),
        new("業務", c => c.Subject.Name, Width: 22),
        new("比べる元", c => c.Of.BeforeSheet.Stage.Label(), Width: 14),
        new("比べる元の年度（西暦）", c => c.Of.BeforeYear, CellKind.Year),
        new("移行後の区分", c => c.Of.AfterSheet.Stage.Label(), Width: 16),
        new("移行後の年度（西暦）", c => c.Of.AfterYear, CellKind.Year),
        new("比べられるか", c => c.Of.IsComparable ? "はい" : "いいえ"),
        new("合計に算入", c => c.IsCounted ? "はい" : "いいえ"),
        new("比べる元の額（円）", c => c.Of.IsComparable ? c.Of.Before : default(long?), CellKind.Yen, 18),
        new("移行後の額（円）", c => c.Of.IsComparable ? c.Of.After : default(long?), CellKind.Yen, 18),
        new("増減（円）", c => c.Of.Parts?.Difference, CellKind.Yen, 18),
        new("倍率", c => c.Of.Ratio is { } r ? Math.Round(r, 6) : default(decimal?), CellKind.Fraction) { Digits = 6 },
        new("比べる元の支援（円）", c => c.Of.IsComparable ? c.Of.BeforeFunding : default(long?), CellKind.Yen, 18),
        new("移行後の支援（円）", c => c.Of.IsComparable ? c.Of.AfterFunding : default(long?), CellKind.Yen, 18),
        new("支援を引いた倍率", c => c.Of.NetRatio is { } r ? Math.Round(r, 6) : default(decimal?), CellKind.Fraction) { Digits = 6 },
        .. RunningCostLine.Causes.Index().Select(cause => new Column<Compared>($"原因_{cause.Item.Name}（円）", c => c.Of.Parts?.Parts[cause.Index].Amount, CellKind.Yen, 18)),
        new("説明されていない差（円）", c => c.Of.Parts?.Rest, CellKind.Yen, 18),
        new("比べられない理由", c => string.Concat(c.Of.Obstacles), Width: 50),
        new("注意", c => string.Concat(c.Of.Remarks.Concat(c.Of.Parts?.Remarks ?? [])), Width: 50),
    ];

    static IReadOnlyList<Column<RunningCostReferenceEntry>> Nation { get; } =
    [
        new("列", r => r.Side.Label(), Width: 16),
        new("費目コード", r => r.Line, CellKind.Code, 18),
        new("費目", r => RunningCostLine.Find(r.Line)!.Name, Width: 24),
        new("1ドルの円", r => r.Rate, CellKind.Fraction) { Digits = 0 },
        new("額（円、5年分）", r => r.Amount, CellKind.Yen, 18),
        new("データの由来", _ => RunningCostReference.Mark),
        new("出典", r => r.Source, Width: 60),
    ];

    static int Order(string line) => RunningCostLine.Items.Index().Where(l => l.Item.Code == line).Select(l => l.Index).FirstOrDefault();

    static CellValue Number(RunningCostSubject subject) => subject.IsCommon ? default(CellValue) : subject.Number;

    sealed record Amount(RunningCostSubject Subject, RunningCostSheet Sheet, RunningCostEntry Row)
    {
        public RunningCostLine Line => RunningCostLine.Find(Row.Line)!;
    }

    sealed record Compared(RunningCostSubject Subject, RunningCostComparison Of, bool IsCounted);
}
