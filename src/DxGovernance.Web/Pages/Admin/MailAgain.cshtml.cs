using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Sends one mail again that was given up or may have arrived; what that can mean is said first.</summary>
[Authorize(Policy = nameof(Permission.ManageMail))]
public sealed class MailAgainModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public Mail Mail { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.Mails.Include(m => m.Person).FirstOrDefaultAsync(m => m.Id == Id, cancel) is not { } mail)
        {
            return NotFound();
        }

        mail.SendAgain(actor, clock.GetUtcNow());
        (await db.MailRelays.SingleAsync(cancel)).TryNow();
        await db.SaveAsync(actor, new Act("メールの送り直し", $"mail:{Id}", mail.Person.Name), clock.GetUtcNow(), cancel);
        TempData["Success"] = $"「{mail.Person.Name}」へのメールを送信待ちに戻しました。";
        return Redirect("/admin/mail");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Mail = (await db.Mails.AsNoTracking().Include(m => m.Person).FirstOrDefaultAsync(m => m.Id == Id, cancel))!;
        return Mail is not null;
    }
}
