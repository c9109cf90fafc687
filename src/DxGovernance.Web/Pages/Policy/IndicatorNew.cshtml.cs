using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Policy;

/// <summary>Adds an indicator to an initiative; departments measure it.</summary>
[Authorize(Policy = nameof(Permission.EditPolicy))]
public sealed class IndicatorNewModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute(Name = "initiative")]
    public string Code { get; set; } = "";

    [BindProperty]
    public IndicatorForm Input { get; set; } = new();

    public Initiative Initiative { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Input.AsOf = clock.Today();
        return await LoadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.Initiatives.Include(i => i.Indicators).FirstOrDefaultAsync(i => i.Code == Code, cancel) is not { } initiative)
        {
            return NotFound();
        }

        var now = clock.GetUtcNow();
        var indicator = initiative.AddIndicator(Input.Read(), Input.Reason, actor, now, Input.AsOf);
        await db.SaveAsync(actor, new Act("取組の指標の追加", initiative.Subject, initiative.Caption, Input.Reason), now, cancel);
        TempData["Success"] = $"指標「{indicator.Name}」を加えました。";
        return Redirect($"/policy/initiatives/{Code}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Initiatives.AsNoTracking().FirstOrDefaultAsync(i => i.Code == Code, cancel) is not { } found)
        {
            return false;
        }

        Initiative = found;
        Input.Fill();
        return true;
    }
}
