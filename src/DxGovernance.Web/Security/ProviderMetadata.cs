using DxGovernance.Core.SignIn;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace DxGovernance.Web.Security;

/// <summary>The provider's discovery document and keys, kept for half a day and read again when a key is not among them.</summary>
public sealed class ProviderMetadata(ProviderSettings settings, ProviderChannel channel, TimeProvider clock) : IDisposable
{
    static readonly TimeSpan Kept = TimeSpan.FromHours(12);

    readonly SemaphoreSlim one = new(1);
    OpenIdConnectConfiguration? known;
    DateTimeOffset readAt;

    /// <exception cref="SignInRefused">The provider cannot be reached, or is not the one that is configured.</exception>
    public async Task<OpenIdConnectConfiguration> GetAsync(CancellationToken cancel)
    {
        if (known is { } current && clock.GetUtcNow() - readAt < Kept)
        {
            return current;
        }

        try
        {
            return await RefreshAsync(known, cancel);
        }
        catch (SignInRefused e) when (e.Refusal == SignInRefusal.ProviderDown && known is not null)
        {
            // Keys change rarely; the exchange of the code will tell whether the provider is really down.
            return known;
        }
    }

    /// <summary>Reads again, unless somebody else has done so since the caller looked.</summary>
    /// <param name="seen">What the caller knows.</param>
    /// <param name="cancel">Stops the reading.</param>
    public async Task<OpenIdConnectConfiguration> RefreshAsync(OpenIdConnectConfiguration? seen, CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            if (known is not null && known != seen)
            {
                return known;
            }

            var read = await ReadAsync(cancel);
            (known, readAt) = (read, clock.GetUtcNow());
            return read;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    async Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken cancel)
    {
        OpenIdConnectConfiguration read;
        try
        {
            var documents = new HttpDocumentRetriever(channel.Http) { RequireHttps = settings.Authority.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase) };
            read = await OpenIdConnectConfigurationRetriever.GetAsync($"{settings.Issuer}/.well-known/openid-configuration", documents, cancel);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancel.IsCancellationRequested)
        {
            throw new SignInRefused(SignInRefusal.ProviderDown, null, e);
        }

        // OpenID Connect Discovery 1.0, 4.3: else the provider could speak for another.
        if (read.Issuer?.TrimEnd('/') != settings.Issuer)
        {
            throw new SignInRefused(SignInRefusal.ProviderMisconfigured, $"。認証基盤の名のる発行者は「{Short(read.Issuer)}」です。OpenIdConnect__Authority と同じでなければなりません");
        }

        return string.IsNullOrEmpty(read.AuthorizationEndpoint) || string.IsNullOrEmpty(read.TokenEndpoint)
            ? throw new SignInRefused(SignInRefusal.ProviderMisconfigured, "。認証基盤の公開情報に、認可またはトークンのアドレスがありません")
            : read;
    }

    static string? Short(string? text) => text?.Length > 200 ? text[..200] : text;
}

/// <summary>The way to the provider that does not lead through a browser: short of time, following no redirect.</summary>
public sealed class ProviderChannel : IDisposable
{
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(15),
        MaxResponseContentBufferSize = 1 << 20,
    };

    public void Dispose() => Http.Dispose();
}

/// <summary>The way through the provider ends here.</summary>
/// <param name="refusal">Why.</param>
/// <param name="remark">More for audit trail and log, without personal content.</param>
/// <param name="inner">What went wrong beneath.</param>
public sealed class SignInRefused(SignInRefusal refusal, string? remark = null, Exception? inner = null) : Exception(refusal.Label() + remark, inner)
{
    public SignInRefusal Refusal { get; } = refusal;

    public string? Remark { get; } = remark;

    /// <summary>The reference code under which it is in the audit trail already.</summary>
    public string? RecordedAs { get; init; }
}
