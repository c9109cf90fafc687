using System.Globalization;
using System.Reflection;
using CsvHelper;
using DxGovernance.Core.Organization;

namespace DxGovernance.Web.Api;

/// <summary>
/// The rows as CSV: UTF-8 with its mark, one heading, one row a record, the names of the JSON. Text that looks like a formula gets an apostrophe; numbers stay numbers. A file
/// is parted from its headers, so each row says as of when it is and whether it is fiction.
/// </summary>
static class ApiCsv
{
    static readonly string[] Told = ["asOf", "recordedUntil", "isDemo"];

    public static IReadOnlyList<string> Names(Type row) => [.. Columns(row).Select(NameOf), .. Told];

    public static byte[] Write<TRow>(ApiMeta meta, IReadOnlyList<TRow> rows)
    {
        using var memory = new MemoryStream();
        using (var csv = CsvWriter.Create(memory, CsvWriterOptions.Default with { WriteByteOrderMark = true, Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            var columns = Columns(typeof(TRow));
            foreach (var name in Names(typeof(TRow)))
            {
                csv.WriteField(name);
            }

            csv.EndRecord();
            foreach (var row in rows)
            {
                foreach (var column in columns)
                {
                    Field(csv, column.GetValue(row));
                }

                Field(csv, meta.AsOf);
                Field(csv, meta.RecordedUntil);
                Field(csv, meta.IsDemo);
                csv.EndRecord();
            }
        }

        return memory.ToArray();
    }

    public static IReadOnlyList<PropertyInfo> Columns(Type row) => row.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    public static string NameOf(PropertyInfo column) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(column.Name);

    static void Field(CsvWriter csv, object? value)
    {
        switch (value)
        {
            case null:
                csv.WriteField("");
                break;
            case string text:
                csv.WriteField(text);
                break;
            case bool yes:
                csv.WriteField(yes ? "true" : "false");
                break;
            case DateOnly day:
                csv.WriteField(Wareki.Iso(day));
                break;
            case DateTimeOffset moment:
                csv.WriteField(moment.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture));
                break;
            case int number:
                csv.WriteField(number, default, CultureInfo.InvariantCulture);
                break;
            case long number:
                csv.WriteField(number, default, CultureInfo.InvariantCulture);
                break;
            case decimal number:
                csv.WriteField(number, default, CultureInfo.InvariantCulture);
                break;
            default:
                throw new InvalidOperationException($"No way to write a {value.GetType().Name} into CSV.");
        }
    }
}
