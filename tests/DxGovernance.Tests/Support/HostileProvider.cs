using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DxGovernance.Tests.Support;

/// <summary>A provider that answers whatever a test wants it to answer, on a real port.</summary>
public sealed class HostileProvider : IAsyncDisposable
{
    readonly WebApplication site;
    RsaSecurityKey key = NewKey("first");

    HostileProvider(WebApplication site) => this.site = site;

    public string Issuer { get; private set; } = "";

    /// <summary>What discovery calls the issuer; the right one unless told.</summary>
    public string? SaidIssuer { get; set; }

    /// <summary>Nothing answers but an error of its own.</summary>
    public bool IsDown { get; set; }

    /// <summary>The token endpoint's answer: status and body.</summary>
    public Func<(int Status, string Body)> Answer { get; set; } = () => (500, "");

    /// <summary>What its clock says in the header of the answer.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>The last form that came to the token endpoint.</summary>
    public IFormCollection? Asked { get; private set; }

    public int KeysRead { get; private set; }

    public SigningCredentials Sign => new(key, SecurityAlgorithms.RsaSha256);

    public RsaSecurityKey Key => key;

    public static async Task<HostileProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(k => k.AddServerHeader = false);
        builder.Logging.ClearProviders();
        var provider = new HostileProvider(builder.Build());
        provider.Map();
        await provider.site.StartAsync(Cancel);
        provider.Issuer = provider.site.Urls.Single();
        return provider;
    }

    public static RsaSecurityKey NewKey(string kid) => new(RSA.Create(2048)) { KeyId = kid };

    /// <summary>From now on it signs with another key, and publishes only that.</summary>
    public void Roll(string kid) => key = NewKey(kid);

    /// <summary>An ID token with these claims, signed as told; null signs not at all.</summary>
    public static string Token(Dictionary<string, object> claims, SigningCredentials? sign)
    {
        var payload = JsonSerializer.Serialize(claims);
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return sign is null ? handler.CreateToken(payload) : handler.CreateToken(payload, sign);
    }

    public static (int, string) Tokens(string? idToken) => (200, JsonSerializer.Serialize(idToken is null
        ? new Dictionary<string, string> { ["access_token"] = "a", ["token_type"] = "Bearer" }
        : new() { ["access_token"] = "a", ["token_type"] = "Bearer", ["id_token"] = idToken }));

    public async ValueTask DisposeAsync() => await site.DisposeAsync();

    void Map()
    {
        site.Use(async (http, next) =>
        {
            http.Response.Headers.Date = Now.ToString("R");
            if (IsDown)
            {
                http.Response.StatusCode = 503;
                return;
            }

            await next(http);
        });
        site.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = SaidIssuer ?? Issuer,
            authorization_endpoint = Issuer + "/authorize",
            token_endpoint = Issuer + "/token",
            jwks_uri = Issuer + "/keys",
            end_session_endpoint = Issuer + "/end",
        }));
        site.MapGet("/keys", () =>
        {
            KeysRead++;
            var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = key.KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) } } });
        });
        site.MapPost("/token", async (HttpRequest request) =>
        {
            Asked = await request.ReadFormAsync(Cancel);
            var (status, body) = Answer();
            return Results.Text(body, "application/json", statusCode: status);
        });
    }
}

/// <summary>The application with the provider of ill will.</summary>
public sealed class HostileApp : WebApp
{
    public const string ClientId = "dxgovernance";

    public HostileProvider Provider { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        Provider = await HostileProvider.StartAsync();
        Provider.Now = Clock.Now;
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Provider.DisposeAsync();
    }

    protected override void Configure(IWebHostBuilder web)
    {
        base.Configure(web);
        web.UseSetting("DemoSignIn:Enabled", "false");
        web.UseSetting("OpenIdConnect:Authority", Provider.Issuer);
        web.UseSetting("OpenIdConnect:ClientId", ClientId);
        web.UseSetting("OpenIdConnect:ClientSecret", "secret");
        web.UseSetting("SignIn:Contact", "情報政策課（内線1234）");
    }
}
