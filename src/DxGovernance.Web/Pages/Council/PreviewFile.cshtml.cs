using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Council;

/// <summary>The workbook of a preview, marked on every page as not frozen. Nothing is stored.</summary>
[Authorize(Policy = nameof(Permission.PrepareCouncil))]
[EnableRateLimiting(RateLimits.HeavyReading)]
public sealed class PreviewFileModel(GovernanceDbContext db, TimeProvider clock, CityInfo city) : PageModel
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    [FromRoute]
    public int Meeting { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? AsOf { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Until { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var id = await db.Meetings.Where(m => m.Number == Meeting).Select(m => (int?)m.Id).FirstOrDefaultAsync(cancel);
        if (id is null)
        {
            return NotFound();
        }

        // Without a day the one that the preview page begins with.
        var point = AsOf is { } day
            ? await new PreviewModel.FreezeInput { AsOf = day, Until = Until }.PointAsync(db, clock, cancel)
            : await CouncilReport.PointAsync(db, clock.Today().FirstOfMonth().AddDays(-1), null, clock.GetUtcNow(), cancel);
        var made = await CouncilPack.MakeAsync(db, id.Value, point, city, isDraft: true, cancel);
        return File(made.Bytes, ContentType, $"第{Meeting}回推進会議_会議資料_案_{Wareki.Iso(point.Day)}.xlsx");
    }
}
