using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Standardization;

/// <summary>月次報告: opened on the first working day, reminded and escalated by working days.</summary>
public sealed class MonthlyRound
{
    public const int RemindAfter = 5;
    public const int EscalateAfter = 8;

    readonly List<RoundItem> items = [];

    MonthlyRound()
    {
    }

    /// <summary>Opens the round for the operations that owe a report: not yet live, steps unfinished or risks open.</summary>
    public MonthlyRound(DateOnly month, IEnumerable<Operation> operations, WorkingDays days, DateTimeOffset now)
    {
        Month = month.FirstOfMonth();
        OpensOn = days.FirstOf(Month);
        RemindOn = days.Next(OpensOn, RemindAfter);
        EscalateOn = days.Next(OpensOn, EscalateAfter);
        OpenedAt = now;
        items.AddRange(operations.Where(o => o.OwesReports).Select(o => new RoundItem(o)));
    }

    public DateOnly Month { get; private set; }

    public DateOnly OpensOn { get; private set; }

    public DateOnly RemindOn { get; private set; }

    public DateOnly EscalateOn { get; private set; }

    public DateTimeOffset OpenedAt { get; private set; }

    public DateTimeOffset? RemindedAt { get; private set; }

    public DateTimeOffset? EscalatedAt { get; private set; }

    public IReadOnlyList<RoundItem> Items => items;

    public string Title => TitleOf(Month);

    /// <summary>Key of the round in the audit trail.</summary>
    public string Subject => FormattableString.Invariant($"round:{Month:yyyy-MM}");

    /// <summary>2026年11月の月次報告.</summary>
    public static string TitleOf(DateOnly month) => $"{month.Year}年{month.Month}月の月次報告";

    public void Reminded(DateTimeOffset now) => RemindedAt = now;

    public void Escalated(DateTimeOffset now) => EscalatedAt = now;
}

/// <summary>An operation that owes its report in a round, with the department that held it when the round opened.</summary>
public sealed class RoundItem
{
    RoundItem()
    {
    }

    internal RoundItem(Operation operation) =>
        (Operation, OperationNumber, DepartmentId, DepartmentName) = (operation, operation.Number, operation.DepartmentId, operation.DepartmentName);

    public DateOnly Month { get; private set; }

    public int OperationNumber { get; private set; }

    public Operation Operation { get; private set; } = null!;

    public int? DepartmentId { get; private set; }

    public string? DepartmentName { get; private set; }
}

/// <summary>Ledger of monthly confirmations; 変更なし is recorded like any report.</summary>
public sealed class Confirmation : LedgerEntry
{
    Confirmation()
    {
    }

    internal Confirmation(Operation operation, ReportAspect aspect, ConfirmationKind kind, Actor by, DateTimeOffset now, DateOnly asOf)
        : base(by, now, asOf, reason: null)
    {
        (Operation, OperationNumber, Aspect, Kind) = (operation, operation.Number, aspect, kind);
    }

    public int OperationNumber { get; private set; }

    public Operation Operation { get; private set; } = null!;

    public ReportAspect Aspect { get; private set; }

    public ConfirmationKind Kind { get; private set; }
}

public sealed partial class Operation
{
    [DisplayName("ステップの確認日")]
    public DateOnly? StepsConfirmedOn { get; private set; }

    [DisplayName("見込の確認日")]
    public DateOnly? ForecastsConfirmedOn { get; private set; }

    [DisplayName("リスクの確認日")]
    public DateOnly? RisksConfirmedOn { get; private set; }

    /// <summary>Day of the newest report that changed something (not 変更なし).</summary>
    public DateOnly? LastChangedOn { get; private set; }

    public bool OwesReports =>
        Stage != OperationStage.Live || OpenRisks > 0 || (StepsCompleted + StepsNotApplicable < StepCount && StepsConfirmedOn is not null);

    /// <summary>Confirms that nothing changed since the last report. Pressed again on the same day it leaves nothing more.</summary>
    public void ConfirmNoChange(ReportAspect aspect, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ReportProgress, DepartmentId);
        if (ConfirmedOn(aspect) != TokyoTime.DayOf(now))
        {
            Confirm(aspect, ConfirmationKind.NoChange, actor, now);
        }
    }

    DateOnly? ConfirmedOn(ReportAspect aspect) => aspect switch
    {
        ReportAspect.Steps => StepsConfirmedOn,
        ReportAspect.Forecasts => ForecastsConfirmedOn,
        ReportAspect.Risks => RisksConfirmedOn,
    };

    /// <summary>Confirmed is what somebody looked at: on the day of the save, also where the report is about the end of last month.</summary>
    void Confirm(ReportAspect aspect, ConfirmationKind kind, Actor actor, DateTimeOffset now)
    {
        var asOf = TokyoTime.DayOf(now);
        _ = aspect switch
        {
            ReportAspect.Steps => StepsConfirmedOn = Later(StepsConfirmedOn, asOf),
            ReportAspect.Forecasts => ForecastsConfirmedOn = Later(ForecastsConfirmedOn, asOf),
            ReportAspect.Risks => RisksConfirmedOn = Later(RisksConfirmedOn, asOf),
        };
        Record(new Confirmation(this, aspect, kind, actor, now, asOf));
    }

    void ChangedOn(DateOnly asOf) => LastChangedOn = Later(LastChangedOn, asOf);

    static DateOnly Later(DateOnly? known, DateOnly day) => known > day ? known.Value : day;
}

sealed class MonthlyRoundConfiguration :
    IEntityTypeConfiguration<MonthlyRound>, IEntityTypeConfiguration<RoundItem>, IEntityTypeConfiguration<Confirmation>
{
    public void Configure(EntityTypeBuilder<MonthlyRound> e)
    {
        e.HasKey(r => r.Month);
        e.HasMany(r => r.Items).WithOne().HasForeignKey(i => i.Month);
        e.Navigation(r => r.Items).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.ToTable(t => t.HasCheckConstraint("ck_monthly_rounds_month", "extract(day from month) = 1"));
    }

    public void Configure(EntityTypeBuilder<RoundItem> e)
    {
        e.HasKey(i => new { i.Month, i.OperationNumber });
        e.HasOne(i => i.Operation).WithMany().HasForeignKey(i => i.OperationNumber);
        e.HasIndex(i => i.DepartmentId);
    }

    public void Configure(EntityTypeBuilder<Confirmation> e)
    {
        e.HasOne(c => c.Operation).WithMany().HasForeignKey(c => c.OperationNumber);
        e.HasLedgerIndex(c => c.OperationNumber, nameof(Confirmation.Aspect));
    }
}
