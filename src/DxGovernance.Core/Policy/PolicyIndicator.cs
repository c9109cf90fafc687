using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Policy;

/// <summary>What an indicator is.</summary>
/// <param name="Baseline">Null where none is stated.</param>
/// <param name="LowerIsBetter">A smaller value is the better one.</param>
/// <param name="Targets">By fiscal year; empty where none is stated.</param>
/// <param name="Source">Who laid it down: the policy with its page, or a decision.</param>
public sealed record PolicyIndicatorInput(
    string Name, string Unit, decimal? Baseline, DateOnly? BaselineOn, bool LowerIsBetter, IReadOnlyList<YearTarget> Targets, string Source, bool IsRetired)
{
    public bool SaysTheSameAs(PolicyIndicatorInput other) => this with { Targets = [] } == other with { Targets = [] } && Targets.SequenceEqual(other.Targets);
}

/// <summary>指標 of an initiative: projection of <see cref="PolicyIndicatorRevision"/> and <see cref="PolicyMeasurement"/>.</summary>
public sealed class PolicyIndicator
{
    public const int NameMaxLength = 100;
    public const int UnitMaxLength = 20;

    PolicyIndicator()
    {
    }

    internal PolicyIndicator(Initiative initiative, IndicatorKind kind) => (Initiative, InitiativeCode, Kind) = (initiative, initiative.Code, kind);

    public int Id { get; private set; }

    public string InitiativeCode { get; private set; } = "";

    public Initiative Initiative { get; private set; } = null!;

    public IndicatorKind Kind { get; private set; }

    [DisplayName("指標")]
    public string Name { get; private set; } = "";

    [DisplayName("単位")]
    public string Unit { get; private set; } = "";

    [DisplayName("基準値")]
    public decimal? Baseline { get; private set; }

    [DisplayName("基準値の時点")]
    public DateOnly? BaselineOn { get; private set; }

    [DisplayName("小さいほど良い")]
    public bool LowerIsBetter { get; private set; }

    public IReadOnlyList<YearTarget> Targets { get; private set; } = [];

    [DisplayName("出典")]
    public string Source { get; private set; } = "";

    [DisplayName("廃止")]
    public bool IsRetired { get; private set; }

    public DateOnly RevisedAsOf { get; private set; }

    [DisplayName("測定値")]
    public decimal? Value { get; private set; }

    [DisplayName("測定日")]
    public DateOnly? MeasuredOn { get; private set; }

    public uint Version { get; private set; }

    public PolicyIndicatorInput Current => new(Name, Unit, Baseline, BaselineOn, LowerIsBetter, Targets, Source, IsRetired);

    internal void Set(PolicyIndicatorInput to, DateOnly asOf)
    {
        (Name, Unit, Baseline, BaselineOn, LowerIsBetter) = (to.Name, to.Unit, to.Baseline, to.BaselineOn, to.LowerIsBetter);
        (Targets, Source, IsRetired, RevisedAsOf) = (to.Targets, to.Source, to.IsRetired, asOf);
    }

    internal void Measured(decimal value, DateOnly on) => (Value, MeasuredOn) = (value, on);
}

/// <summary>Ledger of what an indicator is: name, unit, baseline, targets.</summary>
public sealed class PolicyIndicatorRevision : LedgerEntry
{
    PolicyIndicatorRevision()
    {
    }

    internal PolicyIndicatorRevision(PolicyIndicator indicator, PolicyIndicatorInput to, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        (Indicator, InitiativeCode, Kind) = (indicator, indicator.InitiativeCode, indicator.Kind);
        (Name, Unit, Baseline, BaselineOn, LowerIsBetter) = (to.Name, to.Unit, to.Baseline, to.BaselineOn, to.LowerIsBetter);
        (Targets, Source, IsRetired) = (to.Targets, to.Source, to.IsRetired);
    }

    public int IndicatorId { get; private set; }

    public PolicyIndicator Indicator { get; private set; } = null!;

    public string InitiativeCode { get; private set; } = "";

    public IndicatorKind Kind { get; private set; }

    public string Name { get; private set; } = "";

    public string Unit { get; private set; } = "";

    public decimal? Baseline { get; private set; }

    public DateOnly? BaselineOn { get; private set; }

    public bool LowerIsBetter { get; private set; }

    public IReadOnlyList<YearTarget> Targets { get; private set; } = [];

    public string Source { get; private set; } = "";

    public bool IsRetired { get; private set; }
}

/// <summary>Ledger of the measurements. The as-of day is the day of measuring, the reason says how it was measured.</summary>
public sealed class PolicyMeasurement : LedgerEntry
{
    PolicyMeasurement()
    {
    }

    internal PolicyMeasurement(PolicyIndicator indicator, decimal value, Actor by, DateTimeOffset now, DateOnly on, string note)
        : base(by, now, on, note) => (Indicator, Value) = (indicator, value);

    public int IndicatorId { get; private set; }

    public PolicyIndicator Indicator { get; private set; } = null!;

    public decimal Value { get; private set; }
}

public sealed partial class Initiative
{
    public const int MaxTargets = 10;

    readonly List<PolicyIndicator> indicators = [];

    public IReadOnlyList<PolicyIndicator> Indicators => indicators;

    /// <summary>From the public facts, without a person's permission.</summary>
    internal void AddKnownIndicator(IndicatorKind kind, PolicyIndicatorInput input, Actor by, DateTimeOffset now, DateOnly asOf, string reason) =>
        Add(kind, input, by, now, asOf, reason);

    /// <summary>Adds an indicator that departments measure. Needs <see cref="Indicators"/> loaded.</summary>
    public PolicyIndicator AddIndicator(PolicyIndicatorInput input, string? reason, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        var by = actor.Acting(Permission.EditPolicy, null);
        AsOfRule.RequireDay(asOf, null, now);
        RequireIndicator(input, null, reason);
        return Add(IndicatorKind.Measured, input, by, now, asOf, reason!);
    }

    /// <summary>Changes what an indicator is; measurements stay. Needs <see cref="Indicators"/> loaded.</summary>
    public void ReviseIndicator(PolicyIndicator indicator, PolicyIndicatorInput to, string? reason, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        var by = actor.Acting(Permission.EditPolicy, null);
        AsOfRule.RequireDay(asOf, indicator.RevisedAsOf, now);
        RequireIndicator(to, indicator, reason);
        RuleViolation.Require(!to.SaysTheSameAs(indicator.Current), "nothing-changed", "変更した項目がありません。");
        indicator.Set(to, asOf);
        Record(new PolicyIndicatorRevision(indicator, to, by, now, asOf, reason));
    }

    /// <summary>Records a measured value; for an earlier day it puts the past right and the newest value stays.</summary>
    public void Measure(PolicyIndicator indicator, decimal value, string? note, Actor actor, DateTimeOffset now, DateOnly on)
    {
        var by = Reporting(actor);
        RuleViolation.Require(indicator.Kind == IndicatorKind.Measured, "measured-computed", $"「{indicator.Name}」は台帳から計算する指標です。測定値は入力できません。");
        RuleViolation.Require(!indicator.IsRetired, "measured-retired", $"「{indicator.Name}」は廃止された指標です。");
        AsOfRule.RequireDay(on, null, now, "MeasuredOn");
        RuleViolation.Require(Math.Abs(value) < 1_000_000_000_000m, "measured-range", "測定値が大きすぎます。単位を確かめてください。", "Value");
        RuleViolation.Require(decimal.Round(value, 4) == value, "measured-digits", "測定値は小数第4位までで入力してください。", "Value");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(note), "measured-needs-note", "測り方と出所を入力してください。", "Note");
        RuleViolation.Require(
            indicator.MeasuredOn != on || indicator.Value != value, "measured-same", $"{Wareki.Both(on)}の測定値と同じです。", "Value");
        if (indicator.MeasuredOn is null || on >= indicator.MeasuredOn)
        {
            indicator.Measured(value, on);
        }

        Record(new PolicyMeasurement(indicator, value, by, now, on, note));
    }

    PolicyIndicator Add(IndicatorKind kind, PolicyIndicatorInput input, Actor by, DateTimeOffset now, DateOnly asOf, string reason)
    {
        var indicator = new PolicyIndicator(this, kind);
        indicator.Set(input, asOf);
        indicators.Add(indicator);
        Record(new PolicyIndicatorRevision(indicator, input, by, now, asOf, reason));
        return indicator;
    }

    void RequireIndicator(PolicyIndicatorInput to, PolicyIndicator? indicator, string? reason)
    {
        RuleViolation.Require(to.Name.Length > 0, "indicator-needs-name", "指標を入力してください。", "Name");
        RuleViolation.Require(to.Unit.Length > 0, "indicator-needs-unit", "単位を入力してください。", "Unit");
        RuleViolation.Require(to.Source.Length > 0, "indicator-needs-source", "出典（決めた会議や文書）を入力してください。", "Source");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "revision-needs-reason", "変更の理由を入力してください。", "Reason");
        RuleViolation.Require(
            indicators.All(i => i == indicator || i.IsRetired || i.Name != to.Name), "indicator-twice", $"同じ名前の指標「{to.Name}」がすでにあります。", "Name");
        RuleViolation.Require(to.Baseline is null || to.BaselineOn is not null, "baseline-needs-day", "基準値の時点を入力してください。", "BaselineOn");
        RuleViolation.Require(
            to.Targets.All(t => t.FiscalYear is >= 2020 and <= 2060) && to.Targets.DistinctBy(t => t.FiscalYear).Count() == to.Targets.Count,
            "target-years", "目標の年度は2020から2060までの西暦で、同じ年度は1行だけにしてください。", "Targets[0].Year");
        RuleViolation.Require(
            to.Targets.Select(t => (decimal?)t.Value).Append(to.Baseline).All(v => v is null || (Math.Abs(v.Value) < 1_000_000_000_000m && decimal.Round(v.Value, 4) == v)),
            "indicator-range", "基準値・目標値は、小数第4位までの1兆より小さい数で入力してください。", "Baseline");
    }
}

sealed class PolicyIndicatorConfiguration :
    IEntityTypeConfiguration<PolicyIndicator>, IEntityTypeConfiguration<PolicyIndicatorRevision>, IEntityTypeConfiguration<PolicyMeasurement>
{
    public void Configure(EntityTypeBuilder<PolicyIndicator> e)
    {
        e.Property(i => i.Name).HasMaxLength(PolicyIndicator.NameMaxLength);
        e.Property(i => i.Unit).HasMaxLength(PolicyIndicator.UnitMaxLength);
        e.Property(i => i.Source).HasMaxLength(Initiative.SourceMaxLength);
        e.Property(i => i.Baseline).HasPrecision(18, 4);
        e.Property(i => i.Value).HasPrecision(18, 4);
        e.Property(i => i.Version).IsRowVersion();
        e.HasOne(i => i.Initiative).WithMany(i => i.Indicators).HasForeignKey(i => i.InitiativeCode);
    }

    public void Configure(EntityTypeBuilder<PolicyIndicatorRevision> e)
    {
        e.Property(r => r.Name).HasMaxLength(PolicyIndicator.NameMaxLength);
        e.Property(r => r.Unit).HasMaxLength(PolicyIndicator.UnitMaxLength);
        e.Property(r => r.Source).HasMaxLength(Initiative.SourceMaxLength);
        e.Property(r => r.Baseline).HasPrecision(18, 4);
        e.HasOne(r => r.Indicator).WithMany().HasForeignKey(r => r.IndicatorId);
        e.HasLedgerIndex(r => r.IndicatorId);
    }

    public void Configure(EntityTypeBuilder<PolicyMeasurement> e)
    {
        e.Property(m => m.Value).HasPrecision(18, 4);
        e.HasOne(m => m.Indicator).WithMany().HasForeignKey(m => m.IndicatorId);
        e.HasLedgerIndex(m => m.IndicatorId);
    }
}
