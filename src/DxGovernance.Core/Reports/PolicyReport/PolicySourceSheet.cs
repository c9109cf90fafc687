using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Standardization;
using static DxGovernance.Core.Reports.CouncilPages;

namespace DxGovernance.Core.Reports;

/// <summary>出典・前提: all that is needed to make the report again and to understand its figures.</summary>
static class PolicySourceSheet
{
    public const string Name = "出典・前提";
    const int Columns = 4;

    static readonly (string Term, string Text)[] Definitions =
    [
        ("取組（方針の文言）", "行政DX基本方針の工程表・取組方針・本文の文言をそのまま載せる。年度の印は文言にある年度だけに付け、年度の明示がないものには付けない。"),
        ("年度の印", PolicyWords.Marks),
        ("状況", "所管課（又は庁内PMO事務局）が年度ごとに報告した最新のもの。訂正も一行の記録で、前の報告は残る。"),
        ("オンライン化率", ProcedureRate.Definition),
        ("指標", "基準値・目標値は方針や決定が定めたものだけを載せる。「台帳から数える・計算する」指標は、この帳票の基準日の台帳による。"),
        ("国式ステップ完了率", OperationFigures.StepRateDefinition),
        ("案件", InitiativeCases.Definition),
    ];

    public static void Add(Workbook book, PolicyReportFigures f)
    {
        var sheet = f.Frame.Start(book, Name, Name, "", [26, 40, 50, 14], Paper.A4, landscape: false);
        sheet.Section("１　この帳票の作り方", Columns);
        Pairs(sheet, [("基準日", Wareki.Both(f.Point.Day)), .. f.Frame.Making()]);
        sheet.Section("２　用語と計算の定義", Columns);
        Pairs(sheet, Definitions);
        sheet.Section("３　出典", Columns);
        foreach (var source in f.Now.Initiatives.Select(i => i.Source).Concat(f.Now.Initiatives.SelectMany(i => i.Indicators).Select(i => i.Source)).Distinct().Order(StringComparer.Ordinal))
        {
            sheet.Row(Text(source, Columns));
        }

        sheet.Row(Text("上のほかは、庁内の報告（台帳）による。空欄は、方針に定めがないか、登録されていないことを示す。", Columns));
        sheet.Section("４　読んだ台帳の行数（基準日以前・記録の締めまで）", Columns);
        sheet.Row(Cell.Heading("台帳"), Cell.Heading("内容", 2), Cell.Heading("行数"));
        var first = sheet.NextRow;
        foreach (var ledger in f.Counts)
        {
            sheet.Row(Text(ledger.Ledger), Text(ledger.Holds, 2), Value(ledger.Rows, CellKind.Whole));
        }

        sheet.Row(Cell.Heading("合計", 3), Cell.Sum(sheet.Range(first, Columns, sheet.NextRow - 1, Columns), CellKind.Whole));
    }

    static void Pairs(PrintSheet sheet, IEnumerable<(string Term, string Text)> pairs)
    {
        foreach (var (term, text) in pairs)
        {
            sheet.Row(new Cell(term, CellStyle.Body with { Bold = true, Tone = Tone.Heading }), Text(text, Columns - 1));
        }
    }
}
