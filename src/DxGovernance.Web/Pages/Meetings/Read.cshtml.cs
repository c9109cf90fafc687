using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Meetings;

/// <summary>A published pack or 議事要旨 as it was frozen: the newest published version, or an earlier one that was published too. The members' only way in.</summary>
[Authorize(Policy = nameof(Permission.SeePublishedReports))]
public sealed class ReadModel(GovernanceDbContext db) : PageModel
{
    [FromRoute]
    public int Meeting { get; set; }

    [FromRoute]
    public CouncilDocumentKind Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Version { get; set; }

    public CouncilDocument Document { get; private set; } = null!;

    /// <summary>Published versions of the kind, the newest first.</summary>
    public IReadOnlyList<int> Versions { get; private set; } = [];

    public bool HasOther { get; private set; }

    public bool IsNewest => Document.Version == Versions[0];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var published = await db.CouncilPublications.AsNoTracking().Where(p => p.Meeting.Number == Meeting).Select(p => new { p.Kind, p.Version }).ToListAsync(cancel);
        Versions = [.. published.Where(p => p.Kind == Kind).Select(p => p.Version).OrderDescending()];
        HasOther = published.Any(p => p.Kind != Kind);
        var wanted = Version ?? (Versions.Count > 0 ? Versions[0] : 0);
        if (!ModelState.IsValid || !Versions.Contains(wanted)
            || await db.CouncilDocuments.AsNoTracking().SingleOrDefaultAsync(d => d.Meeting.Number == Meeting && d.Kind == Kind && d.Version == wanted, cancel) is not { } found)
        {
            return NotFound();
        }

        Document = found;
        return Page();
    }
}
