using DxGovernance.Core.Costs;

namespace DxGovernance.Core.Reports;

/// <summary>定義・出典: what the words mean, where lines and table come from, and how to make the same file again.</summary>
static class RunningCostSourceSheet
{
    const int Columns = 6;

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
        var sheet = data.Start(book, "定義・出典", "運用経費比較　定義・出典", [22, 20, 24, 24, 24, 24]);
        sheet.Section("１　用語と計算の定義", Columns);
        Pairs(sheet, Definitions);
        sheet.Section("２　費目・原因の出典", Columns);
        Pairs(sheet, RunningCostLine.All.GroupBy(l => (l.Section, l.Source)).Select(g => ($"{g.Key.Section.Label()}：{string.Join("、", g.Select(l => l.Name))}", g.Key.Source)));
        sheet.Section("３　この報告書の作り方", Columns);
        Pairs(sheet, data.Frame.Making());
    }

    static void Pairs(PrintSheet sheet, IEnumerable<(string Term, string Text)> pairs)
    {
        foreach (var (term, text) in pairs)
        {
            sheet.Flow(CouncilPages.Text(term, 2), CouncilPages.Text(text, Columns - 2));
        }
    }
}
