using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Retention;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>廃棄案と廃棄記録: all disposals that were ever proposed, newest first.</summary>
[Authorize(Policy = nameof(Permission.SeeRetention))]
public sealed class DisposalsModel(GovernanceDbContext db, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int P { get; set; } = 1;

    public Paged<Disposal> Rows { get; private set; } = null!;

    public bool MayPropose => actor.Can(Permission.ManageRetention);

    public async Task OnGetAsync(CancellationToken cancel) =>
        Rows = await db.Disposals.AsNoTracking().OrderByDescending(d => d.Id).ToPageAsync(P, Paged<Disposal>.DefaultSize, cancel);
}
