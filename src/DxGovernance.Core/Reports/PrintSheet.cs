using System.Xml.Linq;

namespace DxGovernance.Core.Reports;

/// <summary>印刷様式: cells placed freely, row after row, with paper, totals and charts. Held in memory, so for what people read.</summary>
public sealed class PrintSheet : SheetBase
{
    // The tallest row Excel shows, in points.
    const double MaxHeight = 409;
    const double DefaultHeight = 18;

    // Lines of body text that stay below it.
    const int MaxLines = 26;

    // Characters that Excel takes as a list of words to choose from.
    const int MaxOffer = 255;

    readonly PageSetup _page;
    readonly List<SortedList<int, Cell>> _rows = [];
    readonly Dictionary<CellStyle, CellStyle> _styles = [];
    readonly Dictionary<int, double> _heights = [];
    readonly List<(int Row, int Column, Cell Cell)> _merged = [];
    readonly List<(int Row, int Column, string Sheet)> _links = [];
    readonly List<(string Area, string Words)> _offers = [];
    readonly List<int> _breaks = [];
    readonly List<PlacedChart> _charts = [];
    readonly List<int> _tableHeaders = [];
    double[] _widths = [];
    (int First, int Last) _titleRows;
    int _titleColumns;
    (int Rows, int Columns) _frozen;

    internal PrintSheet(string name, PageSetup page) : base(name) => _page = page;

    /// <summary>The row the next <see cref="Row"/> fills, counted from 1.</summary>
    public int NextRow { get; private set; } = 1;

    /// <summary>Column widths in half-width characters. Set them before the rows: heights are estimated from them.</summary>
    public void Widths(params IEnumerable<double> widths) => _widths = [.. widths];

    /// <summary>Puts cells side by side from column A, around cells that reach down from above. Returns the row's number.</summary>
    public int Row(params IEnumerable<Cell> cells)
    {
        var row = NextRow++;
        var column = 1;
        foreach (var cell in cells)
        {
            while (Line(row).ContainsKey(column))
            {
                column++;
            }

            Put(row, column, cell);
            column += cell.Columns;
        }

        return row;
    }

    /// <summary>A row whose long texts go on in rows below it, so that print hides none of them. The cells must start in column A and reach down one row.</summary>
    public void Flow(params IReadOnlyList<Cell> cells)
    {
        var pieces = new List<IReadOnlyList<string>?>();
        var column = 0;
        foreach (var cell in cells)
        {
            var scale = cell.Style.Size / CellStyle.Body.Size;
            var width = WidthOf(column, cell.Columns) / scale;
            pieces.Add(cell.Value.Text is { } text && cell.Style.Wrap ? WorkbookText.Split(text, width, (int)(MaxLines / scale)) : null);
            column += cell.Columns;
        }

        for (var i = 0; i < Math.Max(1, pieces.Max(p => p?.Count ?? 1)); i++)
        {
            Row(cells.Select((cell, at) => pieces[at] is { } texts ? cell with { Value = i < texts.Count ? texts[i] : Below(cell) }
                : i == 0 ? cell : cell with { Value = Below(cell) }));
        }
    }

    /// <summary>A tall row for text that is still to be typed.</summary>
    public void Tall(int row, int lines) => _heights[row] = Math.Max(_heights.GetValueOrDefault(row), (lines * 14) + 4);

    /// <summary>Lets Excel offer these words in the cells of one column. A list too long for Excel is left out.</summary>
    public void Offer(int firstRow, int lastRow, int column, IReadOnlyList<string> words)
    {
        var list = string.Join(',', words);
        if (words.Count > 0 && list.Length <= MaxOffer && !words.Any(w => w.Contains(',') || w.Contains('"')))
        {
            _offers.Add(($"{SheetXml.Reference(firstRow, column)}:{SheetXml.Reference(lastRow, column)}", list));
        }
    }

    /// <summary>Leaves rows empty, for air or for a chart.</summary>
    public void Skip(int rows = 1) => NextRow += rows;

    /// <summary>Headings, rows and, if a column asks for it, a row of totals. The headings of the only table of a sheet repeat on every page.</summary>
    public PrintTable Table<TRow>(IReadOnlyList<Column<TRow>> columns, IEnumerable<TRow> rows, string totalLabel = "合計")
    {
        if (_widths.Length == 0)
        {
            Widths(columns.Select(c => c.Width));
        }

        var header = Row(columns.Select((c, i) => Cell.Heading(WorkbookText.Heading(c.Header, WidthOf(i, 1)))));
        _tableHeaders.Add(header);
        foreach (var row in rows)
        {
            Row(columns.Select(c => c.ToCell(row)));
        }

        var table = new PrintTable(this, [.. columns.Select(c => c.Header)], header, NextRow - 1);
        if (table.IsEmpty)
        {
            Row(Cell.Of("該当なし") with { Columns = columns.Count });
        }
        else if (columns.Any(c => c.Total))
        {
            Row(columns.Select((c, i) => c.Total
                ? Cell.Sum(table.At(i).Body, c.Kind, c.Digits)
                : new Cell(i == 0 ? totalLabel : default(CellValue), CellStyle.Heading)));
        }

        return table;
    }

    public CellRange Range(int firstRow, int firstColumn, int lastRow, int lastColumn) => new(this, firstRow, firstColumn, lastRow, lastColumn);

    /// <summary>Lays a chart over empty cells; it takes no rows, so <see cref="Skip"/> as many.</summary>
    public void Place(Chart chart, int row, int column, int rows, int columns) => _charts.Add(new(chart, row, column, rows, columns));

    /// <summary>Rows and columns printed again on every page.</summary>
    public void Repeat(int firstRow, int lastRow, int columns = 0) => (_titleRows, _titleColumns) = ((firstRow, lastRow), columns);

    /// <summary>Rows and columns that stay in sight on screen.</summary>
    public void Freeze(int rows, int columns = 0) => _frozen = (rows, columns);

    /// <summary>Starts a new page with the next row.</summary>
    public void PageBreak() => _breaks.Add(NextRow - 1);

    /// <summary>Starts a new page before rows already put, where the page would end within them. Rows that are too many for any page are left to the printer.</summary>
    public void KeepTogether(int firstRow, int lastRow)
    {
        var room = _page.HeightFor(WidthOf(0, _widths.Length));
        var start = _breaks.LastOrDefault() + 1;
        var titles = start > 1 && _titleRows != default ? Height(_titleRows.First, _titleRows.Last) : 0;
        if (firstRow > start && titles + Height(start, lastRow) > room && titles + Height(firstRow, lastRow) <= room)
        {
            _breaks.Add(firstRow - 1);
        }
    }

    double Height(int firstRow, int lastRow) => Enumerable.Range(firstRow, lastRow - firstRow + 1).Sum(r => Math.Min(MaxHeight, _heights.GetValueOrDefault(r, DefaultHeight)));

    internal Cell? Find(int row, int column) => row <= _rows.Count ? _rows[row - 1].GetValueOrDefault(column) : null;

    internal override Task WriteAsync(SheetXml xml, CancellationToken cancellationToken)
    {
        xml.Open(fitToWidth: true, _frozen.Rows, _frozen.Columns, _widths, autoHeight: false);
        for (var row = 1; row <= _rows.Count; row++)
        {
            WriteRow(xml, row);
        }

        xml.End();
        xml.List("mergeCells", _merged.Select(m => new (string, object?)[] { ("ref", Area(m.Row, m.Column, m.Cell)) }), "mergeCell");
        xml.Offers(_offers);
        xml.List("hyperlinks", _links.Select(l => new (string, object?)[]
        {
            ("ref", SheetXml.Reference(l.Row, l.Column)), ("location", $"{SheetXml.Quote(l.Sheet)}!A1"),
        }), "hyperlink", counted: false);
        xml.Page(_page);
        xml.RowBreaks(_breaks);
        xml.IgnoreNumbersStoredAsText();
        if (_charts.Count > 0)
        {
            xml.Related("drawing", "rId1");
        }

        xml.End();
        return Task.CompletedTask;
    }

    internal override IEnumerable<(string Part, string Type)> RelatedParts(int number) => _charts.Count == 0 ? [] :
    [
        (DrawingXml.Part(number), "officedocument.drawing"),
        .. _charts.Select((_, i) => (DrawingXml.ChartPart(number, i), "officedocument.drawingml.chart")),
    ];

    internal override IEnumerable<string> LinkedSheets() => _links.Select(l => l.Sheet);

    internal override async Task WriteRelatedPartsAsync(WorkbookPackage package, int number)
    {
        if (_charts.Count > 0)
        {
            await package.RelateAsync($"xl/worksheets/_rels/sheet{number}.xml.rels", [("drawing", $"../drawings/drawing{number}.xml")]);
            await DrawingXml.WriteAsync(package, number, _charts);
        }
    }

    internal override IEnumerable<(string Name, string Reference)> DefinedNames()
    {
        var lastRow = Math.Max(_rows.Count, _charts.Max(c => (int?)c.Row + c.Rows - 1) ?? 1);
        var lastColumn = Math.Max(_rows.Max(r => r.Count == 0 ? null : (int?)r.GetKeyAtIndex(r.Count - 1)) ?? 1, _charts.Max(c => (int?)c.Column + c.Columns - 1) ?? 1);
        var quoted = SheetXml.Quote(Name);
        var rows = _titleRows == default && _tableHeaders.Count == 1 && _charts.Count == 0 ? (_tableHeaders[0], _tableHeaders[0]) : _titleRows;
        yield return ("_xlnm.Print_Area", $"{quoted}!$A$1:{SheetXml.Absolute(lastRow, lastColumn)}");
        var titles = new List<string>();
        if (_titleColumns > 0)
        {
            titles.Add($"{quoted}!$A:${SheetXml.Letters(_titleColumns)}");
        }

        if (rows != default)
        {
            titles.Add($"{quoted}!${rows.Item1}:${rows.Item2}");
        }

        if (titles.Count > 0)
        {
            yield return ("_xlnm.Print_Titles", string.Join(',', titles));
        }
    }

    void Put(int row, int column, Cell cell)
    {
        cell.Check($"シート「{Name}」のセル{SheetXml.Reference(row, column)}");
        var style = Shared(cell.LinkSheet is null ? cell.Style : cell.Style with { Link = true });
        for (var r = row; r < row + cell.Rows; r++)
        {
            for (var c = column; c < column + cell.Columns; c++)
            {
                // Covered cells keep the style, so that the frame goes all around.
                var isFirst = r == row && c == column;
                if (!Line(r).TryAdd(c, !isFirst ? new Cell(default(CellValue), style) : ReferenceEquals(style, cell.Style) ? cell : cell with { Style = style }))
                {
                    throw new ArgumentException($"シート「{Name}」のセル{SheetXml.Reference(r, c)}は既に使われています。", nameof(cell));
                }
            }
        }

        if (cell.Rows > 1 || cell.Columns > 1)
        {
            _merged.Add((row, column, cell));
        }

        if (cell.LinkSheet is { } sheet)
        {
            _links.Add((row, column, sheet));
        }

        Heighten(row, column, cell);
    }

    void Heighten(int row, int column, Cell cell)
    {
        var width = WidthOf(column - 1, cell.Columns);
        var scale = cell.Style.Size / CellStyle.Body.Size;
        var lines = cell.Rows == 1 ? WorkbookText.Lines(cell.Value.Text ?? "", width / scale, cell.Style.Wrap) : 1;
        _heights[row] = Math.Max(_heights.GetValueOrDefault(row), (lines * 14 + 4) * scale);
    }

    double WidthOf(int index, int columns) => Enumerable.Range(index, columns).Sum(i => i < _widths.Length ? _widths[i] : 9);

    /// <summary>A colour must say in words what it means, also where the row goes on.</summary>
    static CellValue Below(Cell cell) => cell.Style.Tone is Tone.None or Tone.Heading ? default : cell.Value.Text;

    void WriteRow(SheetXml xml, int row)
    {
        if (_rows[row - 1].Count == 0)
        {
            return;
        }

        var height = _heights.GetValueOrDefault(row, DefaultHeight);
        if (height > MaxHeight)
        {
            xml.Notify(row, 1, "行の高さが上限を超えるため、印刷では文章の終わりが隠れます。");
        }

        xml.Row(row, Math.Min(MaxHeight, height));
        foreach (var (column, cell) in _rows[row - 1])
        {
            xml.Cell(row, column, cell.Evaluate(), cell.Style, cell.FormulaToWrite(this));
        }

        xml.End();
    }

    /// <summary>Columns make a style for each cell; a sheet of many thousand rows keeps one of each.</summary>
    CellStyle Shared(CellStyle style)
    {
        if (!_styles.TryGetValue(style, out var shared))
        {
            _styles.Add(style, shared = style);
        }

        return shared;
    }

    SortedList<int, Cell> Line(int row)
    {
        while (_rows.Count < row)
        {
            _rows.Add([]);
        }

        return _rows[row - 1];
    }

    static string Area(int row, int column, Cell cell) =>
        $"{SheetXml.Reference(row, column)}:{SheetXml.Reference(row + cell.Rows - 1, column + cell.Columns - 1)}";
}

/// <summary>Where a printed table stands, so that charts and formulas can name its columns by their headers.</summary>
public sealed class PrintTable
{
    readonly PrintSheet _sheet;
    readonly List<string> _headers;
    readonly int _headerRow;
    readonly int _lastRow;

    internal PrintTable(PrintSheet sheet, List<string> headers, int headerRow, int lastRow) =>
        (_sheet, _headers, _headerRow, _lastRow) = (sheet, headers, headerRow, lastRow);

    /// <summary>A chart of nothing cannot be drawn: ask before placing one.</summary>
    public bool IsEmpty => _lastRow == _headerRow;

    /// <exception cref="ArgumentException">No column has this header.</exception>
    public TableColumn this[string header] => _headers.IndexOf(header) is >= 0 and var i
        ? At(i)
        : throw new ArgumentException($"表に項目「{header}」がありません。", nameof(header));

    internal TableColumn At(int index) =>
        new(_sheet.Range(_headerRow, index + 1, _headerRow, index + 1), _sheet.Range(_headerRow + 1, index + 1, _lastRow, index + 1));
}

/// <summary>The heading of a printed column and the cells below it, without the total.</summary>
public sealed record TableColumn(CellRange Header, CellRange Body);

sealed record PlacedChart(Chart Chart, int Row, int Column, int Rows, int Columns);
