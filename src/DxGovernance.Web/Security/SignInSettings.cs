using System.Security.Cryptography.X509Certificates;
using DxGovernance.Core;
using DxGovernance.Core.SignIn;

namespace DxGovernance.Web.Security;

/// <summary>Section <c>SignIn</c>: limits of a session, and who is to be asked.</summary>
public sealed class SignInSettings
{
    /// <summary>Minutes without a request after which a session is over.</summary>
    public int IdleMinutes { get; init; } = 60;

    /// <summary>Hours after which a session is over whatever happens.</summary>
    public int LongestHours { get; init; } = 10;

    /// <summary>How many minutes back a person may have proved who they are for a sensitive act.</summary>
    public int RecentMinutes { get; init; } = 30;

    /// <summary>Whose roles win, see <see cref="RolePrecedence"/>.</summary>
    public RolePrecedence RolePrecedence { get; init; }

    /// <summary>Days after which a role from the provider ends that no sign-in has confirmed.</summary>
    public int RolesKeptDays { get; init; } = 35;

    /// <summary>Whom people ask who cannot come in, e.g. 情報政策課（内線1234）. Shown to everybody.</summary>
    public string Contact { get; init; } = "";

    public TimeSpan Recent => TimeSpan.FromMinutes(RecentMinutes);

    public SignInRules Rules => new(TimeSpan.FromHours(LongestHours), RolePrecedence, RolesKeptDays);

    /// <summary>Whom to ask, in words that fit into a sentence.</summary>
    public string WhomToAsk => Contact.Length > 0 ? Contact : "管理者";

    public void Check()
    {
        Between(IdleMinutes, 1, 24 * 60, nameof(IdleMinutes));
        Between(LongestHours, 1, 24, nameof(LongestHours));
        Between(RecentMinutes, 1, 24 * 60, nameof(RecentMinutes));
        Between(RolesKeptDays, 1, 366, nameof(RolesKeptDays));
    }

    static void Between(int value, int least, int most, string name) => RuleViolation.Require(
        value >= least && value <= most, "sign-in-setting", $"設定 SignIn__{name} は {least} から {most} までの値にしてください（今は {value}）。");
}

/// <summary>Section <c>OpenIdConnect</c>: the city's identity provider. Microsoft Entra ID or any other that keeps to the standard.</summary>
public sealed class ProviderSettings
{
    /// <summary>Issuer of the provider; <c>https://login.microsoftonline.com/{tenant id}/v2.0</c> for Entra ID. Empty: no provider.</summary>
    public string Authority { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string? ClientSecret { get; init; }

    /// <summary>A file that holds the secret, instead of <see cref="ClientSecret"/>.</summary>
    public string? ClientSecretFile { get; init; }

    /// <summary>The secret is sent in the header (client_secret_basic) instead of in the form (client_secret_post).</summary>
    public bool SecretInHeader { get; init; }

    /// <summary>PEM (certificate and key) or PFX; instead of a secret, the application proves itself by a signed assertion (private_key_jwt).</summary>
    public string? CertificateFile { get; init; }

    public string? CertificatePassword { get; init; }

    /// <summary>What people call the account: サインインの画面のボタンに出る.</summary>
    public string Name { get; init; } = "市のアカウント";

    /// <summary>The claim that names a person for ever: <c>oid</c> for Entra ID, else <c>sub</c>.</summary>
    public string PersonClaim { get; init; } = "sub";

    /// <summary>The claim with app roles or groups.</summary>
    public string RoleClaim { get; init; } = "roles";

    public string Scope { get; init; } = "openid profile";

    /// <summary>How far the clocks may be apart.</summary>
    public int ClockSkewSeconds { get; init; } = 120;

    /// <summary>Address under which people reach the application, where a proxy stands before it. Empty: taken from the request.</summary>
    public string PublicUrl { get; init; } = "";

    public bool IsOn => Authority.Length > 0;

    public TimeSpan ClockSkew => TimeSpan.FromSeconds(ClockSkewSeconds);

    public string Issuer => Authority.TrimEnd('/');

    /// <summary>Reads secret or certificate, and refuses what cannot work before anybody tries to sign in.</summary>
    public ClientProof Check()
    {
        RuleViolation.Require(IsSafe(Authority), "provider-authority", $"設定 OpenIdConnect__Authority の「{Authority}」は使えません。https:// で始まるアドレスを指定してください。");
        RuleViolation.Require(PublicUrl.Length == 0 || IsSafe(PublicUrl), "provider-public-url", $"設定 OpenIdConnect__PublicUrl の「{PublicUrl}」は使えません。https:// で始まるアドレスを指定してください。");
        RuleViolation.Require(ClientId.Length > 0, "provider-client", "設定 OpenIdConnect__ClientId に、認証基盤に登録したアプリケーションのIDを指定してください。");
        RuleViolation.Require(PersonClaim is "sub" or "oid", "provider-person-claim", $"設定 OpenIdConnect__PersonClaim は sub か oid にしてください（今は「{PersonClaim}」）。メールアドレスや氏名は変わるため使えません。");
        RuleViolation.Require(ClockSkewSeconds is >= 0 and <= 600, "provider-clock-skew", $"設定 OpenIdConnect__ClockSkewSeconds は 0 から 600 までの値にしてください（今は {ClockSkewSeconds}）。");
        RuleViolation.Require(Scope.Split(' ').Contains("openid"), "provider-scope", "設定 OpenIdConnect__Scope には openid を含めてください。");
        var secret = ClientSecretFile is { Length: > 0 } file ? Read(file, "ClientSecretFile", f => File.ReadAllText(f).Trim()) : ClientSecret;
        var certificate = CertificateFile is { Length: > 0 } path ? Read(path, "CertificateFile", Certificate) : null;
        RuleViolation.Require(
            certificate is null != string.IsNullOrEmpty(secret), "provider-proof", "設定 OpenIdConnect__ClientSecret（または ClientSecretFile）と OpenIdConnect__CertificateFile の、どちらか一つだけを指定してください。");
        RuleViolation.Require(
            certificate is null || certificate.GetRSAPrivateKey() is not null, "provider-certificate", "設定 OpenIdConnect__CertificateFile の証明書に、RSAの秘密鍵がありません。");
        return new(secret, certificate);
    }

    X509Certificate2 Certificate(string file) => Path.GetExtension(file).Equals(".pem", StringComparison.OrdinalIgnoreCase)
        ? CertificatePassword is { Length: > 0 } password ? X509Certificate2.CreateFromEncryptedPemFile(file, password) : X509Certificate2.CreateFromPemFile(file)
        : X509CertificateLoader.LoadPkcs12FromFile(file, CertificatePassword);

    static T Read<T>(string file, string name, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new RuleViolation("provider-file", $"設定 OpenIdConnect__{name} のファイル「{file}」を読めません：{e.Message}");
        }
    }

    /// <summary>Unencrypted only on the machine itself.</summary>
    static bool IsSafe(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}

/// <summary>How the application proves itself to the provider: exactly one of the two.</summary>
public sealed record ClientProof(string? Secret, X509Certificate2? Certificate);
