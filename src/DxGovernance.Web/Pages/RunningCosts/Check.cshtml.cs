using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.RunningCosts;

/// <summary>The PMO office confirms a set, or sends it back.</summary>
[Authorize(Policy = nameof(Permission.ConfirmRunningCosts))]
public sealed class CheckModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Number { get; set; }

    [FromRoute]
    public RunningCostStage Stage { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public RunningCostPlace Place { get; private set; } = null!;

    public RunningCostSet Set { get; private set; } = null!;

    public RunningCostSheet Sheet => Set.Current;

    public bool IsOwn => Set.Authors.Intersect(actor.PersonIds).Any();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) =>
        ConcludeAsync(isReturn: false, "運用経費の確認", "確認しました。合計に入ります。", cancel);

    public Task<IActionResult> OnPostReturnAsync(CancellationToken cancel) =>
        ConcludeAsync(isReturn: true, "運用経費の差戻し", "差し戻しました。入力した人にお知らせが届きます。", cancel);

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (ModelState.GetFieldValidationState(nameof(Stage)) == ModelValidationState.Invalid || await RunningCostPlace.FindAsync(db, actor, Number, cancel) is not { } place)
        {
            return false;
        }

        (Place, Set) = (place, await place.SetAsync(db, Stage, tracked: false, cancel));
        return true;
    }

    async Task<IActionResult> ConcludeAsync(bool isReturn, string title, string done, CancellationToken cancel)
    {
        if (await RunningCostPlace.FindAsync(db, actor, Number, cancel) is not { } place)
        {
            return NotFound();
        }

        var set = await place.SetAsync(db, Stage, tracked: true, cancel);
        if (Input.Version != set.Revision)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        var now = clock.GetUtcNow();
        if (!isReturn)
        {
            set.Confirm(Input.Comment, Acting(set), now);
        }
        else
        {
            set.Return(Input.Comment, Acting(set), now);
            await RunningCostNotices.AddReturnedAsync(db, set, Input.Comment, actor, now, cancel);
        }

        await db.SaveAsync(Acting(set), new Act(title, set.Subject, set.Caption, Input.Comment), now, cancel);
        TempData["Success"] = done;
        return Redirect($"/running-costs/{Number}");
    }

    Actor Acting(RunningCostSet set) => actor.Acting(Permission.ConfirmRunningCosts, set.Operation?.DepartmentId);

    public sealed class Form
    {
        [Display(Name = "コメント"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Comment { get; set; }

        /// <summary>Revision of the set that was looked at.</summary>
        public int Version { get; set; }
    }
}
