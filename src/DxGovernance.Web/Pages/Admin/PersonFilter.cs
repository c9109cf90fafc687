using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;

namespace DxGovernance.Web.Pages.Admin;

public enum PersonState
{
    All,
    Locked,
    Unlinked,
    SignedIn,
}

/// <summary>Which people the list shows; every part stands in the address.</summary>
public sealed record PersonFilter
{
    [Display(Name = "氏名・アカウント")]
    [MaxLength(Person.NameMaxLength)]
    public string? Q { get; init; }

    [Display(Name = "状態")]
    public PersonState State { get; init; }

    /// <summary>Pages from 1.</summary>
    public int P { get; init; } = 1;

    public IQueryable<PersonRow> Of(GovernanceDbContext db, DateOnly today, DateTimeOffset now)
    {
        var people = db.People.AsQueryable();
        people = string.IsNullOrWhiteSpace(Q) ? people : people.Where(p => p.Name.Contains(Q.Trim()) || p.Account.Contains(Q.Trim()));
        people = State switch
        {
            PersonState.All => people,
            PersonState.Locked => people.Where(p => p.LockedAt != null),
            PersonState.Unlinked => people.Where(p => !db.ExternalIdentities.Any(i => i.PersonId == p.Id && i.UnlinkedAt == null)),
            PersonState.SignedIn => people.Where(p => db.Sessions.Any(s => s.PersonId == p.Id && s.EndedAt == null && s.EndsAt > now)),
        };
        return from p in people
               orderby p.Name, p.Id
               select new PersonRow(
                   p.Id, p.Name, p.Account, p.IsDemo, p.LockedAt,
                   p.Assignments.Where(a => a.ValidFrom <= today && (a.ValidTo == null || a.ValidTo >= today)).OrderBy(a => a.Id).Select(a => a.Role).ToArray(),
                   db.ExternalIdentities.Count(i => i.PersonId == p.Id && i.UnlinkedAt == null),
                   db.Sessions.Where(s => s.PersonId == p.Id).Max(s => (DateTimeOffset?)s.StartedAt));
    }

    public static string Label(PersonState state) => state switch
    {
        PersonState.All => "全て",
        PersonState.Locked => "ロック中",
        PersonState.Unlinked => "認証基盤と結び付いていない",
        PersonState.SignedIn => "サインイン中",
    };
}

/// <summary>One person of the register.</summary>
/// <param name="Identities">How many accounts of the provider are theirs.</param>
/// <param name="LastSignIn">Null where none was kept in the last month.</param>
public sealed record PersonRow(int Id, string Name, string Account, bool IsDemo, DateTimeOffset? LockedAt, Role[] Roles, int Identities, DateTimeOffset? LastSignIn)
{
    public string RoleWords => Roles.Length == 0 ? "－" : string.Join("・", Roles.Distinct().Select(r => r.Label()));
}
