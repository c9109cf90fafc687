using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Standardization;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>The rating of a risk as typed; the same for a new and for a known one.</summary>
public class RatingInput
{
    [Display(Name = "基準日")]
    public DateOnly AsOf { get; set; }

    [Display(Name = "発生可能性")]
    [Required]
    [EnumDataType(typeof(RiskLevel))]
    public RiskLevel? Likelihood { get; set; }

    [Display(Name = "影響度")]
    [Required]
    [EnumDataType(typeof(RiskLevel))]
    public RiskLevel? Impact { get; set; }

    [Display(Name = "対応方針")]
    [Required]
    [EnumDataType(typeof(RiskResponse))]
    public RiskResponse? Response { get; set; }

    [Display(Name = "対応内容")]
    [MaxLength(Risk.TextMaxLength)]
    public string? ResponseNote { get; set; }

    [Display(Name = "担当者")]
    [Required]
    [MaxLength(Risk.OwnerMaxLength)]
    public string? Owner { get; set; }

    [Display(Name = "対応期限")]
    public DateOnly? DueOn { get; set; }

    public RiskInput Rating(bool isOpen) => new(
        isOpen, Likelihood!.Value, Impact!.Value, Response!.Value, ResponseNote?.Trim() ?? "", Owner!.Trim(), DueOn);

    public static IEnumerable<SelectListItem> Items<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(v => new SelectListItem(EnumLabels.Of(v), v.ToString()));
}

/// <summary>A risk or issue that is registered for the first time.</summary>
public sealed class NewRiskInput : RatingInput
{
    [Display(Name = "種別")]
    [Required]
    [EnumDataType(typeof(RiskKind))]
    public RiskKind? Kind { get; set; }

    [Display(Name = "件名")]
    [Required]
    [MaxLength(Risk.TitleMaxLength)]
    public string? Title { get; set; }

    [Display(Name = "内容")]
    [Required]
    [MaxLength(Risk.TextMaxLength)]
    public string? Description { get; set; }
}

/// <summary>A new rating of a known risk.</summary>
public sealed class ReratingInput : RatingInput
{
    [Display(Name = "状態")]
    public bool IsOpen { get; set; }

    [Display(Name = "評価の理由")]
    [MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    public uint Version { get; set; }
}
