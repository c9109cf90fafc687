using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Audit;

/// <summary>One save with everything it changed.</summary>
[Authorize(Policy = nameof(Permission.SeeAudit))]
public sealed class EntryModel(GovernanceDbContext db) : PageModel
{
    public AuditEntry Entry { get; private set; } = null!;

    public IReadOnlyList<Change> Changes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (await db.AuditEntries.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } entry)
        {
            return NotFound();
        }

        (Entry, Changes) = (entry, AuditEntry.Read(entry.Changes));
        return Page();
    }
}
