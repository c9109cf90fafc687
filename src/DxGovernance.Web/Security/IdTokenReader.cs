using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace DxGovernance.Web.Security;

/// <summary>What belongs to an ID token besides the token itself.</summary>
/// <param name="Nonce">Of the sign-in that was begun here.</param>
/// <param name="AskedAgainAt">When the person was asked to prove again who they are; null where any earlier proof will do.</param>
/// <param name="ProviderTime">What the provider's clock said when it answered.</param>
public sealed record IdTokenContext(string? Nonce, DateTimeOffset? AskedAgainAt, DateTimeOffset? ProviderTime);

/// <summary>
/// Reads an ID token as OpenID Connect Core 1.0, 3.1.3.7 demands: issuer, audience, signature, expiry, nonce, authentication time. A key that is
/// not known is looked for once more at the provider.
/// </summary>
public sealed class IdTokenReader(ProviderSettings settings, ProviderMetadata metadata, TimeProvider clock, ILogger<IdTokenReader> logger)
{
    static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <exception cref="SignInRefused">Anything of it does not hold.</exception>
    public async Task<ProviderIdentity> ReadAsync(string? idToken, IdTokenContext context, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(idToken))
        {
            throw new SignInRefused(SignInRefusal.NoIdToken);
        }

        var configuration = await metadata.GetAsync(cancel);
        var result = await ValidateAsync(idToken, configuration);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            result = await ValidateAsync(idToken, await metadata.RefreshAsync(configuration, cancel));
        }

        if (!result.IsValid)
        {
            throw Refused(result.Exception, context.ProviderTime, IssuedAt(result));
        }

        var token = (JsonWebToken)result.SecurityToken;
        CheckBelongs(token, context);
        var identity = new ProviderIdentity(token.Issuer.TrimEnd('/'), Subject(token), Name(token))
        {
            Claims = [.. token.Claims.Where(c => c.Type == settings.RoleClaim).Select(c => c.Value)],
            HasTooManyClaims = HasTooManyClaims(token),
            AuthenticatedAt = AuthenticatedAt(token, context),
        };
        Warn(context.ProviderTime);
        return identity;
    }

    Task<TokenValidationResult> ValidateAsync(string idToken, OpenIdConnectConfiguration configuration) => Handler.ValidateTokenAsync(idToken, new()
    {
        ValidIssuer = configuration.Issuer,
        ValidAudience = settings.ClientId,
        IssuerSigningKeys = configuration.SigningKeys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = IsInTime,
        LogValidationExceptions = false,
    });

    /// <summary>By the application's clock; the library knows only the machine's.</summary>
    bool IsInTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires is not { } end ? throw new SecurityTokenNoExpirationException()
            : end <= now - settings.ClockSkew ? throw new SecurityTokenExpiredException()
            : notBefore > now + settings.ClockSkew ? throw new SecurityTokenNotYetValidException()
            : true;
    }

    void CheckBelongs(JsonWebToken token, IdTokenContext context)
    {
        var nonce = token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Nonce, out var said) ? said : null;
        if (string.IsNullOrEmpty(nonce) || string.IsNullOrEmpty(context.Nonce)
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(nonce), Encoding.UTF8.GetBytes(context.Nonce)))
        {
            throw new SignInRefused(SignInRefusal.WrongNonce);
        }

        var party = token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Azp, out var azp) ? azp : null;
        if (party is null ? token.Audiences.Count() > 1 : party != settings.ClientId)
        {
            throw new SignInRefused(SignInRefusal.WrongAudience);
        }

        if (token.TryGetPayloadValue<string>("tid", out var tenant) && !settings.Issuer.Contains(tenant, StringComparison.OrdinalIgnoreCase))
        {
            throw new SignInRefused(SignInRefusal.WrongIssuer);
        }

        if (token.IssuedAt == DateTime.MinValue)
        {
            throw new SignInRefused(SignInRefusal.NoExpiry);
        }

        if (token.IssuedAt > (clock.GetUtcNow() + settings.ClockSkew).UtcDateTime)
        {
            throw InTime(SignInRefusal.ClockOff, context.ProviderTime, token.IssuedAt);
        }
    }

    string Subject(JsonWebToken token)
    {
        var subject = token.TryGetPayloadValue<string>(settings.PersonClaim, out var value) ? value : null;
        return subject is { Length: > 0 and <= ExternalIdentity.SubjectMaxLength } && !subject.Any(char.IsControl)
            ? subject
            : throw new SignInRefused(SignInRefusal.NoSubject, $"。OpenIdConnect__PersonClaim は {settings.PersonClaim} です");
    }

    /// <summary>Text of somebody else: nothing that is not a letter or a sign to be seen, no more than a name is long.</summary>
    static string? Name(JsonWebToken token)
    {
        var clean = new StringBuilder();
        foreach (var rune in (token.TryGetPayloadValue<string>("name", out var said) ? said : "").EnumerateRunes())
        {
            var isUnseen = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (!isUnseen && clean.Length + rune.Utf16SequenceLength <= Person.NameMaxLength)
            {
                clean.Append(rune);
            }
        }

        return clean.ToString().Trim() is { Length: > 0 } name ? name : null;
    }

    /// <summary>Entra ID leaves more than 200 groups out and says so (_claim_names, hasgroups).</summary>
    bool HasTooManyClaims(JsonWebToken token) =>
        (token.TryGetPayloadValue<bool>("hasgroups", out var has) && has)
        || (token.TryGetPayloadValue<JsonElement>("_claim_names", out var names) && names.ValueKind == JsonValueKind.Object && names.TryGetProperty(settings.RoleClaim, out _));

    DateTimeOffset? AuthenticatedAt(JsonWebToken token, IdTokenContext context)
    {
        DateTimeOffset? proved = token.TryGetPayloadValue<long>(JwtRegisteredClaimNames.AuthTime, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        return context.AskedAgainAt is not { } asked ? proved
            : proved is null ? throw new SignInRefused(SignInRefusal.NotAgain, "。答えに auth_time がありません")
            : proved < asked - settings.ClockSkew ? throw InTime(SignInRefusal.NotAgain, context.ProviderTime, token.IssuedAt)
            : proved;
    }

    SignInRefused Refused(Exception exception, DateTimeOffset? providerTime, DateTime issuedAt) => exception switch
    {
        SecurityTokenSignatureKeyNotFoundException => new(SignInRefusal.UnknownKey),
        SecurityTokenNoExpirationException => new(SignInRefusal.NoExpiry),
        SecurityTokenExpiredException => InTime(SignInRefusal.Expired, providerTime, issuedAt),
        SecurityTokenNotYetValidException => InTime(SignInRefusal.ClockOff, providerTime, issuedAt),
        SecurityTokenInvalidLifetimeException => new(SignInRefusal.Expired),
        SecurityTokenInvalidAudienceException => new(SignInRefusal.WrongAudience),
        SecurityTokenInvalidIssuerException => new(SignInRefusal.WrongIssuer),
        _ => new(SignInRefusal.BadSignature),
    };

    /// <summary>A refusal for reasons of time: where the clocks are apart, that is the reason.</summary>
    SignInRefused InTime(SignInRefusal refusal, DateTimeOffset? providerTime, DateTime issuedAt)
    {
        var theirs = providerTime ?? (issuedAt == DateTime.MinValue ? null : new DateTimeOffset(issuedAt, TimeSpan.Zero));
        if (theirs is not { } time || (clock.GetUtcNow() - time).Duration() <= TimeSpan.FromMinutes(1))
        {
            return new(refusal == SignInRefusal.ClockOff ? SignInRefusal.Expired : refusal);
        }

        var ahead = clock.GetUtcNow() - time;
        logger.LogError("The clock of this server is {Ahead} ahead of the provider's; nobody can sign in until it is set right.", ahead);
        return new(SignInRefusal.ClockOff, $"。このサーバーの時計は認証基盤より約{Math.Round(ahead.Duration().TotalMinutes):0}分{(ahead > TimeSpan.Zero ? "進んで" : "遅れて")}います");
    }

    void Warn(DateTimeOffset? providerTime)
    {
        if (providerTime is { } time && (clock.GetUtcNow() - time).Duration() > settings.ClockSkew)
        {
            logger.LogWarning("The clock of this server is {Ahead} ahead of the provider's.", clock.GetUtcNow() - time);
        }
    }

    static DateTime IssuedAt(TokenValidationResult result) => result.SecurityToken is JsonWebToken token ? token.IssuedAt : DateTime.MinValue;
}
