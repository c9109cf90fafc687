using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.SignIn;

/// <summary>Before a grave act the person proves once more who they are, and comes back to where they were.</summary>
[Authorize(Policy = nameof(Permission.SeeHome))]
public sealed class AgainModel(GovernanceDbContext db, Actor actor, ActorAccess access, DemoDoor demo, ProviderSettings provider, SignInSettings settings, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The form waits, filled, in another window.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Keep { get; set; }

    public string Back => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/";

    public int Minutes => settings.RecentMinutes;

    public DateTimeOffset? ProvedAt => HttpContext.SignedIn()!.Session.AuthenticatedAt;

    public bool IsRecent => RecentSignInFilter.IsRecent(HttpContext.SignedIn()!.Session, settings, clock);

    public bool ProviderIsOn => provider.IsOn;

    public string ProviderName => provider.Name;

    public string ProviderPath => $"/signin/again?handler=Provider&returnUrl={Uri.EscapeDataString(Back)}{(Keep ? "&keep=true" : "")}";

    /// <summary>Where the person goes when it is done: to the page, or to the sentence that the other window waits.</summary>
    string Next => Keep ? RecentSignInFilter.AgainPath(Back, inOtherWindow: true) : Back;

    public void OnGet()
    {
    }

    public IActionResult OnGetProvider() => provider.IsOn
        ? Challenge(new AuthenticationProperties { RedirectUri = Next, Items = { [ProviderHandler.Again] = "" } }, ProviderHandler.SchemeName)
        : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var person = await demo.IsOpenAsync(db, cancel) ? await db.People.FirstOrDefaultAsync(p => p.Id == actor.PersonId && p.IsDemo, cancel) : null;
        if (person is null)
        {
            return NotFound();
        }

        RuleViolation.Require(!IsRecent, "recent", "すでにサインインし直しています。元の画面に戻って続けてください。");
        var now = clock.GetUtcNow();
        var session = new PersonSession(person, SignInMethod.Demo, now, settings.Rules.Longest, now);
        await SignIns.StartAsync(db, person, session, HttpContext.SignedIn()!.Session.Id, actor.Address, null, now, cancel);
        access.Forget(HttpContext.SignedIn()!.Session.Id);
        await HttpContext.SignInAsync(SecuritySetup.Principal(session));
        return LocalRedirect(Next);
    }
}
