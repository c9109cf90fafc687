using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>One operation of the 国PMOツール転記表 with its 40 states in the order of the steps.</summary>
/// <param name="ReportedOn">Newest confirmation of the steps; null where nothing was reported here, so that all states are 未.</param>
public sealed record NationalTransferRow(int Number, int MicOrder, string MicName, DateOnly? ReportedOn, IReadOnlyList<StepStatus> States)
{
    public string Remark => ReportedOn is null ? "庁内の報告なし" : "";

    /// <summary>In the ministry's order. One statement.</summary>
    public static async Task<IReadOnlyList<NationalTransferRow>> LoadAsync(IQueryable<Operation> operations, CancellationToken cancel) =>
        await operations.OrderBy(o => o.MicOrder).ThenBy(o => o.Number)
            .Select(o => new NationalTransferRow(
                o.Number, o.MicOrder, o.MicName, o.StepsConfirmedOn, o.Steps.OrderBy(s => s.StepNumber).Select(s => s.Status).ToList()))
            .ToListAsync(cancel);
}

/// <summary>The workbook that is copied into the nation's reporting tool: its order, its wording, nothing typed twice.</summary>
public static class NationalTransferSheet
{
    public const string Title = "国PMOツール転記表";

    public const string Wording = "状態は国PMOツールの表記（未・作業中・完了済み・対象外）。庁内で報告のない業務は全て「未」とし、備考に示す。";

    const int StepsPerLegendRow = 4;

    public static Workbook Build(IReadOnlyList<NationalTransferRow> rows, IReadOnlyList<MigrationStep> steps, DateTimeOffset madeAt, bool isDemo)
    {
        var book = new Workbook(Title, madeAt);
        PageSetup Page(Paper paper, bool landscape = true) =>
            new(paper, landscape) { Header = isDemo ? $"デモデータ　{Title}" : Title, FooterRight = $"{Wareki.Both(TokyoTime.DayOf(madeAt))}時点" };
        AddTable(book.AddPrintSheet("転記表", Page(Paper.A3)), rows, steps, madeAt, isDemo);
        book.AddDataSheet("データ", Columns, rows.SelectMany(r => steps.Zip(r.States, (step, state) => new Record(r, step, state))), Page(Paper.A4));
        AddSources(book.AddPrintSheet("出典・前提", Page(Paper.A4, landscape: false)), rows, madeAt, isDemo);
        return book;
    }

    static IReadOnlyList<Column<Record>> Columns { get; } =
    [
        new("総務省順", r => r.Operation.MicOrder, CellKind.Whole, 10),
        new("政令順", r => r.Operation.Number, CellKind.Whole, 8),
        new("業務名（総務省表記）", r => r.Operation.MicName, CellKind.Text, 24),
        new("ステップ通番", r => r.Step.Number, CellKind.Whole, 12),
        new("枝番", r => r.Step.Branch, CellKind.Text, 8),
        new("ステップ名", r => r.Step.Name, CellKind.Text, 80),
        new("状態", r => r.State.NationalWord(), CellKind.Text, 10),
        new("庁内の最終確認日", r => r.Operation.ReportedOn, CellKind.Date, 16),
        new("備考", r => r.Operation.Remark, CellKind.Text, 16),
    ];

    static void AddTable(PrintSheet sheet, IReadOnlyList<NationalTransferRow> rows, IReadOnlyList<MigrationStep> steps, DateTimeOffset madeAt, bool isDemo)
    {
        var all = steps.Count + 3;
        sheet.Widths([6, 20, .. steps.Select(_ => 6.6), 15]);
        sheet.Row(Cell.Title($"{Title}（{Wareki.Both(TokyoTime.DayOf(madeAt))}時点）{(isDemo ? "　デモデータを含む" : "")}", all));
        sheet.Row(Cell.Note(Wording, all));
        var header = sheet.Row([Cell.Heading("総務省順", rows: 2), Cell.Heading("業務名", rows: 2), .. steps.Select(s => Cell.Heading($"{s.Number}")), Cell.Heading("備考", rows: 2)]);
        sheet.Row(steps.Select(s => Cell.Heading(s.Branch)));
        foreach (var row in rows)
        {
            sheet.Row([Cell.Of(row.MicOrder, CellKind.Whole), row.MicName, .. row.States.Select(State), row.Remark]);
        }

        sheet.Repeat(header, header + 1, columns: 2);
        sheet.Freeze(header + 1, columns: 2);
        sheet.Skip();
        foreach (var part in steps.Chunk(StepsPerLegendRow))
        {
            sheet.Row([Cell.Blank, .. part.Select(s => Cell.Note($"{s.Number}（{s.Branch}）{s.Name}", s == part[0] ? 10 : 11))]);
        }
    }

    static Cell State(StepStatus state) => new(state.NationalWord(), CellStyle.Body with { Align = Align.Center, Size = 8 });

    static void AddSources(PrintSheet sheet, IReadOnlyList<NationalTransferRow> rows, DateTimeOffset madeAt, bool isDemo)
    {
        sheet.Widths(22, 70);
        sheet.Row(Cell.Title("出典・前提", 2));
        sheet.Row(Cell.Heading("項目"), Cell.Heading("内容"));
        sheet.Row("作成日時", $"{TokyoTime.Display(madeAt)}（日本時間）");
        sheet.Row("対象", $"{rows.Count}業務 × {Operation.StepCount}ステップ ＝ {rows.Count * Operation.StepCount}件（シート「データ」の行数）");
        sheet.Row("並び", "総務省の進捗公表資料の業務順、手順書のステップ順");
        sheet.Row("状態", Wording);
        sheet.Row("庁内の報告なし", $"{rows.Count(r => r.ReportedOn is null)}業務。国PMOツールへ転記する前に所管課へ確かめること。");
        sheet.Row("ステップ名の出典", "総務省が公表する「業務別ステップ別進捗一覧」の見出し");
        sheet.Row("状態の出典", "所管課が本システムへ報告したステップの台帳（最新の行）");
        sheet.Row("データの別", isDemo ? "デモデータを含む（架空の報告）" : "実データ");
    }

    sealed record Record(NationalTransferRow Operation, MigrationStep Step, StepStatus State);
}
