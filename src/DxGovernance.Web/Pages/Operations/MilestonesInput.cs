using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>The report of all milestones as typed.</summary>
public sealed class MilestonesInput
{
    [Display(Name = "基準日")]
    public DateOnly AsOf { get; set; }

    public Dictionary<int, MilestoneRowInput> Rows { get; set; } = [];
}

public sealed class MilestoneRowInput
{
    [Display(Name = "見込")]
    public DateOnly? Forecast { get; set; }

    [Display(Name = "実績")]
    public DateOnly? Actual { get; set; }

    [Display(Name = "今回の原因")]
    public SlipCause? Cause { get; set; }

    [Display(Name = "原因の所在")]
    public CauseOwner? Owner { get; set; }

    [Display(Name = "説明")]
    [MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Explanation { get; set; }

    public uint Version { get; set; }

    /// <summary>The days the form was opened with: a row that is left alone must not take back what somebody else saved.</summary>
    [MaxLength(40)]
    public string? Was { get; set; }

    public bool IsChanged => Was != Key(Forecast, Actual);

    public static MilestoneRowInput Of(MilestoneFigures m) => new()
    {
        Forecast = m.ForecastOn,
        Actual = m.ActualOn,
        Version = m.Version,
        Was = Key(m.ForecastOn, m.ActualOn),
    };

    public bool SaysSameAs(DateOnly? forecast, DateOnly? actual) => (Forecast, Actual) == (forecast, actual);

    public MilestoneInput For(int id) => new(id, Forecast, Actual, Cause, Owner, Explanation);

    static string Key(DateOnly? forecast, DateOnly? actual) => $"{forecast:yyyy-MM-dd}|{actual:yyyy-MM-dd}";
}
