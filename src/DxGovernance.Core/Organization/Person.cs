using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Organization;

public sealed class Person
{
    public const int NameMaxLength = 60;

    readonly List<RoleAssignment> assignments = [];

    Person()
    {
    }

    public Person(string account, string name, bool isDemo)
    {
        (Account, Name, IsDemo) = (account, name, isDemo);
    }

    public int Id { get; private set; }

    /// <summary>Stable key of the person in the city's directory.</summary>
    public string Account { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>A fictional person of the demo set.</summary>
    public bool IsDemo { get; private set; }

    public IReadOnlyList<RoleAssignment> Assignments => assignments;

    public void Assign(Role role, string title, Department department, DateOnly from, DateOnly? to = null) =>
        assignments.Add(new RoleAssignment(role, title, department, from, to));
}

/// <summary>A role held in a department from a day to a day (both included), with the title printed beside the name.</summary>
public sealed class RoleAssignment
{
    RoleAssignment()
    {
    }

    internal RoleAssignment(Role role, string title, Department department, DateOnly from, DateOnly? to)
    {
        (Role, Title, Department, ValidFrom, ValidTo) = (role, title, department, from, to);
    }

    public int Id { get; private set; }

    public int PersonId { get; private set; }

    public Role Role { get; private set; }

    public string Title { get; private set; } = "";

    public int DepartmentId { get; private set; }

    public Department Department { get; private set; } = null!;

    public DateOnly ValidFrom { get; private set; }

    public DateOnly? ValidTo { get; private set; }
}

sealed class PersonConfiguration : IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<RoleAssignment>
{
    public void Configure(EntityTypeBuilder<Person> e)
    {
        e.Property(p => p.Account).HasMaxLength(60);
        e.Property(p => p.Name).HasMaxLength(Person.NameMaxLength);
        e.HasIndex(p => p.Account).IsUnique();
        e.HasMany(p => p.Assignments).WithOne().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict);
        e.Navigation(p => p.Assignments).UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<RoleAssignment> e)
    {
        e.Property(a => a.Title).HasMaxLength(60);
        e.HasOne(a => a.Department).WithMany().HasForeignKey(a => a.DepartmentId).OnDelete(DeleteBehavior.Restrict);
        e.HasIndex(a => a.PersonId);
        e.HasIndex(a => a.DepartmentId);
        e.ToTable(t => t.HasCheckConstraint("ck_role_assignments_period", "valid_to is null or valid_to >= valid_from"));
    }
}
