using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

[Authorize(Policy = nameof(Permission.EditOperation))]
public sealed class SystemNewModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Number { get; set; }

    [BindProperty]
    public SystemForm Input { get; set; } = new();

    public OperationLine Operation { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        actor.Require(Permission.EditOperation, Operation.DepartmentId);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.Operations.VisibleTo(actor).Include(o => o.Systems).SingleOrDefaultAsync(o => o.Number == Number, cancel) is not { } operation)
        {
            return NotFound();
        }

        RuleViolation.Require(
            operation.Systems.All(s => s.IsRetired || s.Name != Input.ToInput().Name),
            "system-twice",
            "同じ名前の構成システムがすでに登録されています。一覧を確かめ、別のものなら名前を変えてください。",
            "Name");
        var now = clock.GetUtcNow();
        operation.AddSystem(Input.ToInput(), actor, now, clock.Today(), Input.Reason);
        await db.SaveAsync(actor, new Act("構成システムの登録", $"operation:{Number}", operation.Name, Input.Reason), now, cancel);
        TempData["Success"] = $"構成システム「{Input.Name}」を登録しました。";
        return Redirect($"/operations/{Number}/systems");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var found = await db.Operations.VisibleTo(actor).Where(o => o.Number == Number).Select(OperationLine.From).SingleOrDefaultAsync(cancel);
        Operation = found!;
        return found is not null;
    }
}
