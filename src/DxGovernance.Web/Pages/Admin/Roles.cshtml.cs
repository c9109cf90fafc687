using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Who holds which role, now, later and before.</summary>
[Authorize(Policy = nameof(Permission.ManageRoles))]
public sealed class RolesModel(GovernanceDbContext db, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public RoleFilter Filter { get; set; } = new();

    public Paged<RoleRow> Roles { get; private set; } = null!;

    public DateOnly Today => clock.Today();

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Roles = await Filter.Of(db.Set<RoleAssignment>().AsNoTracking(), db.People, Today).ToPageAsync(Filter.P, Paged<RoleRow>.DefaultSize, cancel);
    }
}
