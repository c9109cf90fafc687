using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Council;
using DxGovernance.Core.Ledger;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DxGovernance.Web.Pages.Council;

/// <summary>What is typed of a meeting before it is held.</summary>
public sealed class MeetingFields
{
    [Display(Name = "回"), Range(1, Meeting.LargestNumber, ErrorMessage = "回は1から9999までの整数で入力してください。")]
    public int Number { get; set; }

    [Display(Name = "開催日")]
    public DateOnly HeldOn { get; set; }

    [Display(Name = "開催方法"), EnumDataType(typeof(MeetingForm)), Required(ErrorMessage = "開催方法を選んでください。")]
    public MeetingForm? Form { get; set; }

    [Display(Name = "場所"), MaxLength(Meeting.PlaceMaxLength)]
    public string? Place { get; set; }

    [Display(Name = "変える理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    public uint Version { get; set; }

    public static IEnumerable<SelectListItem> Forms => Enum.GetValues<MeetingForm>().Select(f => new SelectListItem(f.Label(), f.ToString()));

    public MeetingInput ToInput() => new(Number, HeldOn, Place, Form!.Value);
}
