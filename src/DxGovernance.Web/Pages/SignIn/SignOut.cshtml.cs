using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.SignIn;

/// <summary>Ends the session here; afterwards, for those who want it, the one at the provider too (OpenID Connect RP-Initiated Logout 1.0).</summary>
[AllowAnonymous]
public sealed class SignOutModel(GovernanceDbContext db, ActorAccess access, ProviderSettings provider, SignOutHints hints, IServiceProvider services, TimeProvider clock) : PageModel
{
    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (HttpContext.SignedIn() is { } signedIn)
        {
            await SignIns.EndAsync(db, signedIn.Session.Id, signedIn.Actor, clock.GetUtcNow(), cancel);
            access.Forget(signedIn.Session.Id);
            TempData["Success"] = "サインアウトしました。";
            if (signedIn.Session.Method == SignInMethod.Provider)
            {
                TempData[IndexModel.SignedOut] = hints.Ticket(signedIn.Session.Id);
            }
        }

        await HttpContext.SignOutAsync();
        return Redirect("/signin");
    }

    /// <summary>Only for the browser whose session was just ended here.</summary>
    public async Task<IActionResult> OnGetProviderAsync(string? ticket, CancellationToken cancel)
    {
        if (!provider.IsOn || hints.Session(ticket) is not { } id)
        {
            return NotFound();
        }

        var hint = await db.Sessions.Where(s => s.Id == id && s.EndedAt != null).Select(s => s.SignOutHint).FirstOrDefaultAsync(cancel);
        return await AddressAsync(hints.Unprotect(hint), cancel) is { } address
            ? Redirect(address)
            : throw new RuleViolation("provider-sign-out", $"{provider.Name}からはサインアウトできませんでした。ブラウザーを閉じるか、{provider.Name}の画面からサインアウトしてください。");
    }

    async Task<string?> AddressAsync(string? idToken, CancellationToken cancel)
    {
        try
        {
            var endpoint = (await services.GetRequiredService<ProviderMetadata>().GetAsync(cancel)).EndSessionEndpoint;
            var here = provider.PublicUrl.Length > 0 ? provider.PublicUrl.TrimEnd('/') : $"{Request.Scheme}://{Request.Host}";
            return string.IsNullOrEmpty(endpoint) ? null : QueryHelpers.AddQueryString(endpoint, new Dictionary<string, string?>
            {
                ["client_id"] = provider.ClientId,
                ["post_logout_redirect_uri"] = here + "/signin",
                ["id_token_hint"] = idToken,
            });
        }
        catch (SignInRefused)
        {
            return null;
        }
    }
}
