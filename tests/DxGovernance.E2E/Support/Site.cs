using DxGovernance.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace DxGovernance.E2E.Support;

/// <summary>The real application on a real port, and a real Chromium in front of it.</summary>
public abstract class Site(TestDatabase database) : WebApp(database)
{
    const float Patience = 60_000;

    static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    readonly Dictionary<(int Person, bool JavaScript), IBrowserContext> signedIn = [];

    readonly List<(ITest? Test, IPage Page)> windows = [];

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

    /// <summary>A window of nobody, with nothing stored; the size is the CIO's laptop unless told.</summary>
    public async Task<IPage> Window() => await Open(await Context(javaScript: true));

    /// <summary>A window in which the demo person with the account has signed in.</summary>
    public async Task<IPage> WindowOf(string account, bool javaScript = true)
    {
        await using var db = Database.NewContext();
        var id = await db.People.Where(p => p.Account == account).Select(p => p.Id).SingleAsync(Cancel);
        return await WindowOf(id, javaScript);
    }

    /// <summary>
    /// A window on the home page in which the person has signed in: through the page the first time, then as a further window of the same browser.
    /// </summary>
    public async Task<IPage> WindowOf(int personId, bool javaScript = true)
    {
        if (signedIn.TryGetValue((personId, javaScript), out var context))
        {
            var another = await Open(context);
            await another.GotoAsync("/");
            return another;
        }

        context = await Context(javaScript);
        var page = await Open(context);
        await page.GotoAsync("/signin");
        await page.Locator($"button[name=personId][value='{personId}']").First.ClickAsync();
        // Arrived is enough; whoever looks at the page waits for what they look for. The browser's own "loaded" was once not told for a minute.
        await page.WaitForURLAsync(url => !url.Contains("/signin", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
        await page.Locator("h1").First.WaitForAsync();

        // Not before: a test after one that could not sign in must not take its window for that of somebody.
        signedIn[(personId, javaScript)] = context;
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

    async Task<IBrowserContext> Context(bool javaScript)
    {
        var context = await Browser.NewContextAsync(new()
        {
            BaseURL = Address.ToString(),
            ViewportSize = new() { Width = 1366, Height = 768 },
            Locale = "ja-JP",
            TimezoneId = "Asia/Tokyo",
            JavaScriptEnabled = javaScript,
        });

        // Four sites start at once, maybe on two cores.
        context.SetDefaultTimeout(Patience);
        return context;
    }

    /// <summary>Windows of tests that are over are closed, so that their scripts do not run on.</summary>
    async Task<IPage> Open(IBrowserContext context)
    {
        var test = TestContext.Current.Test;
        foreach (var (_, old) in windows.Where(w => w.Test != test))
        {
            await old.CloseAsync();
        }

        windows.RemoveAll(w => w.Test != test);
        var page = await context.NewPageAsync();
        windows.Add((test, page));
        return page;
    }
}
