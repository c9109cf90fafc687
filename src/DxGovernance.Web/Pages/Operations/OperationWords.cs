using System.Globalization;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>How the pages of the operations write rates and days.</summary>
static class OperationWords
{
    /// <summary>0.975 → 97.5%.</summary>
    public static string Percent(decimal? fraction) =>
        fraction is { } f ? string.Create(CultureInfo.InvariantCulture, $"{f * 100:0.##}%") : "－";

    public static string Days(int? days) => days is { } d ? string.Create(CultureInfo.InvariantCulture, $"{d:#,##0;△ #,##0;0}") : "－";

    public static string Iso(DateOnly? day) => day is { } d ? Wareki.Iso(d) : "－";

    public static string Color(this OperationStage stage) => stage == OperationStage.Live ? "green" : "blue";

    public static string Color(this Signal signal) => signal switch
    {
        Signal.Green => "green",
        Signal.Yellow => "yellow",
        Signal.Red => "red",
    };

    public static string Color(this StepStatus status) => status switch
    {
        StepStatus.NotStarted => "gray",
        StepStatus.InProgress => "blue",
        StepStatus.Completed => "green",
        StepStatus.NotApplicable => "gray",
    };
}
