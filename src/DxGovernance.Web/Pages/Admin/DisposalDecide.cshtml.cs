using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Retention;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Approves a disposal, which carries it out, or rejects it.</summary>
[Authorize(Policy = nameof(Permission.ApproveDisposal))]
public sealed class DisposalDecideModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    [Display(Name = "承認または却下の理由")]
    [Required]
    [MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    public Disposal Disposal { get; private set; } = null!;

    /// <summary>How many records would be listed today; read where the list is found to be stale.</summary>
    public int? CountNow { get; private set; }

    public bool IsOwn => Disposal.IsOf(actor);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.Disposals.FirstOrDefaultAsync(d => d.Id == Id, cancel) is not { } disposal)
        {
            return NotFound();
        }

        await DisposalWork.ApproveAsync(db, disposal, Reason, actor, clock.GetUtcNow(), cancel);
        TempData["Success"] = $"承認し、「{disposal.Kind.Label()}」を{disposal.Count:N0}件廃棄しました。廃棄記録はこの画面に残ります。";
        return Redirect($"/admin/retention/disposals/{Id}");
    }

    public async Task<IActionResult> OnPostRejectAsync(CancellationToken cancel)
    {
        if (await db.Disposals.FirstOrDefaultAsync(d => d.Id == Id, cancel) is not { } disposal)
        {
            return NotFound();
        }

        await DisposalWork.RejectAsync(db, disposal, Reason, actor, clock.GetUtcNow(), cancel);
        TempData["Success"] = $"「{disposal.Kind.Label()}」の廃棄案を却下しました。何も廃棄していません。";
        return Redirect($"/admin/retention/disposals/{Id}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Disposal = (await db.Disposals.AsNoTracking().FirstOrDefaultAsync(d => d.Id == Id, cancel))!;
        if (Disposal is not null && HttpContext.IsStale())
        {
            var years = (await RetentionPeriods.NewestAsync(db, cancel)).Single(p => p.Kind == Disposal.Kind).Years;
            CountNow = years is null ? 0 : (await DisposalList.FindAsync(db, Disposal.Kind, Disposal.UpTo, years.Value, cancel)).Listed.Count;
        }

        return Disposal is not null;
    }
}
