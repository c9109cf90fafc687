using System.Globalization;
using System.Xml.Linq;
using static DxGovernance.Core.Reports.Ooxml;

namespace DxGovernance.Core.Reports;

/// <summary>The style sheet: collects the styles cells ask for, in the order they ask.</summary>
sealed class WorkbookStyles
{
    public const string Font = "BIZ UDPゴシック";
    const int FirstCustomFormat = 164;

    readonly Distinct<CellStyle> _styles = new();
    readonly Distinct<(double Size, bool Bold, bool Link)> _fonts = new();
    readonly Distinct<string> _formats = new();

    // Two fills (none, gray125) have fixed places in every workbook.
    readonly Distinct<string> _fills = new("none", "gray125");

    public WorkbookStyles() => Index(new CellStyle { Border = false, Wrap = false });

    public int Index(CellStyle style) => _styles.IndexOf(style);

    public XElement ToXml()
    {
        var formats = _styles.Items.Select(CellXf).ToList();
        return new XElement(S + "styleSheet",
            _formats.Items.Count == 0 ? null : Counted("numFmts", _formats.Items.Select((code, i) => new XElement(S + "numFmt",
                new XAttribute("numFmtId", FirstCustomFormat + i), new XAttribute("formatCode", code)))),
            Counted("fonts", _fonts.Items.Select(FontXml)),
            Counted("fills", _fills.Items.Select(FillXml)),
            Counted("borders", [BorderXml(null), BorderXml("thin")]),
            Counted("cellStyleXfs", [new XElement(S + "xf", Ids(0, 0, 0, 0))]),
            Counted("cellXfs", formats),
            Counted("cellStyles", [new XElement(S + "cellStyle",
                new XAttribute("name", "Normal"), new XAttribute("xfId", 0), new XAttribute("builtinId", 0))]));
    }

    /// <summary>The number format of a kind; also what chart axes and caches are formatted with.</summary>
    public static string FormatCode(CellKind kind, int digits)
    {
        var decimals = digits > 0 ? "0." + new string('0', digits) : "0";
        return kind switch
        {
            CellKind.Text => "General",
            CellKind.Code => "@",
            CellKind.Year => "0",
            CellKind.Fraction => Signed($"#,##{decimals}", decimals),
            CellKind.Percent => Signed($"{decimals}%", $"{decimals}%"),
            CellKind.Date => "yyyy/mm/dd",
            CellKind.DateWareki => """[$-411]yyyy\-mm\-dd"（"ggge"年"m"月"d"日）";@""",
            CellKind.DateEra => """[$-411]yyyy\-mm\-dd"（"ge"."m"."d"）";@""",
            CellKind.Timestamp => "yyyy/mm/dd\\ hh:mm",
            CellKind.YenInThousands => Signed("#,##0,", "0"),
            CellKind.Whole or CellKind.Days or CellKind.Yen or CellKind.ThousandYen => Signed("#,##0", "0"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
        };
    }

    static string Signed(string number, string zero) => $"{number};\"△ \"{number};{zero}";

    XElement CellXf(CellStyle style) => new(S + "xf",
        Ids(FormatId(FormatCode(style.Kind, style.Digits)), _fonts.IndexOf((style.Size, style.Bold, style.Link)),
            style.Tone == Tone.None ? 0 : _fills.IndexOf(Color(style.Tone)), style.Border ? 1 : 0),
        new XAttribute("xfId", 0),
        style.Quoted ? new XAttribute("quotePrefix", 1) : null,
        new XAttribute("applyNumberFormat", 1), new XAttribute("applyFont", 1), new XAttribute("applyFill", 1),
        new XAttribute("applyBorder", 1), new XAttribute("applyAlignment", 1),
        new XElement(S + "alignment",
            Horizontal(style) is { } side ? new XAttribute("horizontal", side) : null,
            new XAttribute("vertical", "center"),
            style.Wrap ? new XAttribute("wrapText", 1) : null));

    int FormatId(string code) => code switch
    {
        "General" => 0,
        "0" => 1,
        "@" => 49,
        _ => FirstCustomFormat + _formats.IndexOf(code),
    };

    static string? Horizontal(CellStyle style) => style.Align switch
    {
        Align.Left => "left",
        Align.Center => "center",
        Align.Right => "right",
        _ => style.Kind is CellKind.Date or CellKind.DateWareki or CellKind.DateEra or CellKind.Timestamp ? "center" : null,
    };

    // Light enough that black text keeps a contrast above 10:1 on screen and stays legible in grey print.
    static string Color(Tone tone) => tone switch
    {
        Tone.Heading => "FFE9EDF4",
        Tone.Red => "FFF8C4C4",
        Tone.Yellow => "FFFFEB9C",
        Tone.Green => "FFCDEBC5",
        Tone.Blue => "FFBBD6F2",
        Tone.Grey => "FFD9D9D9",
        _ => throw new ArgumentOutOfRangeException(nameof(tone), tone, message: null),
    };

    static XAttribute[] Ids(int format, int font, int fill, int border) =>
        [new("numFmtId", format), new("fontId", font), new("fillId", fill), new("borderId", border)];

    static XElement FontXml((double Size, bool Bold, bool Link) font) => new(S + "font",
        font.Bold ? new XElement(S + "b") : null,
        font.Link ? new XElement(S + "u") : null,
        new XElement(S + "sz", new XAttribute("val", font.Size.ToString(CultureInfo.InvariantCulture))),
        new XElement(S + "color", new XAttribute("rgb", font.Link ? "FF0017C1" : "FF000000")),
        new XElement(S + "name", new XAttribute("val", Font)),
        new XElement(S + "family", new XAttribute("val", 3)),
        new XElement(S + "charset", new XAttribute("val", 128)));

    static XElement FillXml(string fill) => new(S + "fill", fill is "none" or "gray125"
        ? new XElement(S + "patternFill", new XAttribute("patternType", fill))
        : new XElement(S + "patternFill", new XAttribute("patternType", "solid"),
            new XElement(S + "fgColor", new XAttribute("rgb", fill)), new XElement(S + "bgColor", new XAttribute("indexed", 64))));

    static XElement BorderXml(string? line) => new(S + "border",
        from side in new[] { "left", "right", "top", "bottom", "diagonal" }
        select new XElement(S + side, line is null || side == "diagonal"
            ? []
            : new object[] { new XAttribute("style", line), new XElement(S + "color", new XAttribute("rgb", "FF7F7F7F")) }));

    static XElement Counted(string name, IEnumerable<XElement> items) => Ooxml.Counted(S + name, items);

    sealed class Distinct<T>(params T[] first) where T : notnull
    {
        readonly Dictionary<T, int> _index = first.Index().ToDictionary(x => x.Item, x => x.Index);
        readonly List<T> _items = [.. first];

        public IReadOnlyList<T> Items => _items;

        public int IndexOf(T item)
        {
            if (!_index.TryGetValue(item, out var index))
            {
                _index.Add(item, index = _items.Count);
                _items.Add(item);
            }

            return index;
        }
    }
}
