using System.Globalization;

namespace DxGovernance.Core.Reports;

/// <summary>How a value is stored and shown. The kind, not the value, decides the type of the cell.</summary>
public enum CellKind
{
    Text,
    /// <summary>Text whose leading zeros matter; stays text when it is edited.</summary>
    Code,
    /// <summary>A number without digit grouping.</summary>
    Year,
    Whole,
    Fraction,
    /// <summary>A ratio: 0.5 is shown as 50.0%.</summary>
    Percent,
    Date,
    /// <summary>A date shown as 2027-10-31（令和9年10月31日）; the cell itself stays a date.</summary>
    DateWareki,
    /// <summary>A date shown as 2027-10-31（R9.10.31）, for dense tables; the cell itself stays a date.</summary>
    DateEra,
    /// <summary>Date and wall-clock time; give it in Tokyo time.</summary>
    Timestamp,
    Days,
    Yen,
    /// <summary>A value already in 千円: how to round is the city's rule, not the writer's.</summary>
    ThousandYen,
    /// <summary>Whole yen, shown in 千円 rounded half up: the cell keeps the yen, so that totals stay exact.</summary>
    YenInThousands,
}

/// <summary>Nothing, text, a number or a date. Whatever text it is, it never becomes a formula.</summary>
public readonly record struct CellValue
{
    // Excel believes 1900 was a leap year; its serials equal ours only from 1900-03-01.
    const int FirstReliableSerial = 61;

    /// <summary>As many as Excel keeps.</summary>
    const string Digits = "0.###############";

    enum Type { Empty, Text, Number, Date }

    readonly Type _type;

    CellValue(Type type, string? text, decimal number) => (_type, Text, Number) = (type, text, number);

    public string? Text { get; }

    /// <summary>The number, or the date as Excel's serial day.</summary>
    public decimal Number { get; }

    public bool IsEmpty => _type == Type.Empty;

    public bool IsNumeric => _type is Type.Number or Type.Date;

    public static implicit operator CellValue(string? text) =>
        string.IsNullOrEmpty(text) ? default : new(Type.Text, text, 0);

    public static implicit operator CellValue(decimal? number) => number is { } n ? new(Type.Number, null, n) : default;

    /// <exception cref="ArgumentOutOfRangeException">The day is before 1900-03-01.</exception>
    public static implicit operator CellValue(DateOnly? day) => day is { } d ? Dated(d, 0) : default;

    /// <exception cref="ArgumentOutOfRangeException">The day is before 1900-03-01.</exception>
    public static implicit operator CellValue(DateTime? at) =>
        at is { } t ? Dated(DateOnly.FromDateTime(t), Math.Round(t.TimeOfDay.Ticks / (decimal)TimeSpan.TicksPerDay, 9)) : default;

    /// <summary>Bytes of the longest number, a sign and 28 digits on either side of the point.</summary>
    internal const int LongestNumber = 64;

    internal string NumberText => IsWhole
        ? ((long)Number).ToString(CultureInfo.InvariantCulture)
        : Number.ToString(Digits, CultureInfo.InvariantCulture);

    bool IsWhole => (Number.Scale == 0 || decimal.IsInteger(Number)) && Number is > long.MinValue and < long.MaxValue;

    /// <summary><see cref="NumberText"/> in UTF-8.</summary>
    /// <returns>Bytes written.</returns>
    internal int Format(Span<byte> utf8)
    {
        _ = IsWhole
            ? ((long)Number).TryFormat(utf8, out var written, default, CultureInfo.InvariantCulture)
            : Number.TryFormat(utf8, out written, Digits, CultureInfo.InvariantCulture);
        return written;
    }

    internal bool Fits(CellKind kind) => _type switch
    {
        Type.Empty => true,
        Type.Text => kind is CellKind.Text or CellKind.Code,
        Type.Date => kind is CellKind.Date or CellKind.DateWareki or CellKind.DateEra or CellKind.Timestamp,
        _ => kind is not (CellKind.Text or CellKind.Code or CellKind.Date or CellKind.DateWareki or CellKind.DateEra or CellKind.Timestamp),
    };

    static CellValue Dated(DateOnly day, decimal fraction)
    {
        var serial = day.DayNumber - 693593;
        return serial >= FirstReliableSerial
            ? new(Type.Date, null, serial + fraction)
            : throw new ArgumentOutOfRangeException(nameof(day), day, "1900年3月1日より前の日付は表計算の日付にできません。");
    }
}
