using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Pages.Risks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>Risks and issues of one operation, closed ones included, and the monthly 変更なし.</summary>
[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class RisksModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [FromRoute]
    public int Number { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public OperationHead Operation { get; private set; } = null!;

    public Paged<RiskRow> Risks { get; private set; } = null!;

    public bool MayReport => actor.Can(Permission.ReportProgress, Operation.DepartmentId);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var found = await db.Operations.AsNoTracking().VisibleTo(actor).Where(o => o.Number == Number)
            .Select(o => new OperationHead(o.Number, o.Name, o.DepartmentId, o.OpenRisks, o.MaxRiskScore, o.RisksConfirmedOn))
            .FirstOrDefaultAsync(cancel);
        if (found is null)
        {
            return NotFound();
        }

        Operation = found;
        var risks = db.Risks.AsNoTracking().Where(r => r.OperationNumber == Number).OrderByDescending(r => r.IsOpen);
        Risks = await new RiskFilter { Sort = Sort }.Sorted(risks).Select(RiskRow.Of(clock.Today())).ToPageAsync(P, Paged<RiskRow>.DefaultSize, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostNoChangeAsync(CancellationToken cancel)
    {
        var operation = await db.Operations.VisibleTo(actor).FirstOrDefaultAsync(o => o.Number == Number, cancel);
        if (operation is null)
        {
            return NotFound();
        }

        var now = clock.GetUtcNow();
        operation.ConfirmNoChange(ReportAspect.Risks, actor, now);
        await db.SaveAsync(actor, new Act("リスクの変更なしの報告", $"operation:{Number}", operation.Name), now, cancel);
        TempData["Success"] = "リスク・課題に変更がないことを報告しました。";
        return RedirectToPage(new { Number });
    }

    public sealed record OperationHead(int Number, string Name, int? DepartmentId, int OpenRisks, int MaxRiskScore, DateOnly? RisksConfirmedOn);
}
