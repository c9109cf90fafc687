using System.Globalization;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Reports;

/// <summary>What every sheet for print begins with, and the cells they share.</summary>
static class CouncilPages
{
    internal const string DemoSentence = "デモデータ：この資料の人物・日程・リスク・案件は架空のものです。";

    public static PageSetup Page(CouncilFigures figures, Paper paper = Paper.A4) => new(paper)
    {
        Header = figures.IsDemo ? $"デモデータ　{figures.Frame.Header}" : figures.Frame.Header,
        FooterLeft = $"{figures.City.Name}　{figures.Frame.Title}{(figures.AuditHead is { } head ? $"　監査証跡 {head.Hash[..16]}" : "")}",
        FooterRight = $"基準日 {Wareki.Both(figures.Day)}",
    };

    /// <summary>The sheet with its title, the two clocks and, where it applies, the demo mark.</summary>
    public static PrintSheet Start(Workbook book, CouncilFigures figures, string name, string title, double[] widths, Paper paper = Paper.A4)
    {
        var sheet = book.AddPrintSheet(name, Page(figures, paper));
        sheet.Widths(widths);
        sheet.Row(Cell.Title(title, widths.Length));
        sheet.Row(Cell.Note(Clocks(figures), widths.Length));
        if (figures.IsDemo)
        {
            sheet.Row(new Cell(DemoSentence, CellStyle.Body with { Tone = Tone.Yellow, Bold = true, Wrap = false }) { Columns = widths.Length });
        }

        return sheet;
    }

    public static string Clocks(CouncilFigures figures) =>
        $"基準日 {Wareki.Both(figures.Day)}　　記録の締め {Moment(figures.Point.KnownAt)} までの記録　　対象 {figures.Operations.Count}業務" +
        (figures.Operations.Count == figures.OperationsInAll ? "（全て）" : $"（全{figures.OperationsInAll}業務のうち）");

    /// <summary>Tokyo time to the second: 2026-11-02 09:00:00（日本時間）.</summary>
    public static string Moment(DateTimeOffset moment) =>
        TokyoTime.ToTokyo(moment).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + "（日本時間）";

    public static void Section(this PrintSheet sheet, string text, int columns)
    {
        sheet.Skip();
        sheet.Row(new Cell(text, CellStyle.Title with { Size = 12 }) { Columns = columns });
    }

    public static Cell Text(string? text, int columns = 1, Tone tone = Tone.None, Align align = Align.ByKind) =>
        new(text, CellStyle.Body with { Tone = tone, Align = align }) { Columns = columns };

    public static Cell Value(CellValue value, CellKind kind, int columns = 1, Align align = Align.ByKind) =>
        new(value, CellStyle.Body with { Kind = kind, Align = align }) { Columns = columns };
}
