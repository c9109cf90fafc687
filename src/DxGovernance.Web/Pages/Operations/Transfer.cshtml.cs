using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class TransferModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    /// <summary>More than any city has; keeps the page small where operations of many cities are loaded.</summary>
    public const int PageSize = 40;

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public bool SeesAll => actor.Can(Permission.SeeAllOperations);

    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public int Total { get; private set; }

    public IReadOnlyList<MigrationStep> Steps { get; private set; } = [];

    public IReadOnlyList<NationalTransferRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var visible = db.Operations.AsNoTracking().VisibleTo(actor);
        Total = await visible.CountAsync(cancel);
        P = Math.Clamp(P, 1, Math.Max(1, (Total + PageSize - 1) / PageSize));
        Steps = await db.MigrationSteps.AsNoTracking().OrderBy(s => s.Number).ToListAsync(cancel);
        Rows = await NationalTransferRow.LoadAsync(visible.OrderBy(o => o.MicOrder).ThenBy(o => o.Number).Skip((P - 1) * PageSize).Take(PageSize), cancel);
    }
}
