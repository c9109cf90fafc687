using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace DxGovernance.Web.Forms;

/// <summary>Help for forms with many rows of the same fields.</summary>
public static class FormRows
{
    /// <summary>Puts the name of the row before every error of a row, so that the summary says where to look.</summary>
    /// <param name="state">Errors of the form.</param>
    /// <param name="list">Name of the list, e.g. <c>Input.Rows</c>.</param>
    /// <param name="name">The row's name by its index.</param>
    public static void NameRows(this ModelStateDictionary state, string list, Func<int, string> name)
    {
        foreach (var (key, entry) in state.Where(e => e.Key.StartsWith(list + "[", StringComparison.Ordinal) && e.Value?.Errors.Count > 0))
        {
            var number = key.AsSpan(list.Length + 1);
            if (int.TryParse(number[..number.IndexOf(']')], out var index))
            {
                var messages = entry!.Errors.Select(e => Named(name(index), e.ErrorMessage)).ToList();
                entry.Errors.Clear();
                messages.ForEach(entry.Errors.Add);
            }
        }
    }

    static string Named(string row, string message) =>
        message.Contains($"「{row}」", StringComparison.Ordinal) ? message : $"{row}：{message}";

    /// <summary>
    /// What the partial of one row gets: field names under the row's prefix, and the row's name for its labels. An indexed expression in
    /// every cell would be compiled anew for every cell of every request.
    /// </summary>
    public static ViewDataDictionary Row(this ViewDataDictionary page, string prefix, string name) =>
        new(page) { ["Row"] = name, TemplateInfo = { HtmlFieldPrefix = prefix } };

    /// <summary>Drops what was typed under a prefix, so that the model's values are shown.</summary>
    public static void Forget(this ModelStateDictionary state, string prefix)
    {
        foreach (var key in state.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).ToList())
        {
            state.Remove(key);
        }
    }
}
