using System.ComponentModel;
using System.Text;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Standardization;

/// <summary>
/// One of the 20 core operations (基幹系20業務). Carries the newest values as projections for lists; the truth is in the ledgers.
/// Every change goes through a method here or in the partial files of this folder, which writes ledger row and projection together.
/// </summary>
public sealed partial class Operation : IKeepsLedger
{
    public const int StepCount = 40;
    public const int TextMaxLength = 200;
    public const int NoteMaxLength = 1000;

    readonly List<LedgerEntry> newEntries = [];

    Operation()
    {
    }

    /// <summary>A master row from the public facts.</summary>
    public Operation(OperationMaster master)
    {
        Number = master.Number;
        Name = master.Name;
        MicName = master.MicName;
        MicOrder = master.MicOrder;
        DigitalAgencyOrder = master.DigitalAgencyOrder;
        Ministry = master.Ministry;
        DataRequirementIds = master.DataRequirementIds;
        Source = master.Source;
        SearchText = SearchKey(Name, MicName);
    }

    /// <summary>政令順 ①–⑳; the key and the number in the address.</summary>
    public int Number { get; private set; }

    public string Name { get; private set; } = "";

    public string MicName { get; private set; } = "";

    public int MicOrder { get; private set; }

    public int DigitalAgencyOrder { get; private set; }

    public string Ministry { get; private set; } = "";

    public string DataRequirementIds { get; private set; } = "";

    public string Source { get; private set; } = "";

    [DisplayName("別名")]
    public string Aliases { get; private set; } = "";

    [DisplayName("根拠法令")]
    public string LegalBasis { get; private set; } = "";

    [DisplayName("標準仕様書の版")]
    public string SpecificationVersion { get; private set; } = "";

    [DisplayName("標準仕様書の日付")]
    public string SpecificationDate { get; private set; } = "";

    public int? DepartmentId { get; private set; }

    [DisplayName("所管課")]
    public string? DepartmentName { get; private set; }

    [DisplayName("段階")]
    public OperationStage Stage { get; private set; }

    [DisplayName("特定移行支援システム")]
    public bool IsSpecialTransition { get; private set; }

    [DisplayName("事由")]
    public TransitionReason? TransitionReason { get; private set; }

    [DisplayName("稼働日")]
    public DateOnly? LiveOn { get; private set; }

    [DisplayName("市の期限")]
    public DateOnly? CityDeadline { get; private set; }

    [DisplayName("国の期限")]
    public DateOnly? NationDeadline { get; private set; }

    /// <summary>Names and aliases, NFKC and lower case, for searching.</summary>
    public string SearchText { get; private set; } = "";

    public uint Version { get; private set; }

    public static string SearchKey(params string[] texts) =>
        string.Join(' ', texts).Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    /// <summary>Changes the descriptive attributes; every change is one ledger row with all of them.</summary>
    public void Revise(OperationAttributes to, Department? department, Actor actor, DateTimeOffset now, DateOnly asOf, string? reason)
    {
        actor.Require(Permission.EditOperation, DepartmentId);
        RequireDay(asOf, null, now);
        Apply(to, department);
        Record(new OperationRevision(this, to, DepartmentId, DepartmentName, actor, now, asOf, reason));
    }

    /// <summary>Sets the attributes from the facts, without a person's permission.</summary>
    internal void Describe(OperationAttributes to, Department? department, Actor actor, DateTimeOffset now, DateOnly asOf, string reason)
    {
        Apply(to, department);
        Record(new OperationRevision(this, to, DepartmentId, DepartmentName, actor, now, asOf, reason));
    }

    /// <summary>Records class and stage as published or as reached.</summary>
    public void Classify(OperationClass to, string source, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        (Stage, IsSpecialTransition, TransitionReason, LiveOn) = (to.Stage, to.IsSpecialTransition, to.Reason, to.LiveOn);
        Record(new OperationState(this, to, source, actor, now, asOf, source));
    }

    /// <summary>事由 1–4, once it is known.</summary>
    public void GiveTransitionReason(TransitionReason? reason, string? note, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        actor.Require(Permission.EditOperation, DepartmentId);
        RequireDay(asOf, null, now);
        RuleViolation.Require(IsSpecialTransition, "reason-without-class", "事由は特定移行支援システムにだけ登録できます。", "TransitionReason");
        TransitionReason = reason;
        Record(new OperationState(this, new(Stage, IsSpecialTransition, reason, LiveOn), "庁内の登録", actor, now, asOf, note));
    }

    /// <summary>Sets one of the two deadlines; they are never derived from one another.</summary>
    public void SetDeadline(DeadlineKind kind, DateOnly due, string source, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        _ = kind == DeadlineKind.City ? CityDeadline = due : NationDeadline = due;
        Record(new DeadlineEntry(this, kind, due, source, actor, now, asOf));
    }

    public IEnumerable<LedgerEntry> TakeNewEntries()
    {
        var taken = newEntries.ToArray();
        newEntries.Clear();
        return taken;
    }

    void Apply(OperationAttributes to, Department? department)
    {
        (Aliases, LegalBasis, SpecificationVersion, SpecificationDate) = (to.Aliases, to.LegalBasis, to.SpecificationVersion, to.SpecificationDate);
        (DepartmentId, DepartmentName) = (department?.Id, department?.Name);
        SearchText = SearchKey(Name, MicName, to.Aliases);
    }

    void Record(LedgerEntry entry) => newEntries.Add(entry);

    static void RequireDay(DateOnly asOf, DateOnly? last, DateTimeOffset now, string field = "AsOf") => AsOfRule.RequireDay(asOf, last, now, field);
}

/// <summary>What the public facts say of an operation.</summary>
public sealed record OperationMaster(
    int Number,
    string Name,
    string MicName,
    int MicOrder,
    int DigitalAgencyOrder,
    string Ministry,
    string DataRequirementIds,
    string Source);

public sealed record OperationAttributes(string Aliases, string LegalBasis, string SpecificationVersion, string SpecificationDate);

public sealed record OperationClass(OperationStage Stage, bool IsSpecialTransition, TransitionReason? Reason, DateOnly? LiveOn);

/// <summary>Ledger of the descriptive attributes (別名, 根拠法令, 標準仕様書の版, 所管課).</summary>
public sealed class OperationRevision : LedgerEntry
{
    OperationRevision()
    {
    }

    internal OperationRevision(
        Operation operation, OperationAttributes to, int? departmentId, string? departmentName, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        (Operation, OperationNumber) = (operation, operation.Number);
        (Aliases, LegalBasis, SpecificationVersion, SpecificationDate) = (to.Aliases, to.LegalBasis, to.SpecificationVersion, to.SpecificationDate);
        (DepartmentId, DepartmentName) = (departmentId, departmentName);
    }

    public int OperationNumber { get; private set; }

    public Operation Operation { get; private set; } = null!;

    public string Aliases { get; private set; } = "";

    public string LegalBasis { get; private set; } = "";

    public string SpecificationVersion { get; private set; } = "";

    public string SpecificationDate { get; private set; } = "";

    public int? DepartmentId { get; private set; }

    /// <summary>Printed into the row, so that a renamed department does not change the past.</summary>
    public string? DepartmentName { get; private set; }
}

/// <summary>Ledger of stage and class: 移行中/稼働, 特定移行支援システム, 事由.</summary>
public sealed class OperationState : LedgerEntry
{
    OperationState()
    {
    }

    internal OperationState(Operation operation, OperationClass to, string source, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        (Operation, OperationNumber, Source) = (operation, operation.Number, source);
        (Stage, IsSpecialTransition, TransitionReason, LiveOn) = (to.Stage, to.IsSpecialTransition, to.Reason, to.LiveOn);
    }

    public int OperationNumber { get; private set; }

    public Operation Operation { get; private set; } = null!;

    public OperationStage Stage { get; private set; }

    public bool IsSpecialTransition { get; private set; }

    public TransitionReason? TransitionReason { get; private set; }

    public DateOnly? LiveOn { get; private set; }

    public string Source { get; private set; } = "";
}

/// <summary>Ledger of the two deadlines.</summary>
public sealed class DeadlineEntry : LedgerEntry
{
    DeadlineEntry()
    {
    }

    internal DeadlineEntry(Operation operation, DeadlineKind kind, DateOnly due, string source, Actor by, DateTimeOffset now, DateOnly asOf)
        : base(by, now, asOf, source)
    {
        (Operation, OperationNumber, Kind, DueOn, Source) = (operation, operation.Number, kind, due, source);
    }

    public int OperationNumber { get; private set; }

    public Operation Operation { get; private set; } = null!;

    public DeadlineKind Kind { get; private set; }

    public DateOnly DueOn { get; private set; }

    public string Source { get; private set; } = "";
}

sealed class OperationConfiguration :
    IEntityTypeConfiguration<Operation>,
    IEntityTypeConfiguration<OperationRevision>,
    IEntityTypeConfiguration<OperationState>,
    IEntityTypeConfiguration<DeadlineEntry>
{
    public void Configure(EntityTypeBuilder<Operation> e)
    {
        e.HasKey(o => o.Number);
        e.Property(o => o.Number).ValueGeneratedNever();
        e.Property(o => o.Version).IsRowVersion();
        e.Property(o => o.Name).HasMaxLength(60);
        e.Property(o => o.MicName).HasMaxLength(60);
        e.Property(o => o.PublishedRate).HasPrecision(7, 4);
        e.HasOne<Department>().WithMany().HasForeignKey(o => o.DepartmentId).OnDelete(DeleteBehavior.Restrict);
        e.HasIndex(o => o.DepartmentId);
        e.HasIndex(o => o.MicOrder);
        e.HasIndex(o => o.GoLiveForecast);
        e.Navigation(o => o.Steps).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Navigation(o => o.Milestones).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Navigation(o => o.Risks).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Navigation(o => o.Systems).UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<OperationRevision> e)
    {
        e.HasOne(r => r.Operation).WithMany().HasForeignKey(r => r.OperationNumber);
        e.HasLedgerIndex(r => r.OperationNumber);
    }

    public void Configure(EntityTypeBuilder<OperationState> e)
    {
        e.HasOne(s => s.Operation).WithMany().HasForeignKey(s => s.OperationNumber);
        e.HasLedgerIndex(s => s.OperationNumber);
    }

    public void Configure(EntityTypeBuilder<DeadlineEntry> e)
    {
        e.HasOne(d => d.Operation).WithMany().HasForeignKey(d => d.OperationNumber);
        e.HasLedgerIndex(d => d.OperationNumber, nameof(DeadlineEntry.Kind));
    }
}
