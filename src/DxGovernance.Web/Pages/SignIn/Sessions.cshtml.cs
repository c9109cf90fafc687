using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.SignIn;

/// <summary>The browsers in which the person is signed in; they can end any of the others, or all of them.</summary>
[Authorize(Policy = nameof(Permission.SeeHome))]
public sealed class SessionsModel(GovernanceDbContext db, Actor actor, ActorAccess access, SignInSettings settings, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    public IReadOnlyList<PersonSession> Sessions { get; private set; } = [];

    public Guid Here => HttpContext.SignedIn()!.Session.Id;

    public int IdleMinutes => settings.IdleMinutes;

    public async Task OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel);

    /// <summary>Without a number, all the others.</summary>
    public async Task<IActionResult> OnPostEndAsync(Guid? id, CancellationToken cancel)
    {
        var ended = await SignIns.EndOthersAsync(db, Here, id, actor, clock.GetUtcNow(), cancel);
        foreach (var session in ended)
        {
            access.Forget(session);
        }

        TempData["Success"] = ended.Count == 0 ? "サインアウトさせる端末はありませんでした。すでに終わっています。" : $"{ended.Count}台の端末からサインアウトしました。数秒のうちに全てのサーバーで効きます。";
        return RedirectToPage();
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Sessions = await SignIns.OpenOf(db, actor.PersonId!.Value, clock.GetUtcNow()).AsNoTracking().ToListAsync(cancel);
        return true;
    }
}
