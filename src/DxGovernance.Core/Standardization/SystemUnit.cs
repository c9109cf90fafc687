using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Standardization;

/// <summary>構成システム of an operation: projection of <see cref="SystemUnitRevision"/>. All but the name may be unknown.</summary>
public sealed class SystemUnit
{
    SystemUnit()
    {
    }

    internal SystemUnit(Operation operation) => (Operation, OperationNumber) = (operation, operation.Number);

    public int Id { get; private set; }

    public int OperationNumber { get; private set; }

    public Operation Operation { get; private set; } = null!;

    [DisplayName("構成システム名")]
    public string Name { get; private set; } = "";

    [DisplayName("事業者")]
    public string? Vendor { get; private set; }

    [DisplayName("パッケージ")]
    public string? Package { get; private set; }

    [DisplayName("クラウド")]
    public string? CloudProvider { get; private set; }

    [DisplayName("ネットワーク区分")]
    public string? NetworkZone { get; private set; }

    [DisplayName("契約開始")]
    public DateOnly? ContractFrom { get; private set; }

    [DisplayName("契約終了")]
    public DateOnly? ContractTo { get; private set; }

    [DisplayName("備考")]
    public string? Note { get; private set; }

    [DisplayName("廃止")]
    public bool IsRetired { get; private set; }

    public uint Version { get; private set; }

    internal void Set(SystemUnitInput to)
    {
        (Name, Vendor, Package, CloudProvider, NetworkZone) = (to.Name, to.Vendor, to.Package, to.CloudProvider, to.NetworkZone);
        (ContractFrom, ContractTo, Note, IsRetired) = (to.ContractFrom, to.ContractTo, to.Note, to.IsRetired);
    }
}

public sealed record SystemUnitInput(
    string Name,
    string? Vendor,
    string? Package,
    string? CloudProvider,
    string? NetworkZone,
    DateOnly? ContractFrom,
    DateOnly? ContractTo,
    string? Note,
    bool IsRetired);

/// <summary>Ledger of a system unit: each change is one row with all attributes.</summary>
public sealed class SystemUnitRevision : LedgerEntry
{
    SystemUnitRevision()
    {
    }

    internal SystemUnitRevision(SystemUnit unit, SystemUnitInput to, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        (SystemUnit, OperationNumber) = (unit, unit.OperationNumber);
        (Name, Vendor, Package, CloudProvider, NetworkZone) = (to.Name, to.Vendor, to.Package, to.CloudProvider, to.NetworkZone);
        (ContractFrom, ContractTo, Note, IsRetired) = (to.ContractFrom, to.ContractTo, to.Note, to.IsRetired);
    }

    public int OperationNumber { get; private set; }

    public int SystemUnitId { get; private set; }

    public SystemUnit SystemUnit { get; private set; } = null!;

    public string Name { get; private set; } = "";

    public string? Vendor { get; private set; }

    public string? Package { get; private set; }

    public string? CloudProvider { get; private set; }

    public string? NetworkZone { get; private set; }

    public DateOnly? ContractFrom { get; private set; }

    public DateOnly? ContractTo { get; private set; }

    public string? Note { get; private set; }

    public bool IsRetired { get; private set; }
}

public sealed partial class Operation
{
    readonly List<SystemUnit> systems = [];

    public IReadOnlyList<SystemUnit> Systems => systems;

    public SystemUnit AddSystem(SystemUnitInput input, Actor actor, DateTimeOffset now, DateOnly asOf, string? reason)
    {
        var unit = new SystemUnit(this);
        ReviseSystem(unit, input, actor, now, asOf, reason);
        systems.Add(unit);
        return unit;
    }

    public void ReviseSystem(SystemUnit unit, SystemUnitInput to, Actor actor, DateTimeOffset now, DateOnly asOf, string? reason)
    {
        actor.Require(Permission.EditOperation, DepartmentId);
        RequireDay(asOf, null, now);
        RuleViolation.Require(!string.IsNullOrWhiteSpace(to.Name), "system-name-missing", "構成システム名を入力してください。", "Name");
        RuleViolation.Require(
            to.ContractFrom is null || to.ContractTo is null || to.ContractFrom <= to.ContractTo,
            "contract-period",
            "契約終了が契約開始より前です。契約開始以降の日を入力してください。",
            "ContractTo");
        unit.Set(to);
        Record(new SystemUnitRevision(unit, to, actor, now, asOf, reason));
    }

    /// <summary>The first unit that every operation has, from the facts: its name only.</summary>
    internal void AddKnownSystem(string name, Actor actor, DateTimeOffset now, DateOnly asOf, string source)
    {
        var unit = new SystemUnit(this);
        systems.Add(unit);
        var input = new SystemUnitInput(name, null, null, null, null, null, null, null, IsRetired: false);
        unit.Set(input);
        Record(new SystemUnitRevision(unit, input, actor, now, asOf, source));
    }
}

sealed class SystemUnitConfiguration : IEntityTypeConfiguration<SystemUnit>, IEntityTypeConfiguration<SystemUnitRevision>
{
    public void Configure(EntityTypeBuilder<SystemUnit> e)
    {
        foreach (var text in new[] { "Name", "Vendor", "Package", "CloudProvider", "NetworkZone" })
        {
            e.Property(text).HasMaxLength(Operation.TextMaxLength);
        }

        e.Property(s => s.Note).HasMaxLength(Operation.NoteMaxLength);
        e.Property(s => s.Version).IsRowVersion();
        e.HasOne(s => s.Operation).WithMany(o => o.Systems).HasForeignKey(s => s.OperationNumber);
    }

    public void Configure(EntityTypeBuilder<SystemUnitRevision> e)
    {
        e.HasOne(r => r.SystemUnit).WithMany().HasForeignKey(r => r.SystemUnitId);
        e.HasLedgerIndex(r => r.SystemUnitId);
        e.HasIndex(r => new { r.OperationNumber, r.RecordedAt });
    }
}
