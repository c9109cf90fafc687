using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>The transfer table as a workbook, of everything the reader may see.</summary>
[Authorize(Policy = nameof(Permission.SeeOperations))]
[EnableRateLimiting(RateLimits.HeavyReading)]
public sealed class TransferFileModel(GovernanceDbContext db, Actor actor, TimeProvider clock, DemoMark demo) : PageModel
{
    const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var steps = await db.MigrationSteps.AsNoTracking().OrderBy(s => s.Number).ToListAsync(cancel);
        var rows = await NationalTransferRow.LoadAsync(db.Operations.AsNoTracking().VisibleTo(actor), cancel);
        var book = NationalTransferSheet.Build(rows, steps, now, await demo.IsOnAsync(cancel));
        var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 81920, FileOptions.DeleteOnClose);
        try
        {
            await book.WriteAsync(file, cancel);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        file.Position = 0;
        return File(file, MediaType, $"{NationalTransferSheet.Title}_{Wareki.Iso(TokyoTime.DayOf(now))}.xlsx");
    }
}
