using System.Runtime.ExceptionServices;
using System.Security.Claims;
using DxGovernance.Core.Data;
using DxGovernance.Core.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace DxGovernance.Web.Security;

/// <summary>What somebody who was not let in reads on the error page.</summary>
public sealed record RefusalTold(SignInRefusal Refusal, string Code, string? Remark, string WhomToAsk)
{
    /// <summary>The account was proved and is not let in: another one may be.</summary>
    public bool IsOfPerson => Refusal is SignInRefusal.Unknown or SignInRefusal.Locked or SignInRefusal.NoRole;
}

/// <summary>Where the proof of the provider becomes a session, and every refusal a page and an entry of the audit trail.</summary>
public sealed class ProviderEntrance(
    SignInSettings settings, RefusedSignIns flood, SignOutHints hints, TimeProvider clock, ILogger<ProviderEntrance> logger)
{
    /// <exception cref="SignInRefused">The person may not come in; it is in the audit trail already.</exception>
    public async Task<ClaimsPrincipal> EnterAsync(HttpContext http, ProviderIdentity proved, string idToken)
    {
        // Who had signed in with this browser before; their session ends.
        await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        var outcome = await SignIns.ByProviderAsync(
            http.RequestServices.GetRequiredService<GovernanceDbContext>(), proved with { SignOutHint = hints.Protect(idToken) }, settings.Rules, http.SignedIn()?.Session.Id,
            Address(http), clock.GetUtcNow(), http.RequestAborted);
        if (outcome.Session is not { } session)
        {
            throw new SignInRefused(outcome.Refusal!.Value) { RecordedAs = outcome.Code };
        }

        // Their roles may be others than a moment ago.
        http.RequestServices.GetRequiredService<ActorAccess>().Forget(session.PersonId);
        return SecuritySetup.Principal(session);
    }

    /// <summary>The event of the framework's handler: anything that is not a person's or the provider's doing goes on as the error it is.</summary>
    public static async Task FailAsync(RemoteFailureContext context)
    {
        if (context.Failure is not (SignInRefused or AuthenticationFailureException))
        {
            ExceptionDispatchInfo.Throw(context.Failure!);
        }

        var refused = context.Failure as SignInRefused ?? (context.Failure.Data["error"] is not string error ? new SignInRefused(SignInRefusal.WrongState)
            : error == "access_denied" ? new SignInRefused(SignInRefusal.Cancelled)
            : new SignInRefused(SignInRefusal.ProviderError, Code(error)));
        await context.HttpContext.RequestServices.GetRequiredService<ProviderEntrance>().RefuseAsync(context.HttpContext, refused);
        context.HandleResponse();
    }

    /// <summary>Answers with the error page; nothing of the session that may still be there is changed.</summary>
    public async Task RefuseAsync(HttpContext http, SignInRefused refused)
    {
        var code = refused.RecordedAs ?? await RecordAsync(http, refused);
        logger.LogWarning(refused.InnerException, "Sign-in refused ({Refusal}, {Code}): {Reason}", refused.Refusal, code, refused.Message);
        http.Items[typeof(RefusalTold)] = new RefusalTold(refused.Refusal, code, refused.Refusal == SignInRefusal.ClockOff ? refused.Remark : null, settings.WhomToAsk);
        http.Response.StatusCode = refused.Refusal switch
        {
            SignInRefusal.Unknown or SignInRefusal.Locked or SignInRefusal.NoRole or SignInRefusal.Cancelled => StatusCodes.Status403Forbidden,
            SignInRefusal.ProviderDown or SignInRefusal.ProviderMisconfigured or SignInRefusal.ClockOff => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status400BadRequest,
        };
    }

    /// <summary>An error code of the provider, made harmless for log and audit trail.</summary>
    internal static string Code(string error) => $"：{(error.Length <= 60 && error.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or ' ') ? error : "不明")}";

    internal static string? Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString();

    async Task<string> RecordAsync(HttpContext http, SignInRefused refused)
    {
        if (!flood.IsToBeKept(out var leftOut))
        {
            return ReferenceCode.New();
        }

        var before = leftOut == 0 ? "" : $"。この前の{leftOut}件は、1分に{RefusedSignIns.MostAMinute}件を超えたため記録していません";
        await using var scope = http.RequestServices.CreateAsyncScope();
        var outcome = await SignIns.RefuseAsync(
            scope.ServiceProvider.GetRequiredService<GovernanceDbContext>(), refused.Refusal, null, refused.Remark + before, Address(http), clock.GetUtcNow(), CancellationToken.None);
        return outcome.Code!;
    }
}

/// <summary>Keeps a flood of refused sign-ins, which anybody on the network can make, out of the audit trail: so many a minute are kept, the others counted.</summary>
public sealed class RefusedSignIns(TimeProvider clock)
{
    public const int MostAMinute = 30;

    readonly Lock one = new();
    DateTimeOffset minute;
    int kept;
    int left;

    /// <param name="leftOut">How many were not kept since the last one that was.</param>
    public bool IsToBeKept(out int leftOut)
    {
        lock (one)
        {
            var now = clock.GetUtcNow();
            if ((now - minute).Duration() >= TimeSpan.FromMinutes(1))
            {
                (minute, kept) = (now, 0);
            }

            leftOut = left;
            if (kept >= MostAMinute)
            {
                left++;
                return false;
            }

            (kept, left) = (kept + 1, 0);
            return true;
        }
    }
}

/// <summary>ID tokens as they lie in the database, to be shown to the provider once more when the person signs out there.</summary>
public sealed class SignOutHints(IDataProtectionProvider protection)
{
    readonly IDataProtector tokens = protection.CreateProtector("sign-out-hint");
    readonly ITimeLimitedDataProtector sessions = protection.CreateProtector("signed-out-session").ToTimeLimitedDataProtector();

    public string Protect(string idToken) => tokens.Protect(idToken);

    /// <summary>Null where the keys have changed since.</summary>
    public string? Unprotect(string? text) => text is null ? null : Try(() => tokens.Unprotect(text));

    /// <summary>The session that has just ended, for the address that leads to the provider's sign-out.</summary>
    public string Ticket(Guid sessionId) => sessions.Protect(sessionId.ToString("N"), TimeSpan.FromMinutes(30));

    public Guid? Session(string? ticket) => ticket is not null && Guid.TryParse(Try(() => sessions.Unprotect(ticket)), out var id) ? id : null;

    static string? Try(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
