using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>An unknown person is not to come in.</summary>
[Authorize(Policy = nameof(Permission.ManageSignIn))]
public sealed class UnknownSignInDismissModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    [Display(Name = "理由")]
    [Required]
    [MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    public UnknownSignIn Row { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.UnknownSignIns.FirstOrDefaultAsync(s => s.Id == Id, cancel) is not { } signIn)
        {
            return NotFound();
        }

        if (signIn.Version != Version)
        {
            throw new StaleForm("ほかの人が先に扱ったか、本人がもう一度試みました。");
        }

        signIn.Dismiss(actor);
        await db.SaveAsync(actor, new Act("登録のない人のサインインの却下", SignIns.Nobody, $"照会番号 {signIn.Code}", Reason), clock.GetUtcNow(), cancel);
        TempData["Success"] = $"照会番号 {signIn.Code} を却下しました。";
        return Redirect("/admin/unknown-sign-ins");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.UnknownSignIns.AsNoTracking().FirstOrDefaultAsync(s => s.Id == Id, cancel) is not { } signIn)
        {
            return false;
        }

        Row = signIn;
        Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? signIn.Version : Version;
        return true;
    }
}
