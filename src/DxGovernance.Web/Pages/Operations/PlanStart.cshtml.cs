using System.ComponentModel.DataAnnotations;
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

/// <summary>Starts a plan or a change of plan from a go-live day; the days proposed are edited on the next page.</summary>
[Authorize(Policy = nameof(Permission.PreparePlan))]
public sealed class PlanStartModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    public enum DayBasis
    {
        LeadTimes,
        Forecasts,
    }

    [FromRoute]
    public int Number { get; set; }

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public OperationSchedule Operation { get; private set; } = null!;

    public IReadOnlyList<MilestoneTemplate> Templates { get; private set; } = [];

    public bool HasOpenPlan { get; private set; }

    public bool MayStart => actor.Can(Permission.PreparePlan, Operation.DepartmentId) && !HasOpenPlan;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        actor.Require(Permission.PreparePlan, Operation.DepartmentId);
        Input.Basis = Operation.BaselineNumber > 0 ? DayBasis.Forecasts : DayBasis.LeadTimes;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var operation = await db.Operations.VisibleTo(actor).Include(o => o.Milestones).FirstOrDefaultAsync(o => o.Number == Number, cancel);
        if (operation is null)
        {
            return NotFound();
        }

        RuleViolation.Require(
            !await OpenPlans.AnyAsync(cancel),
            "plan-open",
            "この業務には手続き中の計画があります。同時に進められる計画は一つです。その計画を終えるか取り下げてから始めてください。");
        var now = clock.GetUtcNow();
        var plan = new Plan(operation, await DaysAsync(operation, cancel), actor, now);
        db.Plans.Add(plan);
        await db.SaveAsync(actor, new Act($"{plan.Kind.Label()}の作成", $"operation:{Number}", operation.Name), now, cancel);
        TempData["Success"] = $"{plan.Kind.Label()}を作りました。日を確かめて、庁内PMOへ提出してください。";
        return RedirectToPage("PlanEdit", new { Number });
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Operation = (await db.Operations.AsNoTracking().VisibleTo(actor).Where(o => o.Number == Number)
            .Select(OperationSchedule.Now).FirstOrDefaultAsync(cancel))!;
        Templates = await db.MilestoneTemplates.AsNoTracking().OrderBy(t => t.Order).ToListAsync(cancel);
        HasOpenPlan = await OpenPlans.AnyAsync(cancel);
        return Operation is not null;
    }

    IQueryable<Plan> OpenPlans => db.Plans.Where(Plan.IsOpenNow).Where(p => p.OperationNumber == Number);

    async Task<IReadOnlyDictionary<string, DateOnly>> DaysAsync(Operation operation, CancellationToken cancel)
    {
        if (Input.Basis == DayBasis.Forecasts && operation.BaselineNumber > 0)
        {
            return operation.Milestones.Where(m => m.ExpectedOn is not null).ToDictionary(m => m.Code, m => m.ExpectedOn!.Value);
        }

        RuleViolation.Require(Input.GoLiveOn is not null, "go-live-missing", "稼働予定日を入力してください。", "GoLiveOn");
        var templates = await db.MilestoneTemplates.AsNoTracking().ToListAsync(cancel);
        return MilestoneTemplate.WorkBack(templates, operation, Input.GoLiveOn.Value, clock.Today());
    }

    public sealed class FormInput
    {
        [Display(Name = "日の決め方")]
        [EnumDataType(typeof(DayBasis))]
        public DayBasis Basis { get; set; }

        [Display(Name = "稼働予定日")]
        public DateOnly? GoLiveOn { get; set; }
    }
}
