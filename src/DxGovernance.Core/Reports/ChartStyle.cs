using System.Globalization;
using System.Xml.Linq;
using static DxGovernance.Core.Reports.Ooxml;

namespace DxGovernance.Core.Reports;

/// <summary>Fills, strokes and letters of charts. Series differ by pattern, dash and mark too, so that a grey print can be read.</summary>
static class ChartStyle
{
    const int PointsToEmu = 12_700;
    static readonly string[] Colors = ["1F4E8C", "E0A030", "3C8D5A", "B04A5A", "6E6E6E", "7B5EA7", "1F8A99", "8A6D3B"];
    static readonly string?[] Patterns = [null, "wdUpDiag", "pct25", "dkHorz", "lgCheck", "dkVert", "smGrid", "dkUpDiag"];
    static readonly string[] Dashes = ["solid", "dash", "sysDot", "lgDashDot", "sysDash", "lgDash", "dashDot", "sysDashDotDot"];
    static readonly string[] Markers = ["circle", "square", "triangle", "diamond", "x", "plus", "star", "dash"];

    public static XElement Solid(string color) => new(A + "solidFill", Rgb("srgbClr", color));

    public static XElement Line(string color, double points, string dash = "solid") => new(A + "ln",
        new XAttribute("w", (int)(points * PointsToEmu)), Solid(color), Val(A + "prstDash", dash));

    public static XElement Fill(int series, Tone? tone = null)
    {
        var color = Color(tone) ?? Of(Colors, series);
        return new(C + "spPr",
            Of(Patterns, series) is { } pattern
                ? new XElement(A + "pattFill", new XAttribute("prst", pattern),
                    new XElement(A + "fgClr", Rgb("srgbClr", color)), new XElement(A + "bgClr", Rgb("srgbClr", "FFFFFF")))
                : Solid(color),
            Line(color, 0.75));
    }

    public static XElement Stroke(int series, bool reference) =>
        new(C + "spPr", reference ? Line("7F7F7F", 1, "sysDash") : Line(Of(Colors, series), 2.25, Of(Dashes, series)));

    public static XElement Marker(int series, bool reference) => reference
        ? new XElement(C + "marker", Val(C + "symbol", "none"))
        : new XElement(C + "marker", Val(C + "symbol", Of(Markers, series)), Val(C + "size", 8),
            new XElement(C + "spPr", Solid(Of(Colors, series)), Line(Of(Colors, series), 0.75)));

    /// <summary>White behind a number, because it may stand on a pattern.</summary>
    public static XElement LabelBackground => new(C + "spPr", Solid("FFFFFF"));

    public static XElement Title(string text, int points, bool upright = false) => new(C + "title",
        new XElement(C + "tx", new XElement(C + "rich",
            new XElement(A + "bodyPr", upright ? [new XAttribute("rot", 0), new XAttribute("vert", "eaVert")] : Array.Empty<XAttribute>()),
            new XElement(A + "p",
                new XElement(A + "pPr", Run("defRPr", points, bold: true)),
                new XElement(A + "r", Run("rPr", points, bold: true), new XElement(A + "t", WorkbookText.Clean(text)))))),
        Val(C + "overlay", 0));

    /// <param name="points">Size.</param>
    /// <param name="tilt">Degrees, read upwards.</param>
    public static XElement Text(int points, int tilt = 0) => new(C + "txPr",
        new XElement(A + "bodyPr", new XAttribute("rot", -60_000 * tilt), new XAttribute("vert", "horz")),
        new XElement(A + "p", new XElement(A + "pPr", Run("defRPr", points, bold: false)), new XElement(A + "endParaRPr", new XAttribute("lang", "ja-JP"))));

    static XElement Run(string name, int points, bool bold) => new(A + name,
        name == "rPr" ? new XAttribute("lang", "ja-JP") : null,
        new XAttribute("sz", (points * 100).ToString(CultureInfo.InvariantCulture)), new XAttribute("b", bold ? 1 : 0),
        Solid("262626"),
        new XElement(A + "latin", new XAttribute("typeface", WorkbookStyles.Font)),
        new XElement(A + "ea", new XAttribute("typeface", WorkbookStyles.Font)));

    static string? Color(Tone? tone) => tone switch
    {
        Tone.Red => "C03A3A",
        Tone.Yellow => "E0A030",
        Tone.Green => "3C8D5A",
        Tone.Blue => "1F4E8C",
        Tone.Grey => "8C8C8C",
        _ => null,
    };

    static XElement Rgb(string name, string color) => Val(A + name, color);

    static T Of<T>(T[] choices, int series) => choices[series % choices.Length];
}
