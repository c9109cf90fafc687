using System.Globalization;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Errors;

/// <summary>Every refusal without a form of its own: what happened and what to do, in Japanese.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    public string Heading { get; private set; } = "";

    public string Sentence { get; private set; } = "";

    public string Advice { get; private set; } = "";

    /// <summary>Somebody was not let in; null for every other refusal.</summary>
    public RefusalTold? Told => HttpContext.Items[typeof(RefusalTold)] as RefusalTold;

    public void OnGet()
    {
    }

    /// <summary>Before any handler: the refused request may have had a method that no page knows.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context) => Show(Code);

    /// <summary>From the route itself: a form that could not be read stops all binding.</summary>
    int Code => int.TryParse(RouteData.Values["code"]?.ToString(), CultureInfo.InvariantCulture, out var code) ? code : 0;

    void Show(int code)
    {
        (Heading, Sentence, Advice) = code switch
        {
            400 => ("受け付けられません", "送られた内容を受け付けられませんでした。", "画面を開き直してから、もう一度操作してください。入力した内容は保存されていません。"),
            403 => ("権限がありません", "この画面や操作の権限がありません。", "必要な場合は、所属の担当者または庁内PMO事務局に依頼してください。"),
            404 => ("見つかりません", "指定されたものが見つからないか、見る範囲にありません。", "アドレスを確かめるか、一覧から選び直してください。"),
            405 => ("受け付けられません", "この画面ではその操作を受け付けていません。", "画面を開き直してから、もう一度操作してください。"),
            415 => ("受け付けられません", "送られたものの文字コードを受け付けていません。", "UTF-8で送ってください。ブラウザーで画面を開いて操作すれば、そうなります。"),
            429 => ("少しお待ちください", "操作が続きすぎています。", "待つあいだも、ほかの画面は使えます。"),
            504 => ("時間がかかりすぎました", "処理に時間がかかりすぎたため、途中でやめました。変更は保存されていません。", "絞り込むか、しばらくしてからもう一度操作してください。続く場合は管理者に連絡してください。"),
            410 => ("廃棄済みです", "保存期間が満了したため、廃棄されています。", "いつ誰の承認で廃棄したかは、廃棄の記録と監査証跡に残っています。庁内PMO事務局に尋ねてください。"),
            409 => ("先に変更されています", "ほかの人が先に変更しました。", "画面を開き直して、現在の内容を確かめてください。"),
            _ => ("エラーが起きました", "処理中にエラーが起きました。変更は保存されていません。", "しばらくしてからもう一度操作してください。続く場合は管理者に連絡してください。"),
        };
        if (TooLarge() is { } limit)
        {
            (Heading, Sentence, Advice) = ("大きすぎます", $"送られたものが、この画面で受け取れる{limit / 1024 / 1024}MBを超えています。", "ファイルを小さくするか分けてから、もう一度操作してください。何も保存されていません。");
        }

        Sentence = HttpContext.Items[FormFilter.ErrorKey] as string ?? Sentence;
        if (Told is { } told)
        {
            (Heading, Sentence, Advice) = ("サインインできません", told.Refusal.Sentence(), told.Refusal.Advice());
        }

        Response.StatusCode = code is >= 400 and < 600 ? code : 404;
    }

    /// <summary>The limit of the page that was asked for, where the request is above it: such a form is never read.</summary>
    long? TooLarge()
    {
        var limit = HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? RequestLimits.LargestForm;
        return Request.ContentLength > limit ? limit : null;
    }
}
