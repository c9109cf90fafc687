using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Reports;

/// <summary>Asks once more before the council can see a report: it cannot be taken back.</summary>
[Authorize(Policy = nameof(Permission.PublishReport))]
public sealed class PublishModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    public ReportRow Report { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.ReportRequests.SingleOrDefaultAsync(r => r.Id == Id, cancel) is not { } request)
        {
            return NotFound();
        }

        if (request.Version != Version)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        var now = clock.GetUtcNow();
        db.ReportPublications.Add(request.Publish(actor, now));
        await db.SaveAsync(actor, new Act("報告書の公開", $"report:{Id}", $"{request.Kind.Label()} {Wareki.Both(request.AsOf)}"), now, cancel);
        TempData["Success"] = "推進会議へ公開しました。";
        return RedirectToPage("Detail", new { Id });
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.ReportRequests.AsNoTracking().Where(r => r.Id == Id).Select(ReportRow.From).SingleOrDefaultAsync(cancel) is not { } found)
        {
            return false;
        }

        Report = found;
        return true;
    }
}
