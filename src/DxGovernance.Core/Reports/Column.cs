namespace DxGovernance.Core.Reports;

/// <summary>One column of a report, declared once for the page's table, the printed sheet and the data sheet.</summary>
/// <param name="Header">Unique within its report; states the unit, as in 予算額（千円）.</param>
/// <param name="Width">In half-width characters; a Japanese character takes two.</param>
public sealed record Column<TRow>(string Header, Func<TRow, CellValue> Value, CellKind Kind = CellKind.Text, double Width = 12)
{
    /// <summary>Digits after the point, for <see cref="CellKind.Fraction"/> and <see cref="CellKind.Percent"/>.</summary>
    public int Digits { get; init; } = 1;

    /// <summary>Whether a printed table adds this column up.</summary>
    public bool Total { get; init; }

    /// <summary>Fill of the printed cell; the data sheet leaves it out, because there colour may not carry meaning.</summary>
    public Func<TRow, Tone>? Tone { get; init; }

    public Align Align { get; init; }

    internal Cell ToCell(TRow row) => new(Value(row), CellStyle.Body with
    {
        Kind = Kind,
        Digits = Digits,
        Align = Align,
        Tone = Tone?.Invoke(row) ?? Reports.Tone.None,
    });
}
