using System.Buffers;
using System.Globalization;
using System.Text;

namespace DxGovernance.Core.Reports;

/// <summary>
/// Writes the rows of a data sheet as bytes, the same that <see cref="SheetXml.Row"/> and <see cref="SheetXml.Cell"/> give: what an XML writer checks at each of ten million
/// cells takes longer than all the rest.
/// </summary>
sealed class DataRows(Stream output, SheetXml sheet, WorkbookStyles styles, IReadOnlyList<DataColumn> columns) : IDisposable
{
    const int Full = 64 * 1024;

    readonly ArrayBufferWriter<byte> bytes = new(2 * Full);

    /// <param name="row">From 1.</param>
    /// <param name="cells">One for each column; empty ones are left out.</param>
    public void Add(int row, ReadOnlySpan<CellValue> cells)
    {
        sheet.RequireRoom(row);
        Span<byte> digits = stackalloc byte[10];
        row.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        var number = digits[..length];
        bytes.Write("<row r=\""u8);
        bytes.Write(number);
        var isEmpty = true;
        for (var i = 0; i < cells.Length; i++)
        {
            if (!cells[i].IsEmpty)
            {
                bytes.Write(isEmpty ? "\">"u8 : []);
                bytes.Write(columns[i].Start);
                bytes.Write(number);
                Value(row, i, cells[i]);
                isEmpty = false;
            }
        }

        bytes.Write(isEmpty ? "\" />"u8 : "</row>"u8);
        if (bytes.WrittenCount >= Full)
        {
            Write();
        }
    }

    public void Dispose() => Write();

    void Value(int row, int i, CellValue value)
    {
        if (value.Text is { } text)
        {
            bytes.Write(columns[i].TextEnd(text) ?? TextEnd(row, i, text));
            return;
        }

        bytes.Write(columns[i].BeforeNumber(styles));
        bytes.Advance(value.Format(bytes.GetSpan(CellValue.LongestNumber)));
        bytes.Write("</v></c>"u8);
    }

    /// <summary>All of a cell that follows its reference.</summary>
    byte[] TextEnd(int row, int i, string given)
    {
        var text = sheet.Fit(given, row, i + 1);
        var index = columns[i].StyleIndex(styles, text.Length > 0 && WorkbookText.LooksLikeFormula(text));
        var end = Encoding.UTF8.GetBytes(text.Length > 0 ? $"\" s=\"{index}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{Escape(text)}</t></is></c>" : $"\" s=\"{index}\" />");
        columns[i].Keep(given, end);
        return end;
    }

    static string Escape(string text)
    {
        var escaped = WorkbookText.Escape(text);
        return escaped.AsSpan().ContainsAny('&', '<', '>')
            ? escaped.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
            : escaped;
    }

    void Write()
    {
        output.Write(bytes.WrittenSpan);
        bytes.ResetWrittenCount();
    }
}

/// <summary>A column of a data sheet while it is written: what all of its cells share is made once.</summary>
sealed class DataColumn(int number, CellStyle style)
{
    /// <summary>Longer texts are not kept: they hardly come twice.</summary>
    const int LongestKept = 200;

    string? plain, quoted, kept;
    byte[]? beforeNumber, keptEnd;

    /// <summary>A cell up to the number of its row.</summary>
    public byte[] Start { get; } = Encoding.UTF8.GetBytes($"<c r=\"{SheetXml.Letters(number)}");

    /// <summary>Between the number of the row and the value.</summary>
    public byte[] BeforeNumber(WorkbookStyles styles) => beforeNumber ??= Encoding.UTF8.GetBytes($"\" s=\"{StyleIndex(styles, isQuoted: false)}\"><v>");

    /// <summary>Styles are numbered in the order of their first use.</summary>
    public string StyleIndex(WorkbookStyles styles, bool isQuoted) => isQuoted
        ? quoted ??= styles.Index(style with { Quoted = true }).ToString(CultureInfo.InvariantCulture)
        : plain ??= styles.Index(style).ToString(CultureInfo.InvariantCulture);

    /// <summary>What was written for the text in the row before, if it was this one; most texts of a sheet are those of the row before.</summary>
    public byte[]? TextEnd(string given) => string.Equals(given, kept, StringComparison.Ordinal) ? keptEnd : null;

    /// <param name="given">The text as it came.</param>
    /// <param name="end">What <see cref="TextEnd"/> gives from now on.</param>
    public void Keep(string given, byte[] end) => (kept, keptEnd) = given.Length <= LongestKept ? (given, end) : (null, null);
}
