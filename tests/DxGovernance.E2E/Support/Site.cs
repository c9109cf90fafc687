using DxGovernance.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Support;

/// <summary>The real application on a real port, and a real Chromium in front of it.</summary>
public abstract class Site(TestDatabase database) : WebApp(database)
{
    static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    protected override bool OnRealPort => true;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        playwright = await Playwright.CreateAsync();
        var path = Environment.GetEnvironmentVariable("DXG_CHROMIUM") ?? "/usr/bin/chromium";
        Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
    }

    /// <summary>A fresh window; the size is the CIO's laptop unless told.</summary>
    public async Task<IPage> Window(int width = 1366, int height = 768, bool javaScript = true)
    {
        var context = await Browser.NewContextAsync(new()
        {
            BaseURL = Address.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            Locale = "ja-JP",
            TimezoneId = "Asia/Tokyo",
            JavaScriptEnabled = javaScript,
        });
        return await context.NewPageAsync();
    }

    /// <summary>A window in which the demo person with the account has signed in through the page.</summary>
    public async Task<IPage> WindowOf(string account, int width = 1366, int height = 768, bool javaScript = true)
    {
        await using var db = Database.NewContext();
        var id = await db.People.Where(p => p.Account == account).Select(p => p.Id).SingleAsync(Cancel);
        return await WindowOf(id, width, height, javaScript);
    }

    /// <summary>A window in which the person has signed in through the page.</summary>
    public async Task<IPage> WindowOf(int personId, int width = 1366, int height = 768, bool javaScript = true)
    {
        var page = await Window(width, height, javaScript);
        await page.GotoAsync("/signin");
        await page.Locator($"button[name=personId][value='{personId}']").First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/signin", StringComparison.Ordinal));
        return page;
    }

    public override async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        playwright?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void Configure(IWebHostBuilder web)
    {
        base.Configure(web);

        // Several sites live in one process, each on a port of its own.
        web.UseUrls("http://127.0.0.1:0");
    }
}
