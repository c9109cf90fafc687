using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Deputies;

/// <summary>Takes a deputyship back from today on, if every open case can still be finished without it.</summary>
[Authorize(Policy = nameof(Permission.SeeHome))]
public sealed class RevokeModel(GovernanceDbContext db, Actor actor, ActorAccess access, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    [BindProperty]
    [Display(Name = "取り消す理由")]
    [Required]
    [MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    public DeputyRow Row { get; private set; } = null!;

    public IReadOnlyList<StuckCase> Stuck { get; private set; } = [];

    public DateOnly Today => clock.Today();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var alone = await FinishProof.AloneAsync(db, cancel);
        if (await db.Deputies.VisibleTo(actor).Include(d => d.Principal).Include(d => d.Person).FirstOrDefaultAsync(d => d.Id == Id, cancel) is not { } deputy)
        {
            return NotFound();
        }

        deputy.Revoke(actor, now);
        FinishProof.Require(await ProveAsync(cancel));
        await DeputyNotices.RevokedAsync(db, deputy, actor, now, cancel);
        await db.SaveAsync(actor, new Act("代理の取消し", $"person:{deputy.PrincipalId}", deputy.Principal.Name, Reason), now, cancel);
        await alone.CommitAsync(cancel);
        access.Forget(deputy.PersonId);
        TempData["Success"] = $"「{deputy.Principal.Name}」の代理「{deputy.Person.Name}」を取り消しました。本人と代理に知らせました。";
        return Redirect("/deputies?time=All");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Deputies.AsNoTracking().VisibleTo(actor).Where(d => d.Id == Id).Select(DeputyRow.Of).FirstOrDefaultAsync(cancel) is not { } row)
        {
            return false;
        }

        if (row.PrincipalId != actor.PersonId)
        {
            actor.Require(Permission.ManageDeputies, null);
        }

        Row = row;
        Stuck = await ProveAsync(cancel);
        return true;
    }

    async Task<IReadOnlyList<StuckCase>> ProveAsync(CancellationToken cancel)
    {
        var world = (await FinishData.LoadAsync(db, Today, cancel)).World(Today);
        return FinishProof.Worsened(world, world.Revoking(Id), Today);
    }
}
