using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Departments, people with their roles, the permission table, holidays; from here departments and holidays are changed.</summary>
[Authorize(Policy = nameof(Permission.SeeOrganization))]
public sealed class OrganizationModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    public IReadOnlyList<DepartmentRow> Departments { get; private set; } = [];

    public IReadOnlyList<HolderRow> Holders { get; private set; } = [];

    public IReadOnlyList<Holiday> Holidays { get; private set; } = [];

    public bool MayManage => actor.Can(Permission.ManageOrganization);

    public DateOnly Today => clock.Today();

    /// <summary>This year and the next, where the holidays are not on file.</summary>
    public IEnumerable<int> MissingYears => new[] { Today.Year, Today.Year + 1 }.Where(y => Holidays.All(h => h.Day.Year != y));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Departments = await db.Departments.AsNoTracking()
            .OrderBy(d => d.Parent == null ? d.Code : d.Parent.Code).ThenBy(d => d.ParentId != null).ThenBy(d => d.Code)
            .Select(d => new DepartmentRow(d.Id, d.Code, d.Name, d.Parent == null ? null : d.Parent.Name, d.ValidFrom, d.ValidTo))
            .ToListAsync(cancel);
        var held = await db.People.AsNoTracking()
            .SelectMany(p => p.Assignments.Select(a => new HolderRow(p.Name, p.IsDemo, a.Role, a.Title, a.Department.Name, a.ValidFrom, a.ValidTo)))
            .ToListAsync(cancel);
        Holders = [.. held.OrderBy(h => h.Role).ThenBy(h => h.Department, StringComparer.Ordinal).ThenBy(h => h.From)];
        Holidays = await db.Holidays.AsNoTracking().OrderBy(h => h.Day).ToListAsync(cancel);
    }

    public bool IsNow(DateOnly from, DateOnly? to) => from <= Today && (to is null || to >= Today);

    public sealed record DepartmentRow(int Id, string Code, string Name, string? Parent, DateOnly From, DateOnly? To);

    public sealed record HolderRow(string Name, bool IsDemo, Role Role, string Title, string Department, DateOnly From, DateOnly? To);
}
