using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Npgsql;

namespace DxGovernance.Web.Forms;

/// <summary>A page with a form: can load again what it shows beside what was typed.</summary>
public interface IForm
{
    /// <summary>Loads everything but the bound input. False where the subject does not exist for this actor (404).</summary>
    Task<bool> LoadAsync(CancellationToken cancel);
}

/// <summary>
/// What happens when a form is refused, once for all pages: the form again with what was typed, 400 for input and rules,
/// 409 where somebody else was first, 403 where it is not permitted or the sign-in is too old for it. Nothing was saved in any of these cases.
/// </summary>
public sealed class FormFilter(GovernanceDbContext db) : IAsyncPageFilter
{
    public const string ErrorKey = "Error";

    const string NulSentence = "使えない文字（NUL文字）が含まれています。取り除いてから、もう一度送ってください。";

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (Refusal(context) is { } refusal)
        {
            context.Result = refusal;
            return;
        }

        var form = context.HandlerInstance as IForm;
        if (form is not null && HttpMethods.IsPost(context.HttpContext.Request.Method) && !context.ModelState.IsValid)
        {
            context.Result = await AgainAsync(context, form, StatusCodes.Status400BadRequest);
            return;
        }

        var executed = await next();
        switch (executed.Exception)
        {
            case RuleViolation rule when form is not null:
                context.ModelState.AddModelError(Key(context, rule.Field), rule.Message);
                executed.Result = await AgainAsync(context, form, StatusCodes.Status400BadRequest);
                break;
            case StaleForm stale when form is not null:
                executed.Result = await StaleAsync(context, form, stale.Message);
                break;
            case DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } } when form is not null:
                executed.Result = await StaleAsync(context, form, "ほかの人が先に同じものを登録しました。");
                break;
            case SignInTooOld tooOld when form is not null:
                context.ModelState.AddModelError("", tooOld.Message);
                executed.Result = await AgainAsync(context, form, StatusCodes.Status403Forbidden);
                break;
            case RuleViolation or NotPermitted or SignInTooOld:
                context.HttpContext.Items[ErrorKey] = executed.Exception.Message;
                executed.Result = new StatusCodeResult(executed.Exception is RuleViolation ? StatusCodes.Status400BadRequest : StatusCodes.Status403Forbidden);
                break;
            default:
                return;
        }

        executed.ExceptionHandled = true;
    }

    /// <summary>What no handler may see: a method or act the page does not know, and text that no database can hold.</summary>
    static IActionResult? Refusal(PageHandlerExecutingContext context)
    {
        var request = context.HttpContext.Request;
        if (context.HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            return null;
        }

        // Without a handler of that name Razor would run the page's main one, or none and then the page with nothing loaded.
        var act = request.Query["handler"].ToString();
        if (context.HandlerMethod is null || (act.Length > 0 && !string.Equals(context.HandlerMethod.Name, act, StringComparison.OrdinalIgnoreCase)))
        {
            return new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
        }

        if (HasNul(request.Query) || (request.HasFormContentType && HasNul(request.Form)))
        {
            context.ModelState.AddModelError("", NulSentence);
            context.HttpContext.Items[ErrorKey] = NulSentence;
            return context.HandlerInstance is IForm && !HttpMethods.IsGet(request.Method) ? null : new BadRequestResult();
        }

        return null;
    }

    static bool HasNul(IEnumerable<KeyValuePair<string, StringValues>> values) =>
        values.Any(v => v.Key.Contains('\0') || v.Value.Any(text => text?.Contains('\0') == true));

    async Task<IActionResult> StaleAsync(PageHandlerExecutingContext context, IForm form, string sentence)
    {
        // The new versions must reach the form, or saving again on purpose would be refused for ever.
        foreach (var key in context.ModelState.Keys.Where(k => k.EndsWith("Version", StringComparison.Ordinal)).ToList())
        {
            context.ModelState.Remove(key);
        }

        context.HttpContext.Items[typeof(StaleForm)] = true;
        context.ModelState.AddModelError("", $"{sentence}入力した内容は残っています。下の「保存されている内容」を確かめ、よければもう一度保存してください。");
        return await AgainAsync(context, form, StatusCodes.Status409Conflict);
    }

    /// <summary>The form as its page shows it; not to somebody who may not see it, whatever else was wrong with what they sent.</summary>
    async Task<IActionResult> AgainAsync(PageHandlerExecutingContext context, IForm form, int status)
    {
        db.ChangeTracker.Clear();
        try
        {
            return await form.LoadAsync(context.HttpContext.RequestAborted) ? new PageResult { StatusCode = status } : new NotFoundResult();
        }
        catch (NotPermitted refused)
        {
            context.HttpContext.Items[ErrorKey] = refused.Message;
            return new StatusCodeResult(StatusCodes.Status403Forbidden);
        }
    }

    /// <summary>A rule names its field as the domain does; the form has it under Input.</summary>
    static string Key(PageHandlerExecutingContext context, string? field) => field switch
    {
        null => "",
        _ when context.ModelState.ContainsKey(field) => field,
        _ when context.ModelState.ContainsKey("Input." + field) => "Input." + field,
        _ => "",
    };
}

public static class FormRequests
{
    /// <summary>True while the form is shown again because somebody else saved first.</summary>
    public static bool IsStale(this HttpContext http) => http.Items.ContainsKey(typeof(StaleForm));
}
