using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;

namespace DxGovernance.Tests.Support;

/// <summary>A mail as the server got it, taken apart by a library that had no part in writing it.</summary>
/// <param name="To">Of the envelope.</param>
/// <param name="Sender">Of the envelope.</param>
/// <param name="Raw">Every byte a character.</param>
public sealed record ReceivedMail(
    string Subject, string Text, MailParty From, IReadOnlyList<MailParty> Tos, string MessageId, string Date, IReadOnlyList<MailHeader> Headers,
    int Attachments, string Raw, string To, string Sender, bool Secure, string? User)
{
    public string? Header(string name) => Headers.SingleOrDefault(h => h.Key == name)?.Value;
}

public sealed record MailParty(string Name, string Address);

public sealed record MailHeader(string Key, string Value);

/// <summary>
/// A real SMTP server on loopback (smtp-server of npm, see smtp-server.mjs) in a process of its own. Its certificate is of an authority that
/// nobody trusts who is not told to.
/// </summary>
public sealed class MailServer : IAsyncLifetime
{
    public const string User = "governance", Password = "correct horse 馬";

    /// <summary>A process has to start on a machine that may be busy.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    readonly ConcurrentQueue<JsonElement> events = new();
    readonly SemaphoreSlim news = new(0);
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dxg-smtp-");
    int echoes;
    Process process = null!;

    public int Plain { get; private set; }

    public int StartTls { get; private set; }

    public int ImplicitTls { get; private set; }

    /// <summary>For SSL_CERT_FILE.</summary>
    public string Authority => Path.Combine(folder.FullName, "authority.pem");

    public async ValueTask InitializeAsync()
    {
        WriteCertificates();
        var script = Path.Combine(Checkout(), "tests", "DxGovernance.Tests", "Support", "smtp-server.mjs");
        process = Process.Start(new ProcessStartInfo("node", [script, folder.FullName, User, Password])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        _ = Task.Run(ListenAsync, CancellationToken.None);
        var ports = (await EventAsync(e => Is(e, "ready"))).GetProperty("ports").EnumerateArray().Select(p => p.GetInt32()).ToList();
        (Plain, StartTls, ImplicitTls) = (ports[0], ports[1], ports[2]);
    }

    /// <summary>What has arrived for the address until now, the oldest first.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> To(string address)
    {
        var mark = $"{Interlocked.Increment(ref echoes)}";
        await process.StandardInput.WriteLineAsync(mark);
        await EventAsync(e => Is(e, "echo") && e.GetProperty("line").GetString() == mark);
        return [.. events.Where(e => Is(e, "mail") && e.GetProperty("to").GetString() == address).Select(e => e.Deserialize<ReceivedMail>(JsonSerializerOptions.Web)!)];
    }

    /// <summary>Waits until the server holds its answer back from a mail to the address.</summary>
    public Task HoldsAsync(string address) => EventAsync(e => Is(e, "held") && e.GetProperty("to").GetString() == address);

    /// <summary>Gives every answer that is held back.</summary>
    public Task ReleaseAsync() => process.StandardInput.WriteLineAsync("release");

    /// <summary>Settings that lead here, past the given changes.</summary>
    public MailSettings Settings(Func<MailOptions, MailOptions>? change = null) =>
        MailSettings.Read((change ?? (o => o))(Options()), new CityInfo("下関市", "352012"));

    public MailOptions Options() => new()
    {
        Host = "127.0.0.1",
        Port = $"{Plain}",
        Security = nameof(MailSecurity.None),
        From = "ict-governance@city.example",
        PublicUrl = "https://gov.city.example/ict/",
        TimeoutSeconds = "20",
    };

    /// <summary>The same as environment of a process.</summary>
    public (string, string)[] Environment(int port, MailSecurity security, string? password = null) =>
    [
        ("Mail__Host", "127.0.0.1"), ("Mail__Port", $"{port}"), ("Mail__Security", $"{security}"),
        ("Mail__From", Options().From!), ("Mail__PublicUrl", Options().PublicUrl!),
        .. password is null ? [] : new[] { ("Mail__User", User), ("Mail__Password", password) },
    ];

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        folder.Delete(recursive: true);
        news.Dispose();
    }

    static bool Is(JsonElement e, string kind) => e.GetProperty("event").GetString() == kind;

    async Task ListenAsync()
    {
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            events.Enqueue(JsonDocument.Parse(line).RootElement);
            news.Release();
        }
    }

    async Task<JsonElement> EventAsync(Func<JsonElement, bool> wanted)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience)
        {
            if (events.FirstOrDefault(wanted) is { ValueKind: JsonValueKind.Object } found)
            {
                return found;
            }

            await news.WaitAsync(TimeSpan.FromMilliseconds(200), Cancel);
        }

        throw new TimeoutException($"The mail server told nothing of that kind within {Patience}.");
    }

    void WriteCertificates()
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(7));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=DxGovernance tests", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var authority = root.CreateSelfSigned(from, to);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, from, to, [1, 2, 3, 4]);
        File.WriteAllText(Authority, authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder.FullName, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder.FullName, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    static string Checkout()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "DxGovernance.sln")))
        {
            directory = directory.Parent!;
        }

        return directory.FullName;
    }
}
