using System.Globalization;
using System.Text.RegularExpressions;
using DxGovernance.Benchmarks.Pages;
using DxGovernance.Core.Data;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DxGovernance.Benchmarks;

/// <summary>The product on a real port of this process, with the bare page beside its own.</summary>
sealed partial class BenchmarkSite(BenchmarkDatabase database) : WebApplicationFactory<Program>
{
    public StatementCounter Statements { get; } = new();

    public ProcessorTime Processor { get; } = new(database.ConnectionString);

    public Uri Address => ClientOptions.BaseAddress;

    public void Start()
    {
        UseKestrel(0);
        StartServer();
        System.Diagnostics.DiagnosticListener.AllListeners.Subscribe(Statements);
    }

    /// <summary>Signs in through the page; the Cookie header of that session.</summary>
    public async Task<string> SignInAsync(int? person = null)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = true, AllowAutoRedirect = false }) { BaseAddress = Address };
        var page = await client.GetAsync("/signin");
        var token = Token().Match(await page.Content.ReadAsStringAsync()).Groups["value"].Value;
        var answer = await client.PostAsync("/signin", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["personId"] = (person ?? database.PersonId).ToString(CultureInfo.InvariantCulture),
            ["__RequestVerificationToken"] = token,
        }));
        var cookie = answer.Headers.GetValues("Set-Cookie").First(c => c.StartsWith("dxgovernance=", StringComparison.Ordinal));
        return cookie.Split(';')[0];
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSolutionRelativeContentRoot("src/DxGovernance.Web");
        builder.UseSetting("environment", "Development");
        builder.UseSetting("ConnectionStrings:Governance", database.ConnectionString);
        builder.UseSetting("DemoSignIn:Enabled", "true");
        builder.UseSetting("Scheduler:Enabled", "false");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.UseSetting("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Warning");
        builder.ConfigureServices(services => services.AddRazorPages().AddApplicationPart(typeof(BareModel).Assembly));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}

/// <summary>Counts the SQL statements EF sends.</summary>
sealed class StatementCounter : IObserver<System.Diagnostics.DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    long count;

    public long Count => Interlocked.Read(ref count);

    public void OnNext(System.Diagnostics.DiagnosticListener value)
    {
        if (value.Name == Microsoft.EntityFrameworkCore.DbLoggerCategory.Name)
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == RelationalEventId.CommandExecuted.Name)
        {
            Interlocked.Increment(ref count);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
