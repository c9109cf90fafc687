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
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class AttributesModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Number { get; set; }

    [BindProperty]
    public AttributeForm Input { get; set; } = new();

    [BindProperty]
    public TransitionForm Transition { get; set; } = new();

    public OperationLine Operation { get; private set; } = null!;

    /// <summary>Newest first; the first is what is stored now.</summary>
    public IReadOnlyList<OperationRevision> Revisions { get; private set; } = [];

    public IReadOnlyList<OperationState> States { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    public bool MayEdit => actor.Can(Permission.EditOperation, Operation.DepartmentId);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        var operation = await db.Operations.SingleAsync(o => o.Number == Number, cancel);
        actor.Require(Permission.EditOperation, operation.DepartmentId);
        RuleViolation.Require(!Input.Says(Revisions[0]), "nothing-changed", "変更した項目がありません。");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(Input.Reason), "revision-needs-reason", "変更の理由を入力してください。", "Reason");
        RequireFresh(Input.Version == Revisions[0].Id);
        var department = await DepartmentAsync(cancel);
        var now = clock.GetUtcNow();
        operation.Revise(Input.ToAttributes(), department, actor, now, clock.Today(), Input.Reason);
        await db.SaveAsync(actor, new Act("業務の情報の変更", $"operation:{Number}", operation.Name, Input.Reason), now, cancel);
        TempData["Success"] = "業務の情報を保存しました。";
        return Redirect(await db.Operations.VisibleTo(actor).AnyAsync(o => o.Number == Number, cancel) ? $"/operations/{Number}/attributes" : "/operations");
    }

    public async Task<IActionResult> OnPostReasonAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        var operation = await db.Operations.SingleAsync(o => o.Number == Number, cancel);
        actor.Require(Permission.EditOperation, operation.DepartmentId);
        RuleViolation.Require(Transition.Reason != States[0].TransitionReason, "nothing-changed", "事由は変わっていません。");
        RequireFresh(Transition.Version == States[0].Id);
        var now = clock.GetUtcNow();
        operation.GiveTransitionReason(Transition.Reason, Transition.Note, actor, now, clock.Today());
        await db.SaveAsync(actor, new Act("特定移行の事由の登録", $"operation:{Number}", operation.Name, Transition.Note), now, cancel);
        TempData["Success"] = "特定移行の事由を保存しました。";
        return Redirect($"/operations/{Number}/attributes");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Operations.VisibleTo(actor).Where(o => o.Number == Number).Select(OperationLine.From).SingleOrDefaultAsync(cancel) is not { } found)
        {
            return false;
        }

        Operation = found;
        Revisions = await db.OperationRevisions.AsNoTracking().Where(r => r.OperationNumber == Number).NewestFirst().ToListAsync(cancel);
        States = await db.OperationStates.AsNoTracking().Where(s => s.OperationNumber == Number).NewestFirst().ToListAsync(cancel);
        Departments = await ValidDepartments().OrderBy(d => d.Code).Select(d => new SelectListItem(d.Name, $"{d.Id}")).ToListAsync(cancel);

        // Of the two forms only one is sent; the other shows what is stored.
        Input = Input.Version == 0 ? AttributeForm.Of(Revisions[0]) : Input;
        Transition = Transition.Version == 0 ? new() { Reason = States[0].TransitionReason, Version = States[0].Id } : Transition;
        if (HttpContext.IsStale())
        {
            (Input.Version, Transition.Version) = (Revisions[0].Id, States[0].Id);
        }

        return true;
    }

    static void RequireFresh(bool fresh)
    {
        if (!fresh)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }
    }

    IQueryable<Department> ValidDepartments()
    {
        var today = clock.Today();
        return db.Departments.Where(d => d.ValidFrom <= today && (d.ValidTo == null || d.ValidTo >= today));
    }

    async Task<Department?> DepartmentAsync(CancellationToken cancel)
    {
        var department = await ValidDepartments().SingleOrDefaultAsync(d => d.Id == Input.DepartmentId, cancel);
        RuleViolation.Require(
            Input.DepartmentId is null || department is not null, "department-unknown", "所管課は選択肢から選んでください。", "DepartmentId");
        return department;
    }
}
