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

[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class StepsModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Number { get; set; }

    [BindProperty]
    public StepForm Input { get; set; } = new();

    public OperationLine Operation { get; private set; } = null!;

    public IReadOnlyList<StepLine> Lines { get; private set; } = [];

    /// <summary>Steps that somebody else reported while they were being typed here.</summary>
    public IReadOnlyList<StepLine> Conflicts { get; private set; } = [];

    public bool MayReport => actor.Can(Permission.ReportProgress, Operation.DepartmentId);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Input.AsOf = clock.Today();
        return await LoadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } operation)
        {
            return NotFound();
        }

        actor.Require(Permission.ReportProgress, operation.DepartmentId);
        _ = Input.ToInputs();
        Lines = await StepLine.Of(db, Number).ToListAsync(cancel);
        await ReconcileAsync(cancel);
        if (Conflicts.Count > 0)
        {
            throw new StaleForm("ほかの人が先に同じステップを保存しました。");
        }

        var now = clock.GetUtcNow();
        var changed = operation.ReportSteps(Input.ToInputs(), actor, now, Input.AsOf, Input.Reason);
        RuleViolation.Require(changed > 0, "nothing-changed", "変更したステップがありません。何も変わっていないときは「変更なし」を押してください。");
        await db.SaveAsync(actor, new Act("ステップの報告", $"operation:{Number}", operation.Name, Input.Reason), now, cancel);
        TempData["Success"] = $"{changed}件のステップを保存しました。";
        return Redirect($"/operations/{Number}/steps");
    }

    public async Task<IActionResult> OnPostNoChangeAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } operation)
        {
            return NotFound();
        }

        var now = clock.GetUtcNow();
        operation.ConfirmNoChange(ReportAspect.Steps, actor, now);
        await db.SaveAsync(actor, new Act("変更なしの確認（ステップ）", $"operation:{Number}", operation.Name), now, cancel);
        TempData["Success"] = "ステップに変更がないことを記録しました。";
        return Redirect($"/operations/{Number}/steps");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Operations.VisibleTo(actor).Where(o => o.Number == Number).Select(OperationLine.From).SingleOrDefaultAsync(cancel) is not { } found)
        {
            return false;
        }

        Operation = found;
        Lines = await StepLine.Of(db, Number).ToListAsync(cancel);
        if (!Input.HasAllSteps)
        {
            Input.Rows = [.. Lines.Select(StepRow.Of)];
        }

        if (HttpContext.IsStale())
        {
            await ReconcileAsync(cancel);
            Conflicts.ToList().ForEach(c => Input.Rows[c.Stored.StepNumber - 1].Version = c.Version);
        }

        ModelState.NameRows("Input.Rows", i => $"ステップ{i + 1}");
        return true;
    }

    Task<Operation?> FindAsync(CancellationToken cancel) =>
        db.Operations.VisibleTo(actor).Include(o => o.Steps).SingleOrDefaultAsync(o => o.Number == Number, cancel);

    /// <summary>Steps that others reported meanwhile: those untouched here take what is stored, those typed here are conflicts.</summary>
    async Task ReconcileAsync(CancellationToken cancel)
    {
        var newer = Lines.Where(l => Input.Rows[l.Stored.StepNumber - 1].Version != l.Version).ToList();
        var read = newer.Select(l => Input.Rows[l.Stored.StepNumber - 1].Version).ToList();
        var seen = newer.Count == 0 ? [] : await db.StepReports.Where(r => r.OperationNumber == Number && read.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, r => new StepInput(r.StepNumber, r.Status, r.PlannedOn, r.Assignee, r.Evidence, r.Memo), cancel);
        Conflicts = [.. newer.Where(l => !TakeStored(l, seen))];
    }

    bool TakeStored(StepLine line, Dictionary<long, StepInput> seen)
    {
        var index = line.Stored.StepNumber - 1;
        var typed = Input.Rows[index].ToInput();
        var read = Input.Rows[index].Version == 0 ? new(line.Stored.StepNumber, StepStatus.NotStarted, null, null, null, null) : seen.GetValueOrDefault(Input.Rows[index].Version);
        if (typed != read && typed != line.Stored)
        {
            return false;
        }

        Input.Rows[index] = StepRow.Of(line);
        ModelState.Forget($"Input.Rows[{index}].");
        return true;
    }
}
