using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Reports;

/// <summary>What was published to the council; nothing else.</summary>
[Authorize(Policy = nameof(Permission.SeePublishedReports))]
public sealed class PublishedModel(GovernanceDbContext db) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public Paged<ReportRow> Reports { get; private set; } = new([], 0, 1, Paged<ReportRow>.DefaultSize);

    public async Task OnGetAsync(CancellationToken cancel) => Reports = await db.ReportRequests.AsNoTracking()
        .Where(r => r.PublishedAt != null)
        .OrderByDescending(r => r.AsOf).ThenByDescending(r => r.PublishedAt).ThenByDescending(r => r.Id)
        .Select(ReportRow.From)
        .ToPageAsync(PageNumber, Paged<ReportRow>.DefaultSize, cancel);
}
