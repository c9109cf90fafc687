using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Council;

/// <summary>A frozen document, every version, as it was frozen.</summary>
[Authorize(Policy = nameof(Permission.SeeCouncil))]
public sealed class DocumentModel(GovernanceDbContext db) : PageModel
{
    [FromRoute]
    public int Meeting { get; set; }

    [FromRoute]
    public CouncilDocumentKind Kind { get; set; }

    [FromRoute]
    public int Version { get; set; }

    public CouncilDocument Document { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid || await db.CouncilDocuments.AsNoTracking()
            .SingleOrDefaultAsync(d => d.Meeting.Number == Meeting && d.Kind == Kind && d.Version == Version, cancel) is not { } found)
        {
            return NotFound();
        }

        Document = found;
        return Page();
    }
}
