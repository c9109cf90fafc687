using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Security;

/// <summary>
/// Keeps in the audit trail what was refused to somebody who had signed in: pages and acts that are not theirs, ids that lead nowhere, forms
/// without their token, with fields they do not have, or sent a second time. Plain mistakes of input are not among them.
/// </summary>
public static class RefusalTrail
{
    public const string Title = "拒否された操作";

    const int SubjectMaxLength = 100;

    public static async Task RecordAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.SignedIn()?.Actor is { } actor && IsRefusal(http))
        {
            await using var scope = http.RequestServices.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
            var said = http.Items[FormFilter.ErrorKey] as string;
            var path = $"{http.Request.Method} {http.Request.Path}";
            var act = new Act(Title, path.Length > SubjectMaxLength ? path[..SubjectMaxLength] : path, $"{http.Response.StatusCode}", said);
            await db.SaveAsync(actor, act, scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow(), CancellationToken.None);
        }
    }

    static bool IsRefusal(HttpContext http)
    {
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null
            || http.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is null || http.Request.Path.StartsWithSegments("/error"))
        {
            return false;
        }

        return http.Response.StatusCode switch
        {
            StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound => true,
            StatusCodes.Status405MethodNotAllowed or StatusCodes.Status409Conflict => !HttpMethods.IsGet(http.Request.Method),
            // A form that is shown again is a mistake of input; without one the request was not made by the page.
            StatusCodes.Status400BadRequest => !HttpMethods.IsGet(http.Request.Method) && (http.Response.ContentType is null || http.Items.ContainsKey(typeof(ForgedFields))),
            _ => false,
        };
    }
}
