using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DxGovernance.Web.Forms;

/// <summary>A page that reads fields of its form itself, beside what is bound.</summary>
public interface IReadsForm
{
    bool Reads(string field);
}

/// <summary>Refuses a form with fields that it does not have: the page did not send it.</summary>
public sealed class ForgedFields : IPageFilter
{
    const string Sentence = "この画面にない項目が送られたため、受け付けませんでした。画面を開き直してから操作してください。";

    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var request = context.HttpContext.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType)
        {
            return;
        }

        var page = context.HandlerInstance as IReadsForm;
        var forged = request.Form.Keys.Any(k => k != "__RequestVerificationToken" && !context.ModelState.ContainsKey(k) && page?.Reads(k) != true);
        if (forged)
        {
            context.HttpContext.Items[typeof(ForgedFields)] = true;
            context.HttpContext.Items[FormFilter.ErrorKey] = Sentence;
            context.Result = new BadRequestResult();
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
