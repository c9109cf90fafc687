using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>The milestones of an operation: dates, variances, the report of forecasts and actuals, and what was reported before.</summary>
[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class MilestonesModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Number { get; set; }

    [BindProperty]
    public MilestonesInput Input { get; set; } = new();

    public OperationSchedule Operation { get; private set; } = null!;

    public ILookup<int, MilestoneEvent> History { get; private set; } = null!;

    public GanttChart Chart { get; private set; } = null!;

    public bool MayReport => actor.Can(Permission.ReportProgress, Operation.DepartmentId) && Operation.BaselineNumber > 0;

    /// <summary>What is stored now and differs from what was typed, while the form is refused because somebody was faster.</summary>
    public IEnumerable<MilestoneFigures> StoredOtherwise => Operation.Milestones.Where(m => !Input.Rows[m.Id].SaysSameAs(m.ForecastOn, m.ActualOn));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Input.AsOf = clock.Today();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } operation || Input.Rows.Keys.Any(id => operation.Milestones.All(m => m.Id != id)))
        {
            return NotFound();
        }

        var changed = operation.Milestones.Where(m => Input.Rows.TryGetValue(m.Id, out var row) && row.IsChanged).ToList();
        if (changed.Any(m => m.Version != Input.Rows[m.Id].Version))
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        var count = operation.ReportMilestones([.. changed.Select(m => Input.Rows[m.Id].For(m.Id))], actor, clock.GetUtcNow(), Input.AsOf);
        RuleViolation.Require(
            count > 0, "nothing-changed", "見込も実績も変わっていません。変わりがないことを報告するときは「変更なし」を押してください。");
        await SaveAsync(operation, "マイルストーンの報告", cancel);
        TempData["Success"] = $"{count}件のマイルストーンを報告しました。";
        return RedirectToPage(new { Number });
    }

    public async Task<IActionResult> OnPostNoChangeAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } operation)
        {
            return NotFound();
        }

        operation.ConfirmNoChange(ReportAspect.Forecasts, actor, clock.GetUtcNow());
        await SaveAsync(operation, "見込の変更なしの報告", cancel);
        TempData["Success"] = "見込に変更がないことを報告しました。";
        return RedirectToPage(new { Number });
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var found = await db.Operations.AsNoTracking().VisibleTo(actor).Where(o => o.Number == Number)
            .Select(OperationSchedule.Now).FirstOrDefaultAsync(cancel);
        if (found is null)
        {
            return false;
        }

        Operation = found;
        History = await MilestoneHistory.LoadAsync(db, Number, cancel);
        Chart = ScheduleCharts.Of(Operation, clock.Today());
        foreach (var m in Operation.Milestones)
        {
            Input.Rows.TryAdd(m.Id, MilestoneRowInput.Of(m));
        }

        ModelState.NameRows("Input.Rows", id => Operation.Milestones.FirstOrDefault(m => m.Id == id)?.Name ?? "マイルストーン");
        return true;
    }

    Task<Operation?> FindAsync(CancellationToken cancel) =>
        db.Operations.VisibleTo(actor).Include(o => o.Milestones).FirstOrDefaultAsync(o => o.Number == Number, cancel);

    Task SaveAsync(Operation operation, string act, CancellationToken cancel) =>
        db.SaveAsync(actor, new Act(act, $"operation:{Number}", operation.Name), clock.GetUtcNow(), cancel);
}
