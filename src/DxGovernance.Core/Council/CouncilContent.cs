using System.Text.Json;
using System.Text.Json.Serialization;

namespace DxGovernance.Core.Council;

/// <summary>How the values of a column are shown.</summary>
public enum ContentKind
{
    Text,
    Whole,
    Number,
    Yen,
    Percent,
    Day,
    Days,
}

/// <summary>A colour that repeats what the words beside it say.</summary>
public enum ContentTone
{
    None,
    Red,
    Yellow,
    Green,
}

/// <summary>Which picture of a table is drawn.</summary>
public enum ContentPicture
{
    Columns,
    Bars,
}

/// <summary>A value: text, a number or a day, as its column says; nothing at all for unknown.</summary>
public sealed record ContentValue
{
    [JsonPropertyName("t")]
    public string? Text { get; init; }

    [JsonPropertyName("n")]
    public decimal? Number { get; init; }

    [JsonPropertyName("d")]
    public DateOnly? Day { get; init; }

    [JsonPropertyName("c"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ContentTone Tone { get; init; }

    public static implicit operator ContentValue(string? text) => new() { Text = string.IsNullOrEmpty(text) ? null : text };

    public static implicit operator ContentValue(decimal? number) => new() { Number = number };

    public static implicit operator ContentValue(DateOnly? day) => new() { Day = day };
}

/// <summary>A column of a table.</summary>
/// <param name="Header">Unique within the table; states the unit.</param>
/// <param name="Span">Of the <see cref="ContentTable.Grid"/> columns of the sheet; the spans of a table add up to it.</param>
/// <param name="Total">Whether the column is added up.</param>
public sealed record ContentColumn(string Header, ContentKind Kind = ContentKind.Text, int Span = 4, bool Total = false);

/// <summary>A picture of some columns of a table.</summary>
/// <param name="Category">Header of the column with the names.</param>
/// <param name="Series">Headers of the columns with the values.</param>
/// <param name="Description">What it shows, for those who do not see it.</param>
public sealed record ContentChart(ContentPicture Picture, string Title, string Description, string Category, IReadOnlyList<string> Series, string Unit);

/// <summary>A table, shown alike on screen and on paper.</summary>
public sealed record ContentTable(string Title, IReadOnlyList<ContentColumn> Columns, IReadOnlyList<IReadOnlyList<ContentValue>> Rows)
{
    /// <summary>Columns of a sheet that the spans of a table add up to.</summary>
    public const int Grid = 24;

    public string? Note { get; init; }

    /// <summary>Said where there is no row.</summary>
    public string Nothing { get; init; } = "該当なし";

    public ContentChart? Chart { get; init; }

    /// <summary>The sum of a column as the page shows it; on the sheet it is a formula. Null where no row has a number: nothing is not 0.</summary>
    public decimal? Sum(int column) => Rows.All(r => r[column].Number is null) ? null : Rows.Sum(r => r[column].Number ?? 0);
}

/// <summary>A word with what it stands for.</summary>
public sealed record ContentFact(string Term, string Text);

/// <summary>A part of a document that begins on a page of its own.</summary>
/// <param name="Sheet">Name of its sheet, unique.</param>
public sealed record ContentSection(string Sheet, string Title)
{
    /// <summary>Of the item on the agenda; null for other parts.</summary>
    public int? Item { get; init; }

    /// <summary>判断を求める事項, or the judgement.</summary>
    public ContentFact? Lead { get; init; }

    public IReadOnlyList<ContentFact> Facts { get; init; } = [];

    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    public IReadOnlyList<ContentTable> Tables { get; init; } = [];

    public bool IsAnnex { get; init; }
}

/// <summary>
/// All that a document of the council shows, apart from the annexes that only the workbook has. Page, sheets and the frozen JSON are made of this one value, so
/// that none can differ from the others.
/// </summary>
public sealed record CouncilContent
{
    static readonly JsonSerializerOptions Json = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public required CouncilDocumentKind Kind { get; init; }

    public required int MeetingNumber { get; init; }

    /// <summary>第3回 行財政改革推進会議　会議資料.</summary>
    public required string Title { get; init; }

    public required string City { get; init; }

    /// <summary>Whether a fictional person recorded any of it.</summary>
    public required bool IsDemo { get; init; }

    /// <summary>基準日.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>記録の締め.</summary>
    public required DateTimeOffset RecordedUntil { get; init; }

    public string? ChainHash { get; init; }

    public required IReadOnlyList<ContentFact> Facts { get; init; }

    public required IReadOnlyList<ContentSection> Sections { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static CouncilContent FromJson(string json) => JsonSerializer.Deserialize<CouncilContent>(json, Json)!;
}

/// <summary>How values read on the screen; the sheets format the same values in the same way.</summary>
public static class ContentLabels
{
    /// <summary>The value as a person reads it; empty for nothing.</summary>
    public static string Show(this ContentKind kind, ContentValue value) => kind switch
    {
        ContentKind.Text => value.Text ?? "",
        ContentKind.Day => value.Day is { } day ? $"{Organization.Wareki.Iso(day)}（{Organization.Wareki.Short(day)}）" : "",
        ContentKind.Percent => Signed(value.Number * 100, "0.0", "%"),
        ContentKind.Number => Signed(value.Number, "#,0.####", ""),
        ContentKind.Whole or ContentKind.Yen or ContentKind.Days => Signed(value.Number, "#,0", ""),
    };

    public static bool IsNumeric(this ContentKind kind) => kind is not (ContentKind.Text or ContentKind.Day);

    static string Signed(decimal? number, string format, string unit) => number is not { } n ? ""
        : (n < 0 ? "△ " : "") + Math.Abs(n).ToString(format, System.Globalization.CultureInfo.InvariantCulture) + unit;
}
