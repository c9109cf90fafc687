using DxGovernance.Core.Audit;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace DxGovernance.Web.Pages.Council;

/// <summary>The bytes of a frozen document. Each download is kept in the audit.</summary>
[Authorize(Policy = nameof(Permission.SeeCouncil))]
public sealed class FileModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [FromRoute]
    public int Meeting { get; set; }

    [FromRoute]
    public CouncilDocumentKind Kind { get; set; }

    [FromRoute]
    public int Version { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => ModelState.IsValid
        ? await FrozenFile.SendAsync(this, db.CouncilDocuments, db, actor, clock, (Meeting, Kind, Version), cancel)
        : NotFound();
}

/// <summary>How frozen bytes are sent, to whomever may have them.</summary>
static class FrozenFile
{
    public static async Task<IActionResult> SendAsync(
        PageModel page, IQueryable<CouncilDocument> visible, GovernanceDbContext db, Actor actor, TimeProvider clock,
        (int Meeting, CouncilDocumentKind Kind, int Version) wanted, CancellationToken cancel)
    {
        var found = await visible.AsNoTracking()
            .Where(d => d.Meeting.Number == wanted.Meeting && d.Kind == wanted.Kind && d.Version == wanted.Version)
            .Select(d => new { d.Id, d.Sha256, d.FileName }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return page.NotFound();
        }

        var tag = new EntityTagHeaderValue($"\"{found.Sha256}\"");
        page.Response.Headers.CacheControl = "private, no-cache";
        if (page.Request.GetTypedHeaders().IfNoneMatch.Contains(tag))
        {
            page.Response.Headers.ETag = tag.ToString();
            return page.StatusCode(StatusCodes.Status304NotModified);
        }

        var bytes = await db.CouncilDocumentFiles.AsNoTracking().Where(f => f.DocumentId == found.Id).Select(f => f.Bytes).SingleAsync(cancel);
        await db.SaveAsync(
            actor, new Act("推進会議：文書のダウンロード", FormattableString.Invariant($"meeting:{wanted.Meeting}"), $"{wanted.Kind.Label()} 第{wanted.Version}版"), clock.GetUtcNow(), cancel);
        page.Response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(found.Sha256))}:";
        return new FileContentResult(bytes, PreviewFileModel.ContentType) { FileDownloadName = found.FileName, EntityTag = tag };
    }
}
