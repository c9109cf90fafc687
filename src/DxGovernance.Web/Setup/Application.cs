using System.Text.Encodings.Web;
using System.Text.Unicode;
using DxGovernance.Core.Data;
using DxGovernance.Core.Installation;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Api;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Pages.Search;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.WebEncoders;

namespace DxGovernance.Web.Setup;

/// <summary>The web application, put together: services first, then the way of a request.</summary>
static class Application
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot(args) });
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddGovernanceDatabase();
        builder.AddGovernanceSecurity();
        builder.AddGovernanceLimits();
        builder.AddRequestLimits();
        builder.Services.AddGovernanceApi();
        builder.Services.AddSingleton<DemoMark>();
        builder.Services.AddSingleton<LedgerCache.Few>();
        builder.Services.AddScoped<LedgerCache>();
        builder.Services.AddSingleton<SearchMemory>();
        // Japanese stays Japanese in the markup; < > & " are escaped as ever.
        builder.Services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        var city = new CityInfo(builder.Configuration["City:Name"] ?? "", builder.Configuration["City:Code"] ?? "");
        builder.Services.AddSingleton(city);
        builder.AddGovernanceMail(city);
        builder.Services.AddSingleton<ReportBell>();
        builder.Services.AddSingleton<ReportMaker>();
        builder.Services
            .AddRazorPages(pages =>
            {
                foreach (var folder in new[] { "/Proposals", "/Council", "/ActionItems" })
                {
                    pages.Conventions.AddFolderApplicationModelConvention(folder, page => page.Filters.Add(new ForgedFields()));
                }
            })
            .AddMvcOptions(mvc =>
            {
                JapaneseMessages.Configure(mvc);
                // Names of fields in another spelling, which no page of ours has; a bad one would be an error of the server.
                mvc.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                mvc.ValueProviderFactories.RemoveType<JQueryQueryStringValueProviderFactory>();
                mvc.ModelBinderProviders.Insert(0, new WarekiDateBinder.Provider());
                mvc.Filters.Add<FrameFilter>();
                mvc.Filters.Add<FormFilter>();
                mvc.Filters.Add<RecentSignInFilter>();
                mvc.Filters.Add<MalwareFilter>();
            });
        builder.Services.AddHealthChecks().AddDbContextCheck<GovernanceDbContext>("database", customTestQuery: Database.IsMigratedAsync);
        var role = builder.AddGovernanceNode();
        builder.AddGovernanceTelemetry();
        builder.Services.AddSystemd().AddWindowsService(service => service.ServiceName = "DxGovernance");
        return Configure(builder.Build(), role);
    }

    /// <summary>Settings lie beside the program wherever the verb is called from; null leaves it to the host.</summary>
    static string? ContentRoot(string[] args) =>
        File.Exists("appsettings.json") || args.Any(a => a.Contains("contentRoot", StringComparison.OrdinalIgnoreCase)) ? null : AppContext.BaseDirectory;

    static WebApplication Configure(WebApplication app, NodeRole role)
    {
        app.UseExceptionHandler("/error/500");
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.Use(RequestLimits.AddHeadersAsync);
        app.Use(RequestLimits.RefuseOtherCharsetsAsync);
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseSignInLimit();
        app.UseAuthentication();
        app.Use(RefusalTrail.RecordAsync);
        app.UseAuthorization();
        app.UseRateLimiter();
        if (role.ServesPages)
        {
            // Nobody is asked who they are for a font.
            app.MapStaticAssets().AllowAnonymous().ShortCircuit();
            app.MapRazorPages().WithStaticAssets();
            app.MapGovernanceApi();
        }

        app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false }).AllowAnonymous().DisableHttpMetrics();
        app.MapHealthChecks("/healthz/ready").AllowAnonymous().DisableHttpMetrics();
        return app;
    }
}
