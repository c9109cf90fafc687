using DxGovernance.Core.Council;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Reports;

/// <summary>A document of the council on sheets: each section one sheet for print, and every value of its tables once more for machines.</summary>
static class CouncilContentSheets
{
    const int Grid = ContentTable.Grid;
    const double Width = 5.6;
    const int ChartRows = 14;
    const int LinksInRow = 4;
    const int ShortTable = 8;

    /// <param name="annexes">Names of the sheets that follow and are not of the content.</param>
    public static void Add(Workbook book, CouncilContent c, IReadOnlyList<string> annexes, bool isDraft)
    {
        foreach (var (index, section) in c.Sections.Index())
        {
            var sheet = Start(book, c, section.Sheet, isDraft);
            if (index == 0)
            {
                Cover(sheet, c, annexes);
            }
            else
            {
                sheet.Row(new Cell(section.Title, CellStyle.Title) { Columns = Grid });
            }

            Body(sheet, section);
        }
    }

    public static void AddData(Workbook book, CouncilContent c, CityInfo city, bool isDraft)
    {
        var values = from section in c.Sections
                     from table in section.Tables
                     from row in table.Rows.Index()
                     from cell in table.Columns.Zip(row.Item)
                     where cell.Second is not { Text: null, Number: null, Day: null }
                     select new Datum(section.Sheet, section.Item, table.Title, row.Index + 1, cell.First.Header, cell.Second);
        book.AddDataSheet(
            "データ_表の値",
            [
                new("標準地域コード", _ => city.Code, CellKind.Code, 16), new("団体名", _ => city.Name, Width: 10), new("回", _ => c.MeetingNumber, CellKind.Whole),
                new("基準日", _ => c.AsOf, CellKind.Date), new("データの区分", _ => c.IsDemo ? "デモデータ" : "実データ", Width: 14), new("シート", d => d.Sheet, Width: 20),
                new("議題番号", d => d.Item, CellKind.Whole), new("表", d => d.Table, Width: 26), new("行", d => d.Row, CellKind.Whole), new("項目", d => d.Column, Width: 22),
                new("値（文字）", d => d.Value.Text, Width: 50), new("値（数値）", d => d.Value.Number, CellKind.Fraction, 18) { Digits = 4 }, new("値（日付）", d => d.Value.Day, CellKind.Date, 14),
            ],
            values,
            Page(c, isDraft));
        book.AddDataSheet(
            "データ_議題",
            [
                new("標準地域コード", _ => city.Code, CellKind.Code, 16), new("団体名", _ => city.Name, Width: 10), new("回", _ => c.MeetingNumber, CellKind.Whole),
                new("基準日", _ => c.AsOf, CellKind.Date), new("データの区分", _ => c.IsDemo ? "デモデータ" : "実データ", Width: 14), new("議題番号", s => s.Item, CellKind.Whole),
                new("議題", s => s.Title, Width: 40), new(c.Kind == CouncilDocumentKind.Pack ? "判断を求める事項" : "判断", s => s.Lead?.Text, Width: 40),
                .. new[] { "種別", "説明", "根拠", "判断を求めた事項" }.Select(term => new Column<ContentSection>(term, s => s.Facts.FirstOrDefault(f => f.Term == term)?.Text, Width: 30)),
            ],
            c.Sections.Where(s => s.Item is not null),
            Page(c, isDraft));
    }

    static PrintSheet Start(Workbook book, CouncilContent c, string name, bool isDraft)
    {
        var sheet = book.AddPrintSheet(name, Page(c, isDraft));
        sheet.Widths(Enumerable.Repeat(Width, Grid));
        return sheet;
    }

    static PageSetup Page(CouncilContent c, bool isDraft) => new(Paper.A4)
    {
        Header = $"{(c.IsDemo ? "デモデータ　" : "")}{(isDraft ? "案（凍結前）　" : "")}{c.Title}",
        FooterLeft = $"{c.City}　{c.Title}{(c.ChainHash is { } head ? $"　監査証跡 {head[..16]}" : "")}",
        FooterRight = $"{(c.Kind == CouncilDocumentKind.Pack ? "基準日" : "開催日")} {Wareki.Both(c.AsOf)}",
    };

    static void Cover(PrintSheet sheet, CouncilContent c, IReadOnlyList<string> annexes)
    {
        sheet.Row(new Cell($"{c.City}　{c.Title}", CellStyle.Title with { Size = 16 }) { Columns = Grid });
        if (c.IsDemo)
        {
            sheet.Row(new Cell(CouncilPages.DemoSentence, CellStyle.Body with { Tone = Tone.Yellow, Bold = true, Wrap = false }) { Columns = Grid });
        }

        Facts(sheet, c.Facts);
        var links = c.Sections.Skip(1).Select(s => s.Sheet).Concat(annexes).ToList();
        foreach (var chunk in links.Chunk(LinksInRow))
        {
            sheet.Row(chunk.Select(name => new Cell($"→ {name}", CellStyle.Note) { Columns = Grid / LinksInRow, LinkSheet = name }));
        }

        sheet.Skip();
    }

    static void Body(PrintSheet sheet, ContentSection section)
    {
        if (section.Lead is { } lead)
        {
            Flow(
                sheet, new Cell(lead.Term, CellStyle.Heading with { Size = 12 }) { Columns = 5 }, new Cell(lead.Text, CellStyle.Body with { Size = 12, Bold = true }) { Columns = Grid - 5 });
        }

        foreach (var paragraph in section.Paragraphs)
        {
            Flow(sheet, new Cell(paragraph, CellStyle.Body with { Border = false }) { Columns = Grid });
        }

        Facts(sheet, section.Facts);
        foreach (var table in section.Tables)
        {
            var header = Table(sheet, table);
            if (header is { } row && section.Tables.Count == 1 && table.Rows.Count > ShortTable)
            {
                sheet.Repeat(row, row);
            }
        }
    }

    static void Facts(PrintSheet sheet, IReadOnlyList<ContentFact> facts)
    {
        foreach (var fact in facts)
        {
            Flow(sheet, new Cell(fact.Term, CellStyle.Body with { Bold = true, Tone = Tone.Heading }) { Columns = 5 }, CouncilPages.Text(fact.Text, Grid - 5));
        }
    }

    /// <returns>The row of its headings; null where it has no rows.</returns>
    static int? Table(PrintSheet sheet, ContentTable table)
    {
        sheet.Skip();
        var title = sheet.Row(new Cell(table.Title, CellStyle.Title with { Size = 11 }) { Columns = Grid });
        if (table.Rows.Count == 0)
        {
            sheet.KeepTogether(title, sheet.Row(CouncilPages.Text(table.Nothing, Grid)));
            return null;
        }

        var header = sheet.Row(table.Columns.Select(k => Cell.Heading(k.Header, k.Span)));
        var first = sheet.NextRow;
        var tops = new List<int>();
        foreach (var row in table.Rows)
        {
            tops.Add(sheet.NextRow);
            sheet.Flow([.. table.Columns.Zip(row).Select(pair => ToCell(pair.First, pair.Second))]);
        }

        var last = sheet.NextRow - 1;
        int Left(int index) => table.Columns.Take(index).Sum(k => k.Span) + 1;
        if (table.Columns.Any(k => k.Total))
        {
            sheet.Row(table.Columns.Index().Select(k => k.Item.Total && table.Sum(k.Index) is not null
                ? Cell.Sum(sheet.Range(first, Left(k.Index), last, Left(k.Index)), Kind(k.Item.Kind)) with { Columns = k.Item.Span }
                : new Cell(k.Index == 0 ? "合計" : default(CellValue), CellStyle.Heading) { Columns = k.Item.Span }));
        }

        if (table.Note is { } note)
        {
            sheet.Flow(Cell.Note(note, Grid));
        }

        Paginate(sheet, title, tops);
        if (table.Chart is { } chart)
        {
            CellRange Column(string name, int from, int to) => sheet.Range(from, Left(IndexOf(table, name)), to, Left(IndexOf(table, name)));

            var top = sheet.NextRow;
            sheet.Skip(ChartRows);

            // A picture that runs over the end of a page is cut in two.
            sheet.KeepTogether(top, top + ChartRows - 1);
            sheet.Place(
                new Chart(
                    chart.Picture == ContentPicture.Columns ? ChartKind.Columns : ChartKind.Bars, chart.Title, chart.Description,
                    [.. chart.Series.Select(s => new Series(Column(s, header, header), Column(chart.Category, first, last), Column(s, first, last)))])
                {
                    ValueTitle = chart.Unit,
                    CategoryTitle = chart.Category,
                },
                top, 1, ChartRows, Grid);
        }

        return header;
    }

    static void Flow(PrintSheet sheet, params IReadOnlyList<Cell> cells)
    {
        var top = sheet.NextRow;
        sheet.Flow(cells);
        KeepRows(sheet, top);
    }

    /// <summary>A short table stands on one page; of a long one, title and first row, and last row, total and note. Pages begin between rows in any event.</summary>
    static void Paginate(PrintSheet sheet, int title, List<int> tops)
    {
        if (tops.Count <= ShortTable)
        {
            sheet.KeepTogether(title, sheet.NextRow - 1);
        }

        sheet.KeepTogether(title, tops.Count > 1 ? tops[1] - 1 : sheet.NextRow - 1);
        for (var row = tops.ElementAtOrDefault(1); row > 0 && row < tops[^1]; row++)
        {
            sheet.KeepTogether(row, row);
        }

        sheet.KeepTogether(tops[^1], sheet.NextRow - 1);
        KeepRows(sheet, tops[^1]);
    }

    /// <summary>So that the sheet knows where its pages begin.</summary>
    static void KeepRows(PrintSheet sheet, int first)
    {
        for (var row = first; row < sheet.NextRow; row++)
        {
            sheet.KeepTogether(row, row);
        }
    }

    static int IndexOf(ContentTable table, string header) => table.Columns.Index().First(k => k.Item.Header == header).Index;

    static Cell ToCell(ContentColumn column, ContentValue value)
    {
        var kind = Kind(column.Kind);
        CellValue shown = column.Kind switch
        {
            ContentKind.Text => value.Text,
            ContentKind.Day => value.Day,
            _ => value.Number,
        };
        return new(shown, CellStyle.Body with { Kind = kind, Digits = column.Kind == ContentKind.Number ? 2 : 1, Tone = shown.IsEmpty ? Tone.None : Fill(value.Tone) }) { Columns = column.Span };
    }

    static CellKind Kind(ContentKind kind) => kind switch
    {
        ContentKind.Text => CellKind.Text,
        ContentKind.Whole => CellKind.Whole,
        ContentKind.Number => CellKind.Fraction,
        ContentKind.Yen => CellKind.Yen,
        ContentKind.Percent => CellKind.Percent,
        ContentKind.Day => CellKind.DateEra,
        ContentKind.Days => CellKind.Days,
    };

    static Tone Fill(ContentTone tone) => tone switch
    {
        ContentTone.None => Tone.None,
        ContentTone.Red => Tone.Red,
        ContentTone.Yellow => Tone.Yellow,
        ContentTone.Green => Tone.Green,
    };

    sealed record Datum(string Sheet, int? Item, string Table, int Row, string Column, ContentValue Value);
}
