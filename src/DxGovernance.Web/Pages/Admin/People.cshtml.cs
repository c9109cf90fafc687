using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Who may sign in, as whom the provider knows them, and who is locked.</summary>
[Authorize(Policy = nameof(Permission.ManageSignIn))]
public sealed class PeopleModel(GovernanceDbContext db, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public PersonFilter Filter { get; set; } = new();

    public Paged<PersonRow> People { get; private set; } = null!;

    public int OpenSignIns { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        People = await Filter.Of(db, clock.Today(), clock.GetUtcNow()).AsNoTracking().ToPageAsync(Filter.P, Paged<PersonRow>.DefaultSize, cancel);
        OpenSignIns = await db.UnknownSignIns.CountAsync(s => s.State == UnknownSignInState.Open, cancel);
    }
}
