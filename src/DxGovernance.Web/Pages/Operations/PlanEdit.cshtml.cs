using System.ComponentModel.DataAnnotations;
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

/// <summary>The days of a plan that the department holds, with the justification and cause of a change.</summary>
[Authorize(Policy = nameof(Permission.PreparePlan))]
public sealed class PlanEditModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Number { get; set; }

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public Plan Plan { get; private set; } = null!;

    public IReadOnlyDictionary<string, MilestoneTemplate> Templates { get; private set; } = null!;

    /// <summary>Who was faster, while the form is refused for that.</summary>
    public string LastSaved { get; private set; } = "";

    public DateOnly Today => clock.Today();

    public bool MayEdit => Plan.IsWithDepartment && actor.Can(Permission.PreparePlan, Plan.Operation.DepartmentId);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        actor.Require(Permission.PreparePlan, Plan.Operation.DepartmentId);
        (Input.Justification, Input.Cause) = (Plan.Justification, Plan.Cause);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } plan || Input.Rows.Keys.Any(id => plan.Lines.All(l => l.MilestoneId != id)))
        {
            return NotFound();
        }

        if (plan.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先に計画を変えました。");
        }

        plan.Edit(Input.Rows.ToDictionary(r => r.Key, r => r.Value.DueOn), Input.Justification, Input.Cause, actor);

        // The days are rows of their own; the version of the plan has to move with them.
        db.Entry(plan).Property(p => p.Justification).IsModified = true;
        await db.SaveAsync(actor, new Act("計画の編集", $"operation:{Number}", plan.Operation.Name), clock.GetUtcNow(), cancel);
        TempData["Success"] = "計画を保存しました。まだ提出していません。";
        return RedirectToPage("Plan", new { Number });
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } plan)
        {
            return false;
        }

        Plan = plan;
        Templates = await db.MilestoneTemplates.AsNoTracking().ToDictionaryAsync(t => t.Code, cancel);
        foreach (var line in plan.Lines)
        {
            Input.Rows.TryAdd(line.MilestoneId, new RowInput { DueOn = line.DueOn });
        }

        if (HttpContext.IsStale())
        {
            var last = await db.AuditEntries.AsNoTracking().Where(a => a.Subject == $"operation:{Number}")
                .OrderByDescending(a => a.RecordedAt).FirstOrDefaultAsync(cancel);
            LastSaved = last is null ? "－" : $"{last.RecordedBy} が {TokyoTime.Display(last.RecordedAt)} に「{last.Title}」";
        }

        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? plan.Version : Input.Version;
        return true;
    }

    Task<Plan?> FindAsync(CancellationToken cancel) => db.Plans.VisibleTo(actor, db).WithLines()
        .Where(Plan.IsOpenNow).FirstOrDefaultAsync(p => p.OperationNumber == Number, cancel);

    public sealed class FormInput
    {
        public Dictionary<int, RowInput> Rows { get; set; } = [];

        [Display(Name = "変更の理由")]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Justification { get; set; }

        [Display(Name = "変更の原因")]
        public SlipCause? Cause { get; set; }

        public uint Version { get; set; }
    }

    public sealed class RowInput
    {
        [Display(Name = "計画日")]
        public DateOnly DueOn { get; set; }
    }
}
