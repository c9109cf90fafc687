using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.RunningCosts;

/// <summary>Every ledger row of the running costs of one operation.</summary>
[Authorize(Policy = nameof(Permission.SeeRunningCosts))]
public sealed class HistoryModel(GovernanceDbContext db, Actor actor) : PageModel
{
    const int PageSize = 50;
    const int NewestOthers = 30;

    [FromRoute]
    public int Number { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public RunningCostPlace Place { get; private set; } = null!;

    public Paged<Row> Rows { get; private set; } = new([], 0, 1, PageSize);

    public IReadOnlyList<(RunningCostStage Stage, RunningCostTerms Row)> Terms { get; private set; } = [];

    public IReadOnlyList<(RunningCostStage Stage, RunningCostConfirmation Row)> Confirmations { get; private set; } = [];

    /// <summary>An amount with the stage it belongs to.</summary>
    public sealed record Row(RunningCostStage Stage, RunningCostEntry Entry);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await RunningCostPlace.FindAsync(db, actor, Number, cancel) is not { } place)
        {
            return NotFound();
        }

        Place = place;
        int? operation = Number == RunningCostSet.CommonNumber ? null : Number;
        Rows = await db.RunningCostEntries.AsNoTracking().Where(e => e.Set.OperationNumber == operation)
            .OrderByDescending(e => e.RecordedAt).ThenBy(e => e.Id)
            .Select(e => new Row(e.Set.Stage, e)).ToPageAsync(PageNumber, PageSize, cancel);
        Terms = [.. (await db.RunningCostTerms.AsNoTracking().Where(t => t.Set.OperationNumber == operation).OrderByDescending(t => t.RecordedAt).Take(NewestOthers)
            .Select(t => new { t.Set.Stage, Row = t }).ToListAsync(cancel)).Select(t => (t.Stage, t.Row))];
        Confirmations = [.. (await db.RunningCostConfirmations.AsNoTracking().Where(c => c.Set.OperationNumber == operation).OrderByDescending(c => c.RecordedAt).Take(NewestOthers)
            .Select(c => new { c.Set.Stage, Row = c }).ToListAsync(cancel)).Select(c => (c.Stage, c.Row))];
        return Page();
    }
}
