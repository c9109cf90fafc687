using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace DxGovernance.Benchmarks;

/// <summary>A cell of a finished workbook: a text, or a number.</summary>
readonly record struct BareCell(int Row, string Letters, string Style, string? Text, decimal Number);

/// <summary>Writers that do nothing but stream cells they have in memory into a zip: no database, no sums, nothing looked up.</summary>
static class BareWriters
{
    public static IReadOnlyList<(string Name, Func<IReadOnlyList<List<BareCell>>, long> Write)> All { get; } =
    [
        ("As many cells with short texts and without references", s => Zipped(s, Short)),
        ("The same cells with their references and texts", s => Zipped(s, Same)),
        ("The same cells by the Open XML SDK's OpenXmlWriter", ByTheSdk),
    ];

    /// <summary>The cells of all sheets, of those with the same text or style only one string.</summary>
    public static IReadOnlyList<List<BareCell>> Read(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        var (strings, sheets) = (new HashSet<string>(StringComparer.Ordinal), new List<List<BareCell>>());
        string Once(string s)
        {
            if (!strings.TryGetValue(s, out var one))
            {
                strings.Add(one = s);
            }

            return one;
        }

        foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)))
        {
            using var stream = entry.Open();
            using var xml = XmlReader.Create(stream);
            var cells = new List<BareCell>();
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "c")
                {
                    var reference = xml.GetAttribute("r")!;
                    var digits = reference.AsSpan().IndexOfAnyInRange('0', '9');
                    var (isText, style) = (xml.GetAttribute("t") is not null, Once(xml.GetAttribute("s") ?? "0"));
                    using var inner = xml.ReadSubtree();
                    var value = "";
                    while (inner.Read())
                    {
                        value = inner.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace ? inner.Value : value;
                    }

                    cells.Add(new(
                        int.Parse(reference.AsSpan(digits), CultureInfo.InvariantCulture), Once(reference[..digits]), style, isText || value == "" ? Once(value) : null,
                        isText || value == "" ? 0 : decimal.Parse(value, CultureInfo.InvariantCulture)));
                }
            }

            sheets.Add(cells);
        }

        return sheets;
    }

    static void Short(TextWriter writer, int i, BareCell cell) => writer.Write(cell.Text is not null
        ? $"<c s=\"3\" t=\"inlineStr\"><is><t>計測用の文字列 {i % 997}</t></is></c>"
        : $"<c s=\"5\"><v>{i * 7919L % 1_000_003}</v></c>");

    static void Same(TextWriter writer, int i, BareCell cell) => writer.Write(cell.Text is { } text
        ? $"<c r=\"{cell.Letters}{cell.Row}\" s=\"{cell.Style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{System.Security.SecurityElement.Escape(text)}</t></is></c>"
        : string.Create(CultureInfo.InvariantCulture, $"<c r=\"{cell.Letters}{cell.Row}\" s=\"{cell.Style}\"><v>{cell.Number}</v></c>"));

    /// <returns>Bytes written.</returns>
    static long Zipped(IReadOnlyList<List<BareCell>> sheets, Action<TextWriter, int, BareCell> write)
    {
        var path = Path.GetTempFileName();
        using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            foreach (var (number, cells) in sheets.Index())
            {
                using var writer = new StreamWriter(zip.CreateEntry($"xl/worksheets/sheet{number + 1}.xml").Open(), new UTF8Encoding(false), 65_536);
                writer.Write("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
                var row = 0;
                foreach (var (i, cell) in cells.Index())
                {
                    if (cell.Row != row)
                    {
                        writer.Write(row == 0 ? "<row>" : "</row><row>");
                        row = cell.Row;
                    }

                    write(writer, i, cell);
                }

                writer.Write("</row></sheetData></worksheet>");
            }
        }

        return Gone(path);
    }

    static long ByTheSdk(IReadOnlyList<List<BareCell>> sheets)
    {
        var path = Path.GetTempFileName();
        using (var book = SpreadsheetDocument.Create(path, SpreadsheetDocumentType.Workbook))
        {
            var main = book.AddWorkbookPart();
            main.Workbook = new Workbook(new Sheets());
            foreach (var cells in sheets)
            {
                using var writer = OpenXmlWriter.Create(main.AddNewPart<WorksheetPart>());
                writer.WriteStartElement(new Worksheet());
                writer.WriteStartElement(new SheetData());
                var (row, cellElement, rowElement) = (0, new Cell(), new Row());
                foreach (var cell in cells)
                {
                    if (cell.Row != row)
                    {
                        if (row > 0)
                        {
                            writer.WriteEndElement();
                        }

                        writer.WriteStartElement(rowElement);
                        row = cell.Row;
                    }

                    var reference = new OpenXmlAttribute("r", "", $"{cell.Letters}{cell.Row}");
                    var style = new OpenXmlAttribute("s", "", cell.Style);
                    if (cell.Text is { } text)
                    {
                        writer.WriteStartElement(cellElement, [reference, style, new OpenXmlAttribute("t", "", "inlineStr")]);
                        writer.WriteElement(new InlineString(new Text(text)));
                    }
                    else
                    {
                        writer.WriteStartElement(cellElement, [reference, style]);
                        writer.WriteElement(new CellValue(cell.Number.ToString(CultureInfo.InvariantCulture)));
                    }

                    writer.WriteEndElement();
                }

                writer.WriteEndElement();
                writer.WriteEndElement();
                writer.WriteEndElement();
            }
        }

        return Gone(path);
    }

    static long Gone(string path)
    {
        var length = new FileInfo(path).Length;
        File.Delete(path);
        return length;
    }
}
