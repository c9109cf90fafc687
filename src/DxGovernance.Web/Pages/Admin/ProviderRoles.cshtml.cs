using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Which group or app role of the provider means which role here, and whose roles win.</summary>
[Authorize(Policy = nameof(Permission.ManageSignIn))]
public sealed class ProviderRolesModel(GovernanceDbContext db, SignInSettings settings, ProviderSettings provider, TimeProvider clock) : PageModel
{
    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public RolePrecedence Precedence => settings.RolePrecedence;

    public int KeptDays => settings.RolesKeptDays;

    public string Claim => provider.RoleClaim;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        Rows = await db.ProviderRoles.AsNoTracking().Where(r => r.EndedAt == null).OrderBy(r => r.Claim).ThenBy(r => r.Id)
            .Select(r => new Row(
                r.Id, r.Claim, r.Role, r.Title, r.Department.Name,
                db.Set<RoleAssignment>().Count(a => a.ProviderRoleId == r.Id && a.ValidFrom <= today && (a.ValidTo == null || a.ValidTo >= today))))
            .ToListAsync(cancel);
    }

    public sealed record Row(int Id, string Claim, Role Role, string Title, string Department, int Holders);
}
