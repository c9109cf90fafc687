using DxGovernance.Core.Proposals;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>Reads the fields of a section out of a posted form. Only fields that the section has are looked at; what else is posted is nobody's.</summary>
public static class ContentForm
{
    /// <summary>Empty rows offered after those that are filled.</summary>
    public const int SpareRows = 2;

    public static string Name(FormField field) => $"v.{field.Key}";

    public static string Name(FormField field, int row, string column) => $"t.{field.Key}.{row}.{column}";

    /// <summary>Whether a section has a field of this name in its form.</summary>
    public static bool Has(string? section, string name)
    {
        var parts = name.Split('.');
        var field = parts.Length > 1 ? ProposalForm.Find(parts[1]) : null;
        return field is not null && (section is null || field.Section == section) && parts switch
        {
            ["v", _] => field.Kind != FieldKind.Table,
            ["t", _, var row, var column] => field.Kind == FieldKind.Table && int.TryParse(row, System.Globalization.CultureInfo.InvariantCulture, out var r)
                && r is >= 0 and < ProposalForm.MaxRows + SpareRows && (column == ProposalContent.RowKey || field.Columns.Any(c => c.Name == column)),
            _ => false,
        };
    }

    public static ProposalContent Read(IFormCollection form, IEnumerable<FormField> fields, ProposalContent content)
    {
        foreach (var field in fields)
        {
            content = field.Kind == FieldKind.Table ? content.WithRows(field.Key, Rows(form, field))
                : field.Kind == FieldKind.Choices ? content.With(field.Key, string.Join(' ', form[Name(field)].Where(v => !string.IsNullOrWhiteSpace(v))))
                : content.With(field.Key, ProposalForm.Normalize(field.Kind, form[Name(field)].ToString()));
        }

        return content;
    }

    static IEnumerable<IReadOnlyDictionary<string, string?>> Rows(IFormCollection form, FormField field)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);

        // One more than is allowed, so that the refusal can be told.
        for (var i = 0; i <= ProposalForm.MaxRows + SpareRows; i++)
        {
            var cells = field.Columns.ToDictionary(c => c.Name, c => ProposalForm.Normalize(c.Kind, form[Name(field, i, c.Name)].ToString()));
            if (cells.Values.All(v => v is null))
            {
                continue;
            }

            var key = form[Name(field, i, ProposalContent.RowKey)].ToString();
            cells[ProposalContent.RowKey] = int.TryParse(key, System.Globalization.CultureInfo.InvariantCulture, out var n) && n is > 0 and < 100_000 && taken.Add(key) ? key : null;
            yield return cells;
        }
    }
}

/// <summary>A field to be filled.</summary>
public sealed record FieldView(FormField Field, ProposalContent Content, bool Required)
{
    public string Name => ContentForm.Name(Field);

    public string? Value => Content[Field.Key];

    /// <summary>How a table gets more rows.</summary>
    public string MoreRows { get; init; } = "保存すると空の行が増えます";

    public IReadOnlyList<string> Many => Content.Choices(Field.Key);

    /// <summary>Rows that are filled, and some more.</summary>
    public int RowCount => Math.Min(ProposalForm.MaxRows, Content.Rows(Field.Key).Count + ContentForm.SpareRows);

    public CellView Cell(int row, FormColumn column) => new(
        column, ContentForm.Name(Field, row, column.Name), Content.Rows(Field.Key).ElementAtOrDefault(row)?.GetValueOrDefault(column.Name), $"{Field.Label} {row + 1}行目 {column.Label}");

    public string? RowKey(int row) => Content.Rows(Field.Key).ElementAtOrDefault(row)?.GetValueOrDefault(ProposalContent.RowKey);

    public string RowKeyName(int row) => ContentForm.Name(Field, row, ProposalContent.RowKey);
}

/// <summary>A cell of a table field to be filled.</summary>
public sealed record CellView(FormColumn Column, string Name, string? Value, string Label);
