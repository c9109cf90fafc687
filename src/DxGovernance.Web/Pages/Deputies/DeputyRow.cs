using System.Linq.Expressions;
using DxGovernance.Core.Organization;

namespace DxGovernance.Web.Pages.Deputies;

/// <summary>One deputyship on screen.</summary>
public sealed record DeputyRow(
    int Id, int PrincipalId, string Principal, Role Role, int PersonId, string Person, DateOnly From, DateOnly To, string Reason, DateOnly? RevokedOn)
{
    public static Expression<Func<Deputy, DeputyRow>> Of { get; } = d =>
        new DeputyRow(d.Id, d.PrincipalId, d.Principal.Name, d.Role, d.PersonId, d.Person.Name, d.ValidFrom, d.ValidTo, d.Reason, d.RevokedOn);

    public bool IsOver(DateOnly day) => RevokedOn is not null || To < day;

    public string StateOn(DateOnly day) => RevokedOn is { } revoked ? $"{Wareki.Iso(revoked)}に取消し" : To < day ? "終わり" : From > day ? "これから" : "代理中";
}

public static class DeputyQueries
{
    /// <summary>The deputyships in which the actor is principal or deputy, or all.</summary>
    public static IQueryable<Deputy> VisibleTo(this IQueryable<Deputy> deputies, Actor actor) => actor.Can(Permission.ManageDeputies)
        ? deputies
        : deputies.Where(d => d.PrincipalId == actor.PersonId || d.PersonId == actor.PersonId);
}
