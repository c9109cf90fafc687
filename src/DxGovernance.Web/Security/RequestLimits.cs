using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace DxGovernance.Web.Security;

/// <summary>How large a request may be and how long it may take, and what every answer tells the browser to refuse. Pages that take files say so themselves.</summary>
static class RequestLimits
{
    /// <summary>The largest form is an ICT case: every text field at its limit, percent-encoded.</summary>
    public const long LargestForm = 8 * 1024 * 1024;

    const string FontFiles = "/lib/noto-sans-jp/files";

    const int FontSeconds = 7 * 24 * 60 * 60;

    const int LargestHeaders = 16 * 1024, MostHeaders = 64, HeaderSeconds = 15;

    const string ContentPolicy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    const string PermissionsPolicy = "camera=(), display-capture=(), fullscreen=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()";

    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestForm;
            kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
            kestrel.Limits.MaxRequestHeaderCount = MostHeaders;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(HeaderSeconds);
        });
        builder.Services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = LargestForm);
        builder.Services.AddRequestTimeouts(o =>
        {
            var longest = (builder.Configuration.GetSection("Limits").Get<LimitSettings>() ?? new()).Longest;
            o.DefaultPolicy = new RequestTimeoutPolicy { Timeout = longest, TimeoutStatusCode = StatusCodes.Status504GatewayTimeout };
        });
        builder.Services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
    }

    /// <summary>A form is UTF-8, as every browser sends ours; some other names make the framework throw instead of refuse.</summary>
    public static Task RefuseOtherCharsetsAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.HasFormContentType && MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            && type.Charset is { HasValue: true, Length: > 0 } charset && !charset.Value!.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            // Nor may the page of refusals read it.
            http.Request.ContentType = null;
            return Task.CompletedTask;
        }

        return next(http);
    }

    /// <summary>For every answer; a page that needs it stricter sets it again.</summary>
    public static Task AddHeadersAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = PermissionsPolicy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        http.Response.OnStarting(StoreNothing, http);
        return next(http);
    }

    /// <summary>
    /// What is somebody's stays in no cache. Static files say themselves how long they are good; those of the font, which only a release of the
    /// font changes and of which a page asks for dozens, are not asked for again on every page.
    /// </summary>
    static Task StoreNothing(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        if (StringValues.IsNullOrEmpty(headers.CacheControl))
        {
            headers.CacheControl = "no-store";
        }
        else if (http.Request.Path.StartsWithSegments(FontFiles, StringComparison.Ordinal) && http.Response.StatusCode < StatusCodes.Status400BadRequest)
        {
            headers.CacheControl = $"max-age={FontSeconds}";
        }

        return Task.CompletedTask;
    }
}
