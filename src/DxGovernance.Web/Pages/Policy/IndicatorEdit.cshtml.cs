using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Policy;

/// <summary>Changes what an indicator is, or retires it.</summary>
[Authorize(Policy = nameof(Permission.EditPolicy))]
public sealed class IndicatorEditModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute(Name = "indicator")]
    public int Id { get; set; }

    [BindProperty]
    public IndicatorForm Input { get; set; } = new();

    public PolicyIndicator Indicator { get; private set; } = null!;

    public IReadOnlyList<PolicyIndicatorRevision> Revisions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Input.Show(Indicator);
        Input.AsOf = clock.Today();
        Input.Fill();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var initiative = await db.Initiatives.Include(i => i.Indicators).FirstOrDefaultAsync(i => i.Indicators.Any(n => n.Id == Id), cancel);
        if (initiative?.Indicators.Single(n => n.Id == Id) is not { } indicator)
        {
            return NotFound();
        }

        if (indicator.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        var now = clock.GetUtcNow();
        initiative.ReviseIndicator(indicator, Input.Read(), Input.Reason, actor, now, Input.AsOf);
        await db.SaveAsync(actor, new Act("取組の指標の変更", initiative.Subject, initiative.Caption, Input.Reason), now, cancel);
        TempData["Success"] = $"指標「{indicator.Name}」を{(indicator.IsRetired ? "廃止しました" : "保存しました")}。";
        return Redirect($"/policy/initiatives/{initiative.Code}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.PolicyIndicators.AsNoTracking().Include(n => n.Initiative).FirstOrDefaultAsync(n => n.Id == Id, cancel) is not { } found)
        {
            return false;
        }

        Indicator = found;
        Revisions = await db.PolicyIndicatorRevisions.AsNoTracking().Where(r => r.IndicatorId == Id).NewestFirst().ToListAsync(cancel);
        Input.Fill();
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? found.Version : Input.Version;
        return true;
    }
}
