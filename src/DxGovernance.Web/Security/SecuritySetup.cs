using System.Globalization;
using System.Security.Claims;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace DxGovernance.Web.Security;

/// <summary>Cookies, sessions, the city's identity provider, and one policy for each permission.</summary>
public static class SecuritySetup
{
    /// <summary>Forms are bound to the person by the claim of this name, so that they outlive signing in again.</summary>
    public const string PersonClaim = "sub";

    public const string SessionClaim = "sid";

    public const string CallbackPath = "/signin-oidc";

    public static void AddGovernanceSecurity(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        var settings = configuration.GetSection("SignIn").Get<SignInSettings>() ?? new();
        var provider = configuration.GetSection("OpenIdConnect").Get<ProviderSettings>() ?? new();
        settings.Check();
        services.AddSingleton(settings);
        services.AddSingleton(settings.Rules);
        services.AddSingleton(provider);
        services.AddSingleton(new DemoDoor(configuration.GetValue("DemoSignIn:Enabled", defaultValue: false), builder.Environment, provider));
        services.AddSingleton<SignOutHints>();
        var scanner = configuration.GetSection("MalwareScanner").Get<MalwareScannerSettings>() ?? new();
        scanner.Check();
        services.AddSingleton(new MalwareScanner(scanner));
        services.AddMemoryCache();
        services.AddHttpContextAccessor();
        services.AddScoped<ActorAccess>();
        services.AddScoped(s => s.GetRequiredService<IHttpContextAccessor>().HttpContext!.Actor());
        var isSecure = !builder.Environment.IsDevelopment();
        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie => Configure(cookie, settings, isSecure));
        if (provider.IsOn)
        {
            AddProvider(services, authentication, settings, provider, isSecure);
        }

        services.AddAuthorization(Policies);
        services.Configure<AntiforgeryOptions>(o =>
        {
            // Not strict: who comes back from the provider must not get another token, or the forms in their other windows were lost.
            o.Cookie = Cookie("antiforgery", isSecure);
        });
        services.Configure<CookieTempDataProviderOptions>(o => o.Cookie = Cookie("message", isSecure));
    }

    public static ClaimsPrincipal Principal(PersonSession session) => new(new ClaimsIdentity(
        [
            new Claim(PersonClaim, session.PersonId.ToString(CultureInfo.InvariantCulture)),
            new Claim(SessionClaim, session.Id.ToString("N")),
        ],
        CookieAuthenticationDefaults.AuthenticationScheme));

    static void AddProvider(IServiceCollection services, AuthenticationBuilder authentication, SignInSettings settings, ProviderSettings provider, bool isSecure)
    {
        var proof = provider.Check();
        services.AddSingleton<ProviderChannel>();
        services.AddSingleton<ProviderMetadata>();
        services.AddSingleton<IdTokenReader>();
        services.AddSingleton<RefusedSignIns>();
        services.AddSingleton<ProviderEntrance>();
        authentication.AddOAuth<ProviderOptions, ProviderHandler>(ProviderHandler.SchemeName, o =>
        {
            (o.Provider, o.Proof, o.SignIn) = (provider, proof, settings);
            o.ClientId = provider.ClientId;
            // Only the query that is added to it is used; the provider's own addresses come from its metadata.
            o.AuthorizationEndpoint = provider.Issuer;
            o.CallbackPath = CallbackPath;
            o.UsePkce = true;
            o.Scope.Clear();
            provider.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList().ForEach(o.Scope.Add);
            o.CorrelationCookie = new AttemptCookie(o.RemoteAuthenticationTimeout)
            {
                Name = isSecure ? "__Secure-dxgovernance-signin" : "dxgovernance-signin",
                Path = CallbackPath,
                HttpOnly = true,
                IsEssential = true,
                SameSite = SameSiteMode.Lax,
                SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest,
            };
            o.Events.OnRemoteFailure = ProviderEntrance.FailAsync;
        });
    }

    static void Configure(CookieAuthenticationOptions cookie, SignInSettings settings, bool isSecure)
    {
        cookie.Cookie = Cookie(null, isSecure);
        cookie.ExpireTimeSpan = TimeSpan.FromMinutes(settings.IdleMinutes);
        cookie.LoginPath = "/signin";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        // The framework renews in the second half of the time only, so that the limit could come after half of it.
        cookie.Events.OnCheckSlidingExpiration = context =>
        {
            context.ShouldRenew = context.ElapsedTime >= TimeSpan.FromMinutes(1);
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = ValidateAsync;
    }

    /// <summary>The prefix makes the browser refuse a cookie of another host, of a part of the site, or over an unencrypted line.</summary>
    static CookieBuilder Cookie(string? part, bool isSecure) => new()
    {
        Name = (isSecure ? "__Host-dxgovernance" : "dxgovernance") + (part is null ? "" : "-" + part),
        Path = "/",
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest,
    };

    static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            // What failed may be the database; the error page shows without it.
            return;
        }

        var signedIn = Guid.TryParse(context.Principal?.FindFirstValue(SessionClaim), out var session)
            && int.TryParse(context.Principal?.FindFirstValue(PersonClaim), CultureInfo.InvariantCulture, out var person)
            ? await http.RequestServices.GetRequiredService<ActorAccess>().FindAsync(session, person, http.RequestAborted)
            : null;
        if (signedIn is null)
        {
            context.RejectPrincipal();
            return;
        }

        http.Features.Set(signedIn with { Person = signedIn.Person with { Actor = signedIn.Actor with { Address = http.Connection.RemoteIpAddress?.ToString() } } });
    }

    static void Policies(AuthorizationOptions authorization)
    {
        foreach (var permission in Enum.GetValues<Permission>())
        {
            authorization.AddPolicy(permission.ToString(), policy => policy
                .RequireAuthenticatedUser()
                .RequireAssertion(context => context.Resource is HttpContext http && http.SignedIn()?.Actor.Can(permission) == true));
        }

        authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
    }
}

/// <summary>Of a sign-in that was begun. The browser forgets it by the time of day, which is not the application's clock where that stands still.</summary>
sealed class AttemptCookie(TimeSpan kept) : CookieBuilder
{
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var cookie = base.Build(context, expiresFrom);
        cookie.Expires = TimeProvider.System.GetUtcNow() + kept;
        return cookie;
    }
}
