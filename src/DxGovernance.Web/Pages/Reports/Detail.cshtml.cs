using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Reports;

/// <summary>One report: how its making goes, what it is, and what can be done with it.</summary>
[Authorize(Policy = nameof(Permission.SeeReports))]
[EnableRateLimiting(RateLimits.Heavy)]
public sealed class DetailModel(GovernanceDbContext db, Actor actor, TimeProvider clock, ReportBell bell) : PageModel, IForm
{
    [FromRoute]
    public int Id { get; set; }

    public ReportRow Report { get; private set; } = null!;

    public string? PublishedBy { get; private set; }

    public bool MayRepeat => Report.Status == ReportStatus.Failed && actor.Can(Permission.RequestReport);

    public bool MayPublish => Report is { Status: ReportStatus.Done, PublishedAt: null } && actor.Can(Permission.PublishReport);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostRepeatAsync(CancellationToken cancel)
    {
        if (await db.ReportRequests.SingleOrDefaultAsync(r => r.Id == Id, cancel) is not { } request)
        {
            return NotFound();
        }

        actor.Require(Permission.RequestReport, null);
        request.Repeat();
        await db.SaveAsync(
            actor, new Act("報告書の作り直しの依頼", $"report:{Id}", $"{request.Kind.Label()} {Wareki.Both(request.AsOf)}"), clock.GetUtcNow(), cancel);
        bell.Ring();
        TempData["Success"] = "もう一度作成を依頼しました。";
        return RedirectToPage(new { Id });
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var found = await db.ReportRequests.AsNoTracking().Where(r => r.Id == Id).Select(ReportRow.From).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return false;
        }

        Report = found;
        PublishedBy = found.PublishedAt is null ? null : await db.ReportPublications.AsNoTracking()
            .Where(p => p.RequestId == Id)
            .Select(p => p.RecordedBy + "（" + p.RecordedTitle + "）")
            .FirstOrDefaultAsync(cancel);
        return true;
    }
}
