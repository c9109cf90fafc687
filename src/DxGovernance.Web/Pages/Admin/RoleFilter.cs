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

    public IQueryable<RoleRow> Of(IQueryable<RoleAssignment> held, IQueryable<Person> people, DateOnly today)
    {
        people = string.IsNullOrWhiteSpace(Q) ? people : people.Where(p => p.Name.Contains(Q.Trim()) || p.Account.Contains(Q.Trim()));
        held = Role is null ? held : held.Where(a => a.Role == Role);
        held = Time switch
        {
            RoleTime.Now => held.Where(a => a.ValidFrom <= today && (a.ValidTo == null || a.ValidTo >= today)),
            RoleTime.Future => held.Where(a => a.ValidFrom > today),
            RoleTime.Ended => held.Where(a => a.ValidTo < today),
            RoleTime.All => held,
        };
        return from a in held
               join p in people on a.PersonId equals p.Id
               orderby p.Name, p.Id, a.ValidFrom, a.Id
               select new RoleRow(a.Id, p.Name, p.Account, p.IsDemo, a.Role, a.Title, a.Department.Name, a.ValidFrom, a.ValidTo, a.ProviderRoleId != null);
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
/// <param name="IsFromProvider">Given at a sign-in, by the table of the provider's roles.</param>
public sealed record RoleRow(
    int Id, string Name, string Account, bool IsDemo, Role Role, string Title, string Department, DateOnly From, DateOnly? To, bool IsFromProvider)
{
    public string Period => $"{Wareki.Iso(From)} ～ {(To is { } end ? Wareki.Iso(end) : "")}";

    public RoleTime On(DateOnly day) => To < day ? RoleTime.Ended : From > day ? RoleTime.Future : RoleTime.Now;
}
