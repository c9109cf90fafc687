using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Takes an account of the provider away from a person.</summary>
[Authorize(Policy = nameof(Permission.ManageSignIn))]
public sealed class IdentityEndModel(GovernanceDbContext db, Actor actor, ActorAccess access, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    [Display(Name = "理由")]
    [Required]
    [MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    public ExternalIdentity Identity { get; private set; } = null!;

    /// <summary>Accounts that stay the person's.</summary>
    public int Others { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (await db.ExternalIdentities.Include(i => i.Person).FirstOrDefaultAsync(i => i.Id == Id, cancel) is not { } identity)
        {
            return NotFound();
        }

        identity.Unlink(actor, now);
        await SignIns.EndAllAsync(db, identity.PersonId, now, cancel);
        await db.SaveAsync(actor, new Act("認証基盤との結び付けの解除", $"person:{identity.PersonId}", identity.Person.Name, Reason), now, cancel);
        access.Forget(identity.PersonId);
        TempData["Success"] = $"「{identity.Person.Name}」の結び付けを解き、全ての端末からサインアウトさせました。";
        return Redirect($"/admin/people/{identity.PersonId}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.ExternalIdentities.AsNoTracking().Include(i => i.Person).FirstOrDefaultAsync(i => i.Id == Id, cancel) is not { } identity)
        {
            return false;
        }

        Identity = identity;
        Others = await db.ExternalIdentities.CountAsync(i => i.PersonId == identity.PersonId && i.Id != Id && i.UnlinkedAt == null, cancel);
        return true;
    }
}
