using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DxGovernance.Web.TagHelpers;

/// <summary>A dense table in a region that scrolls by itself and takes the keyboard.</summary>
[HtmlTargetElement("dads-table", Attributes = "caption")]
public sealed class TableTagHelper : TagHelper
{
    public string Caption { get; set; } = "";

    public bool CaptionHidden { get; set; }

    /// <summary>Name of the region where several tables of a page have the same caption.</summary>
    public string? RegionName { get; set; }

    /// <summary>Limits the height so that the header row stays in sight.</summary>
    public bool Sticky { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var rows = await output.GetChildContentAsync();
        var caption = new TagBuilder("caption");
        caption.AddCssClass(CaptionHidden ? "dads-table__caption dads-u-visually-hidden" : "dads-table__caption");
        caption.InnerHtml.Append(Caption);
        var table = new TagBuilder("table");
        table.AddCssClass("dads-table");
        table.Attributes["data-size"] = "dense";
        table.Attributes["data-row-hover-highlight"] = "";
        foreach (var attribute in output.Attributes.Where(a => a.Name != "class"))
        {
            table.MergeAttribute(attribute.Name, attribute.Value?.ToString() ?? "", replaceExisting: true);
        }

        if (output.Attributes["class"]?.Value?.ToString() is { } cssClass)
        {
            table.AddCssClass(cssClass);
        }

        table.InnerHtml.AppendHtml(caption).AppendHtml(rows);
        output.Attributes.Clear();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "dads-table-region");
        output.Attributes.SetAttribute("role", "region");
        output.Attributes.SetAttribute("aria-label", RegionName ?? Caption);
        output.Attributes.SetAttribute("tabindex", "0");
        if (Sticky)
        {
            output.Attributes.SetAttribute("data-sticky", "true");
        }

        output.Content.SetHtmlContent(table);
    }
}

/// <summary>A column header that sorts: <c>?sort=due</c> ascending, <c>?sort=-due</c> descending; filters stay, the page number goes.</summary>
[HtmlTargetElement("dads-sort-header", Attributes = "key")]
public sealed class SortHeaderTagHelper : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public string Key { get; set; } = "";

    public string Param { get; set; } = "sort";

    public string PageParam { get; set; } = "p";

    /// <summary>The order of the list when the address names none, e.g. <c>-due</c>.</summary>
    public string? Default { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var text = await output.GetChildContentAsync();
        var request = ViewContext.HttpContext.Request;
        var current = request.Query[Param].LastOrDefault() is { Length: > 0 } asked ? asked : Default;
        var ascending = current == Key;
        var descending = current == "-" + Key;

        var link = new TagBuilder("a");
        link.AddCssClass("dads-table__sort");
        link.Attributes["href"] = QueryLink.With(request, Param, ascending ? "-" + Key : Key, PageParam);
        var mark = new TagBuilder("span");
        mark.AddCssClass("dads-table__sort-mark");
        mark.Attributes["aria-hidden"] = "true";
        mark.InnerHtml.Append(ascending ? "▲" : descending ? "▼" : "⇅");
        link.InnerHtml.AppendHtml(text).AppendHtml(mark);

        output.TagName = "th";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("scope", "col");
        if (ascending || descending)
        {
            output.Attributes.SetAttribute("aria-sort", ascending ? "ascending" : "descending");
        }

        output.Content.SetHtmlContent(link);
    }
}

/// <summary>Previous, "2 / 7", next. Keeps every other part of the query.</summary>
[HtmlTargetElement("dads-pager", Attributes = "page,total,size", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PagerTagHelper : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>From 1.</summary>
    public int Page { get; set; } = 1;

    public int Total { get; set; }

    public int Size { get; set; } = 50;

    /// <summary>Not "page": Razor Pages keeps that name for its own route value.</summary>
    public string Param { get; set; } = "p";

    public string Label { get; set; } = "ページ送り";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var pages = Math.Max(1, (Total + Size - 1) / Size);
        var page = Math.Clamp(Page, 1, pages);
        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "dads-page-navigation");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Content.AppendHtml(Text("dads-page-navigation__count", Total == 0 ? "0件" : $"{Total:N0}件中 {(page - 1) * Size + 1:N0}～{Math.Min(page * Size, Total):N0}件"));
        if (pages == 1)
        {
            return;
        }

        output.Content.AppendHtml(Step("前へ", "prev", page > 1 ? page - 1 : null));
        output.Content.AppendHtml(Text("dads-page-navigation__current", $"{page:N0} / {pages:N0}"));
        output.Content.AppendHtml(Step("次へ", "next", page < pages ? page + 1 : null));
    }

    static TagBuilder Text(string cssClass, string text)
    {
        var span = new TagBuilder("span");
        span.AddCssClass(cssClass);
        span.InnerHtml.Append(text);
        return span;
    }

    TagBuilder Step(string text, string rel, int? page)
    {
        var link = new TagBuilder("a");
        link.AddCssClass("dads-button");
        link.Attributes["data-type"] = "outline";
        link.Attributes["data-size"] = "sm";
        link.InnerHtml.Append(text);
        if (page is { } target)
        {
            link.Attributes["rel"] = rel;
            link.Attributes["href"] = QueryLink.With(ViewContext.HttpContext.Request, Param, target == 1 ? null : target.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            link.Attributes["role"] = "link";
            link.Attributes["aria-disabled"] = "true";
        }

        return link;
    }
}
