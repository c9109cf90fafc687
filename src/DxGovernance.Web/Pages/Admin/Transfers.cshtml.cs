using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Organization.Transfers;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Transfers that are prepared, waiting and done; the newest day first.</summary>
[Authorize(Policy = nameof(Permission.ManageRoles))]
public sealed class TransfersModel(GovernanceDbContext db) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public Paged<TransferLine> Transfers { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Transfers = await db.Transfers.AsNoTracking().OrderByDescending(t => t.EffectiveOn).ThenByDescending(t => t.Id)
        .Select(t => new TransferLine(t.Id, t.Name, t.EffectiveOn, t.State, t.Moves.Count, t.Blocked != null)).ToPageAsync(P, Paged<TransferLine>.DefaultSize, cancel);

    public sealed record TransferLine(int Id, string Name, DateOnly EffectiveOn, TransferState State, int Moves, bool IsBlocked);
}
