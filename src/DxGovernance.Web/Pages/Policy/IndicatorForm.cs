using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Policy;

namespace DxGovernance.Web.Pages.Policy;

/// <summary>What an indicator is, as typed; the same for a new and for a known one.</summary>
public sealed class IndicatorForm
{
    const int TargetRows = 6;

    [Display(Name = "指標")]
    [Required]
    [MaxLength(PolicyIndicator.NameMaxLength)]
    public string? Name { get; set; }

    [Display(Name = "単位")]
    [Required]
    [MaxLength(PolicyIndicator.UnitMaxLength)]
    public string? Unit { get; set; }

    [Display(Name = "小さいほど良い指標である")]
    public bool LowerIsBetter { get; set; }

    [Display(Name = "基準値")]
    [MaxLength(PolicyNumbers.MaxLength)]
    public string? Baseline { get; set; }

    [Display(Name = "基準値の時点")]
    public DateOnly? BaselineOn { get; set; }

    public List<TargetRow> Targets { get; set; } = [];

    [Display(Name = "出典")]
    [Required]
    [MaxLength(Initiative.SourceMaxLength)]
    public string? Source { get; set; }

    [Display(Name = "この指標を廃止する（測定値は残ります）")]
    public bool IsRetired { get; set; }

    [Display(Name = "基準日")]
    public DateOnly AsOf { get; set; }

    [Display(Name = "変更の理由")]
    [Required]
    [MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    public uint Version { get; set; }

    /// <exception cref="RuleViolation">A number or year cannot be read.</exception>
    public PolicyIndicatorInput Read()
    {
        var targets = new List<YearTarget>();
        foreach (var (i, row) in Targets.Index().Where(r => !string.IsNullOrWhiteSpace(r.Item.Year) || !string.IsNullOrWhiteSpace(r.Item.Value)))
        {
            var (year, value) = (PolicyNumbers.Read(row.Year, $"目標の{i + 1}行目の年度", $"Input.Targets[{i}].Year"), PolicyNumbers.Read(row.Value, $"目標の{i + 1}行目の値", $"Input.Targets[{i}].Value"));
            RuleViolation.Require(
                year is >= 2020 and <= 2060 && decimal.Truncate(year.Value) == year, "target-years", $"目標の{i + 1}行目の年度は、2020から2060までの西暦で入力してください。", $"Input.Targets[{i}].Year");
            RuleViolation.Require(value is not null, "target-needs-value", $"目標の{i + 1}行目の目標値を入力してください。", $"Input.Targets[{i}].Value");
            targets.Add(new((int)year.Value, value.Value));
        }

        return new(
            Name!.Trim(), Unit!.Trim(), PolicyNumbers.Read(Baseline, "基準値", "Baseline"), BaselineOn, LowerIsBetter, [.. targets.OrderBy(t => t.FiscalYear)], Source!.Trim(), IsRetired);
    }

    public void Show(PolicyIndicator indicator)
    {
        (Name, Unit, LowerIsBetter, Baseline, BaselineOn) = (indicator.Name, indicator.Unit, indicator.LowerIsBetter, PolicyNumbers.Text(indicator.Baseline), indicator.BaselineOn);
        (Source, IsRetired) = (indicator.Source, indicator.IsRetired);
        Targets = [.. indicator.Targets.Select(t => new TargetRow { Year = $"{t.FiscalYear}", Value = PolicyNumbers.Text(t.Value) })];
    }

    /// <summary>Empty rows to type into.</summary>
    public void Fill()
    {
        while (Targets.Count < TargetRows)
        {
            Targets.Add(new());
        }
    }

    public sealed class TargetRow
    {
        [Display(Name = "年度（西暦）")]
        [MaxLength(PolicyNumbers.MaxLength)]
        public string? Year { get; set; }

        [Display(Name = "目標値")]
        [MaxLength(PolicyNumbers.MaxLength)]
        public string? Value { get; set; }
    }
}
