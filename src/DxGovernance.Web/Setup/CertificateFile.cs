using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DxGovernance.Core;

namespace DxGovernance.Web.Setup;

/// <summary>A certificate with its private key, named by a setting.</summary>
static class CertificateFile
{
    public static X509Certificate2 Read(string file, string? password, string setting)
    {
        try
        {
            var certificate = !Path.GetExtension(file).Equals(".pem", StringComparison.OrdinalIgnoreCase) ? X509CertificateLoader.LoadPkcs12FromFile(file, password)
                : password is { Length: > 0 } ? X509Certificate2.CreateFromEncryptedPemFile(file, password)
                : X509Certificate2.CreateFromPemFile(file);
            RuleViolation.Require(certificate.GetRSAPrivateKey() is not null, "certificate-key", $"設定 {setting} の証明書に、RSAの秘密鍵がありません。");
            return certificate;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new RuleViolation("certificate-file", $"設定 {setting} の「{file}」を読めません。置き場所と読む権限、形式（.pem または PFX）とパスワードを確かめてください。");
        }
    }
}
