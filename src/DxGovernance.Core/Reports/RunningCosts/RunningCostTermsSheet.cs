using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Reports;

/// <summary>前提: what each set covers, where it is from, and who confirmed it.</summary>
static class RunningCostTermsSheet
{
    static readonly double[] Widths = [20, 16, 34, 8, 14, 38, 34, 14, 34];

    public static void Add(Workbook book, RunningCostReportData data)
    {
        var sheet = data.Start(book, "前提", "運用経費比較　額の組ごとの前提", Widths, Paper.A3);
        var header = sheet.Row(
        [
            Cell.Heading("業務"), Cell.Heading("区分"), Cell.Heading("対象のシステム"), Cell.Heading("税"), Cell.Heading("基準年度"), Cell.Heading("根拠資料"), Cell.Heading("為替レートの前提"), Cell.Heading("状態"), Cell.Heading("確認・差戻し"),
        ]);
        sheet.Freeze(header, 2);
        sheet.Repeat(header, header);
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
    }
}
