using System.Globalization;
using System.Text;
using CsvHelper;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;

namespace DxGovernance.Core.Exchange;

/// <summary>A cell of a table, with the address under which its sender finds it.</summary>
sealed record TableCell(string Address, string Text)
{
    /// <summary>Why the cell cannot be taken in at all; null where it can.</summary>
    public string? Fault { get; init; }
}

/// <summary>One row; a column that is empty in it gives an empty cell with its address, a column that the table does not have one without.</summary>
sealed record TableRow(int Line, IReadOnlyDictionary<string, TableCell> Cells)
{
    public TableCell this[string header] => Cells.GetValueOrDefault(header) ?? new("", "");

    public bool IsEmptyIn(IEnumerable<string> headers) => headers.All(h => this[h] is { Text: "", Fault: null });
}

/// <summary>
/// A table that somebody sent: a sheet of an .xlsx file, or CSV in UTF-8, UTF-16 or Shift_JIS. Nothing in it is followed or calculated; what
/// cannot be read is told by address.
/// </summary>
/// <param name="Notices">What the sender should know though it is no fault: what was left out, hidden or guessed.</param>
sealed record TableFile(IReadOnlyList<TableRow> Rows, IReadOnlyList<ExchangeProblem> Problems, IReadOnlyList<string> Notices)
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxLength = ExchangeFile.MaxLength;

    const int MaxCellLength = 4000;
    const int HeaderWithin = 20;
    const string Formulas = "=+-@\t\r";

    static readonly Encoding ShiftJis = CodePagesEncodingProvider.Instance.GetEncoding(932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <param name="bytes">As sent; what it is follows from its content, not from its name.</param>
    /// <param name="required">Headers that must be there, in any order.</param>
    /// <param name="known">Headers that may be there.</param>
    /// <param name="limits">How large the table may be; null for the usual.</param>
    /// <exception cref="RuleViolation">Empty, too large, neither of the two kinds, broken, or without these headers.</exception>
    public static TableFile Read(byte[] bytes, IReadOnlyList<string> required, IReadOnlyCollection<string> known, ExchangeLimits? limits = null)
    {
        limits ??= ExchangeLimits.Usual;
        RuleViolation.Require(bytes.Length > 0, "exchange-empty", "空のファイルです。記入した表を選んでください。", "File");
        RuleViolation.Require(
            bytes.Length <= MaxLength, "exchange-large", $"ファイルが{MaxLength / 1024 / 1024}MBを超えています。表だけのファイルにしてください。", "File");
        return bytes is [0x50, 0x4B, ..] or [0xD0, 0xCF, 0x11, 0xE0, ..]
            ? FromWorkbook(ExchangeFile.Read(bytes, limits), required, known, limits)
            : FromText(bytes, required, known, limits);
    }

    static TableFile FromWorkbook(IReadOnlyList<ExchangeSheet> sheets, IReadOnlyList<string> required, IReadOnlyCollection<string> known, ExchangeLimits limits)
    {
        var found = sheets.Select(s => (Sheet: s, Header: HeaderOf(s, required, limits))).Where(f => f.Header > 0).ToList();
        var shown = found.Where(f => !f.Sheet.IsHidden).ToList();
        RuleViolation.Require(
            shown.Count > 0 || found.Count == 0, "table-hidden",
            $"表のあるシート「{(found.Count > 0 ? found[0].Sheet.Name : "")}」が非表示です。再表示して中を確かめてから取り込んでください。", "File");
        RuleViolation.Require(shown.Count > 0, "table-headers", Missing(required), "File");
        RuleViolation.Require(
            shown.Count == 1, "table-twice", $"同じ見出しの表が{shown.Count}枚のシート（{string.Join("、", shown.Select(f => f.Sheet.Name))}）にあります。取り込む1枚だけにしてください。", "File");
        var (sheet, header) = shown[0];
        var columns = Columns(Enumerable.Range(1, limits.Columns).Select(c => sheet.Text(header, c)), required, known, out var unread);
        var rows = Enumerable.Range(header + 1, Math.Max(0, sheet.LastRow - header))
            .Select(row => new TableRow(row, columns.ToDictionary(c => c.Key, c => Of(sheet[row, c.Value], $"{sheet.Name}!{SheetXml.Reference(row, c.Value)}"))))
            .Where(r => !r.IsEmptyIn(required)).ToList();
        List<string> notices =
        [
            .. unread,
            .. sheets.Where(s => s.IsHidden).Select(s => $"非表示のシート「{s.Name}」は読んでいません。"),
            .. sheet.HiddenRows.Where(r => rows.Any(x => x.Line == r)).ToList() is { Count: > 0 } hidden
                ? [$"非表示の行（{string.Join("、", hidden.Take(20))}行目{(hidden.Count > 20 ? " ほか" : "")}）も読んでいます。"] : Array.Empty<string>(),
            .. sheet.HiddenColumns.Where(columns.ContainsValue).ToList() is { Count: > 0 } columnsHidden
                ? [$"非表示の列（{string.Join("、", columnsHidden.Select(SheetXml.Letters))}列）も読んでいます。"] : Array.Empty<string>(),
        ];
        return new(
            rows,
            [
                .. sheet.Merged.Where(m => LastRowOf(m) >= header)
                    .Select(m => new ExchangeProblem($"{sheet.Name}!{m}", "結合したセル", "セルの結合を解除し、全ての行に値を入れてください。")),
            ],
            notices);
    }

    static TableFile FromText(byte[] bytes, IReadOnlyList<string> required, IReadOnlyCollection<string> known, ExchangeLimits limits)
    {
        var text = Decode(bytes, out var notice);
        try
        {
            var lines = Lines(text, limits);
            var header = lines.Take(HeaderWithin).ToList().FindIndex(l => required.All(l.Cells.Select(Header).Contains));
            RuleViolation.Require(header >= 0, "table-headers", Missing(required), "File");
            var columns = Columns(lines[header].Cells.Select(Header), required, known, out var unread);
            var rows = lines.Skip(header + 1)
                .Select(l => new TableRow(l.Line, columns.ToDictionary(c => c.Key, c => OfText(c.Value <= l.Cells.Count ? l.Cells[c.Value - 1] : "", $"{l.Line}行目「{c.Key}」"))))
                .Where(r => !r.IsEmptyIn(required)).ToList();
            return new(rows, [], [.. notice is null ? Array.Empty<string>() : [notice], .. unread]);
        }
        catch (Exception e) when (e is CsvFormatException or InvalidDataException)
        {
            throw new RuleViolation("exchange-unreadable", "CSVとして読み取れません。引用符（\"）の対応と区切りを確かめ、この画面で出力した表に記入したものを選んでください。", "File");
        }
    }

    static List<(int Line, List<string> Cells)> Lines(string text, ExchangeLimits limits)
    {
        var options = CsvReaderOptions.Default with
        {
            HasHeader = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = 1024 * 1024,
        };
        using var csv = CsvReader.FromText(text, options);
        var lines = new List<(int, List<string>)>();
        while (csv.Read())
        {
            RuleViolation.Require(
                lines.Count <= limits.Rows && csv.FieldCount <= limits.Columns, "exchange-cells", $"表が大きすぎます（{limits.Rows}行・{limits.Columns}列まで）。取り込む行だけにしてください。", "File");
            lines.Add(((int)csv.LineNumber, [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]));
        }

        return lines;
    }

    static string Decode(byte[] bytes, out string? notice)
    {
        notice = null;
        try
        {
            return bytes switch
            {
                [0xEF, 0xBB, 0xBF, ..] => Strict(new UTF8Encoding(false, throwOnInvalidBytes: true), bytes[3..]),
                [0xFF, 0xFE, ..] => Strict(new UnicodeEncoding(bigEndian: false, false, throwOnInvalidBytes: true), bytes[2..]),
                [0xFE, 0xFF, ..] => Strict(new UnicodeEncoding(bigEndian: true, false, throwOnInvalidBytes: true), bytes[2..]),
                _ => Strict(new UTF8Encoding(false, throwOnInvalidBytes: true), bytes),
            };
        }
        catch (DecoderFallbackException)
        {
            try
            {
                notice = "文字コードをShift_JISとして読みました。化けている文字がないか、下の内容を確かめてください。";
                return Strict(ShiftJis, bytes);
            }
            catch (DecoderFallbackException)
            {
                throw new RuleViolation(
                    "table-encoding", "文字コードを読み取れません。Excelで「CSV UTF-8（コンマ区切り）」の形式か、Excelブック（.xlsx）で保存し直してください。", "File");
            }
        }
    }

    static string Strict(Encoding encoding, byte[] bytes)
    {
        var text = encoding.GetString(bytes);
        return text.Contains('\0') ? throw new DecoderFallbackException() : text;
    }

    /// <summary>Column of each header by its number from 1.</summary>
    static Dictionary<string, int> Columns(IEnumerable<string> headers, IReadOnlyList<string> required, IReadOnlyCollection<string> known, out IReadOnlyList<string> unread)
    {
        var named = headers.Select((h, i) => (Header: h, Column: i + 1)).Where(h => h.Header.Length > 0).ToList();
        var twice = named.GroupBy(h => h.Header).FirstOrDefault(g => g.Count() > 1 && required.Contains(g.Key))?.Key;
        RuleViolation.Require(twice is null, "table-header-twice", $"見出し「{twice}」の列が2つあります。1つにしてください。", "File");
        var others = named.Select(h => h.Header).Where(h => !required.Contains(h) && !known.Contains(h)).Distinct().ToList();
        unread = others.Count == 0 ? [] : [$"この表にない見出しの列（{string.Join("、", others.Take(10))}{(others.Count > 10 ? " ほか" : "")}）は読んでいません。"];
        return named.Where(h => required.Contains(h.Header) || known.Contains(h.Header)).DistinctBy(h => h.Header).ToDictionary(h => h.Header, h => h.Column);
    }

    static int HeaderOf(ExchangeSheet sheet, IReadOnlyList<string> required, ExchangeLimits limits) => Enumerable.Range(1, HeaderWithin)
        .FirstOrDefault(row => required.All(Enumerable.Range(1, limits.Columns).Select(c => sheet.Text(row, c)).Contains));

    static string Missing(IReadOnlyList<string> required) => $"表の見出し（{string.Join("、", required)}）がありません。この画面で出力した表に記入したものを選んでください。";

    static string Header(string text) => text.Trim().TrimStart('\uFEFF');

    static TableCell Of(ExchangeCell? cell, string address) => cell switch
    {
        null => new(address, ""),
        { IsFormula: true } => new(address, cell.Text) { Fault = "数式は読み込みません。値にしてください。" },
        { IsError: true } => new(address, cell.Text) { Fault = $"誤りの値（{cell.Text}）です。正しい値を入力してください。" },
        { Day: { } day } => new(address, Wareki.Iso(day)),
        { Number: { } number } => new(address, ((decimal)(double)number).ToString("0.###############", CultureInfo.InvariantCulture)),
        _ => Limited(new(address, cell.Text.Trim().ReplaceLineEndings("\n"))),
    };

    /// <summary>A spreadsheet keeps text such as =1+1 as text behind an apostrophe; so does the file that this product writes.</summary>
    static TableCell OfText(string text, string address) => Limited(new(
        address, (text is ['\'', var first, ..] && Formulas.Contains(first, StringComparison.Ordinal) ? text[1..] : text).Trim().ReplaceLineEndings("\n")));

    static TableCell Limited(TableCell cell) => cell.Text.Length <= MaxCellLength
        ? cell
        : cell with { Text = cell.Text[..40], Fault = $"{MaxCellLength}文字を超えています。短くしてください。" };

    static int LastRowOf(string area) =>
        int.TryParse(string.Concat(area.Split(':')[^1].Where(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : int.MaxValue;
}
