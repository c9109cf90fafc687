using System.Xml.Linq;

namespace DxGovernance.Core.Reports;

/// <summary>The names Office Open XML gives to its vocabularies.</summary>
static class Ooxml
{
    public const string MainNs = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    public const string RelationshipsNs = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public static readonly XNamespace S = MainNs;
    public static readonly XNamespace R = RelationshipsNs;
    public static readonly XNamespace C = "http://schemas.openxmlformats.org/drawingml/2006/chart";
    public static readonly XNamespace A = "http://schemas.openxmlformats.org/drawingml/2006/main";
    public static readonly XNamespace Xdr = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing";

    public static XElement Counted(XName name, IEnumerable<XElement> items)
    {
        var list = items.ToList();
        return new XElement(name, new XAttribute("count", list.Count), list);
    }

    /// <summary>ChartML's favourite form: an element with nothing but a value.</summary>
    public static XElement Val(XName name, object value) => new(name, new XAttribute("val", value));
}
