using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace DxGovernance.Web.Api;

/// <summary>The read-only interface under /api/v1: services, policies, endpoints, and what every one of them refuses.</summary>
static class ApiEndpoints
{
    public const string Root = "/api/v1";

    /// <summary>Whoever is known, by session or key.</summary>
    public const string AnyCaller = ApiAuthentication.SchemeName;

    public static void AddGovernanceApi(this IServiceCollection services)
    {
        services.AddSingleton<FailedKeys>();
        services.AddScoped<ApiReading>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiAuthentication>(ApiAuthentication.SchemeName, null);
        services.Configure<AuthorizationOptions>(Policies);
        services.ConfigureHttpJsonOptions(o =>
        {
            // As in the markup: Japanese stays Japanese.
            o.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
            // Numbers are numbers, also in the document.
            o.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        });
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
    }

    public static void MapGovernanceApi(this WebApplication app)
    {
        var api = app.MapGroup(Root).RequireRateLimiting(RateLimits.Interface);
        OperationsResource.Map(api);
        MilestonesResource.Map(api);
        CasesResource.Map(api);
        CostSummaryResource.Map(api);
        PolicyResource.Map(api);
        RunningCostsResource.Map(api);
        app.MapOpenApi($"{Root}/openapi.json").RequireAuthorization(AnyCaller).RequireRateLimiting(RateLimits.Interface);
        // Also takes what is sent to a resource by another method than GET.
        api.Map("{**rest}", Unknown).RequireAuthorization(AnyCaller).ExcludeFromDescription();
    }

    /// <summary>A resource that is read by those who have the permission.</summary>
    /// <param name="api">The group.</param>
    /// <param name="name">In the address.</param>
    /// <param name="permission">Of the screen that shows the same.</param>
    /// <param name="summary">Its Japanese name.</param>
    /// <param name="description">What it holds, in Japanese.</param>
    /// <param name="read">Reads and answers.</param>
    public static RouteHandlerBuilder MapResource<TRow>(this RouteGroupBuilder api, string name, Permission permission, string summary, string description, Delegate read) => api
        .MapGet(name, read)
        .RequireAuthorization(ApiAuthentication.PolicyFor(permission))
        .AddEndpointFilter(RefuseAsync)
        .WithName(name)
        .WithTags("データ")
        .WithSummary(summary)
        .WithDescription(description)
        .Produces<ApiAnswer<TRow>>(StatusCodes.Status200OK, "application/json", "text/csv")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    static void Policies(AuthorizationOptions authorization)
    {
        authorization.AddPolicy(AnyCaller, p => p.AddAuthenticationSchemes(ApiAuthentication.SchemeName).RequireAuthenticatedUser());
        foreach (var permission in Enum.GetValues<Permission>())
        {
            authorization.AddPolicy(ApiAuthentication.PolicyFor(permission), policy => policy
                .AddAuthenticationSchemes(ApiAuthentication.SchemeName)
                .RequireAuthenticatedUser()
                .RequireAssertion(context => context.Resource is HttpContext http && http.Features.Get<ApiCaller>()?.Actor.Can(permission) == true));
        }
    }

    /// <summary>A parameter that nobody reads would give an answer to another question than was asked.</summary>
    static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            string[] names =
            [
                .. ApiCsv.Columns(typeof(ApiQuery)).Select(ApiCsv.NameOf),
                .. context.Arguments.OfType<ApiPaging>().SelectMany(_ => ApiCsv.Columns(typeof(ApiPaging)).Select(ApiCsv.NameOf)),
                .. http.GetEndpoint()!.Metadata.OfType<ApiTables>().Select(_ => "table"),
            ];
            foreach (var (key, values) in http.Request.Query)
            {
                var shown = key.Length > 40 ? key[..40] + "…" : key;
                RuleViolation.Require(names.Contains(key, StringComparer.OrdinalIgnoreCase), "api-parameter", $"「{shown}」という指定はありません。使えるのは {string.Join("・", names)} です。", shown);
                RuleViolation.Require(values.Count == 1, "api-parameter-twice", $"{key} が{values.Count}回指定されています。1つにしてください。", key);
            }

            return await next(context);
        }
        catch (RuleViolation rule)
        {
            return ApiProblem.Of(StatusCodes.Status400BadRequest, rule.Message, rule.Field);
        }
        catch (NotPermitted refused)
        {
            return ApiProblem.Of(StatusCodes.Status403Forbidden, refused.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiEndpoints)).LogError(e, "The interface failed at {Path}.", http.Request.Path);
            return ApiProblem.Of(StatusCodes.Status500InternalServerError, "処理中にエラーが起きました。しばらくしてからもう一度読んでください。続く場合は管理者に連絡してください。");
        }
    }

    static IResult Unknown(HttpContext http, EndpointDataSource endpoints, string? rest)
    {
        var isKnown = endpoints.Endpoints.OfType<RouteEndpoint>().Any(e => string.Equals(e.RoutePattern.RawText, $"{Root}/{rest?.TrimEnd('/')}", StringComparison.OrdinalIgnoreCase));
        if (!isKnown)
        {
            return ApiProblem.Of(StatusCodes.Status404NotFound, $"このアドレスには何もありません。使えるアドレスは {Root}/openapi.json にあります。");
        }

        http.Response.Headers.Allow = HttpMethods.Get;
        return ApiProblem.Of(StatusCodes.Status405MethodNotAllowed, "このAPIは読取り専用です。GET で読んでください。");
    }
}

/// <summary>The tables among which a resource lets choose.</summary>
sealed record ApiTables(IReadOnlyList<string> Names);
