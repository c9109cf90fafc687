using DxGovernance.Core.Proposals;
using static DxGovernance.Core.Reports.CaseWords;

namespace DxGovernance.Core.Reports;

/// <summary>The same case for machines: one sheet a table, nothing merged, every row with the number of the case.</summary>
static class CaseSheetData
{
    public static void Add(Workbook book, CaseFrame frame, CaseFile file)
    {
        void Sheet<T>(string name, IReadOnlyList<Column<T>> columns, IEnumerable<T> rows) =>
            frame.AddData(book, name, [new("案件番号", _ => file.Case.Number, CellKind.Code, 14), .. columns.Where(c => c.Header != "案件番号")], rows);
        Sheet("データ_案件", CaseListSheet.DataColumns(frame.Point.Day), [file.Line]);
        Sheet("データ_申請", Submissions, file.Submissions);
        Sheet("データ_申請内容", Values, Contents(file));
        Sheet("データ_審査", Checks, file.Reviews.SelectMany(r => r.Results.Select(x => (r, x))));
        Sheet("データ_指摘", Remarks, file.Reviews.SelectMany(r => r.Findings.Select(f => (r.Gate, r.SubmissionNumber, "審査", Who(r), f))
            .Append((r.Gate, r.SubmissionNumber, "審査の総合意見", Who(r), new("", r.Opinion))))
            .Concat(file.Steps.SelectMany(s => s.Findings.Select(f => (s.Gate, s.SubmissionNumber, s.Label, Who(s), f)))));
        Sheet("データ_照会", Inquiries, file.Inquiries);
        Sheet("データ_手続", Steps, file.Steps.Select(s => (s, file.ReadAfterwards(s))));
        Sheet("データ_条件", Conditions(frame.Point.Day), file.Conditions);
        Sheet("データ_効果", Effects(frame.Point.Day), file.Effects);
        Sheet("データ_訂正", Corrections(file), file.Corrections);
        Sheet("データ_添付", Attachments(file), file.Attachments);
    }

    static readonly IReadOnlyList<Column<Submission>> Submissions =
    [
        new("協議段階", s => s.Gate.Label(), Width: 20),
        new("協議の回", s => s.Run, CellKind.Whole),
        new("版", s => s.Number, CellKind.Whole),
        new("申請日", s => s.AsOf, CellKind.Date),
        new("件名", s => s.Title, Width: 40),
        new("案件区分", s => s.Class.Label()),
        new("経路", s => s.Route.Label()),
        new("経路の理由", s => s.RouteReason, Width: 40),
        new("経路の規則", s => s.RouteCode, CellKind.Code),
        new("経路の規則の版", s => s.RouteVersion, CellKind.Whole),
        new("申請者", s => s.RecordedBy),
        new("申請者の職名", s => s.RecordedTitle),
        new("代理された人", s => s.OnBehalfOf),
    ];

    static readonly IReadOnlyList<Column<FormLine>> Values =
    [
        new("様式の区分", l => l.Section, Width: 18),
        new("項目コード", l => l.Key, CellKind.Code, 22),
        new("項目", l => l.Label, Width: 26),
        new("表の行", l => l.Row, CellKind.Whole),
        new("表の列", l => l.Column, Width: 16),
        new("内容", l => l.Text, Width: 60),
    ];

    static readonly IReadOnlyList<Column<(ReviewEntry Review, CheckResult Result)>> Checks =
    [
        new("協議段階", r => r.Review.Gate.Label(), Width: 20),
        new("版", r => r.Review.SubmissionNumber, CellKind.Whole),
        new("審査者", r => Who(r.Review), Width: 24),
        new("審査日", r => r.Review.AsOf, CellKind.Date),
        new("審査を終えた", r => r.Review.IsFinal ? "はい" : "いいえ"),
        new("確認項目の版", r => r.Review.ChecklistVersion, CellKind.Whole),
        new("確認項目コード", r => r.Result.Code, CellKind.Code),
        new("様式の区分", r => Section(r.Result.Section), Width: 18),
        new("確認項目", r => r.Result.Question, Width: 50),
        new("結果", r => r.Result.Answer?.Label() ?? "未回答"),
        new("説明", r => r.Result.Note, Width: 40),
    ];

    static readonly IReadOnlyList<Column<(Gate Gate, int Version, string Kind, string Who, SectionFinding Finding)>> Remarks =
    [
        new("協議段階", r => r.Gate.Label(), Width: 20),
        new("版", r => r.Version, CellKind.Whole),
        new("種別", r => r.Kind, Width: 18),
        new("書いた人", r => r.Who, Width: 24),
        new("様式の区分", r => Section(r.Finding.Section), Width: 18),
        new("内容", r => r.Finding.Text, Width: 60),
    ];

    static readonly IReadOnlyList<Column<CaseInquiry>> Inquiries =
    [
        new("照会番号", i => i.Asked.Number, CellKind.Whole),
        new("様式の区分", i => Section(i.Asked.Section), Width: 18),
        new("照会", i => i.Asked.Text, Width: 50),
        new("照会した人", i => Who(i.Asked), Width: 24),
        new("照会日", i => i.Asked.AsOf, CellKind.Date),
        new("回答の期限", i => i.Asked.DueOn, CellKind.Date),
        new("状態", i => i.Newest.State.Label()),
        new("回答", i => i.Answer?.Text, Width: 50),
        new("回答した人", i => i.Answer is { } a ? Who(a) : null, Width: 24),
        new("回答日", i => i.Answer?.AsOf, CellKind.Date),
    ];

    static readonly IReadOnlyList<Column<(ProposalTransition Step, string? Reading)>> Steps =
    [
        new("協議段階", s => s.Step.Gate.Label(), Width: 20),
        new("協議の回", s => s.Step.Run, CellKind.Whole),
        new("版", s => s.Step.SubmissionNumber, CellKind.Whole),
        new("手続", s => s.Step.Label, Width: 24),
        new("手続前の状態", s => s.Step.FromState.Label(), Width: 16),
        new("手続後の状態", s => s.Step.Result, Width: 16),
        new("手続の日", s => s.Step.AsOf, CellKind.Date),
        new("記録日時", s => TokyoTime.ToTokyo(s.Step.RecordedAt).DateTime, CellKind.Timestamp, 18),
        new("記録者", s => s.Step.RecordedBy),
        new("記録者の職名", s => s.Step.RecordedTitle),
        new("代理された人", s => s.Step.OnBehalfOf),
        new("後閲", s => s.Reading),
        new("判断区分コード", s => s.Step.CategoryCode, CellKind.Code),
        new("コメント", s => s.Step.Reason, Width: 40),
    ];

    public static IReadOnlyList<Column<CaseCondition>> Conditions(DateOnly day) =>
    [
        new("条件番号", c => c.Imposed.Number, CellKind.Whole),
        new("付けた協議段階", c => c.ImposedAt.Label(), Width: 20),
        new("条件", c => c.Imposed.Text, Width: 50),
        new("担当", c => c.Imposed.Owner),
        new("期限", c => c.Imposed.DueOn, CellKind.Date),
        new("期限の超過（日）", c => c.IsOpen && c.Imposed.DueOn < day ? day.DayNumber - c.Imposed.DueOn.DayNumber : (int?)null, CellKind.Days),
        new("求める証拠", c => c.Imposed.Evidence, Width: 30),
        new("止める協議段階", c => c.Imposed.BlocksGate?.Label(), Width: 20),
        new("状態", c => c.Newest.State.Label(), Width: 20),
        new("状態の日", c => c.Newest.AsOf, CellKind.Date),
        new("状態を記録した人", c => Who(c.Newest), Width: 24),
        new("報告・理由", c => c.Newest.Reason, Width: 40),
    ];

    static IReadOnlyList<Column<CaseEffect>> Effects(DateOnly day) =>
    [
        new("指標", e => e.Name, Width: 30),
        new("単位", e => e.Unit),
        new("稼働からの月数", e => e.Months, CellKind.Whole),
        new("時期", e => e.Term),
        new("期日", e => e.DueOn, CellKind.Date),
        new("計画", e => e.Planned, CellKind.Fraction) { Digits = 2 },
        new("実測", e => e.Measured?.Value, CellKind.Fraction) { Digits = 2 },
        new("差（実測－計画）", e => e.Difference, CellKind.Fraction) { Digits = 2 },
        new("測定日", e => e.Measured?.AsOf, CellKind.Date),
        new("状態", e => e.State(day), Width: 18),
        new("測り方と出所", e => e.Measured?.Reason, Width: 40),
    ];

    static IReadOnlyList<Column<CaseCorrectionLine>> Corrections(CaseFile file)
    {
        string Value(CaseCorrectionLine c, string stored) =>
            c.Field is { } field ? file.Shown(field, field.DisplayStored(stored)) : stored;
        return
        [
            new("項目コード", c => c.Proposed.FieldKey, CellKind.Code, 22),
            new("項目", c => c.Field?.Label, Width: 26),
            new("当初の内容", c => Value(c, c.Proposed.Before), Width: 30),
            new("訂正後の内容", c => Value(c, c.Proposed.After), Width: 30),
            new("理由", c => c.Proposed.Reason, Width: 40),
            new("起こした人", c => Who(c.Proposed), Width: 24),
            new("起こした日", c => c.Proposed.AsOf, CellKind.Date),
            new("状態", c => c.Newest.State.Label()),
            new("確認した人", c => c.Judged is { } j ? Who(j) : null, Width: 24),
            new("確認した日", c => c.Judged?.AsOf, CellKind.Date),
        ];
    }

    static IReadOnlyList<Column<CaseAttachment>> Attachments(CaseFile file) =>
    [
        new("添付の種類", a => a.Kind.Label()),
        new("ファイル名", a => a.IsConfidential && !file.WithConfidential ? Hidden : a.FileName, Width: 40),
        new("大きさ（バイト）", a => a.Length, CellKind.Whole),
        new("SHA-256", a => a.Sha256, CellKind.Code, 66),
        new("添付した段階", a => a.Gate.Label(), Width: 20),
        new("添付した人", a => a.AddedBy),
        new("添付日時", a => TokyoTime.ToTokyo(a.AddedAt).DateTime, CellKind.Timestamp, 18),
        new("含む申請", a => a.Submissions, Width: 30),
    ];

    static IEnumerable<FormLine> Contents(CaseFile file)
    {
        foreach (var (section, fields) in file.Form())
        {
            foreach (var field in fields)
            {
                if (field.Kind != FieldKind.Table || (field.IsConfidential && !file.WithConfidential))
                {
                    yield return new(section.Name, field.Key, field.Label, null, null, file.Shown(field, field.Display(file.Newest.Content)));
                    continue;
                }

                foreach (var (i, row) in file.Newest.Content.Rows(field.Key).Index())
                {
                    foreach (var column in field.Columns)
                    {
                        yield return new(section.Name, field.Key, field.Label, i + 1, column.Label, ProposalForm.Display(column.Kind, [], row.GetValueOrDefault(column.Name, "")));
                    }
                }
            }
        }
    }

    sealed record FormLine(string Section, string Key, string Label, int? Row, string? Column, string Text);
}
