using System.Globalization;
using System.Threading.RateLimiting;
using DxGovernance.Core;
using DxGovernance.Web.Api;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.RateLimiting;

namespace DxGovernance.Web.Security;

/// <summary>Section <c>Limits</c>: how often a minute, and how long, one may occupy this process.</summary>
public sealed class LimitSettings
{
    const int MostPerMinute = 1_000_000, LongestSeconds = 3600;

    /// <summary>Sign-ins begun or ended from one network address.</summary>
    public int SignInPerMinute { get; init; } = 60;

    /// <summary>Reports asked for, workbooks read or written, files put in, jobs started, by one person.</summary>
    public int HeavyPerMinute { get; init; } = 30;

    /// <summary>Requests to the interface by one key or person.</summary>
    public int ApiPerMinute { get; init; } = 300;

    /// <summary>Wrong API keys from one network address.</summary>
    public int WrongKeysPerMinute { get; init; } = 20;

    /// <summary>A request that takes longer is given up.</summary>
    public int RequestSeconds { get; init; } = 100;

    public TimeSpan Longest => TimeSpan.FromSeconds(RequestSeconds);

    public void Check()
    {
        Between(SignInPerMinute, MostPerMinute, nameof(SignInPerMinute));
        Between(HeavyPerMinute, MostPerMinute, nameof(HeavyPerMinute));
        Between(ApiPerMinute, MostPerMinute, nameof(ApiPerMinute));
        Between(WrongKeysPerMinute, MostPerMinute, nameof(WrongKeysPerMinute));
        Between(RequestSeconds, LongestSeconds, nameof(RequestSeconds));
    }

    static void Between(int value, int most, string name) => RuleViolation.Require(
        value >= 1 && value <= most, "limit-setting", $"設定 Limits__{name} は 1 から {most} までの値にしてください（今は {value}）。");
}

/// <summary>
/// How often a minute somebody may do what costs much, all in one place: signing in by network address, heavy acts by person, the interface by key.
/// Each process counts for itself. Wrong keys of the interface are counted by <see cref="FailedKeys"/>, because only they are to be stopped.
/// </summary>
static class RateLimits
{
    /// <summary>Policy of pages whose forms cost much; looking at them is free.</summary>
    public const string Heavy = "heavy";

    /// <summary>Policy of addresses that cost much however they are asked.</summary>
    public const string HeavyReading = "heavy-reading";

    /// <summary>Policy of the interface.</summary>
    public const string Interface = "interface";

    const string Advice = "秒待ってから、もう一度操作してください。入力した内容は保存されていません。";

    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddGovernanceLimits(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Limits").Get<LimitSettings>() ?? new();
        settings.Check();
        builder.Services.AddSingleton(settings);
        builder.Services.AddRateLimiter(o =>
        {
            o.AddPolicy(Heavy, http => IsReading(http) ? RateLimitPartition.GetNoLimiter("") : Counted(Person(http), settings.HeavyPerMinute));
            o.AddPolicy(HeavyReading, http => Counted(Person(http), settings.HeavyPerMinute));
            o.AddPolicy(Interface, http => Counted(http.Features.Get<ApiCaller>() is { Key: { } key } ? $"key {key.Id}" : Person(http), settings.ApiPerMinute));
            o.OnRejected = (context, cancel) => IsOfInterface(context.HttpContext)
                ? RefuseInterfaceAsync(context, settings.ApiPerMinute)
                : Refuse(context, $"重い操作（報告書・Excel・ファイルなど）が1分に{settings.HeavyPerMinute}回を超えました。");
        });
    }

    /// <summary>Before anybody is known, because the way back from the provider is answered where people become known.</summary>
    public static void UseSignInLimit(this WebApplication app)
    {
        var most = app.Services.GetRequiredService<LimitSettings>().SignInPerMinute;
        var options = new RateLimiterOptions
        {
            GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => Counted(Address(http), most)),
            OnRejected = (context, _) => Refuse(context, $"同じ場所からのサインインの試みが1分に{most}回を超えました。"),
        };
        app.UseWhen(IsSigningIn, signIn => signIn.UseRateLimiter(options));
    }

    static bool IsSigningIn(HttpContext http) => http.Request.Path.StartsWithSegments(SecuritySetup.CallbackPath, StringComparison.OrdinalIgnoreCase)
        || (http.Request.Path.StartsWithSegments("/signin", StringComparison.OrdinalIgnoreCase) && (!IsReading(http) || http.Request.Query.ContainsKey("handler")));

    static bool IsReading(HttpContext http) => HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);

    static bool IsOfInterface(HttpContext http) => http.Request.Path.StartsWithSegments(ApiEndpoints.Root, StringComparison.OrdinalIgnoreCase);

    static string Person(HttpContext http) => http.SignedIn()?.Actor.PersonId?.ToString(CultureInfo.InvariantCulture) ?? Address(http);

    static string Address(HttpContext http) => $"from {http.Connection.RemoteIpAddress}";

    static RateLimitPartition<string> Counted(string who, int most) =>
        RateLimitPartition.GetFixedWindowLimiter(who, _ => new() { PermitLimit = most, Window = Window, QueueLimit = 0 });

    /// <summary>The page of refusals says the sentence.</summary>
    static ValueTask Refuse(OnRejectedContext context, string sentence)
    {
        var http = context.HttpContext;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Items[FormFilter.ErrorKey] = $"{sentence}{Wait(context)}{Advice}";
        return ValueTask.CompletedTask;
    }

    static async ValueTask RefuseInterfaceAsync(OnRejectedContext context, int most)
    {
        var sentence = $"要求が1分に{most}回を超えました。{Wait(context)}秒待ってからやり直してください。";
        await ApiProblem.Of(StatusCodes.Status429TooManyRequests, sentence).ExecuteAsync(context.HttpContext);
    }

    /// <summary>Seconds, also for programs.</summary>
    static string Wait(OnRejectedContext context)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
        var seconds = Math.Ceiling(Math.Max(1, wait.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
        context.HttpContext.Response.Headers.RetryAfter = seconds;
        return seconds;
    }
}
