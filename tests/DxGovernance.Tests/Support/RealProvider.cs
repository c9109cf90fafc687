using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Microsoft.IdentityModel.Tokens;

namespace DxGovernance.Tests.Support;

/// <summary>
/// A real OpenID provider (oidc-provider) on a port of this machine, once for all tests of a program; it ends with the program, because its input
/// does. Its clock stands at that of the tests until it is moved.
/// </summary>
public sealed class RealProvider : IDisposable
{
    public const string ClientId = "dxgovernance";

    public const string ClientSecret = "secret-of-the-tests";

    static readonly Lazy<Task<RealProvider>> Running = new(StartAsync);

    readonly Process process;
    readonly HttpClient control = new();

    RealProvider(Process process, string issuer, X509Certificate2 certificate) => (this.process, Issuer, Certificate) = (process, issuer, certificate);

    public string Issuer { get; }

    /// <summary>With which <c>dxgovernance-certificate</c> proves itself.</summary>
    public X509Certificate2 Certificate { get; }

    public static Task<RealProvider> InstanceAsync() => Running.Value;

    /// <summary>Settings of an application that trusts this provider.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["DemoSignIn:Enabled"] = "false",
        ["OpenIdConnect:Authority"] = Issuer,
        ["OpenIdConnect:ClientId"] = ClientId,
        ["OpenIdConnect:ClientSecret"] = ClientSecret,
        ["SignIn:Contact"] = "情報政策課（内線1234）",
    };

    public Task SetClock(DateTimeOffset now) => control.PostAsJsonAsync($"{Issuer}/control/clock", new { now = now.ToUnixTimeMilliseconds() }, Cancel);

    /// <summary>What the provider says of an account besides its name.</summary>
    public Task SetAccount(string sub, Dictionary<string, object> claims) => control.PostAsJsonAsync($"{Issuer}/control/account", new { sub, claims }, Cancel);

    public void Dispose()
    {
        control.Dispose();
        process.Dispose();
    }

    static async Task<RealProvider> StartAsync()
    {
        var certificate = SelfSigned();
        var script = Path.Combine(Root(), "tests", "DxGovernance.Tests", "Support", "provider", "provider.mjs");
        var start = new ProcessStartInfo("node", [script, $"{FixedClock.Start.ToUnixTimeMilliseconds()}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["CLIENT_JWK"] = PublicKey(certificate);
        var started = Process.Start(start)!;
        var complaints = new StringBuilder();
        started.ErrorDataReceived += (_, line) => complaints.AppendLine(line.Data);
        started.BeginErrorReadLine();
        while (await started.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith("http://", StringComparison.Ordinal))
            {
                return new(started, line.Trim(), certificate);
            }
        }

        throw new InvalidOperationException($"The OpenID provider of the tests does not start: {complaints}");
    }

    /// <summary>Good for a hundred years around the tests' clock.</summary>
    static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=dxgovernance-test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(FixedClock.Start.AddYears(-50), FixedClock.Start.AddYears(50));
    }

    static string PublicKey(X509Certificate2 certificate)
    {
        var key = certificate.GetRSAPublicKey()!.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new
        {
            kty = "RSA",
            n = Base64UrlEncoder.Encode(key.Modulus),
            e = Base64UrlEncoder.Encode(key.Exponent),
            kid = new X509SecurityKey(certificate).KeyId,
            use = "sig",
        });
    }

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DxGovernance.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}

/// <summary>A browser at the provider: keeps its cookies, follows its redirects, fills its form.</summary>
public sealed class ProviderBrowser : IDisposable
{
    readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() });

    /// <summary>Whether the provider asked for the password the last time.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>Goes where the application sends it, signs in where it is asked, and returns the address that leads back to the application.</summary>
    public async Task<Uri> Answer(string address, string login)
    {
        WasAsked = false;
        var at = new Uri(address);
        var page = await client.GetAsync(at, Cancel);
        for (var step = 0; step < 12; step++)
        {
            if (page.Headers.Location is { } to)
            {
                var next = new Uri(at, to);
                if (next.Authority != at.Authority)
                {
                    return next;
                }

                at = next;
                page = await client.GetAsync(at, Cancel);
                continue;
            }

            var shown = await WebBrowser.Read(page);
            var form = ((IHtmlFormElement?)shown.Document.QuerySelector("form")).ShouldNotBeNull($"{at}: {shown.Document.Body?.TextContent}");
            WasAsked |= form.QuerySelector("[name=login]") is not null;
            var fields = WebBrowser.Fields(form).Where(f => f.Key is not ("login" or "password")).Concat([new("login", login), new("password", "any")]);
            at = new Uri(at, form.GetAttribute("action")!);
            page = await client.PostAsync(at, new FormUrlEncodedContent(fields), Cancel);
        }

        throw new InvalidOperationException($"The provider does not come to an end: {at}");
    }

    /// <summary>Follows the way of signing out at the provider, agreeing where it asks.</summary>
    public async Task<Uri> SignOut(string address)
    {
        var at = new Uri(address);
        var shown = await WebBrowser.Read(await client.GetAsync(at, Cancel));
        var form = ((IHtmlFormElement?)shown.Document.QuerySelector("form")).ShouldNotBeNull($"{at}: {shown.Document.Body?.TextContent}");
        var answer = await client.PostAsync(new Uri(at, form.GetAttribute("action")!), new FormUrlEncodedContent([.. WebBrowser.Fields(form), new("logout", "yes")]), Cancel);
        return new Uri(at, answer.Headers.Location.ShouldNotBeNull().ToString());
    }

    public void Dispose() => client.Dispose();
}

/// <summary>The application with the real provider and without the demo sign-in.</summary>
public class ProviderApp : WebApp
{
    public RealProvider Provider { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        Provider = await RealProvider.InstanceAsync();
        await base.InitializeAsync();
        await Provider.SetClock(Clock.Now);
    }

    /// <summary>Moves both clocks.</summary>
    public async Task Wait(TimeSpan time)
    {
        Clock.Now += time;
        await Provider.SetClock(Clock.Now);
    }

    /// <summary>A person with the role whom the provider calls by a name of its own.</summary>
    public async Task<(Core.Organization.Person Person, string Login)> Known(Core.Organization.Role role, Core.Organization.Department? department = null)
    {
        var person = await Given.Person(role, department ?? await Given.Department());
        var administrator = await Given.Actor(Core.Organization.Role.Administrator);
        await Given.Identity(person, person.Account, administrator, Provider.Issuer);
        return (person, person.Account);
    }

    /// <summary>The whole way: to the provider, through its form, back. What the application answers to the way back.</summary>
    public static async Task<WebPage> SignIn(WebBrowser browser, ProviderBrowser provider, string login, string start = "/signin?handler=Provider")
    {
        var sent = await browser.Get(start);
        sent.Status.ShouldBe(302);
        var back = await provider.Answer(sent.Location!, login);
        return await browser.Get(back.PathAndQuery);
    }

    /// <summary>A browser in which the person has signed in at the provider.</summary>
    public async Task<WebBrowser> SignedInAtProvider(string login)
    {
        var browser = Visitor();
        using var provider = new ProviderBrowser();
        (await SignIn(browser, provider, login)).Status.ShouldBe(302);
        return browser;
    }

    protected override void Configure(Microsoft.AspNetCore.Hosting.IWebHostBuilder web)
    {
        base.Configure(web);
        foreach (var (name, value) in Provider.Settings)
        {
            web.UseSetting(name, value);
        }
    }
}
