using System.Globalization;
using System.Text;
using DxGovernance.Core;

namespace DxGovernance.Web.Pages.Policy;

/// <summary>Numbers as people type them: full width, with separators, △ for minus.</summary>
static class PolicyNumbers
{
    public const int MaxLength = 20;

    /// <summary>Null where nothing was typed.</summary>
    /// <exception cref="RuleViolation">It is no number.</exception>
    public static decimal? Read(string? typed, string label, string field)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        var plain = typed.Normalize(NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace('△', '-').Replace('▲', '-');
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RuleViolation("number-unreadable", $"{label}には数字を入力してください。", field);
    }

    public static string? Text(decimal? number) => number?.ToString("0.####", CultureInfo.InvariantCulture);
}
