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
    public const int NameMaxLength = 60;

    Department()
    {
    }

    public Department(string code, string name, DepartmentKind kind, Department? parent, DateOnly validFrom)
    {
        (Code, Name, Kind, Parent, ValidFrom) = (code, name, kind, parent, validFrom);
    }

    public int Id { get; private set; }

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public DepartmentKind Kind { get; private set; }

    public int? ParentId { get; private set; }

    public Department? Parent { get; private set; }

    public DateOnly ValidFrom { get; private set; }

    public DateOnly? ValidTo { get; private set; }
}

sealed class DepartmentConfiguration : IEntityTypeConfiguration<Department>
{
    public void Configure(EntityTypeBuilder<Department> e)
    {
        e.Property(d => d.Code).HasMaxLength(20);
        e.Property(d => d.Name).HasMaxLength(Department.NameMaxLength);
        e.HasIndex(d => d.Code).IsUnique();
        e.HasOne(d => d.Parent).WithMany().HasForeignKey(d => d.ParentId).OnDelete(DeleteBehavior.Restrict);
        e.ToTable(t => t.HasCheckConstraint("ck_departments_period", "valid_to is null or valid_to >= valid_from"));
    }
}
