using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using DxGovernance.Core.Organization;

namespace DxGovernance.Web.Pages.Admin;

public enum RoleTime
{
    Now,
    Future,
    Ended,
    All,
}

/// <summary>Which roles the list shows; every part stands in the address.</summary>
public sealed record RoleFilter
{
    [Display(Name = "氏名・アカウント")]
    [MaxLength(Person.NameMaxLength)]
    public string? Q { get; init; }

    [Display(Name = "役割")]
    public Role? Role { get; init; }

    [Display(Name = "時期")]
    public RoleTime Time { get; init; }

    /// <summary>Pages from 1.</summary>
    public int P { get; init; } = 1;

    public IQueryable<RoleRow> Of(IQueryable<Person> people, DateOnly today)
    {
        people = string.IsNullOrWhiteSpace(Q) ? people : people.Where(p => p.Name.Contains(Q.Trim()) || p.Account.Contains(Q.Trim()));
        var rows = people.SelectMany(p => p.Assignments.Select(a => new { Person = p, Held = a }));
        rows = Role is null ? rows : rows.Where(r => r.Held.Role == Role);
        rows = Time switch
        {
            RoleTime.Now => rows.Where(r => r.Held.ValidFrom <= today && (r.Held.ValidTo == null || r.Held.ValidTo >= today)),
            RoleTime.Future => rows.Where(r => r.Held.ValidFrom > today),
            RoleTime.Ended => rows.Where(r => r.Held.ValidTo < today),
            RoleTime.All => rows,
        };
        return rows.OrderBy(r => r.Person.Name).ThenBy(r => r.Person.Id).ThenBy(r => r.Held.ValidFrom).ThenBy(r => r.Held.Id)
            .Select(r => new RoleRow(
                r.Held.Id, r.Person.Name, r.Person.Account, r.Person.IsDemo, r.Held.Role, r.Held.Title, r.Held.Department.Name, r.Held.ValidFrom, r.Held.ValidTo));
    }

    public static string Label(RoleTime time) => time switch
    {
        RoleTime.Now => "今の役割",
        RoleTime.Future => "これから始まる役割",
        RoleTime.Ended => "終わった役割",
        RoleTime.All => "全て",
    };
}

/// <summary>One role of one person.</summary>
public sealed record RoleRow(int Id, string Name, string Account, bool IsDemo, Role Role, string Title, string Department, DateOnly From, DateOnly? To)
{
    public string Period => $"{Wareki.Iso(From)} ～ {(To is { } end ? Wareki.Iso(end) : "")}";

    public RoleTime On(DateOnly day) => To < day ? RoleTime.Ended : From > day ? RoleTime.Future : RoleTime.Now;
}
