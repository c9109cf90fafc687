using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Reports;

/// <summary>前提・出典: what each set covers and where it is from, the definitions, and how to make the same file again.</summary>
static class RunningCostSourceSheet
{
    static readonly double[] Widths = [20, 16, 34, 8, 14, 34, 30, 14, 26];

    static readonly (string Term, string Text)[] Definitions =
    [
        ("倍率", RunningCostFigures.RatioDefinition),
        ("移行後の額", "業務ごとに、基準年度の全費目がそろったもののうち、実績、契約、計画の順で最初のものを使う。年度が終わっていない実績は1年分として比べない。"),
        ("比べられる額", "対象のシステムが同じ、税込・税抜が同じ、基準年度がそろい（平成30年度比は基準が平成30年度の額）、10費目が全て入力されているもの。費用がない費目は0と入力する。空欄は「分からない」であり0ではない。"),
        ("支援を引いた倍率", "（移行後の額－移行後の国・県の支援）÷（比べる元の額－比べる元の国・県の支援）。"),
        ("為替の影響", RunningCostDecomposition.ExchangeDefinition),
        (RunningCostDecomposition.RestName, "増減から、入力された原因の額と計算した為替の影響を引いた残り。"),
        ("当時の報告・今の記録", "当時の報告は基準日の終わりまでに記録されたもの、今の記録は記録の締めまでに記録されたもの。どちらも基準日以前を時点とする記録だけを使う。"),
    ];

    public static void Add(Workbook book, RunningCostReportData data)
    {
        var sheet = data.Start(book, "前提・出典", "運用経費比較　前提・出典", Widths, Paper.A3);
        sheet.Section("１　額の組ごとの前提", Widths.Length);
        var header = sheet.Row(
        [
            Cell.Heading("業務"), Cell.Heading("区分"), Cell.Heading("対象のシステム"), Cell.Heading("税"), Cell.Heading("基準年度"), Cell.Heading("根拠資料"), Cell.Heading("為替レートの前提"), Cell.Heading("状態"), Cell.Heading("確認・差戻し"),
        ]);
        sheet.Freeze(header, 2);
        foreach (var (subject, set) in data.Now.Figures.Subjects.SelectMany(s => s.Sheets.Values.Where(x => x.IsEntered).Select(x => (s, x))))
        {
            var a = set.Assumptions;
            sheet.Flow(
                subject.Name, set.Stage.Label(), a?.Scope ?? "", a?.Tax.Label() ?? "", a is null ? "" : new FiscalYear(a.BaseYear).ToString(),
                a is null ? "" : a.FundingName is { } funding ? $"{a.Source}\n支援：{funding}" : a.Source, set.RateText ?? "－", set.State.Label(),
                set.Checked is { } c ? $"{Wareki.Iso(TokyoTime.DayOf(c.RecordedAt))} {c.RecordedTitle} {c.RecordedBy}{(c.Reason is null ? "" : $"\n{c.Reason}")}" : "－");
        }

        if (sheet.NextRow == header + 1)
        {
            sheet.Row(CouncilPages.Text("該当なし", Widths.Length));
        }

        sheet.Section("２　用語と計算の定義", Widths.Length);
        Pairs(sheet, Definitions);
        sheet.Section("３　費目・原因の出典", Widths.Length);
        Pairs(sheet, RunningCostLine.All.GroupBy(l => (l.Section, l.Source)).Select(g => ($"{g.Key.Section.Label()}：{string.Join("、", g.Select(l => l.Name))}", g.Key.Source)));
        sheet.Section("４　この報告書の作り方", Widths.Length);
        Pairs(sheet, data.Frame.Making());
    }

    static void Pairs(PrintSheet sheet, IEnumerable<(string Term, string Text)> pairs)
    {
        foreach (var (term, text) in pairs)
        {
            sheet.Flow(CouncilPages.Text(term, 2), CouncilPages.Text(text, Widths.Length - 2));
        }
    }
}
