using DxGovernance.Core.SignIn;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Security;

/// <summary>A page whose act is grave: a decision, a publication, who may do what. It asks for a recent proof of who one is.</summary>
public interface IAsksForRecentSignIn
{
    bool AsksForRecentSignIn => true;
}

/// <summary>The proof is too old for the act. Shown as 403 with the form and what was typed; nothing was saved.</summary>
public sealed class SignInTooOld(string message) : Exception(message);

/// <summary>
/// Before the form of such a page is shown, a person whose sign-in is too old signs in again; a form that arrives too late is refused, and shown
/// again as it was filled.
/// </summary>
public sealed class RecentSignInFilter(SignInSettings settings, TimeProvider clock) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var isTooOld = context.HandlerInstance is IAsksForRecentSignIn { AsksForRecentSignIn: true }
            && http.Features.Get<IStatusCodeReExecuteFeature>() is null
            && http.SignedIn()?.Session is { } session && !IsRecent(session, settings, clock);
        if (isTooOld && !HttpMethods.IsGet(http.Request.Method))
        {
            http.Items[typeof(SignInTooOld)] = AgainPath(http.Request.Path, inOtherWindow: true);
            throw new SignInTooOld($"この操作には{settings.RecentMinutes}分以内のサインインが必要なため、保存していません。下の案内のとおりサインインし直してから、もう一度送ってください。");
        }

        var executed = await next();
        if (isTooOld && executed.Result is PageResult)
        {
            executed.Result = new RedirectResult(AgainPath(http.Request.Path + http.Request.QueryString));
        }
    }

    public static bool IsRecent(PersonSession session, SignInSettings settings, TimeProvider clock) =>
        session.AuthenticatedAt is { } proved && clock.GetUtcNow() - proved < settings.Recent;

    public static string AgainPath(string returnUrl, bool inOtherWindow = false) =>
        $"/signin/again?returnUrl={Uri.EscapeDataString(returnUrl)}{(inOtherWindow ? "&keep=true" : "")}";
}

public static class RecentSignInRequests
{
    /// <summary>Where to sign in again, while a form is refused because the sign-in was too old for it.</summary>
    public static string? SignInAgainPath(this HttpContext http) => http.Items[typeof(SignInTooOld)] as string;
}
