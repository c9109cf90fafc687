using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DxGovernance.Core.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace DxGovernance.Web.Security;

/// <summary>Options of <see cref="ProviderHandler"/>; addresses come from the provider's discovery document, not from here.</summary>
public sealed class ProviderOptions : OAuthOptions
{
    public ProviderSettings Provider { get; set; } = new();

    public ClientProof Proof { get; set; } = new(null, null);

    public SignInSettings SignIn { get; set; } = new();

    /// <summary>What the framework asks for here was checked before: see <see cref="ProviderSettings.Check"/>.</summary>
    public override void Validate()
    {
    }
}

/// <summary>
/// OpenID Connect, authorization code with PKCE, on the framework's OAuth handler: that keeps state, correlation and code verifier; here are
/// discovery, nonce, the exchange of the code and what follows from the ID token (docs/adr/0016).
/// </summary>
public sealed class ProviderHandler(
    IOptionsMonitor<ProviderOptions> options, ILoggerFactory logger, UrlEncoder encoder, ProviderMetadata metadata, ProviderChannel channel, IdTokenReader reader, ProviderEntrance entrance)
    : OAuthHandler<ProviderOptions>(options, logger, encoder)
{
    public const string SchemeName = "Provider";

    /// <summary>In the properties of a challenge: the person is to prove again who they are.</summary>
    public const string Again = "again";

    /// <summary>In the properties of a challenge: somebody wants to come in as another than the provider remembers.</summary>
    public const string Other = "other";

    const string Nonce = "nonce";

    OpenIdConnectConfiguration? configuration;
    DateTimeOffset? providerTime;

    ProviderSettings Provider => Options.Provider;

    string RedirectUri => Provider.PublicUrl.Length > 0 ? Provider.PublicUrl.TrimEnd('/') + Options.CallbackPath : BuildRedirectUri(Options.CallbackPath);

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        try
        {
            configuration = await metadata.GetAsync(Context.RequestAborted);
        }
        catch (SignInRefused refused)
        {
            await entrance.RefuseAsync(Context, refused);
            return;
        }

        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var nonce = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        properties.Items[Nonce] = nonce;
        var again = properties.Items.ContainsKey(Again);
        if (again)
        {
            properties.Items[Again] = TimeProvider.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }

        // max_age obliges the provider to say when the person proved who they are.
        var query = new Uri(base.BuildChallengeUrl(properties, RedirectUri)).Query;
        var more = new Dictionary<string, string?>
        {
            ["nonce"] = nonce,
            ["max_age"] = (again ? 0 : Options.SignIn.LongestHours * 3600).ToString(CultureInfo.InvariantCulture),
            ["prompt"] = again || properties.Items.ContainsKey(Other) ? "login" : null,
        };
        var endpoint = configuration!.AuthorizationEndpoint;
        return QueryHelpers.AddQueryString(endpoint + (endpoint.Contains('?', StringComparison.Ordinal) ? "&" + query[1..] : query), more);
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        configuration = await metadata.GetAsync(Context.RequestAborted);
        CheckIssuer();
        using var request = new HttpRequestMessage(HttpMethod.Post, configuration.TokenEndpoint);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var form = new Dictionary<string, string>
        {
            ["client_id"] = Options.ClientId,
            ["grant_type"] = "authorization_code",
            ["code"] = context.Code,
            ["redirect_uri"] = RedirectUri,
            [OAuthConstants.CodeVerifierKey] = context.Properties.Items[OAuthConstants.CodeVerifierKey]!,
        };
        Prove(request, form);
        request.Content = new FormUrlEncodedContent(form);
        HttpResponseMessage response;
        string body;
        try
        {
            response = await channel.Http.SendAsync(request, Context.RequestAborted);
            body = await response.Content.ReadAsStringAsync(Context.RequestAborted);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !Context.RequestAborted.IsCancellationRequested)
        {
            throw new SignInRefused(SignInRefusal.ProviderDown, null, e);
        }

        using (response)
        {
            providerTime = response.Headers.Date;
            return Answer(response, body);
        }
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var idToken = tokens.Response!.RootElement.TryGetProperty("id_token", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var proved = await reader.ReadAsync(idToken, new(properties.Items.TryGetValue(Nonce, out var nonce) ? nonce : null, AskedAgainAt(properties), providerTime), Context.RequestAborted);
        var principal = await entrance.EnterAsync(Context, proved, idToken!);
        return new(principal, new AuthenticationProperties { RedirectUri = properties.RedirectUri }, Scheme.Name);
    }

    static DateTimeOffset? AskedAgainAt(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(Again, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>RFC 9207: an answer that names its issuer must name the right one.</summary>
    void CheckIssuer()
    {
        var said = Request.Query["iss"].ToString();
        if (said.Length > 0 && said.TrimEnd('/') != Provider.Issuer)
        {
            throw new SignInRefused(SignInRefusal.WrongIssuer);
        }
    }

    void Prove(HttpRequestMessage request, Dictionary<string, string> form)
    {
        var methods = configuration!.TokenEndpointAuthMethodsSupported;
        var isInHeader = Provider.SecretInHeader || (methods.Count > 0 && !methods.Contains("client_secret_post"));
        if (Options.Proof.Certificate is not null)
        {
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            form["client_assertion"] = Assertion();
        }
        else if (!isInHeader)
        {
            form["client_secret"] = Options.Proof.Secret!;
        }
        else
        {
            var both = $"{WebUtility.UrlEncode(Options.ClientId)}:{WebUtility.UrlEncode(Options.Proof.Secret!)}";
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(both)));
        }
    }

    /// <summary>private_key_jwt, RFC 7523: signed by the certificate, for this provider, for two minutes.</summary>
    string Assertion()
    {
        var now = TimeProvider.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Options.ClientId,
            Audience = configuration!.TokenEndpoint,
            Claims = new Dictionary<string, object> { [JwtRegisteredClaimNames.Sub] = Options.ClientId, [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N") },
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(2),
            SigningCredentials = new X509SigningCredentials(Options.Proof.Certificate, SecurityAlgorithms.RsaSsaPssSha256),
        });
    }

    static OAuthTokenResponse Answer(HttpResponseMessage response, string body)
    {
        JsonDocument? json = null;
        try
        {
            json = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            // Told below.
        }

        var isObject = json?.RootElement.ValueKind == JsonValueKind.Object;
        if (response.IsSuccessStatusCode && isObject && json!.RootElement.TryGetProperty("access_token", out _))
        {
            return OAuthTokenResponse.Success(json);
        }

        var error = isObject && json!.RootElement.TryGetProperty("error", out var value) ? value.ToString() : null;
        json?.Dispose();
        throw new SignInRefused(
            (int)response.StatusCode >= 500 ? SignInRefusal.ProviderDown : error == "invalid_grant" ? SignInRefusal.CodeRefused : SignInRefusal.ProviderError,
            ProviderEntrance.Code(error ?? $"HTTP {(int)response.StatusCode}"));
    }
}
