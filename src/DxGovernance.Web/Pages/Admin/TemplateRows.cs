using System.Globalization;
using DxGovernance.Core;
using DxGovernance.Core.Proposals;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>The rows of a template as typed. Their columns depend on the kind, so they are read from the form by name: Rows[i].column.</summary>
public static class TemplateRows
{
    public const string Order = "#order", Remove = "#remove";

    /// <summary>What was typed, in the order that was typed, without the rows that were marked for removal; kept for showing again.</summary>
    public static IReadOnlyList<TemplateRow> Read(IFormCollection form, TemplateKind kind, ModelStateDictionary state)
    {
        var rows = new List<(decimal Place, TemplateRow Row)>();
        for (var i = 0; i < TemplateVersion.MaxRows + 1 && form.ContainsKey(Name(i, Order)); i++)
        {
            if (form[Name(i, Remove)].Count > 0)
            {
                continue;
            }

            var values = kind.Columns().ToDictionary(c => c.Name, c => Typed(c, form[Name(i, c.Name)].ToString()));
            if (values.Values.Any(v => v.Length > 0))
            {
                rows.Add((Place(form[Name(i, Order)].ToString(), i), new(values)));
            }
        }

        for (var i = 0; i < rows.Count; i++)
        {
            if (form[Name(i, Order)].ToString() is var typed && !IsPlace(typed))
            {
                state.SetModelValue(Name(i, Order), typed, typed);
            }
        }

        IReadOnlyList<TemplateRow> ordered = [.. rows.OrderBy(r => r.Place).Select(r => r.Row)];
        // A refusal names a cell; the filter finds the name only among the fields of the form.
        foreach (var (row, i) in ordered.Select((r, i) => (r, i)))
        {
            foreach (var column in kind.Columns())
            {
                state.SetModelValue(Name(i, column.Name), row[column.Name], row[column.Name]);
            }
        }

        return ordered;
    }

    /// <exception cref="RuleViolation">An order is no number greater than 0.</exception>
    public static void RequireOrder(IFormCollection form)
    {
        for (var i = 0; i < TemplateVersion.MaxRows + 1 && form.ContainsKey(Name(i, Order)); i++)
        {
            RuleViolation.Require(
                IsPlace(form[Name(i, Order)].ToString()), "template-order", $"{i + 1}行目の「順番」には0より大きい数字を入力してください。", Name(i, Order));
        }
    }

    public static string Name(int row, string column) => string.Create(CultureInfo.InvariantCulture, $"Rows[{row}].{column}");

    public static TemplateRow Blank(TemplateKind kind) => new(kind.Columns().ToDictionary(c => c.Name, _ => ""));

    /// <summary>Full-width digits and separators are what people type.</summary>
    static string Typed(TemplateColumn column, string value) =>
        column.Cell == TemplateCell.Number ? value.Normalize(System.Text.NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal).Trim() : value.Trim();

    static decimal Place(string typed, int index) => ParsePlace(typed) ?? index + 1;

    static bool IsPlace(string typed) => ParsePlace(typed) is not null;

    static decimal? ParsePlace(string typed) =>
        decimal.TryParse(typed.Normalize(System.Text.NormalizationForm.FormKC).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var place) && place is > 0 and < 100_000 ? place : null;
}
