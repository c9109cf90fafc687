using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DxGovernance.Tests.Support;

/// <summary>
/// The real application on a database of its own, with the tests' clock and without the scheduler (jobs are run by hand).
/// Use it as class fixture.
/// </summary>
public class WebApp : IAsyncLifetime
{
    readonly TestDatabase database;
    WebApplicationFactory<Program>? factory;

    public WebApp()
        : this(new TestDatabase())
    {
    }

    protected WebApp(TestDatabase database)
    {
        this.database = database;
        Given = new Given(database);
    }

    public TestDatabase Database => database;

    /// <summary>Builders on the application's database, at the application's clock.</summary>
    public Given Given { get; }

    public FixedClock Clock => Given.Clock;

    public IServiceProvider Services => factory!.Services;

    /// <summary>Where a real browser finds it; only <see cref="OnRealPort"/>.</summary>
    public Uri Address => factory!.ClientOptions.BaseAddress;

    /// <summary>True to talk to it as over an encrypted line.</summary>
    protected virtual bool OverTls => false;

    /// <summary>True to listen on a free port of the machine instead of in memory.</summary>
    protected virtual bool OnRealPort => false;

    public virtual async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(Configure);
        if (OnRealPort)
        {
            factory.UseKestrel(0);
        }

        factory.StartServer();
    }

    /// <summary>A browser of nobody.</summary>
    public WebBrowser Visitor() => new(Client(handleCookies: true));

    /// <summary>A client that sends the cookies it is told, and no others.</summary>
    public HttpClient Raw() => Client(handleCookies: false);

    HttpClient Client(bool handleCookies)
    {
        if (OnRealPort)
        {
            // The factory's own client follows redirects whatever it is told, once there is a real port.
            return new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = handleCookies, UseProxy = false }) { BaseAddress = factory!.ClientOptions.BaseAddress };
        }

        var options = new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = handleCookies };
        options.BaseAddress = OverTls ? new Uri("https://localhost") : options.BaseAddress;
        return factory!.CreateClient(options);
    }

    /// <summary>A browser in which the person has signed in.</summary>
    public async Task<WebBrowser> SignedIn(int personId)
    {
        var browser = Visitor();
        var page = await browser.Get("/signin");
        var answer = await browser.Post("/signin", page, new() { ["personId"] = $"{personId}" });
        answer.Status.ShouldBe(302);
        return browser;
    }

    public Task<WebBrowser> SignedIn(Actor actor) => SignedIn(actor.PersonId!.Value);

    /// <summary>A browser of a new person with the role.</summary>
    public async Task<WebBrowser> SignedInAs(Role role, Department? department = null) => await SignedIn(await Given.Actor(role, department));

    public virtual async ValueTask DisposeAsync()
    {
        if (factory is not null)
        {
            await factory.DisposeAsync();
        }

        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual void Configure(IWebHostBuilder web)
    {
        web.UseSetting("environment", "Development");
        web.UseSetting("ConnectionStrings:Governance", database.ApplicationConnectionString);
        web.UseSetting("ConnectionStrings:Migration", database.ConnectionString);
        web.UseSetting("DemoSignIn:Enabled", "true");
        web.UseSetting("Scheduler:Enabled", "false");
        // As in production and by ./run.
        web.UseSetting("EnableStaticAssetsDevelopmentCaching", "true");
        // Tests sign in by the hundred.
        web.UseSetting("Limits:SignInPerMinute", "100000");
        web.UseSetting("Limits:HeavyPerMinute", "100000");
        web.ConfigureServices(services => services.AddSingleton<TimeProvider>(Clock));
    }
}
