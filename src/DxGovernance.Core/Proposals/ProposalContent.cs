using System.Globalization;
using System.Text.Json;

namespace DxGovernance.Core.Proposals;

/// <summary>
/// What the form of a case holds: single values by field key, and tables as lists of rows by column name. Everything is text as typed
/// and checked by <see cref="ProposalForm"/>; days are yyyy-MM-dd, amounts whole yen without separators, yes/no in these words.
/// </summary>
public sealed class ProposalContent : IEquatable<ProposalContent>
{
    static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly SortedDictionary<string, string> values;
    readonly SortedDictionary<string, List<SortedDictionary<string, string>>> tables;

    ProposalContent(SortedDictionary<string, string> values, SortedDictionary<string, List<SortedDictionary<string, string>>> tables) =>
        (this.values, this.tables) = (values, tables);

    public static ProposalContent Empty { get; } = new(new(StringComparer.Ordinal), new(StringComparer.Ordinal));

    public string this[string key] => values.GetValueOrDefault(key, "");

    public long? Number(string key) => long.TryParse(this[key], NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n : null;

    public DateOnly? Day(string key) => DateOnly.TryParseExact(this[key], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d) ? d : null;

    public bool IsYes(string key) => this[key] == "yes";

    /// <summary>The chosen codes of a field with several choices.</summary>
    public IReadOnlyList<string> Choices(string key) => this[key].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string key) => tables.TryGetValue(key, out var rows) ? rows : [];

    /// <summary>The same with one value changed; blank removes it.</summary>
    public ProposalContent With(string key, string? value)
    {
        var next = new SortedDictionary<string, string>(values, StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(value))
        {
            next.Remove(key);
        }
        else
        {
            next[key] = value.Trim().ReplaceLineEndings("\n");
        }

        return new(next, tables);
    }

    /// <summary>The same with one table changed; rows without any value are dropped, each kept row gets a lasting key.</summary>
    public ProposalContent WithRows(string key, IEnumerable<IReadOnlyDictionary<string, string?>> rows)
    {
        var kept = rows
            .Select(r => new SortedDictionary<string, string>(
                r.Where(c => !string.IsNullOrWhiteSpace(c.Value)).ToDictionary(c => c.Key, c => c.Value!.Trim().ReplaceLineEndings("\n")), StringComparer.Ordinal))
            .Where(r => r.Keys.Any(c => c != RowKey))
            .ToList();
        var last = kept.Select(r => int.TryParse(r.GetValueOrDefault(RowKey), CultureInfo.InvariantCulture, out var n) ? n : 0)
            .Concat(Rows(key).Select(r => int.Parse(r[RowKey], CultureInfo.InvariantCulture))).DefaultIfEmpty().Max();
        foreach (var row in kept.Where(r => !r.ContainsKey(RowKey)))
        {
            row[RowKey] = (++last).ToString(CultureInfo.InvariantCulture);
        }

        var next = new SortedDictionary<string, List<SortedDictionary<string, string>>>(tables, StringComparer.Ordinal);
        next.Remove(key);
        if (kept.Count > 0)
        {
            next[key] = kept;
        }

        return new(values, next);
    }

    /// <summary>One field as one text, for rows that keep a single field: the value itself, a table as JSON, nothing where it is empty.</summary>
    public string Stored(FormField field) =>
        field.Kind != FieldKind.Table ? this[field.Key] : tables.TryGetValue(field.Key, out var rows) ? JsonSerializer.Serialize(rows, Json) : "";

    /// <summary>The same with one field as <see cref="Stored"/> gave it.</summary>
    public ProposalContent WithStored(FormField field, string text) => field.Kind != FieldKind.Table
        ? With(field.Key, text)
        : WithRows(field.Key, text.Length == 0 ? [] : JsonSerializer.Deserialize<List<Dictionary<string, string?>>>(text, Json)!);

    /// <summary>Name of the column by which a row of a table is known from version to version.</summary>
    public const string RowKey = "key";

    public string ToJson() => JsonSerializer.Serialize(new { values, tables }, Json);

    public static ProposalContent FromJson(string json)
    {
        var read = JsonSerializer.Deserialize<Shape>(json, Json)!;
        return new(
            new(read.values, StringComparer.Ordinal),
            new(read.tables.ToDictionary(t => t.Key, t => t.Value.Select(r => new SortedDictionary<string, string>(r, StringComparer.Ordinal)).ToList()), StringComparer.Ordinal));
    }

    /// <summary>Everything that was typed, for search.</summary>
    public IEnumerable<string> Texts => [.. values.Values, .. tables.Values.SelectMany(t => t).SelectMany(r => r.Where(c => c.Key != RowKey).Select(c => c.Value))];

    public bool Equals(ProposalContent? other) => ReferenceEquals(this, other) || (other is not null && ToJson() == other.ToJson());

    public override bool Equals(object? obj) => Equals(obj as ProposalContent);

    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);

    sealed record Shape(Dictionary<string, string> values, Dictionary<string, List<Dictionary<string, string>>> tables);
}
