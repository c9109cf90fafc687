using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Core.Workflow;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>Confirms one step of a plan before it is taken: what it does, the comment, and who may not.</summary>
[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class PlanStepModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [FromRoute]
    public int Number { get; set; }

    [FromRoute]
    public int PlanId { get; set; }

    [FromRoute]
    public PlanAction Step { get; set; }

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public Plan Plan { get; private set; } = null!;

    /// <summary>Null where the plan has moved on and the step is no longer among those possible.</summary>
    public Transition<PlanStatus, PlanAction>? Transition { get; private set; }

    public bool IsOwnWork => Transition is not null && Plan.IsOwnWork(Transition, actor);

    public bool AsksForRecentSignIn => Step is PlanAction.Freeze or PlanAction.Approve or PlanAction.Reject;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid || !await LoadAsync(cancel))
        {
            return NotFound();
        }

        actor.Require(PlanWorkflow.Table.Find(Plan.Status, Step).Permission, Plan.Operation.DepartmentId);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } plan)
        {
            return NotFound();
        }

        if (plan.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先に計画を変えました。");
        }

        var now = clock.GetUtcNow();
        var label = PlanWorkflow.Table.Find(plan.Status, Step).Label;
        plan.Perform(Step, Input.Comment, actor, now);
        await PlanNotices.AddAsync(db, plan, Step, Input.Comment, actor, now, cancel);
        await db.SaveAsync(actor, new Act($"計画：{label}", $"operation:{Number}", plan.Operation.Name, Input.Comment), now, cancel);
        TempData["Success"] = $"「{label}」を行いました。計画は「{plan.Status.Label()}」になりました。";
        return RedirectToPage("Plan", new { Number });
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } plan)
        {
            return false;
        }

        Plan = plan;
        Transition = PlanWorkflow.Table.From(plan.Status).FirstOrDefault(t => t.Action == Step);
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? plan.Version : Input.Version;
        return true;
    }

    Task<Plan?> FindAsync(CancellationToken cancel) => db.Plans.VisibleTo(actor, db).WithLines()
        .FirstOrDefaultAsync(p => p.Id == PlanId && p.OperationNumber == Number, cancel);

    public sealed class FormInput
    {
        [Display(Name = "コメント")]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Comment { get; set; }

        public uint Version { get; set; }
    }
}
