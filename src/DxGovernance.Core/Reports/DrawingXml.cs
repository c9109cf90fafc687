using System.Xml.Linq;
using static DxGovernance.Core.Reports.Ooxml;

namespace DxGovernance.Core.Reports;

/// <summary>The drawing of a sheet: where its charts lie, and what they say to those who cannot see them.</summary>
static class DrawingXml
{
    /// <summary>In the unit of drawings (EMU).</summary>
    const int OnePoint = 12_700;

    public static string Part(int sheet) => $"xl/drawings/drawing{sheet}.xml";

    public static string ChartPart(int sheet, int index) => $"xl/charts/{ChartFile(sheet, index)}";

    public static async Task WriteAsync(WorkbookPackage package, int sheet, IReadOnlyList<PlacedChart> charts)
    {
        await package.RelateAsync($"xl/drawings/_rels/drawing{sheet}.xml.rels",
            charts.Select((_, i) => ("chart", $"../charts/{ChartFile(sheet, i)}")));
        await package.WriteAsync(Part(sheet), new XElement(Xdr + "wsDr",
            new XAttribute(XNamespace.Xmlns + "xdr", Xdr), new XAttribute(XNamespace.Xmlns + "a", A), charts.Select(Anchor)));
        foreach (var (i, placed) in charts.Index())
        {
            await package.WriteAsync(ChartPart(sheet, i), ChartXml.ToXml(placed.Chart));
        }
    }

    static string ChartFile(int sheet, int index) => $"chart{sheet}_{index + 1}.xml";

    static XElement Anchor(PlacedChart placed, int index) => new(Xdr + "twoCellAnchor", new XAttribute("editAs", "oneCell"),
        // A little below the row's edge: a frame on the edge of a page would be printed on the page before, too.
        Corner("from", placed.Row, placed.Column, OnePoint),
        Corner("to", placed.Row + placed.Rows, placed.Column + placed.Columns, 0),
        new XElement(Xdr + "graphicFrame", new XAttribute("macro", ""),
            new XElement(Xdr + "nvGraphicFramePr",
                new XElement(Xdr + "cNvPr", new XAttribute("id", index + 2), new XAttribute("name", $"グラフ {index + 1}"),
                    new XAttribute("descr", WorkbookText.Clean(placed.Chart.Description)), new XAttribute("title", WorkbookText.Clean(placed.Chart.Title))),
                new XElement(Xdr + "cNvGraphicFramePr")),
            new XElement(Xdr + "xfrm", Point("off", "x", "y"), Point("ext", "cx", "cy")),
            new XElement(A + "graphic", new XElement(A + "graphicData", new XAttribute("uri", C),
                new XElement(C + "chart", new XAttribute(XNamespace.Xmlns + "c", C),
                    new XAttribute(XNamespace.Xmlns + "r", R), new XAttribute(R + "id", $"rId{index + 1}"))))),
        new XElement(Xdr + "clientData"));

    static XElement Corner(string name, int row, int column, int below) => new(Xdr + name,
        new XElement(Xdr + "col", column - 1), new XElement(Xdr + "colOff", 0),
        new XElement(Xdr + "row", row - 1), new XElement(Xdr + "rowOff", below));

    static XElement Point(string name, string first, string second) =>
        new(A + name, new XAttribute(first, 0), new XAttribute(second, 0));
}
