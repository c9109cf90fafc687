using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>案件調書 as a workbook. An export is kept in the audit, so it is asked for by POST.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
[EnableRateLimiting(RateLimits.Heavy)]
public sealed class SheetModel(GovernanceDbContext db, Actor actor, TimeProvider clock, CityInfo city) : PageModel, IForm
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty]
    public SheetInput Input { get; set; } = new();

    public CasePage Shown { get; private set; } = null!;

    public bool ShowsConfidential => CaseSheet.ShowsConfidential(actor, Shown.Case.DepartmentId);

    public bool IsConfidentialReading => CaseSheet.IsConfidentialReading(actor, Shown.Case.DepartmentId);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Input.AsOf = clock.Today();
        return await LoadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        var (now, c) = (clock.GetUtcNow(), Shown.Case);
        var point = await Input.PointAsync(db, now, cancel);
        var bytes = await CaseSheet.WriteAsync(db, c.Id, point, ShowsConfidential, city, cancel);
        if (IsConfidentialReading)
        {
            db.ConfidentialReads.Add(new ConfidentialRead(c, actor, now));
        }

        var parts = ShowsConfidential ? "機密の項目を含む" : "機密の項目を除く";
        await db.SaveAsync(actor, new Act("案件調書の出力", c.Subject, c.Caption, $"基準日 {Wareki.Both(point.Day)}、{parts}"), now, cancel);
        return File(bytes, SheetInput.MediaType, CaseSheet.FileName(c.Number, point.Day));
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } page)
        {
            return false;
        }

        Shown = page;
        return true;
    }
}
