using System.Globalization;
using System.Xml;

namespace DxGovernance.Core.Reports;

/// <summary>Writes one worksheet, element by element in the order the schema demands; nothing is kept.</summary>
/// <param name="output">What the XML writer writes to.</param>
sealed class SheetXml(XmlWriter xml, Stream output, WorkbookStyles styles, string sheet, ICollection<Notice> notices)
{
    public const int MaxRows = 1_048_576;

    public void Open(bool fitToWidth, int frozenRows, int frozenColumns, IEnumerable<double> widths, bool autoHeight)
    {
        xml.WriteStartElement("worksheet", Ooxml.MainNs);
        xml.WriteAttributeString("xmlns", "r", null, Ooxml.RelationshipsNs);
        if (fitToWidth)
        {
            xml.WriteStartElement("sheetPr", Ooxml.MainNs);
            Element("pageSetUpPr", ("fitToPage", 1));
            xml.WriteEndElement();
        }

        xml.WriteStartElement("sheetViews", Ooxml.MainNs);
        xml.WriteStartElement("sheetView", Ooxml.MainNs);
        Attributes(("showGridLines", autoHeight ? null : 0), ("workbookViewId", 0));
        Freeze(frozenRows, frozenColumns);
        xml.WriteEndElement();
        xml.WriteEndElement();
        Element("sheetFormatPr", ("defaultRowHeight", 18), ("customHeight", autoHeight ? null : 1));
        Columns(widths);
        xml.WriteStartElement("sheetData", Ooxml.MainNs);
    }

    public void Row(int row, double? height)
    {
        RequireRoom(row);
        xml.WriteStartElement("row", Ooxml.MainNs);
        Attributes(("r", row), ("ht", height), ("customHeight", height is null ? null : 1));
    }

    public void End() => xml.WriteEndElement();

    public void Cell(int row, int column, CellValue value, CellStyle style, string? formula = null)
    {
        var text = value.Text is { } raw ? Fit(raw, row, column) : "";
        if (text.Length > 0 && WorkbookText.LooksLikeFormula(text))
        {
            style = style with { Quoted = true };
        }

        xml.WriteStartElement("c", Ooxml.MainNs);
        Attributes(("r", Reference(row, column)), ("s", styles.Index(style)), ("t", text.Length > 0 ? "inlineStr" : null));
        if (text.Length > 0)
        {
            InlineText(text);
        }
        else if (value.IsNumeric)
        {
            if (formula is not null)
            {
                xml.WriteElementString("f", Ooxml.MainNs, formula);
            }

            xml.WriteElementString("v", Ooxml.MainNs, value.NumberText);
        }

        xml.WriteEndElement();
    }

    /// <summary>From here to its disposal, rows go out by the returned writer alone.</summary>
    /// <param name="columns">From A on, the same for every row of the sheet.</param>
    public DataRows DataRows(IReadOnlyList<DataColumn> columns)
    {
        // Closes the start tag, so that bytes may follow.
        xml.WriteRaw("");
        xml.Flush();
        return new(output, this, styles, columns);
    }

    public void RequireRoom(int row)
    {
        if (row > MaxRows)
        {
            throw new InvalidOperationException($"シート「{sheet}」は表計算の上限（{MaxRows:N0}行）を超えます。条件を絞ってください。");
        }
    }

    public void Element(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        xml.WriteStartElement(name, Ooxml.MainNs);
        Attributes(attributes);
        xml.WriteEndElement();
    }

    public void List(string name, IEnumerable<(string Name, object? Value)[]> items, string item, bool counted = true)
    {
        var list = items.ToList();
        if (list.Count == 0)
        {
            return;
        }

        xml.WriteStartElement(name, Ooxml.MainNs);
        if (counted)
        {
            Attributes(("count", list.Count));
        }

        foreach (var attributes in list)
        {
            Element(item, attributes);
        }

        xml.WriteEndElement();
    }

    /// <summary>Words offered in cells; what else is typed is told, not refused, because the reader checks.</summary>
    public void Offers(IReadOnlyCollection<(string Area, string Words)> offers)
    {
        if (offers.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("dataValidations", Ooxml.MainNs);
        Attributes(("count", offers.Count));
        foreach (var (area, words) in offers)
        {
            xml.WriteStartElement("dataValidation", Ooxml.MainNs);
            Attributes(("type", "list"), ("errorStyle", "warning"), ("allowBlank", 1), ("showErrorMessage", 1),
                ("error", "一覧にない値です。一覧から選んでください。"), ("sqref", area));
            xml.WriteElementString("formula1", Ooxml.MainNs, $"\"{words}\"");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    public void Page(PageSetup page)
    {
        Element("printOptions", ("horizontalCentered", 1));
        Element("pageMargins", ("left", 0.5), ("right", 0.5), ("top", 0.7), ("bottom", 0.7), ("header", 0.3), ("footer", 0.3));
        Element("pageSetup", ("paperSize", (int)page.Paper), ("fitToWidth", 1), ("fitToHeight", 0),
            ("orientation", page.Landscape ? "landscape" : "portrait"));
        xml.WriteStartElement("headerFooter", Ooxml.MainNs);
        if (page.Header is not null)
        {
            xml.WriteElementString("oddHeader", Ooxml.MainNs, page.HeaderCode);
        }

        xml.WriteElementString("oddFooter", Ooxml.MainNs, page.FooterCode);
        xml.WriteEndElement();
    }

    public void RowBreaks(IReadOnlyCollection<int> rows)
    {
        if (rows.Count > 0)
        {
            xml.WriteStartElement("rowBreaks", Ooxml.MainNs);
            Attributes(("count", rows.Count), ("manualBreakCount", rows.Count));
            foreach (var row in rows)
            {
                Element("brk", ("id", row), ("max", 16383), ("man", 1));
            }

            xml.WriteEndElement();
        }
    }

    /// <summary>Keeps Excel from putting a green corner on every code such as 0012.</summary>
    public void IgnoreNumbersStoredAsText()
    {
        xml.WriteStartElement("ignoredErrors", Ooxml.MainNs);
        Element("ignoredError", ("sqref", "A1:XFD1048576"), ("numberStoredAsText", 1));
        xml.WriteEndElement();
    }

    public void TablePart(string id)
    {
        xml.WriteStartElement("tableParts", Ooxml.MainNs);
        Attributes(("count", 1));
        Related("tablePart", id);
        xml.WriteEndElement();
    }

    public void Notify(int row, int column, string sentence) => notices.Add(new Notice(sheet, Reference(row, column), sentence));

    public void Related(string element, string id)
    {
        xml.WriteStartElement(element, Ooxml.MainNs);
        xml.WriteAttributeString("id", Ooxml.RelationshipsNs, id);
        xml.WriteEndElement();
    }

    public static string Reference(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"{Letters(column)}{row}");

    public static string Absolute(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"${Letters(column)}${row}");

    public static string Letters(int column) =>
        column <= 26 ? ((char)('A' + column - 1)).ToString() : Letters((column - 1) / 26) + (char)('A' + (column - 1) % 26);

    public static string Quote(string sheetName) => $"'{sheetName.Replace("'", "''", StringComparison.Ordinal)}'";

    public string Fit(string raw, int row, int column)
    {
        var text = WorkbookText.Fit(raw, out var omitted);
        if (omitted > 0)
        {
            Notify(row, column, $"文字数が上限を超えたため{omitted}文字を省略しました。");
        }

        return text;
    }

    void InlineText(string text)
    {
        xml.WriteStartElement("is", Ooxml.MainNs);
        xml.WriteStartElement("t", Ooxml.MainNs);
        xml.WriteAttributeString("xml", "space", null, "preserve");
        xml.WriteString(WorkbookText.Escape(text));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    void Freeze(int rows, int columns)
    {
        if (rows + columns == 0)
        {
            return;
        }

        var pane = rows == 0 ? "topRight" : columns == 0 ? "bottomLeft" : "bottomRight";
        Element("pane", ("xSplit", columns == 0 ? null : columns), ("ySplit", rows == 0 ? null : rows),
            ("topLeftCell", Reference(rows + 1, columns + 1)), ("activePane", pane), ("state", "frozen"));
        Element("selection", ("pane", pane));
    }

    void Columns(IEnumerable<double> widths)
    {
        var cols = widths.Select((width, i) => new (string, object?)[] { ("min", i + 1), ("max", i + 1), ("width", width), ("customWidth", 1) });
        List("cols", cols, "col", counted: false);
    }

    void Attributes(params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
            {
                xml.WriteAttributeString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
            }
        }
    }
}
