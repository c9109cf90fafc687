using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

/// <summary>効果検証: one indicator at one time. Projection of <see cref="EffectMeasurement"/>; a check without a value is itself shown.</summary>
public sealed class EffectCheck
{
    EffectCheck()
    {
    }

    internal EffectCheck(Proposal proposal, Indicator indicator, int months, DateOnly? dueOn)
    {
        (Proposal, IndicatorKey, Months) = (proposal, indicator.Key, months);
        Plan(indicator, dueOn);
    }

    public int Id { get; private set; }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    /// <summary>Key of the row in the form's table of indicators.</summary>
    public string IndicatorKey { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Unit { get; private set; } = "";

    /// <summary>Months after go-live; 0 is the value before go-live.</summary>
    public int Months { get; private set; }

    /// <summary>Null until go-live is known.</summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>The target, in <see cref="Unit"/>; for the value before go-live what the form gives as present value.</summary>
    public decimal? Planned { get; private set; }

    [DisplayName("測定値")]
    public decimal? Value { get; private set; }

    [DisplayName("測定日")]
    public DateOnly? MeasuredOn { get; private set; }

    public bool IsMissing(DateOnly today) => Value is null && DueOn < today;

    internal void Plan(Indicator indicator, DateOnly? dueOn)
    {
        (Name, Unit, DueOn) = (indicator.Name, indicator.Unit, dueOn);
        Planned = Months == 0 ? indicator.Before : indicator.Target;
    }

    /// <summary>It will not be measured any more.</summary>
    internal void Drop() => DueOn = null;

    internal void Measured(decimal value, DateOnly on) => (Value, MeasuredOn) = (value, on);
}

/// <summary>An indicator (KPI) as the form of a case gives it.</summary>
public sealed record Indicator(string Key, string Name, string Unit, decimal? Before, decimal? Target)
{
    public static IReadOnlyList<Indicator> Of(ProposalContent content) =>
    [
        .. content.Rows(ProposalForm.Kpi).Select(r => new Indicator(
            r[ProposalContent.RowKey], r.GetValueOrDefault("name", ""), r.GetValueOrDefault("unit", ""), Number(r, "before"), Number(r, "target"))),
    ];

    static decimal? Number(IReadOnlyDictionary<string, string> row, string column) =>
        decimal.TryParse(row.GetValueOrDefault(column), System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : null;
}

/// <summary>Ledger of the measurements. The as-of day is the day of measuring.</summary>
public sealed class EffectMeasurement : LedgerEntry
{
    EffectMeasurement()
    {
    }

    internal EffectMeasurement(EffectCheck check, decimal value, Actor by, DateTimeOffset now, DateOnly on, string note)
        : base(by, now, on, note)
    {
        (EffectCheck, IndicatorKey, Name, Unit, Months, Planned, Value) =
            (check, check.IndicatorKey, check.Name, check.Unit, check.Months, check.Planned, value);
    }

    public int EffectCheckId { get; private set; }

    public EffectCheck EffectCheck { get; private set; } = null!;

    public string IndicatorKey { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Unit { get; private set; } = "";

    public int Months { get; private set; }

    public decimal? Planned { get; private set; }

    public decimal Value { get; private set; }
}

sealed class EffectCheckConfiguration : IEntityTypeConfiguration<EffectCheck>, IEntityTypeConfiguration<EffectMeasurement>
{
    public void Configure(EntityTypeBuilder<EffectCheck> e)
    {
        e.Property(c => c.Name).HasMaxLength(ProposalForm.TextMaxLength);
        e.Property(c => c.Unit).HasMaxLength(ProposalForm.TextMaxLength);
        e.HasOne(c => c.Proposal).WithMany(p => p.EffectChecks).HasForeignKey(c => c.ProposalId);
        e.HasIndex(c => new { c.ProposalId, c.IndicatorKey, c.Months }).IsUnique();
        e.HasIndex(c => c.DueOn);
    }

    public void Configure(EntityTypeBuilder<EffectMeasurement> e)
    {
        e.HasOne(m => m.EffectCheck).WithMany().HasForeignKey(m => m.EffectCheckId);
        e.HasLedgerIndex(m => m.EffectCheckId);
    }
}
