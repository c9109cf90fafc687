using System.Globalization;
using DxGovernance.Core.Exchange;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;

namespace DxGovernance.Core.Costs;

/// <summary>What a file would make of the cost lines of a case. Nothing is saved by reading it.</summary>
/// <param name="Lines">All lines as they would stand, in the order of the file; a new one has the number 0.</param>
/// <param name="Changes">Against the draft.</param>
/// <param name="Problems">Cells that are wrong; with any of them nothing can be taken in.</param>
public sealed record CostImport(
    IReadOnlyList<CostLine> Lines, IReadOnlyList<CostLineChange> Changes, IReadOnlyList<ExchangeProblem> Problems, IReadOnlyList<string> Notices)
{
    public long Total => Lines.Sum(l => l.Total);
}

/// <summary>The cost lines of a case out to Excel and back, with the columns of the grid. The file is the whole: a line that is not in it is taken out.</summary>
public static class CostExchange
{
    public const string Title = "費用の明細";

    const string LineHeader = "明細番号";
    const string LinesSheet = "明細";

    /// <summary>Rows with a frame for what is to be added.</summary>
    const int EmptyRows = 30;

    static readonly ExchangeLimits Limits = new(CostLine.MostLines + 100, 90, 200_000);

    static readonly string[] Rules =
    [
        "明細は1行に1件。年度の列には、その年度の額を円・税込みの整数で入れます。",
        "「明細番号」は直さないでください。加える行では空欄にします。",
        "このファイルが明細の全部になります。行を消すと、その明細は外れます（取り込む前に、変わる内容を示します）。",
        "年度を加えるときは、見出しを「R13年度（円）」の形にした列を足します。",
        "区分・費目・積算・税・節・財源は、下の一覧の言葉で入れます。",
        "数式・マクロ・セルの結合は使えません。数式は「値の貼り付け」で値にしてください。",
    ];

    public static string FileName(string caseNumber) => $"{Title}_{caseNumber}.xlsx";

    /// <param name="lines">The draft.</param>
    /// <param name="years">Fiscal years that get a column.</param>
    /// <param name="caption">Number and title of the case.</param>
    public static async Task<byte[]> WriteAsync(
        CostLines lines, CostTables tables, IEnumerable<int> years, string caption, bool isDemo, DateTimeOffset now, CancellationToken cancel)
    {
        var columns = CostColumns.WithYears(tables, years.Union(lines.Years));
        var book = new Workbook($"{Title} {caption}", now);
        var page = new PageSetup(Paper.A3, Landscape: true) { Header = isDemo ? $"デモデータ　{Title}" : Title, FooterLeft = caption, FooterRight = $"{TokyoTime.Display(now)} 出力" };
        var sheet = book.AddPrintSheet(LinesSheet, page);
        double[] widths = [9, .. columns.Select(c => Math.Clamp(c.Width / 8.0, 9, 34))];
        sheet.Widths(widths);
        sheet.Row(Cell.Title($"{Title}（{caption}）", widths.Length));
        sheet.Row(Cell.Note("記入の仕方はシート「記入の仕方」にあります。直した後、この画面の「取り込む」で選んでください。", widths.Length));
        if (isDemo)
        {
            sheet.Row(new Cell("デモデータ：この案件と金額は架空のものです。", CellStyle.Body with { Tone = Tone.Yellow, Bold = true, Wrap = false }) { Columns = widths.Length });
        }

        var header = sheet.Row(columns.Select(c => Cell.Heading(c.Label)).Prepend(Cell.Heading(LineHeader)));
        sheet.Freeze(header, 4);
        sheet.Repeat(header, header);
        foreach (var line in lines.All)
        {
            var cells = CostColumns.Write(line);
            sheet.Row(columns.Select(c => Of(c, cells.GetValueOrDefault(c.Key))).Prepend(Cell.Of(line.Line, CellKind.Whole)));
        }

        for (var i = 0; i < EmptyRows; i++)
        {
            sheet.Row(columns.Select(c => Of(c, null)).Prepend(new Cell(default(CellValue), CellStyle.Body with { Kind = CellKind.Whole })));
        }

        foreach (var (i, column) in columns.Index().Where(c => c.Item.Kind == CostCellKind.Choice))
        {
            sheet.Offer(header + 1, sheet.NextRow - 1, i + 2, [.. column.Choices.Select(c => c.Label)]);
        }

        AddRules(book, columns, isDemo);
        using var memory = new MemoryStream();
        await book.WriteAsync(memory, cancel);
        return memory.ToArray();
    }

    static void AddRules(Workbook book, IReadOnlyList<CostColumn> columns, bool isDemo)
    {
        var sheet = book.AddPrintSheet("記入の仕方", new PageSetup(Paper.A4, Landscape: false) { Header = isDemo ? "デモデータ　記入の仕方" : "記入の仕方" });
        sheet.Widths(22, 78);
        sheet.Row(Cell.Title("記入の仕方", 2));
        foreach (var rule in Rules)
        {
            sheet.Row(new Cell("・" + rule, CellStyle.Body with { Border = false }) { Columns = 2 });
        }

        sheet.Skip();
        sheet.Row(Cell.Heading("列"), Cell.Heading("入れるもの"));
        foreach (var column in columns)
        {
            sheet.Flow(Cell.Of(column.Label), Cell.Of(column.Choices.Count > 0 ? string.Join("・", column.Choices.Select(c => c.Label)) : column.Hint));
        }
    }

    /// <exception cref="RuleViolation">The file is no such table, or too large.</exception>
    public static CostImport Read(byte[] bytes, CostLines draft, CostTables tables)
    {
        var years = Enumerable.Range(CostLine.FirstYear, CostLine.LastYear - CostLine.FirstYear + 1).Select(CostColumns.YearColumn).ToList();
        var columns = CostColumns.Of(tables);
        var table = TableFile.Read(
            bytes, [.. columns.Where(c => c.Key is CostColumns.Category or CostColumns.Item or CostColumns.Name).Select(c => c.Label)], [LineHeader, .. columns.Concat(years).Select(c => c.Label)], Limits);
        List<CostColumn> read = [.. columns, .. years];
        var (lines, problems, seen) = (new List<CostLine>(), table.Problems.ToList(), new HashSet<int>());
        foreach (var row in table.Rows)
        {
            problems.AddRange(read.Select(c => (c.Label, Cell: row[c.Label])).Append((Label: LineHeader, Cell: row[LineHeader])).Where(c => c.Cell.Fault is not null)
                .Select(c => new ExchangeProblem(c.Cell.Address, c.Label, c.Cell.Fault!)));
            var number = Number(row[LineHeader], draft, seen, problems);
            var found = new List<CostProblem>();
            var cells = read.Where(c => row[c.Label] is { Text.Length: > 0, Fault: null }).ToDictionary(c => c.Key, c => row[c.Label].Text);
            if (CostColumns.Read(number, cells, tables, found) is { } line)
            {
                lines.Add(line);
            }

            problems.AddRange(found.Select(p => read.Find(c => c.Key == p.Column) is { } c
                ? new ExchangeProblem(row[c.Label].Address, c.Label, p.Message)
                : new ExchangeProblem(string.Create(CultureInfo.InvariantCulture, $"{row.Line}行目"), "", p.Message)));
        }

        RuleViolation.Require(lines.Count > 0 || problems.Count > 0, "import-no-rows", "見出しの下に明細がありません。明細の行を入れてください。", "File");
        RuleViolation.Require(lines.Count <= CostLine.MostLines, "costs-many", $"明細は{CostLine.MostLines:#,0}行までです。まとめられる明細をまとめてください。", "File");
        return new(lines, problems.Count > 0 ? [] : CostDiff.Between(draft.All, lines, tables), problems, table.Notices);
    }

    /// <summary>0 for a new line.</summary>
    static int Number(TableCell cell, CostLines draft, HashSet<int> seen, List<ExchangeProblem> problems)
    {
        if (cell.Text.Length == 0 || cell.Fault is not null)
        {
            return 0;
        }

        var number = int.TryParse(cell.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        var wrong = draft.Find(number) is null ? $"明細番号「{(cell.Text.Length > 20 ? cell.Text[..20] + "…" : cell.Text)}」の明細はありません。加える行では空欄にしてください。"
            : !seen.Add(number) ? $"明細番号{number}の行が2つあります。加える行では空欄にしてください。"
            : null;
        if (wrong is not null)
        {
            problems.Add(new(cell.Address, LineHeader, wrong));
        }

        return number;
    }

    static Cell Of(CostColumn column, string? value)
    {
        var style = CellStyle.Body with
        {
            Kind = column.Kind switch
            {
                CostCellKind.Whole => CellKind.Yen,
                CostCellKind.Decimal => CellKind.Fraction,
                CostCellKind.Day => CellKind.Date,
                _ => CellKind.Code,
            },
            Digits = column.Kind == CostCellKind.Decimal && value?.Contains('.', StringComparison.Ordinal) == true ? value.Length - value.IndexOf('.', StringComparison.Ordinal) - 1 : 0,
        };
        return new(
            value is null ? default
            : column.Kind is CostCellKind.Whole or CostCellKind.Decimal ? decimal.Parse(value, CultureInfo.InvariantCulture)
            : column.Kind == CostCellKind.Day && Wareki.TryParse(value, out var day, out _) ? (CellValue)day
            : CostColumns.Display(column, value),
            style);
    }
}
