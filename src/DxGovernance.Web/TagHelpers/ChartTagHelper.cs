using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DxGovernance.Web.TagHelpers;

/// <summary>A chart drawn by charts.js from one of the records in Charts.cs. The page shows the same figures in a table.</summary>
[HtmlTargetElement("dads-chart", Attributes = "data,label")]
public sealed class ChartTagHelper : TagHelper
{
    const string Used = "DxGovernance.Charts";

    // Keeps Japanese readable and still escapes < > & ', so that no text can end the script element.
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public IChart Data { get; set; } = null!;

    /// <summary>What the picture shows, in a sentence, for those who do not see it.</summary>
    public string Label { get; set; } = "";

    /// <summary>True once a chart stands on the page: the layout then loads the library.</summary>
    public static bool IsUsed(HttpContext context) => context.Items.ContainsKey(Used);

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ViewContext.HttpContext.Items[Used] = true;
        var caption = await output.GetChildContentAsync();
        output.TagName = "figure";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "chart");
        output.Attributes.SetAttribute("data-chart", Data.Kind);

        var data = new TagBuilder("script");
        data.Attributes["type"] = "application/json";
        data.InnerHtml.AppendHtml(new HtmlString(JsonSerializer.Serialize(Data, Data.GetType(), Json)));
        var canvas = new TagBuilder("div");
        canvas.AddCssClass("chart__canvas");
        canvas.Attributes["role"] = "img";
        canvas.Attributes["aria-label"] = Label;
        // Not a noscript: it must also stand where the script did not arrive or failed. charts.js takes it away once the picture is there.
        var without = new TagBuilder("p");
        without.AddCssClass("chart__without");
        without.InnerHtml.Append("図の表示には JavaScript が必要です。同じ内容は表で確認できます。");

        if (!caption.IsEmptyOrWhiteSpace)
        {
            var heading = new TagBuilder("figcaption");
            heading.InnerHtml.AppendHtml(caption);
            output.Content.AppendHtml(heading);
        }

        output.Content.AppendHtml(data).AppendHtml(without).AppendHtml(canvas);
    }
}
