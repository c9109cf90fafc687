using System.Xml.Linq;
using static DxGovernance.Core.Reports.Ooxml;

namespace DxGovernance.Core.Reports;

/// <summary>データ: one row one record, headers in row 1, no merged cells, no formulas, no meaning in colour
/// （行政データの機械可読性に関するルール L1-02, L1-11, L1-12, L2-01, L2-03, L2-06, L3-01）.</summary>
sealed class DataSheet<TRow> : SheetBase
{
    static readonly CellStyle Header = new() { Bold = true, Border = false, Wrap = false };

    readonly IReadOnlyList<Column<TRow>> _columns;
    readonly IAsyncEnumerable<TRow> _rows;
    readonly PageSetup _page;
    int _lastRow = 1;

    public DataSheet(string name, IReadOnlyList<Column<TRow>> columns, IAsyncEnumerable<TRow> rows, PageSetup page) : base(name)
    {
        (_columns, _rows, _page) = (columns, rows, page);
        foreach (var header in columns.Select(c => c.Header))
        {
            if (header.Length is 0 or > 255 || header.AsSpan().ContainsAny("\r\n") || WorkbookText.Clean(header) != header)
            {
                throw new ArgumentException($"シート「{name}」の項目名「{header}」は空、改行入り又は長すぎます。", nameof(columns));
            }
        }

        if (columns.Count == 0 || columns.DistinctBy(c => c.Header, StringComparer.OrdinalIgnoreCase).Count() < columns.Count)
        {
            throw new ArgumentException($"シート「{name}」の項目名がないか、重複しています。", nameof(columns));
        }
    }

    internal override async Task WriteAsync(SheetXml xml, CancellationToken cancellationToken)
    {
        xml.Open(fitToWidth: true, frozenRows: 1, frozenColumns: 0, _columns.Select(c => c.Width), autoHeight: true);
        _lastRow = 1;
        xml.Row(1, height: null);
        foreach (var (i, column) in _columns.Index())
        {
            xml.Cell(1, i + 1, column.Header, Header);
        }

        xml.End();
        var columns = _columns.Select((c, i) => new DataColumn(i + 1, new() { Kind = c.Kind, Digits = c.Digits, Border = false, Wrap = false })).ToList();
        var cells = new CellValue[_columns.Count];
        using (var rows = xml.DataRows(columns))
        {
            await foreach (var row in _rows.WithCancellation(cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Fill(cells, row);
                rows.Add(++_lastRow, cells);
            }
        }

        xml.End();
        xml.Page(_page);
        xml.IgnoreNumbersStoredAsText();
        xml.TablePart("rId1");
        xml.End();
    }

    internal override IEnumerable<(string Part, string Type)> RelatedParts(int number) =>
        [($"xl/tables/table{number}.xml", "officedocument.spreadsheetml.table")];

    internal override async Task WriteRelatedPartsAsync(WorkbookPackage package, int number)
    {
        await package.RelateAsync($"xl/worksheets/_rels/sheet{number}.xml.rels", [("table", $"../tables/table{number}.xml")]);
        await package.WriteAsync($"xl/tables/table{number}.xml", TableXml(number));
    }

    internal override IEnumerable<(string Name, string Reference)> DefinedNames() => [("_xlnm.Print_Titles", $"{SheetXml.Quote(Name)}!$1:$1")];

    void Fill(CellValue[] cells, TRow row)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = _columns[i].Value(row);
            if (!cells[i].Fits(_columns[i].Kind))
            {
                throw new ArgumentException($"シート「{Name}」の項目「{_columns[i].Header}」の値は種別（{_columns[i].Kind}）に合いません。", nameof(row));
            }
        }
    }

    XElement TableXml(int number)
    {
        // A table needs one row below its header, even if there is nothing in it.
        var area = $"A1:{SheetXml.Reference(Math.Max(2, _lastRow), _columns.Count)}";
        return new XElement(S + "table",
            new XAttribute("id", number), new XAttribute("name", $"Table{number}"), new XAttribute("displayName", $"Table{number}"),
            new XAttribute("ref", area),
            new XElement(S + "autoFilter", new XAttribute("ref", area)),
            Counted(S + "tableColumns", _columns.Select((c, i) => new XElement(S + "tableColumn",
                new XAttribute("id", i + 1), new XAttribute("name", WorkbookText.Escape(c.Header))))),
            new XElement(S + "tableStyleInfo", new XAttribute("name", "TableStyleLight1"), new XAttribute("showFirstColumn", 0),
                new XAttribute("showLastColumn", 0), new XAttribute("showRowStripes", 1), new XAttribute("showColumnStripes", 0)));
    }
}
