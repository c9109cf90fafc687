using System.Text.Encodings.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DxGovernance.Tests.TagHelpers;

/// <summary>Renders one tag helper as a page would, with its own model state and address.</summary>
sealed class Rendering<TPage> where TPage : class, new()
{
    readonly ModelExpressionProvider expressions;
    readonly ViewDataDictionary<TPage> viewData;

    public Rendering()
    {
        var services = new ServiceCollection().AddLogging().AddMvc().Services.BuildServiceProvider();
        var metadata = services.GetRequiredService<IModelMetadataProvider>();
        expressions = (ModelExpressionProvider)services.GetRequiredService<IModelExpressionProvider>();
        viewData = new(metadata, new ModelStateDictionary()) { Model = new TPage() };
        View = new ViewContext { HttpContext = new DefaultHttpContext(), RouteData = new RouteData(), ActionDescriptor = new ActionDescriptor(), ViewData = viewData };
    }

    public TPage Page => viewData.Model;

    public ViewContext View { get; }

    public ModelStateDictionary State => viewData.ModelState;

    public ModelExpression For<TValue>(System.Linq.Expressions.Expression<Func<TPage, TValue>> expression) =>
        expressions.CreateModelExpression(viewData, expression);

    public void Ask(string path, string query)
    {
        View.HttpContext.Request.Path = path;
        View.HttpContext.Request.QueryString = new QueryString(query);
    }

    public static async Task<string> Html(TagHelper helper, string content = "", params (string Name, object Value)[] attributes)
    {
        var list = new TagHelperAttributeList(attributes.Select(a => new TagHelperAttribute(a.Name, a.Value)));
        var context = new TagHelperContext(list, new Dictionary<object, object>(), "test");
        var output = new TagHelperOutput("test", list, (_, _) => Task.FromResult(new DefaultTagHelperContent().SetContent(content)));
        await helper.ProcessAsync(context, output);
        // What Razor does with the content when the helper leaves it alone.
        if (!output.IsContentModified && output.TagName is not null)
        {
            output.Content.SetContent(content);
        }

        await using var writer = new StringWriter();
        output.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }

    public static async Task<IElement> Element(TagHelper helper, string content = "", params (string Name, object Value)[] attributes)
    {
        var html = await Html(helper, content, attributes);
        var cell = html.StartsWith("<th", StringComparison.Ordinal);
        var document = new HtmlParser().ParseDocument(cell ? $"<table><tr>{html}</tr></table>" : html);
        return cell ? document.QuerySelector("th")! : document.Body!.FirstElementChild!;
    }
}
