using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.RunningCosts;

/// <summary>Entry of one set: ten items and more over fiscal years, like a sheet.</summary>
[Authorize(Policy = nameof(Permission.EnterRunningCosts))]
public sealed class EditModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Number { get; set; }

    [FromRoute]
    public RunningCostStage Stage { get; set; }

    /// <summary>A fiscal year to add to the grid.</summary>
    [BindProperty(SupportsGet = true, Name = "year")]
    public int? AddYear { get; set; }

    [BindProperty]
    public RunningCostForm Input { get; set; } = new();

    public RunningCostPlace Place { get; private set; } = null!;

    public RunningCostSheet Sheet { get; private set; } = null!;

    public int Version { get; private set; }

    public IReadOnlyList<string> Systems { get; private set; } = [];

    /// <summary>False where the address names no stage.</summary>
    bool IsStage => ModelState.GetFieldValidationState(nameof(Stage)) != ModelValidationState.Invalid;

    public bool IsCommon => Number == RunningCostSet.CommonNumber;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        var now = clock.GetUtcNow();
        var years = Sheet.YearsToEnter(FiscalYear.Of(clock.Today()).Year);
        if (AddYear is { } year && !RunningCostSet.IsYear(year, now))
        {
            ModelState.AddModelError("year", $"加える年度には{RunningCostSet.FirstYear}以降の西暦の年度を入力してください。例：2031");
            (AddYear, Response.StatusCode) = (null, StatusCodes.Status400BadRequest);
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Input = RunningCostForm.Of(Sheet, [.. years.Concat(AddYear is { } more ? [more] : []).Distinct().Order()], Systems, clock.Today());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await RunningCostPlace.FindAsync(db, actor, Number, cancel) is not { } place)
        {
            return NotFound();
        }

        var set = await place.SetAsync(db, Stage, tracked: true, cancel);
        actor.Require(Permission.EnterRunningCosts, place.DepartmentId);
        var cells = Input.Cells(set.Current, ModelState);
        if (!ModelState.IsValid)
        {
            db.ChangeTracker.Clear();
            await LoadAsync(cancel);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }

        if (Input.Version != set.Revision)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        var now = clock.GetUtcNow();
        var changes = Record(set, cells, now);
        if (set.Id == 0)
        {
            db.RunningCostSets.Add(set);
        }

        await db.SaveAsync(
            actor.Acting(Permission.EnterRunningCosts, place.DepartmentId), new Act("運用経費の記録", set.Subject, set.Caption, Input.Reason, changes), now, cancel);
        TempData["Success"] = $"{changes.Count}件を記録しました。庁内PMO事務局の確認を受けると、合計に入ります。";
        return Redirect($"/running-costs/{Number}/{Stage}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (!IsStage || await RunningCostPlace.FindAsync(db, actor, Number, cancel) is not { } place)
        {
            return false;
        }

        var set = await place.SetAsync(db, Stage, tracked: false, cancel);
        (Place, Sheet, Version) = (place, set.Current, set.Revision);
        Systems = IsCommon ? [] : await place.SystemsAsync(db, cancel);
        if (Input.Rows.Count != RunningCostLine.Entered.Count || Input.Rows.Exists(r => r.Cells.Count != Input.Years.Count))
        {
            var typed = Input;
            Input = RunningCostForm.Of(Sheet, Sheet.YearsToEnter(FiscalYear.Of(clock.Today()).Year), Systems, typed.AsOf);
        }

        return true;
    }

    IReadOnlyList<Change> Record(RunningCostSet set, IReadOnlyList<RunningCostCell> cells, DateTimeOffset now)
    {
        try
        {
            return set.Record(new(Input.AsOf, Input.ToAssumptions(), cells, Input.Reason), actor.Acting(Permission.EnterRunningCosts, set.Operation?.DepartmentId), now);
        }
        catch (RuleViolation e) when (Input.FieldOf(e.Field) != e.Field)
        {
            throw new RuleViolation(e.Rule, e.Message, Input.FieldOf(e.Field));
        }
    }
}
