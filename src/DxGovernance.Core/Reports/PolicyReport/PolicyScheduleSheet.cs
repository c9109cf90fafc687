using DxGovernance.Core.Policy;
using static DxGovernance.Core.Reports.CouncilPages;

namespace DxGovernance.Core.Reports;

/// <summary>施策工程表: each commitment in the policy's own words over the fiscal years, and under them what was reported for each year.</summary>
static class PolicyScheduleSheet
{
    public const string Name = "施策工程表";

    public static void Add(Workbook book, PolicyReportFigures f)
    {
        var years = f.Now.ScheduleYears;
        double[] widths = [26, 18, 66, 17, .. years.Select(_ => 11.5)];
        var sheet = f.Frame.Start(book, Name, $"{f.Frame.City.Name}　{PolicyReport.Title}", "", widths, Paper.A3, landscape: true);
        sheet.Row(Cell.Note(PolicyWords.Marks, widths.Length));
        var header = sheet.Row([
            Cell.Heading("取組事項"), Cell.Heading("所管課"), Cell.Heading("取組（方針の文言）"), Cell.Heading("時期（方針の語）"),
            .. years.Select(y => Cell.Heading(y == f.Now.Year ? $"{PolicyWords.ShortYear(y)}年度\n（対象）" : $"{PolicyWords.ShortYear(y)}年度")),
        ]);
        sheet.Freeze(header, 1);
        sheet.Repeat(header, header);
        foreach (var (_, name, initiatives) in f.Pillars)
        {
            // The heading stays with its first initiative, and no initiative is cut by the end of a page.
            var top = sheet.Row(new Cell(name, CellStyle.Body with { Bold = true, Tone = Tone.Heading }) { Columns = widths.Length });
            foreach (var initiative in initiatives)
            {
                AddInitiative(sheet, initiative, f.Now);
                sheet.KeepTogether(top, sheet.NextRow - 1);
                top = sheet.NextRow;
            }
        }

        sheet.Row(Cell.Note("「状況」の行は、その年度について所管課が報告した最新の状況。実施したこと・次の一手・証拠はシート「取組の状況」に示す。", widths.Length));
    }

    static void AddInitiative(PrintSheet sheet, InitiativeFigures initiative, PolicyFigures now)
    {
        var rows = initiative.Plan.Count + 1;
        foreach (var (i, line) in initiative.Plan.Index())
        {
            Cell[] front = i == 0
                ? [Text($"{initiative.Code}　{initiative.Name}") with { Rows = rows }, Text(initiative.Owners) with { Rows = rows }]
                : [];
            sheet.Row([
                .. front, Text(line.Text), Text(line.Timing.Length > 0 ? line.Timing : "年度の明示なし"),
                .. now.ScheduleYears.Select(y => Text(PolicyWords.Mark(line.In(y)), align: Align.Center)),
            ]);
        }

        sheet.Row([
            new Cell("状況（所管課の報告）", CellStyle.Body with { Bold = true, Align = Align.Right }) { Columns = 2 },
            .. now.ScheduleYears.Select(y => initiative.In(y) is { } report
                ? Text(report.State.Label(), tone: PolicySummarySheet.ToneOf(report.State), align: Align.Center)
                : Text(y.First <= now.Point.Day ? PolicyWords.Unreported : "", align: Align.Center)),
        ]);
    }
}
