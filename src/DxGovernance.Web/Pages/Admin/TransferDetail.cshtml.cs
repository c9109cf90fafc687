using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Organization.Transfers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>One transfer: its rows, and while it is open what becomes of everything that is open.</summary>
[Authorize(Policy = nameof(Permission.ManageRoles))]
public sealed class TransferDetailModel(GovernanceDbContext db, TimeProvider clock) : PageModel
{
    /// <summary>Lines of the rehearsal on one page.</summary>
    const int Size = 50;

    [FromRoute]
    public int Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public Transfer Transfer { get; private set; } = null!;

    public TransferGround Ground { get; private set; } = null!;

    /// <summary>Null where the transfer is over or has no row.</summary>
    public TransferRehearsal? Rehearsal { get; private set; }

    public IReadOnlyList<RehearsalLine> Lines { get; private set; } = [];

    public int LinesSize => Size;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await db.Transfers.AsNoTracking().Include(t => t.Moves.OrderBy(m => m.Line)).FirstOrDefaultAsync(t => t.Id == Id, cancel) is not { } transfer)
        {
            return NotFound();
        }

        (Transfer, Ground) = (transfer, await TransferGround.LoadAsync(db, cancel));
        if (transfer.IsOpen && transfer.Moves.Count > 0)
        {
            Rehearsal = await TransferRehearsal.OfAsync(db, transfer, Ground, cancel);
            P = Math.Clamp(P, 1, Math.Max(1, (Rehearsal.Lines.Count + Size - 1) / Size));
            Lines = [.. Rehearsal.Lines.Skip((P - 1) * Size).Take(Size)];
        }

        return Page();
    }

    /// <summary>What may be done now, in the order of the way.</summary>
    public IEnumerable<TransferStep> Steps => Enum.GetValues<TransferStep>().Where(s => Transfer.Refuses(s, clock.Today()) is null);

    public string Place(Role? role, int? departmentId, string? title = null) =>
        role is not { } held ? "－" : $"{held.Label()}（{Ground.Department(departmentId!.Value)!.Name}{(title is null ? "" : "・" + title)}）";
}
