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

/// <summary>Registers a risk or issue of an operation with its first rating.</summary>
[Authorize(Policy = nameof(Permission.ReportProgress))]
public sealed class RiskNewModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Number { get; set; }

    [BindProperty]
    public NewRiskInput Input { get; set; } = new();

    public string OperationName { get; private set; } = "";

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
        var operation = await db.Operations.VisibleTo(actor).Include(o => o.Risks).FirstOrDefaultAsync(o => o.Number == Number, cancel);
        if (operation is null)
        {
            return NotFound();
        }

        RuleViolation.Require(
            operation.Risks.All(r => !r.IsOpen || r.Kind != Input.Kind || r.Title != Input.Title),
            "risk-twice",
            $"同じ件名の未解決の{Input.Kind!.Value.Label()}がすでに登録されています。一覧を確かめ、別のものなら件名を変えてください。",
            "Title");
        var now = clock.GetUtcNow();
        var risk = operation.OpenRisk(Input.Kind!.Value, Input.Title!, Input.Description!, Input.Rating(isOpen: true), actor, now, Input.AsOf);
        await db.SaveAsync(actor, new Act($"{risk.Kind.Label()}の登録", $"operation:{Number}", operation.Name), now, cancel);
        TempData["Success"] = $"{risk.Kind.Label()}「{risk.Title}」を登録しました。";
        return RedirectToPage("Risks", new { Number });
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var found = await db.Operations.AsNoTracking().VisibleTo(actor).Where(o => o.Number == Number)
            .Select(o => new { o.Name, o.DepartmentId }).FirstOrDefaultAsync(cancel);
        if (found is null)
        {
            return false;
        }

        actor.Require(Permission.ReportProgress, found.DepartmentId);
        OperationName = found.Name;
        return true;
    }
}
