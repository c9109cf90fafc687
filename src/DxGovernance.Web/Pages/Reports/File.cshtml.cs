using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace DxGovernance.Web.Pages.Reports;

/// <summary>The bytes of a finished report: all for those who see reports, the published ones for the council. Each download is kept in the audit.</summary>
[Authorize(Policy = nameof(Permission.SeeHome))]
public sealed class FileModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    [FromRoute]
    public int Id { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var report = await Visible().Where(r => r.Id == Id).Select(ReportRow.From).SingleOrDefaultAsync(cancel);
        if (report is not { Status: ReportStatus.Done, Sha256: { } hash })
        {
            return NotFound();
        }

        if (report.DisposedAt is { } disposed)
        {
            HttpContext.Items[FormFilter.ErrorKey] = $"この報告書のファイルは保存期間の満了により{TokyoTime.Display(disposed)}に廃棄済みです（SHA-256 {hash}）。同じ基準日と記録の締めで作り直せます。";
            return StatusCode(StatusCodes.Status410Gone);
        }

        var tag = new EntityTagHeaderValue($"\"{hash}\"");
        Response.Headers.CacheControl = "private, no-cache";
        if (Request.GetTypedHeaders().IfNoneMatch.Contains(tag))
        {
            Response.Headers.ETag = tag.ToString();
            return StatusCode(StatusCodes.Status304NotModified);
        }

        var bytes = await db.ReportFiles.AsNoTracking().Where(f => f.RequestId == Id).Select(f => f.Bytes).SingleAsync(cancel);
        await db.SaveAsync(
            actor, new Act("報告書のダウンロード", $"report:{Id}", $"{report.Kind.Label()} {Wareki.Both(report.AsOf)}"), clock.GetUtcNow(), cancel);
        Response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(hash))}:";
        return new FileContentResult(bytes, ContentType) { FileDownloadName = report.FileName, EntityTag = tag };
    }

    IQueryable<ReportRequest> Visible()
    {
        var all = actor.Can(Permission.SeeReports);
        var published = actor.Can(Permission.SeePublishedReports);
        return db.ReportRequests.AsNoTracking().Where(r => all || (published && r.PublishedAt != null));
    }
}
