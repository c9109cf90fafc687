using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Organization.Transfers;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>The table of a transfer to be filled in.</summary>
[Authorize(Policy = nameof(Permission.ManageRoles))]
[EnableRateLimiting(RateLimits.HeavyReading)]
public sealed class TransferFileModel(GovernanceDbContext db, TimeProvider clock) : PageModel
{
    [FromRoute]
    public int Id { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await db.Transfers.AsNoTracking().Include(t => t.Moves).FirstOrDefaultAsync(t => t.Id == Id, cancel) is { } transfer
            ? File(
                await TransferSheet.WorkbookAsync(transfer, await TransferGround.LoadAsync(db, cancel), clock.GetUtcNow(), cancel), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                TransferSheet.FileName(transfer))
            : NotFound();
}
