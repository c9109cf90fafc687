using System.Globalization;
using CsvHelper;

namespace DxGovernance.Core.Data;

/// <summary>Rows of a CSV file under <c>seed/</c>, by header name.</summary>
public static class SeedFile
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "seed");

    public static IReadOnlyList<Row> Read(string relativePath)
    {
        using var csv = CsvReader.FromFile(Path.Combine(Folder, relativePath));
        var rows = new List<Row>();
        csv.ReadHeader();
        var header = csv.Headers.ToArray();
        while (csv.Read())
        {
            rows.Add(new Row(relativePath, rows.Count + 2, header.ToDictionary(h => h, h => csv.GetString(h), StringComparer.Ordinal)));
        }

        return rows;
    }

    /// <summary>One row; a value that cannot be read names file, line and column.</summary>
    public sealed record Row(string File, int Line, IReadOnlyDictionary<string, string> Values)
    {
        public string this[string column] => Values.TryGetValue(column, out var value)
            ? value
            : throw new FormatException($"{File}: 列「{column}」がありません。");

        public int Int(string column) => Parse(column, v => int.Parse(v, CultureInfo.InvariantCulture));

        public int? IntOrNull(string column) => this[column].Length == 0 ? null : Int(column);

        public decimal Decimal(string column) => Parse(column, v => decimal.Parse(v, CultureInfo.InvariantCulture));

        public DateOnly Day(string column) => Parse(column, v => DateOnly.ParseExact(v, "yyyy-MM-dd", CultureInfo.InvariantCulture));

        public DateOnly? DayOrNull(string column) => this[column].Length == 0 ? null : Day(column);

        public T Member<T>(string column)
            where T : struct, Enum => Parse(column, v => Enum.Parse<T>(v, ignoreCase: false));

        T Parse<T>(string column, Func<string, T> parse)
        {
            try
            {
                return parse(this[column]);
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
            {
                throw new FormatException($"{File} {Line}行目: 列「{column}」の値「{this[column]}」を読めません。", e);
            }
        }
    }
}
