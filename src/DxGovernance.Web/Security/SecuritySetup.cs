using System.Globalization;
using System.Security.Claims;
using DxGovernance.Core;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;

namespace DxGovernance.Web.Security;

/// <summary>Cookie sign-in and one policy for each permission. The way a person proves who they are is added beside it.</summary>
public static class SecuritySetup
{
    public const string PersonClaim = "person";

    public static void AddGovernanceSecurity(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection("DemoSignIn").Get<DemoSignInOptions>() ?? new();
        RuleViolation.Require(
            !options.Enabled || builder.Environment.IsDevelopment(),
            "demo-sign-in-outside-development",
            "デモ用サインインは開発環境でしか使えません。設定 DemoSignIn__Enabled を外してから起動してください。");
        builder.Services.AddSingleton(options);
        builder.Services.AddMemoryCache();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<ActorAccess>();
        builder.Services.AddScoped(s => s.GetRequiredService<IHttpContextAccessor>().HttpContext!.Actor());
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(Cookie);
        builder.Services.AddAuthorization(Policies);
    }

    public static ClaimsPrincipal Principal(int personId) => new(new ClaimsIdentity(
        [new Claim(PersonClaim, personId.ToString(CultureInfo.InvariantCulture))], CookieAuthenticationDefaults.AuthenticationScheme));

    static void Cookie(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "dxgovernance";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
        cookie.LoginPath = "/signin";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = ValidateAsync;
    }

    static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            // What failed may be the database; the error page shows without it.
            return;
        }

        var signedIn = int.TryParse(context.Principal?.FindFirstValue(PersonClaim), CultureInfo.InvariantCulture, out var id)
            ? await http.RequestServices.GetRequiredService<ActorAccess>().FindAsync(id, http.RequestAborted)
            : null;
        if (signedIn is null)
        {
            context.RejectPrincipal();
            return;
        }

        http.Features.Set(signedIn with { Actor = signedIn.Actor with { Address = http.Connection.RemoteIpAddress?.ToString() } });
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

/// <summary>The list of demo people to sign in as. Only in Development, only when switched on.</summary>
public sealed class DemoSignInOptions
{
    public bool Enabled { get; init; }
}
