using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Standardization;

/// <summary>One of the 40 steps of the ministry's procedure (手順書), with its published wording.</summary>
public sealed class MigrationStep
{
    MigrationStep()
    {
    }

    public MigrationStep(int number, string branch, string name, string groupTitle, string phase) =>
        (Number, Branch, Name, GroupTitle, Phase) = (number, branch, name, groupTitle, phase);

    public int Number { get; private set; }

    public string Branch { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string GroupTitle { get; private set; } = "";

    public string Phase { get; private set; } = "";
}

/// <summary>The newest report of one step of one operation: projection of <see cref="StepReport"/>.</summary>
public sealed class OperationStep
{
    OperationStep()
    {
    }

    internal OperationStep(Operation operation, int stepNumber) => (OperationNumber, StepNumber) = (operation.Number, stepNumber);

    public int OperationNumber { get; private set; }

    public int StepNumber { get; private set; }

    [DisplayName("状態")]
    public StepStatus Status { get; private set; }

    [DisplayName("予定日")]
    public DateOnly? PlannedOn { get; private set; }

    [DisplayName("担当")]
    public string? Assignee { get; private set; }

    [DisplayName("根拠")]
    public string? Evidence { get; private set; }

    [DisplayName("メモ")]
    public string? Memo { get; private set; }

    public DateOnly? ReportedAsOf { get; private set; }

    public uint Version { get; private set; }

    public StepInput Current => new(StepNumber, Status, PlannedOn, Assignee, Evidence, Memo);

    internal void Set(StepInput to, DateOnly asOf) =>
        (Status, PlannedOn, Assignee, Evidence, Memo, ReportedAsOf) = (to.Status, to.PlannedOn, to.Assignee, to.Evidence, to.Memo, asOf);
}

/// <summary>What a person reports of one step.</summary>
public sealed record StepInput(int StepNumber, StepStatus Status, DateOnly? PlannedOn, string? Assignee, string? Evidence, string? Memo);

/// <summary>Ledger of the steps: one row for each change.</summary>
public sealed class StepReport : LedgerEntry
{
    public const int AssigneeMaxLength = 60;
    public const int TextMaxLength = 500;

    StepReport()
    {
    }

    internal StepReport(Operation operation, StepInput to, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        (Operation, OperationNumber, StepNumber) = (operation, operation.Number, to.StepNumber);
        (Status, PlannedOn, Assignee, Evidence, Memo) = (to.Status, to.PlannedOn, to.Assignee, to.Evidence, to.Memo);
    }

    public int OperationNumber { get; private set; }

    public Operation Operation { get; private set; } = null!;

    public int StepNumber { get; private set; }

    public StepStatus Status { get; private set; }

    public DateOnly? PlannedOn { get; private set; }

    public string? Assignee { get; private set; }

    public string? Evidence { get; private set; }

    public string? Memo { get; private set; }
}

/// <summary>Ledger of the step rates that the ministry published, as fractions of 1.</summary>
public sealed class PublishedRate : LedgerEntry
{
    PublishedRate()
    {
    }

    internal PublishedRate(Operation operation, decimal rate, string source, Actor by, DateTimeOffset now, DateOnly asOf)
        : base(by, now, asOf, source)
    {
        (Operation, OperationNumber, Rate, Source) = (operation, operation.Number, rate, source);
    }

    public int OperationNumber { get; private set; }

    public Operation Operation { get; private set; } = null!;

    public decimal Rate { get; private set; }

    public string Source { get; private set; } = "";
}

public sealed partial class Operation
{
    readonly List<OperationStep> steps = [];

    public IReadOnlyList<OperationStep> Steps => steps;

    public int StepsCompleted { get; private set; }

    public int StepsInProgress { get; private set; }

    public int StepsNotApplicable { get; private set; }

    public decimal? PublishedRate { get; private set; }

    public DateOnly? PublishedAsOf { get; private set; }

    /// <summary>Makes the 40 rows, all 未着手 and unreported.</summary>
    public void AddSteps(IEnumerable<MigrationStep> definitions) =>
        steps.AddRange(definitions.OrderBy(d => d.Number).Select(d => new OperationStep(this, d.Number)));

    /// <summary>Records the steps that differ from what is stored. Needs <see cref="Steps"/> loaded.</summary>
    /// <returns>How many steps changed.</returns>
    public int ReportSteps(IReadOnlyCollection<StepInput> inputs, Actor actor, DateTimeOffset now, DateOnly asOf, string? reason)
    {
        actor.Require(Permission.ReportProgress, DepartmentId);
        RequireDay(asOf, null, now);
        var changed = 0;
        foreach (var input in inputs)
        {
            var step = steps.Single(s => s.StepNumber == input.StepNumber);
            if (step.Current == input)
            {
                continue;
            }

            RequireDay(asOf, step.ReportedAsOf, now);
            step.Set(input, asOf);
            Record(new StepReport(this, input, actor, now, asOf, reason));
            changed++;
        }

        if (changed > 0)
        {
            StepsCompleted = steps.Count(s => s.Status == StepStatus.Completed);
            StepsInProgress = steps.Count(s => s.Status == StepStatus.InProgress);
            StepsNotApplicable = steps.Count(s => s.Status == StepStatus.NotApplicable);
            Confirm(ReportAspect.Steps, ConfirmationKind.Updated, actor, now);
            ChangedOn(asOf);
        }

        return changed;
    }

    /// <summary>Takes in a published step rate (fraction of 1) with the day it stands for and where it was published.</summary>
    public void ImportPublishedRate(decimal rate, string source, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        RuleViolation.Require(rate is >= 0 and <= 1, "rate-range", "公表値は0%から100%の間で入力してください。", "Rate");
        if (PublishedAsOf is null || asOf >= PublishedAsOf)
        {
            (PublishedRate, PublishedAsOf) = (rate, asOf);
        }

        Record(new PublishedRate(this, rate, source, actor, now, asOf));
    }
}

sealed class MigrationStepConfiguration :
    IEntityTypeConfiguration<MigrationStep>,
    IEntityTypeConfiguration<OperationStep>,
    IEntityTypeConfiguration<StepReport>,
    IEntityTypeConfiguration<PublishedRate>
{
    public void Configure(EntityTypeBuilder<MigrationStep> e)
    {
        e.HasKey(s => s.Number);
        e.Property(s => s.Number).ValueGeneratedNever();
        e.ToTable(t => t.HasCheckConstraint("ck_migration_steps_number", $"number between 1 and {Operation.StepCount}"));
    }

    public void Configure(EntityTypeBuilder<OperationStep> e)
    {
        e.HasKey(s => new { s.OperationNumber, s.StepNumber });
        e.Property(s => s.Version).IsRowVersion();
        e.Property(s => s.Assignee).HasMaxLength(StepReport.AssigneeMaxLength);
        e.Property(s => s.Evidence).HasMaxLength(StepReport.TextMaxLength);
        e.Property(s => s.Memo).HasMaxLength(StepReport.TextMaxLength);
        e.HasOne<Operation>().WithMany(o => o.Steps).HasForeignKey(s => s.OperationNumber);
        e.HasOne<MigrationStep>().WithMany().HasForeignKey(s => s.StepNumber).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<StepReport> e)
    {
        e.Property(s => s.Assignee).HasMaxLength(StepReport.AssigneeMaxLength);
        e.Property(s => s.Evidence).HasMaxLength(StepReport.TextMaxLength);
        e.Property(s => s.Memo).HasMaxLength(StepReport.TextMaxLength);
        e.HasOne(s => s.Operation).WithMany().HasForeignKey(s => s.OperationNumber);
        e.HasLedgerIndex(s => s.OperationNumber, nameof(StepReport.StepNumber));
    }

    public void Configure(EntityTypeBuilder<PublishedRate> e)
    {
        e.Property(r => r.Rate).HasPrecision(7, 4);
        e.HasOne(r => r.Operation).WithMany().HasForeignKey(r => r.OperationNumber);
        e.HasLedgerIndex(r => r.OperationNumber);
    }
}
