using DxGovernance.Core.Audit;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Reports;

/// <summary>What every sheet of a report about cases or the policy begins and ends with.</summary>
/// <param name="Title">Of the report.</param>
/// <param name="Subject">Said in the footer beside the city.</param>
/// <param name="AuditHead">Newest link of the audit chain at the point.</param>
sealed record CaseFrame(string Title, string Subject, CityInfo City, AsOf Point, bool IsDemo, ChainHead? AuditHead)
{
    /// <summary>What of a report with fictional rows is fiction.</summary>
    public string DemoSentence { get; init; } = "デモデータ：この帳票の人物・案件は架空のものです。";

    public PageSetup Page(Paper paper, bool landscape) => new(paper, landscape)
    {
        Header = IsDemo ? $"デモデータ　{Title}" : Title,
        FooterLeft = $"{City.Name}　{Subject}{(AuditHead is { } head ? $"　監査証跡 {head.Hash[..16]}" : "")}",
        FooterRight = $"基準日 {Wareki.Both(Point.Day)}",
    };

    public PrintSheet Start(Workbook book, string name, string title, string clocks, double[] widths, Paper paper, bool landscape)
    {
        var sheet = book.AddPrintSheet(name, Page(paper, landscape));
        sheet.Widths(widths);
        sheet.Row(Cell.Title(title, widths.Length));
        sheet.Flow(Cell.Note($"基準日 {Wareki.Both(Point.Day)}　　記録の締め {CouncilPages.Moment(Point.KnownAt)} までの記録{clocks}", widths.Length));
        if (IsDemo)
        {
            sheet.Row(new Cell(DemoSentence, CellStyle.Body with { Tone = Tone.Yellow, Bold = true, Wrap = false }) { Columns = widths.Length });
        }

        return sheet;
    }

    /// <summary>Every row says whose data it is and as of when.</summary>
    public void AddData<T>(Workbook book, string name, IReadOnlyList<Column<T>> columns, IEnumerable<T> rows) => AddData(book, name, columns, rows.ToAsyncEnumerable());

    /// <summary>The same of rows that are read while they are written.</summary>
    public void AddData<T>(Workbook book, string name, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows) => book.AddDataSheet(
        name,
        [
            new("標準地域コード", _ => City.Code, CellKind.Code, 16),
            new("団体名", _ => City.Name, Width: 10),
            new("基準日", _ => Point.Day, CellKind.Date, 12),
            new("データの区分", _ => IsDemo ? "デモデータ" : "実データ", Width: 14),
            .. columns.Select(c => c with { Width = Math.Max(c.Width, (2 * c.Header.Length) + 3) }),
        ],
        rows,
        Page(Paper.A4, landscape: true));

    /// <summary>How to make the same file again, and what the trail was then.</summary>
    public IEnumerable<(string Term, string Text)> Making()
    {
        var until = TokyoTime.ToTokyo(Point.KnownAt).ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", System.Globalization.CultureInfo.InvariantCulture);
        yield return ("記録の締め", $"{until} までに記録されたもの。基準日・記録の締め・対象が同じなら、いつ作っても同じ内容になる。");
        yield return ("監査証跡", AuditHead is { } head
            ? $"記録の締めまでの台帳の保存のうち最後のものは連鎖の{head.Sequence}番目、SHA-256 {head.Hash}。ページの下部には先頭の16桁を示す。"
            : "記録の締めまでの連鎖はない。");
        yield return ("データの区分", IsDemo ? DemoSentence : "実データ");
        yield return ("団体", $"{City.Name}（標準地域コード {City.Code}）");
    }
}
