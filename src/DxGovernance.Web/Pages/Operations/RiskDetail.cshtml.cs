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

/// <summary>One risk or issue: its rating, the form to rate, close or reopen it, and every rating before.</summary>
[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class RiskDetailModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Number { get; set; }

    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    public ReratingInput Input { get; set; } = new();

    public Risk Risk { get; private set; } = null!;

    public IReadOnlyList<RiskRating> Ratings { get; private set; } = [];

    public bool MayReport => actor.Can(Permission.ReportProgress, Risk.Operation.DepartmentId);

    public bool IsOverdue => Risk.IsOpen && Risk.DueOn < clock.Today();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        (Input.IsOpen, Input.Likelihood, Input.Impact, Input.Response) = (Risk.IsOpen, Risk.Likelihood, Risk.Impact, Risk.Response);
        (Input.ResponseNote, Input.Owner, Input.DueOn, Input.AsOf) = (Risk.ResponseNote, Risk.Owner, Risk.DueOn, clock.Today());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var operation = await db.Operations.VisibleTo(actor).Include(o => o.Risks).FirstOrDefaultAsync(o => o.Number == Number, cancel);
        if (operation?.Risks.SingleOrDefault(r => r.Id == Id) is not { } risk)
        {
            return NotFound();
        }

        if (risk.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先に評価しました。");
        }

        var now = clock.GetUtcNow();
        var wasOpen = risk.IsOpen;
        RuleViolation.Require(
            Input.Rating(Input.IsOpen) != risk.Current, "rating-same", "評価が変わっていません。変わりがないことの報告は、一覧の「変更なし」を押してください。");
        operation.RateRisk(risk, Input.Rating(Input.IsOpen), Input.Reason, actor, now, Input.AsOf);
        var act = (wasOpen, risk.IsOpen) switch { (true, false) => "解決", (false, true) => "再開", _ => "評価" };
        await db.SaveAsync(actor, new Act($"{risk.Kind.Label()}の{act}", $"operation:{Number}", operation.Name, Input.Reason), now, cancel);
        TempData["Success"] = $"{risk.Kind.Label()}の{act}を記録しました。";
        return RedirectToPage(new { Number, Id });
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var found = await db.Operations.AsNoTracking().VisibleTo(actor).SelectMany(o => o.Risks).Include(r => r.Operation)
            .FirstOrDefaultAsync(r => r.Id == Id && r.OperationNumber == Number, cancel);
        if (found is null)
        {
            return false;
        }

        Risk = found;
        Ratings = await db.RiskRatings.AsNoTracking().Where(r => r.RiskId == Id)
            .OrderByDescending(r => r.AsOf).ThenByDescending(r => r.RecordedAt).ThenByDescending(r => r.Id).ToListAsync(cancel);
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? found.Version : Input.Version;
        return true;
    }
}
