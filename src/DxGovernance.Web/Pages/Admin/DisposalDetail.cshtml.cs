using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Retention;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>One disposal: what is or was listed, who proposed, who approved or rejected, when and why.</summary>
[Authorize(Policy = nameof(Permission.SeeRetention))]
public sealed class DisposalDetailModel(GovernanceDbContext db, Actor actor) : PageModel
{
    [FromRoute]
    public int Id { get; set; }

    public Disposal Disposal { get; private set; } = null!;

    public IReadOnlyList<DisposalEntry> Entries { get; private set; } = [];

    [BindProperty(SupportsGet = true, Name = "p")]
    public int P { get; set; } = 1;

    public Paged<DisposalItem> Items { get; private set; } = null!;

    public bool MayDecide => Disposal.State == DisposalState.Proposed && actor.Can(Permission.ApproveDisposal) && !Disposal.IsOf(actor);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await db.Disposals.AsNoTracking().FirstOrDefaultAsync(d => d.Id == Id, cancel) is not { } disposal)
        {
            return NotFound();
        }

        Disposal = disposal;
        Entries = await db.DisposalEntries.AsNoTracking().Where(e => e.DisposalId == Id).OrderBy(e => e.Id).ToListAsync(cancel);
        Items = await db.DisposalItems.AsNoTracking().Where(i => i.DisposalId == Id).OrderBy(i => i.Id).ToPageAsync(P, Paged<DisposalItem>.DefaultSize, disposal.Count, cancel);
        return Page();
    }
}
