using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Pages.Council;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Meetings;

/// <summary>The workbook of a published document. Each download is kept in the audit.</summary>
[Authorize(Policy = nameof(Permission.SeePublishedReports))]
public sealed class FileModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [FromRoute]
    public int Meeting { get; set; }

    [FromRoute]
    public CouncilDocumentKind Kind { get; set; }

    [FromRoute]
    public int Version { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => ModelState.IsValid
        ? await FrozenFile.SendAsync(this, db.CouncilDocuments.PublishedToCouncil(db), db, actor, clock, (Meeting, Kind, Version), cancel)
        : NotFound();
}
