using System.Security.Claims;
using System.Text.Encodings.Web;
using DxGovernance.Core;
using DxGovernance.Core.Api;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace DxGovernance.Web.Api;

/// <summary>
/// Tells who reads the interface: by the key in the header, else by the session of the browser. Refuses with problem details, never with a redirect.
/// </summary>
public sealed class ApiAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, GovernanceDbContext db, TimeProvider clock, FailedKeys failed)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "Api";

    const string Bearer = "Bearer";

    const string Missing = "APIキーがありません。Authorization ヘッダーに「Bearer dxg_…」を付けるか、この製品にサインインしたブラウザーで開いてください。";

    const string Malformed = "Authorization ヘッダーを読めません。「Authorization: Bearer dxg_…」の形で、発行された鍵をそのまま付けてください。";

    string sentence = Missing;

    bool isWrongKey;

    /// <summary>The policy of an endpoint that asks for the permission, of a person or of a key.</summary>
    public static string PolicyFor(Permission permission) => $"{SchemeName}.{permission}";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        return header.Length == 0 ? await PersonAsync() : await KeyAsync(header);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (isWrongKey && !failed.MayFail(Context.Connection.RemoteIpAddress))
        {
            Response.Headers.RetryAfter = FailedKeys.Window.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await ApiProblem.Of(StatusCodes.Status429TooManyRequests, $"使えないAPIキーが続けて送られました。鍵を確かめ、{FailedKeys.Window.TotalSeconds:0}秒待ってからやり直してください。").ExecuteAsync(Context);
            return;
        }

        if (isWrongKey)
        {
            Logger.LogWarning("A key was refused: {Sentence}", sentence);
        }

        Response.Headers[HeaderNames.WWWAuthenticate] = Bearer;
        await ApiProblem.Of(StatusCodes.Status401Unauthorized, sentence).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiProblem.Of(StatusCodes.Status403Forbidden, "この役割では、このデータを見られません。必要な場合は、庁内PMO事務局に依頼してください。").ExecuteAsync(Context);

    async Task<AuthenticateResult> PersonAsync()
    {
        var person = await Context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return person.Succeeded && Context.SignedIn() is { } signedIn ? Accepted(new(signedIn.Actor, null)) : AuthenticateResult.NoResult();
    }

    async Task<AuthenticateResult> KeyAsync(string header)
    {
        isWrongKey = true;
        var parts = header.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts is not [var scheme, var secret] || !string.Equals(scheme, Bearer, StringComparison.OrdinalIgnoreCase) || !secret.StartsWith(ApiKey.Mark, StringComparison.Ordinal))
        {
            sentence = Malformed;
            return AuthenticateResult.Fail(sentence);
        }

        var (key, refusal) = await ApiKeyQueries.UseAsync(db, secret, clock.Today(), Context.RequestAborted);
        if (key is null)
        {
            sentence = refusal!.Value.Sentence();
            return AuthenticateResult.Fail(sentence);
        }

        isWrongKey = false;
        return Accepted(ApiCaller.Of(key));
    }

    AuthenticateResult Accepted(ApiCaller caller)
    {
        Context.Features.Set(caller);
        return AuthenticateResult.Success(new(new(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Actor.Name)], SchemeName)), SchemeName));
    }
}
