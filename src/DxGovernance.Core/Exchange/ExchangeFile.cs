using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace DxGovernance.Core.Exchange;

/// <summary>A cell as it stands in a file that somebody sent.</summary>
/// <param name="Number">Where the cell holds a number.</param>
/// <param name="Day">Where that number is shown as a date.</param>
sealed record ExchangeCell(string Text, decimal? Number, DateOnly? Day, bool IsFormula, bool IsError)
{
    /// <summary>The number without the noise of binary fractions: Excel keeps 15 digits.</summary>
    public decimal? Plain => Number is { } n ? (decimal)(double)n : null;
}

sealed record ExchangeSheet(string Name, IReadOnlyDictionary<(int Row, int Column), ExchangeCell> Cells)
{
    /// <summary>Whoever looks at the workbook does not see the sheet.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Areas of merged cells, as Excel writes them: B3:C4.</summary>
    public IReadOnlyList<string> Merged { get; init; } = [];

    public IReadOnlyList<int> HiddenRows { get; init; } = [];

    public IReadOnlyList<int> HiddenColumns { get; init; } = [];

    public ExchangeCell? this[int row, int column] => Cells.GetValueOrDefault((row, column));

    public string Text(int row, int column) => this[row, column]?.Text.Trim() ?? "";

    public int LastRow => Cells.Count == 0 ? 0 : Cells.Keys.Max(k => k.Row);
}

/// <summary>How large a table may be. Whoever reads one says how large theirs can be.</summary>
/// <param name="Rows">Last row that may hold something.</param>
/// <param name="Columns">Last column.</param>
/// <param name="Cells">Of one sheet.</param>
sealed record ExchangeLimits(int Rows, int Columns, int Cells)
{
    public static ExchangeLimits Usual { get; } = new(1000, 60, 30_000);
}

/// <summary>Reads the cells of an .xlsx file of strangers: by content, within limits, without following anything in it.</summary>
static partial class ExchangeFile
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxLength = 5 * 1024 * 1024;

    const int MaxParts = 400;
    const long MaxUnpacked = 60L * 1024 * 1024;
    const int MaxCharacters = 8_000_000;
    const int MaxSheets = 60;
    const int MaxStrings = 200_000;
    static readonly byte[] OleHeader = [0xD0, 0xCF, 0x11, 0xE0];
    static readonly SearchValues<char> DateLetters = SearchValues.Create("yYeEdDgG");

    const string Unreadable = "このファイルは読み取れません。この画面で出力した様式（.xlsx）に記入して、Excelブック（.xlsx）の形式で保存したものを選んでください。";

    static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxCharacters,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <exception cref="RuleViolation">Empty, too large, not an Excel workbook without macros, or broken.</exception>
    public static IReadOnlyList<ExchangeSheet> Read(byte[] bytes, ExchangeLimits? limits = null)
    {
        RuleViolation.Require(bytes.Length > 0, "exchange-empty", "空のファイルです。記入した様式を選んでください。", "File");
        RuleViolation.Require(
            bytes.Length <= MaxLength, "exchange-large", $"ファイルが{MaxLength / 1024 / 1024}MBを超えています。画像などを貼らずに、様式だけを取り込んでください。", "File");
        try
        {
            CheckPackage(bytes);
            using var document = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false, new OpenSettings { MaxCharactersInPart = MaxCharacters });
            RuleViolation.Require(document.DocumentType == SpreadsheetDocumentType.Workbook, "exchange-kind", Unreadable, "File");
            return Sheets(document.WorkbookPart ?? throw new InvalidDataException(), limits ?? ExchangeLimits.Usual);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or XmlException or FormatException or ArgumentException or InvalidOperationException or OpenXmlPackageException
            or KeyNotFoundException or NotSupportedException or OverflowException)
        {
            throw new RuleViolation("exchange-unreadable", Unreadable, "File");
        }
    }

    static void CheckPackage(byte[] bytes)
    {
        RuleViolation.Require(
            !bytes.AsSpan().StartsWith(OleHeader), "exchange-old-format",
            "古い形式（.xls）か、パスワード付きのファイルです。パスワードを外し、Excelブック（.xlsx）の形式で保存し直してください。", "File");
        using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        RuleViolation.Require(
            !zip.Entries.Any(e => e.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)), "exchange-kind",
            "マクロを含むファイルは受け付けません。マクロのないExcelブック（.xlsx）の形式で保存し直してください。", "File");
        RuleViolation.Require(
            zip.Entries.Count <= MaxParts && zip.Entries.Sum(e => e.Length) <= MaxUnpacked, "exchange-kind",
            "開くと大きすぎるファイルです。画像や使わないシートを除き、この画面で出力した様式に記入したものを選んでください。", "File");
    }

    static IReadOnlyList<ExchangeSheet> Sheets(WorkbookPart workbook, ExchangeLimits limits)
    {
        var (named, is1904) = Names(workbook);
        RuleViolation.Require(named.Count <= MaxSheets, "exchange-sheets", $"シートが多すぎます（{MaxSheets}枚まで）。出力した様式だけにしてください。", "File");
        var strings = Strings(workbook.SharedStringTablePart);
        var dates = DateStyles(workbook.WorkbookStylesPart);
        return
        [
            .. named.Where(n => workbook.GetPartById(n.Id) is WorksheetPart)
                .Select(n => new Reading(n.Name, strings, dates, is1904, limits).Sheet(workbook.GetPartById(n.Id)) with { IsHidden = n.IsHidden }),
        ];
    }

    static (List<(string Name, string Id, bool IsHidden)> Sheets, bool Is1904) Names(WorkbookPart workbook)
    {
        var (sheets, is1904) = (new List<(string, string, bool)>(), false);
        using var xml = XmlReader.Create(workbook.GetStream(FileMode.Open, FileAccess.Read), Safe);
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
            {
                is1904 = xml.GetAttribute("date1904") is "1" or "true";
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheet" })
            {
                var id = "";
                for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
                {
                    id = xml.LocalName == "id" ? xml.Value : id;
                }

                xml.MoveToElement();
                sheets.Add((xml.GetAttribute("name") ?? "", id, xml.GetAttribute("state") is "hidden" or "veryHidden"));
            }
        }

        return (sheets, is1904);
    }

    static List<string> Strings(SharedStringTablePart? part)
    {
        var strings = new List<string>();
        if (part is null)
        {
            return strings;
        }

        using var xml = XmlReader.Create(part.GetStream(FileMode.Open, FileAccess.Read), Safe);
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
            {
                strings.Add(RichText(xml));
                RuleViolation.Require(strings.Count <= MaxStrings, "exchange-strings", Unreadable, "File");
            }
        }

        return strings;
    }

    /// <summary>Text of si or is: its runs put together, without the furigana that Excel keeps beside them.</summary>
    static string RichText(XmlReader xml)
    {
        var text = new StringBuilder();
        using var inner = xml.ReadSubtree();
        while (inner.Read())
        {
            while (inner is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
            {
                inner.Skip();
            }

            if (inner is { NodeType: XmlNodeType.Element, LocalName: "t", IsEmptyElement: false })
            {
                inner.Read();
                while (inner.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
                {
                    text.Append(inner.Value);
                    inner.Read();
                }
            }
        }

        return Unescape(text.ToString());
    }

    /// <summary>For each cell style whether it shows a date.</summary>
    static List<bool> DateStyles(WorkbookStylesPart? part)
    {
        var (styles, formats, isCell) = (new List<bool>(), new Dictionary<string, string>(StringComparer.Ordinal), false);
        if (part is null)
        {
            return styles;
        }

        using var xml = XmlReader.Create(part.GetStream(FileMode.Open, FileAccess.Read), Safe);
        while (xml.Read())
        {
            switch (xml.LocalName)
            {
                case "numFmt" when xml.NodeType == XmlNodeType.Element:
                    formats[xml.GetAttribute("numFmtId") ?? ""] = xml.GetAttribute("formatCode") ?? "";
                    break;
                case "cellXfs":
                    isCell = xml.NodeType == XmlNodeType.Element;
                    break;
                case "xf" when isCell && xml.NodeType == XmlNodeType.Element:
                    styles.Add(ShowsDate(xml.GetAttribute("numFmtId") ?? "0", formats));
                    break;
                default:
                    break;
            }
        }

        return styles;
    }

    static bool ShowsDate(string id, Dictionary<string, string> formats) => formats.TryGetValue(id, out var code)
        ? Quoted().Replace(code, "").AsSpan().ContainsAny(DateLetters) && !code.StartsWith("General", StringComparison.OrdinalIgnoreCase)
        : int.TryParse(id, CultureInfo.InvariantCulture, out var n) && n is (>= 14 and <= 17) or 22 or (>= 27 and <= 31) or 36 or (>= 50 and <= 54) or 57 or 58;

    static string Unescape(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Escaped().Replace(text, m => ((char)ushort.Parse(m.Groups["hex"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
        : text;

    [GeneratedRegex(@"""[^""]*""|\[[^\]]*\]|\\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("_x(?<hex>[0-9A-Fa-f]{4})_", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();

    /// <summary>One sheet, cell after cell.</summary>
    sealed class Reading(string name, List<string> strings, List<bool> dates, bool is1904, ExchangeLimits limits)
    {
        readonly Dictionary<(int, int), ExchangeCell> cells = [];
        readonly List<string> merged = [];
        readonly List<int> hiddenRows = [];
        readonly List<int> hiddenColumns = [];

        public ExchangeSheet Sheet(OpenXmlPart part)
        {
            using var xml = XmlReader.Create(part.GetStream(FileMode.Open, FileAccess.Read), Safe);
            var (row, column) = (0, 0);
            while (xml.Read())
            {
                switch (xml.NodeType == XmlNodeType.Element ? xml.LocalName : "")
                {
                    case "row":
                        row = int.TryParse(xml.GetAttribute("r"), CultureInfo.InvariantCulture, out var r) ? r : row + 1;
                        column = 0;
                        hiddenRows.AddRange(IsHidden(xml) && row <= limits.Rows ? [row] : []);
                        break;
                    case "c":
                        column = xml.GetAttribute("r") is { } at ? ColumnOf(at) : column + 1;
                        Add(row, column, xml);
                        break;
                    case "col" when IsHidden(xml):
                        var (min, max) = (Number(xml, "min"), Math.Min(Number(xml, "max"), limits.Columns));
                        hiddenColumns.AddRange(min > 0 && max >= min ? Enumerable.Range(min, max - min + 1) : []);
                        break;
                    case "mergeCell" when merged.Count < limits.Rows:
                        merged.Add(xml.GetAttribute("ref") ?? "");
                        break;
                    default:
                        break;
                }
            }

            return new(name, cells) { Merged = merged, HiddenRows = hiddenRows, HiddenColumns = hiddenColumns };
        }

        static bool IsHidden(XmlReader xml) => xml.GetAttribute("hidden") is "1" or "true";

        static int Number(XmlReader xml, string attribute) => int.TryParse(xml.GetAttribute(attribute), CultureInfo.InvariantCulture, out var n) ? n : 0;

        void Add(int row, int column, XmlReader xml)
        {
            var (type, style) = (xml.GetAttribute("t") ?? "n", int.TryParse(xml.GetAttribute("s"), CultureInfo.InvariantCulture, out var s) ? s : -1);
            var (raw, isFormula) = Content(xml);
            var text = type switch
            {
                "s" => strings[int.Parse(raw, CultureInfo.InvariantCulture)],
                "str" => Unescape(raw),
                "b" => raw == "1" ? "TRUE" : "FALSE",
                _ => raw,
            };
            if (text.Length == 0 && !isFormula)
            {
                return;
            }

            RuleViolation.Require(
                row <= limits.Rows && column <= limits.Columns && cells.Count < limits.Cells,
                "exchange-cells",
                $"シート「{name}」に、様式より外（{limits.Rows}行・{limits.Columns}列より先）の値があります。消してから取り込んでください。",
                "File");
            var number = type == "n" && decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : (decimal?)null;
            cells[(row, column)] = new(text, number, number is { } serial && style >= 0 && style < dates.Count && dates[style] ? DayOf(serial) : null, isFormula, type == "e");
        }

        /// <summary>The value of the cell the reader stands on, and whether a formula gives it.</summary>
        static (string Raw, bool IsFormula) Content(XmlReader xml)
        {
            var (raw, isFormula) = ("", false);
            using var inner = xml.ReadSubtree();
            inner.Read();
            while (!inner.EOF)
            {
                switch (inner.NodeType == XmlNodeType.Element ? inner.LocalName : "")
                {
                    case "f":
                        isFormula = true;
                        inner.Skip();
                        break;
                    case "v":
                        raw = inner.ReadElementContentAsString();
                        break;
                    case "is":
                        raw = RichText(inner);
                        inner.Read();
                        break;
                    default:
                        inner.Read();
                        break;
                }
            }

            return (raw, isFormula);
        }

        DateOnly? DayOf(decimal serial) => ExchangeFile.DayOf(is1904 ? serial + 1462 : serial);

        static int ColumnOf(string reference)
        {
            var column = 0;
            foreach (var c in reference.TakeWhile(char.IsAsciiLetterUpper).Take(3))
            {
                column = (column * 26) + c - 'A' + 1;
            }

            return column;
        }
    }

    /// <summary>The day of a serial number of Excel from March 1900 on.</summary>
    public static DateOnly? DayOf(decimal serial) =>
        serial is >= 61 and < 2_958_466 ? DateOnly.FromDayNumber((int)Math.Floor(serial) + 693_593) : null;
}
