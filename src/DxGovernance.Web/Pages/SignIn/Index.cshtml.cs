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

/// <summary>Where people without a session arrive: the way to the city's provider, or in a demo the list of fictional people.</summary>
[AllowAnonymous]
public sealed class IndexModel(GovernanceDbContext db, DemoDoor demo, ProviderSettings provider, SignInSettings settings, ActorAccess access, TimeProvider clock) : PageModel
{
    /// <summary>In TempData: the session that was just ended, for the way to the provider's sign-out.</summary>
    public const string SignedOut = "SignedOut";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public bool DemoIsOpen { get; private set; }

    public bool ProviderIsOn => provider.IsOn;

    public string ProviderName => provider.Name;

    public string WhomToAsk => settings.WhomToAsk;

    /// <summary>A link, not a form: the content security policy lets no form end at another server.</summary>
    public string ProviderPath => $"/signin?handler=Provider{(Url.IsLocalUrl(ReturnUrl) ? "&returnUrl=" + Uri.EscapeDataString(ReturnUrl!) : "")}";

    public string? SignOutPath { get; private set; }

    public IReadOnlyList<DemoPerson> People { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        SignOutPath = TempData[SignedOut] is string ticket ? "/signout?handler=Provider&ticket=" + Uri.EscapeDataString(ticket) : null;
        DemoIsOpen = await demo.IsOpenAsync(db, cancel);
        if (DemoIsOpen)
        {
            var today = clock.Today();
            var people = await db.People.AsNoTracking()
                .Where(p => p.IsDemo && p.LockedAt == null)
                .SelectMany(p => p.Assignments
                    .Where(a => a.ValidFrom <= today && (a.ValidTo == null || a.ValidTo >= today))
                    .Select(a => new { p.Id, p.Name, a.Title, a.Role, Department = a.Department.Name }))
                .ToListAsync(cancel);
            People = [.. people.OrderBy(p => p.Role).ThenBy(p => p.Id).Select(p => new DemoPerson(p.Id, p.Name, p.Title, p.Role.Label(), p.Department))];
        }
    }

    /// <param name="other">With another account than the provider remembers.</param>
    public IActionResult OnGetProvider(bool other)
    {
        var wish = new AuthenticationProperties { RedirectUri = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/" };
        if (other)
        {
            wish.Items[ProviderHandler.Other] = "";
        }

        return provider.IsOn ? Challenge(wish, ProviderHandler.SchemeName) : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(int personId, CancellationToken cancel)
    {
        var person = await demo.IsOpenAsync(db, cancel) ? await db.People.FirstOrDefaultAsync(p => p.Id == personId && p.IsDemo && p.LockedAt == null, cancel) : null;
        if (person is null)
        {
            return NotFound();
        }

        var now = clock.GetUtcNow();
        var session = new PersonSession(person, SignInMethod.Demo, now, settings.Rules.Longest, now);
        var (before, address) = (HttpContext.SignedIn()?.Session.Id, HttpContext.Connection.RemoteIpAddress?.ToString());
        if (await SignIns.StartAsync(db, person, session, before, address, null, now, cancel) is null)
        {
            var refused = await SignIns.RefuseAsync(db, SignInRefusal.NoRole, person, null, address, now, cancel);
            HttpContext.Items[typeof(RefusalTold)] = new RefusalTold(SignInRefusal.NoRole, refused.Code!, null, settings.WhomToAsk);
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        access.Forget(personId);
        await HttpContext.SignInAsync(SecuritySetup.Principal(session));
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/");
    }

    public sealed record DemoPerson(int Id, string Name, string Title, string Role, string Department);
}
