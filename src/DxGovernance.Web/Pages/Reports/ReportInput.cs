using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;

namespace DxGovernance.Web.Pages.Reports;

public enum ReportScope
{
    All,
    Special,
    Chosen,
}

/// <summary>What a person asks for.</summary>
public sealed class ReportInput
{
    const string TimeHint = "例：2026-11-02 09:00 または 令和8年11月2日 9:00";

    [Display(Name = "種類")]
    [EnumDataType(typeof(ReportKind))]
    public ReportKind Kind { get; set; }

    [Display(Name = "基準日")]
    public DateOnly AsOf { get; set; }

    [Display(Name = "対象の業務")]
    [EnumDataType(typeof(ReportScope))]
    public ReportScope Scope { get; set; }

    [Display(Name = "業務を選ぶ")]
    public int[] OperationNumbers { get; set; } = [];

    [Display(Name = "記録の締め（任意）")]
    [MaxLength(40)]
    public string? RecordedUntil { get; set; }

    /// <summary>The moment typed, in Tokyo time; a day alone means its end.</summary>
    /// <exception cref="RuleViolation">It cannot be read.</exception>
    public DateTimeOffset? Until() => MomentOf(RecordedUntil);

    /// <inheritdoc cref="Until"/>
    public static DateTimeOffset? MomentOf(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        var parts = typed.Normalize(NormalizationForm.FormKC).Replace('T', ' ').Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var time = TimeOnly.MinValue;
        var readable = Wareki.TryParse(parts[0], out var day, out var error) && day is not null
            && (parts.Length == 1 || TimeOnly.TryParseExact(parts[1], ["H:mm", "H:mm:ss", "H:mm:ss.ffffff"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time));
        RuleViolation.Require(readable, "recorded-until", error ?? $"「{typed}」は日時として読めません。{TimeHint} の形で入力してください。", "RecordedUntil");
        return parts.Length == 1 ? TokyoTime.EndOf(day!.Value) : TokyoTime.At(day!.Value, time);
    }
}
