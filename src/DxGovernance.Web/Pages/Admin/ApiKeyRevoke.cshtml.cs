using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Api;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Takes a key back, at once on every node. Asks for no recent sign-in: a key that has leaked must not wait.</summary>
[Authorize(Policy = nameof(Permission.ManageApiKeys))]
public sealed class ApiKeyRevokeModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    [Display(Name = "理由")]
    [Required]
    [MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    public ApiKey Key { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.ApiKeys.FirstOrDefaultAsync(k => k.Id == Id, cancel) is not { } key)
        {
            return NotFound();
        }

        key.Revoke(actor, clock.GetUtcNow());
        await db.SaveAsync(actor, new Act("APIキーの失効", $"api-key:{key.Hint}", key.Name, Reason), clock.GetUtcNow(), cancel);
        TempData["Success"] = $"鍵「{key.Name}」を失効させました。今からこの鍵では読めません。";
        return Redirect("/admin/api-keys");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Key = (await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(k => k.Id == Id, cancel))!;
        return Key is not null;
    }
}
