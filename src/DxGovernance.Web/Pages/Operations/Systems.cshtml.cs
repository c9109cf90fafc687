using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class SystemsModel(GovernanceDbContext db, Actor actor) : PageModel
{
    [FromRoute]
    public int Number { get; set; }

    public OperationLine Operation { get; private set; } = null!;

    public IReadOnlyList<SystemUnit> Systems { get; private set; } = [];

    public bool MayEdit => actor.Can(Permission.EditOperation, Operation.DepartmentId);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await db.Operations.VisibleTo(actor).Where(o => o.Number == Number).Select(OperationLine.From).SingleOrDefaultAsync(cancel) is not { } found)
        {
            return NotFound();
        }

        Operation = found;
        Systems = await db.SystemUnits.AsNoTracking().Where(s => s.OperationNumber == Number).OrderBy(s => s.IsRetired).ThenBy(s => s.Id).ToListAsync(cancel);
        return Page();
    }
}
