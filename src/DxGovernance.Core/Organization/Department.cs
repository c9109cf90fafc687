using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Organization;

public enum DepartmentKind
{
    Division,
    Section,
}

/// <summary>部 or 課, existing from a day to a day. A renamed department is a new one.</summary>
public sealed class Department
{
    public const int NameMaxLength = 60, CodeMaxLength = 20;

    Department()
    {
    }

    public Department(string code, string name, DepartmentKind kind, Department? parent, DateOnly validFrom)
    {
        (Code, Name, Kind, Parent, ValidFrom) = (code, name, kind, parent, validFrom);
    }

    /// <summary>A department that exists from a day on.</summary>
    /// <param name="code">For ever; another department's is refused.</param>
    /// <param name="name">As screens and records show it.</param>
    /// <param name="parent">The 部 above a 課; null for a 部.</param>
    /// <param name="from">First day.</param>
    /// <param name="isTaken">Another department has the code.</param>
    /// <param name="actor">Who registers.</param>
    public static Department Open(string? code, string? name, Department? parent, DateOnly from, bool isTaken, Actor actor)
    {
        actor.Require(Permission.ManageOrganization, null);
        RuleViolation.Require(!string.IsNullOrWhiteSpace(code), "department-code", "部署コードを入力してください。", "Code");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(name), "department-name", "名称を入力してください。", "Name");
        RuleViolation.Require(!isTaken, "department-taken", $"部署コード「{code.Trim()}」の部署は、すでに登録されています。別のコードにしてください。", "Code");
        RuleViolation.Require(
            parent is null || (parent.Kind == DepartmentKind.Division && parent.ValidFrom <= from && (parent.ValidTo is null || parent.ValidTo >= from)), "department-parent",
            $"上位の部署「{parent?.Name}」は、{Wareki.Both(from)}にある部ではありません。その日にある部を選んでください。", "ParentId");
        return new(code.Trim(), name.Trim(), parent is null ? DepartmentKind.Division : DepartmentKind.Section, parent, from);
    }

    /// <summary>Ends the department after its last day.</summary>
    /// <param name="lastDay">Today or later.</param>
    /// <param name="stays">What still belongs to it afterwards, in words; empty where nothing does.</param>
    /// <param name="actor">Who closes.</param>
    /// <param name="now">When.</param>
    public void Close(DateOnly lastDay, IReadOnlyList<string> stays, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageOrganization, null);
        RuleViolation.Require(ValidTo is null || ValidTo >= TokyoTime.DayOf(now), "department-over", $"この部署は{Wareki.Both(ValidTo)}に終わっています。");
        RuleViolation.Require(lastDay >= TokyoTime.DayOf(now), "department-end-past", "最後の日は今日以降の日にしてください。過去の記録は変わりません。", "LastDay");
        RuleViolation.Require(lastDay >= ValidFrom, "department-end-before", $"この部署は{Wareki.Both(ValidFrom)}に始まります。最後の日はその日以降にしてください。", "LastDay");
        RuleViolation.Require(
            stays.Count == 0, "department-in-use", $"この部署には、最後の日の後も次のものが残るため、終えられません。{string.Join("、", stays)}。先に、ほかの部署へ移すか終えてください。", "LastDay");
        ValidTo = lastDay;
    }

    public int Id { get; private set; }

    [DisplayName("部署コード")]
    public string Code { get; private set; } = "";

    [DisplayName("名称")]
    public string Name { get; private set; } = "";

    public DepartmentKind Kind { get; private set; }

    public int? ParentId { get; private set; }

    public Department? Parent { get; private set; }

    [DisplayName("始まりの日")]
    public DateOnly ValidFrom { get; private set; }

    [DisplayName("終わりの日")]
    public DateOnly? ValidTo { get; private set; }
}

sealed class DepartmentConfiguration : IEntityTypeConfiguration<Department>
{
    public void Configure(EntityTypeBuilder<Department> e)
    {
        e.Property(d => d.Code).HasMaxLength(Department.CodeMaxLength);
        e.Property(d => d.Name).HasMaxLength(Department.NameMaxLength);
        e.HasIndex(d => d.Code).IsUnique();
        e.HasOne(d => d.Parent).WithMany().HasForeignKey(d => d.ParentId).OnDelete(DeleteBehavior.Restrict);
        e.ToTable(t => t.HasCheckConstraint("ck_departments_period", "valid_to is null or valid_to >= valid_from"));
    }
}
