using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.E2E.Support;

/// <summary>On a copy of the demo set, with a real OpenID provider instead of the demo sign-in.</summary>
public sealed class ProviderSite : DemoSite
{
    /// <summary>How the provider calls the CIO.</summary>
    public const string Cio = "cio-of-the-city";

    RealProvider provider = null!;

    public override async ValueTask InitializeAsync()
    {
        provider = await RealProvider.InstanceAsync();
        await base.InitializeAsync();
        await provider.SetClock(Clock.Now);
        var administrator = await Person("demo-admin");
        await using var db = Database.NewContext();
        await Given.Identity(await db.People.SingleAsync(p => p.Account == "demo-cio", Cancel), Cio, administrator, provider.Issuer);
    }

    /// <summary>Moves the clocks of both.</summary>
    public async Task Wait(TimeSpan time)
    {
        Clock.Now += time;
        await provider.SetClock(Clock.Now);
    }

    protected override void Configure(IWebHostBuilder web)
    {
        base.Configure(web);
        foreach (var (name, value) in provider.Settings)
        {
            web.UseSetting(name, value);
        }
    }
}
