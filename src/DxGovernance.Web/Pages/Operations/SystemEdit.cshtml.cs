using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class SystemEditModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Number { get; set; }

    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    public SystemForm Input { get; set; } = new();

    public OperationLine Operation { get; private set; } = null!;

    /// <summary>Newest first; the first is what is stored now.</summary>
    public IReadOnlyList<SystemUnitRevision> Revisions { get; private set; } = [];

    public bool MayEdit => actor.Can(Permission.EditOperation, Operation.DepartmentId);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Input = SystemForm.Of(Revisions[0]);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        actor.Require(Permission.EditOperation, Operation.DepartmentId);
        RuleViolation.Require(Input.ToInput() != SystemForm.Of(Revisions[0]).ToInput(), "nothing-changed", "変更した項目がありません。");
        if (Input.Version != Revisions[0].Id)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        var operation = await db.Operations.Include(o => o.Systems.Where(s => s.Id == Id)).SingleAsync(o => o.Number == Number, cancel);
        var now = clock.GetUtcNow();
        operation.ReviseSystem(operation.Systems.Single(s => s.Id == Id), Input.ToInput(), actor, now, clock.Today(), Input.Reason);
        await db.SaveAsync(actor, new Act("構成システムの変更", $"operation:{Number}", operation.Name, Input.Reason), now, cancel);
        TempData["Success"] = $"構成システム「{Input.Name}」を保存しました。";
        return Redirect($"/operations/{Number}/systems/{Id}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var found = await db.Operations.VisibleTo(actor).Where(o => o.Number == Number && o.Systems.Any(s => s.Id == Id))
            .Select(OperationLine.From).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return false;
        }

        Operation = found;
        Revisions = await db.SystemUnitRevisions.AsNoTracking().Where(r => r.SystemUnitId == Id).NewestFirst().ToListAsync(cancel);
        Input.Version = HttpContext.IsStale() ? Revisions[0].Id : Input.Version;
        return true;
    }
}
