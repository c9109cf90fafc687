using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Home;

/// <summary>What waits for the person who signed in, whatever they are.</summary>
[Authorize(Policy = nameof(Permission.SeeHome))]
public sealed class IndexModel(GovernanceDbContext db, LedgerCache ledgers, Actor actor, TimeProvider clock) : PageModel, IForm
{
    public const int Most = 20;

    public Actor Actor => actor;

    public HomeDuties Duties { get; private set; } = null!;

    public DateOnly Today => clock.Today();

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    /// <summary>変更なし for one aspect, or for all that the operation still owes.</summary>
    public async Task<IActionResult> OnPostNoChangeAsync(int number, ReportAspect? aspect, CancellationToken cancel)
    {
        var operation = await db.Operations.VisibleTo(actor).SingleOrDefaultAsync(o => o.Number == number, cancel);
        var opensOn = await HomeDuties.NewestRound(db).Select(r => (DateOnly?)r.OpensOn).FirstOrDefaultAsync(cancel);
        if (operation is null || opensOn is null)
        {
            return NotFound();
        }

        var owed = MissingReport.Of(operation, opensOn.Value).Aspects.Where(a => aspect is null || a == aspect).ToList();
        foreach (var one in owed)
        {
            operation.ConfirmNoChange(one, actor, clock.GetUtcNow());
        }

        var words = string.Join("、", owed.Select(a => a.Label()));
        if (owed.Count > 0)
        {
            await db.SaveAsync(actor, new Act("変更なしの確認", $"operation:{number}", operation.Name, words), clock.GetUtcNow(), cancel);
        }

        TempData["Success"] = owed.Count == 0 ? $"「{operation.Name}」は今月すでに確認されています。" : $"「{operation.Name}」の{words}を「変更なし」として記録しました。";
        return RedirectToPage();
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Duties = await HomeDuties.LoadAsync(db, ledgers, actor, AsOf.ReportedOn(clock.Today()), cancel);
        return true;
    }
}
