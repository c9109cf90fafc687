using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class HistoryModel(GovernanceDbContext db, Actor actor) : PageModel
{
    const int PageSize = 50;

    [FromRoute]
    public int Number { get; set; }

    [BindProperty(SupportsGet = true), Display(Name = "種別")]
    public HistoryKind? Kind { get; set; }

    [BindProperty(SupportsGet = true), Display(Name = "ページ")]
    public int P { get; set; } = 1;

    public OperationLine Operation { get; private set; } = null!;

    public Paged<HistoryEntry> Entries { get; private set; } = new([], 0, 1, PageSize);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await db.Operations.VisibleTo(actor).Where(o => o.Number == Number).Select(OperationLine.From).SingleOrDefaultAsync(cancel) is not { } found)
        {
            return NotFound();
        }

        Operation = found;
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var entries = HistoryEntry.Of(db, Number);
        var kind = Kind?.ToString();
        Entries = await (kind is null ? entries : entries.Where(e => e.Kind == kind))
            .OrderByDescending(e => e.RecordedAt).ThenByDescending(e => e.AsOf).ThenBy(e => e.Kind).ThenByDescending(e => e.Id)
            .ToPageAsync(P, PageSize, cancel);
        return Page();
    }
}
