namespace DxGovernance.Core.Reports;

/// <summary>A fill. All but <see cref="Heading"/> carry meaning, so a cell that has one must also say it in words.</summary>
public enum Tone { None, Heading, Red, Yellow, Green, Blue, Grey }

public enum Align { ByKind, Left, Center, Right }

public sealed record CellStyle
{
    public static readonly CellStyle Body = new();
    public static readonly CellStyle Title = new() { Size = 14, Bold = true, Border = false, Wrap = false };
    public static readonly CellStyle Heading = new() { Bold = true, Tone = Tone.Heading, Align = Align.Center };
    public static readonly CellStyle Note = new() { Size = 9, Border = false };

    public CellKind Kind { get; init; }

    /// <summary>Digits after the point, for <see cref="CellKind.Fraction"/> and <see cref="CellKind.Percent"/>.</summary>
    public int Digits { get; init; } = 1;

    public Tone Tone { get; init; }
    public bool Bold { get; init; }
    public Align Align { get; init; }
    public bool Wrap { get; init; } = true;
    public bool Border { get; init; } = true;

    /// <summary>Points.</summary>
    public double Size { get; init; } = 10;

    internal bool Link { get; init; }

    /// <summary>Excel reads text such as "=1+1" as a formula once somebody edits the cell, unless it is marked as quoted.</summary>
    internal bool Quoted { get; init; }
}

/// <summary>One cell of a <see cref="PrintSheet"/>; a string converts to a bordered text cell.</summary>
public sealed record Cell(CellValue Value, CellStyle Style)
{
    public static readonly Cell Blank = new(default(CellValue), CellStyle.Body with { Border = false });

    /// <summary>How many columns the cell covers, to the right.</summary>
    public int Columns { get; init; } = 1;

    /// <summary>How many rows the cell covers, downwards; rows added later flow around it.</summary>
    public int Rows { get; init; } = 1;

    /// <summary>Name of the sheet a click leads to.</summary>
    public string? LinkSheet { get; init; }

    internal string? FormulaText { get; private init; }

    internal CellRange? Summed { get; private init; }

    public static Cell Of(CellValue value, CellKind kind = CellKind.Text, Tone tone = Tone.None) =>
        new(value, CellStyle.Body with { Kind = kind, Tone = tone });

    public static Cell Title(string text, int columns = 1) => new(text, CellStyle.Title) { Columns = columns };

    public static Cell Heading(string text, int columns = 1, int rows = 1) =>
        new(text, CellStyle.Heading) { Columns = columns, Rows = rows };

    public static Cell Note(string text, int columns = 1, Align align = Align.ByKind) =>
        new(text, CellStyle.Note with { Align = align }) { Columns = columns };

    /// <summary>A total. The value shown before recalculation is added up from the cells themselves.</summary>
    public static Cell Sum(CellRange range, CellKind kind, int digits = 1) =>
        new(default(CellValue), CellStyle.Body with { Kind = kind, Digits = digits, Bold = true, Tone = Tone.Heading }) { Summed = range };

    /// <param name="formula">Without the leading "=", and never made from what a user typed.</param>
    /// <param name="cached">What the formula gives now: shown by viewers that do not calculate, and in Protected View.</param>
    public static Cell Formula(string formula, decimal cached, CellKind kind) => formula.StartsWith('=')
        ? throw new ArgumentException("数式は先頭の「=」を除いて渡してください。", nameof(formula))
        : Of(cached, kind) with { FormulaText = formula };

    public static implicit operator Cell(string? text) => Of(text);

    internal CellValue Evaluate() => Summed is { } range ? range.Numbers().Sum(n => n ?? 0) : Value;

    internal string? FormulaToWrite(PrintSheet home) => Summed is { } range
        ? $"SUM({(ReferenceEquals(range.Sheet, home) ? range.LocalReference : range.Reference)})"
        : FormulaText;

    internal void Check(string where)
    {
        if (!Value.Fits(Style.Kind))
        {
            throw new ArgumentException($"{where}の値は種別（{Style.Kind}）に合いません。", nameof(where));
        }

        if (Style.Tone is not (Tone.None or Tone.Heading) && Value.IsEmpty && Summed is null)
        {
            throw new ArgumentException($"{where}は色だけで意味を表しています。文字を入れてください。", nameof(where));
        }
    }
}

/// <summary>Cells of a print sheet, 1-based and inclusive; charts and totals refer to them.</summary>
public sealed record CellRange(PrintSheet Sheet, int FirstRow, int FirstColumn, int LastRow, int LastColumn)
{
    public string Reference => $"{SheetXml.Quote(Sheet.Name)}!{LocalReference}";

    internal string LocalReference => FirstRow == LastRow && FirstColumn == LastColumn
        ? SheetXml.Absolute(FirstRow, FirstColumn)
        : $"{SheetXml.Absolute(FirstRow, FirstColumn)}:{SheetXml.Absolute(LastRow, LastColumn)}";

    internal IEnumerable<CellValue> Values() =>
        from row in Enumerable.Range(FirstRow, LastRow - FirstRow + 1)
        from column in Enumerable.Range(FirstColumn, LastColumn - FirstColumn + 1)
        select Sheet.Find(row, column)?.Evaluate() ?? default;

    internal IEnumerable<decimal?> Numbers() => Values().Select(v => v.IsNumeric ? v.Number : (decimal?)null);
}
