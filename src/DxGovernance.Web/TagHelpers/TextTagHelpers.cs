using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DxGovernance.Web.TagHelpers;

/// <summary>A button that acts or, with href, a link that looks like one.</summary>
[HtmlTargetElement("dads-button")]
public sealed class ButtonTagHelper : TagHelper
{
    /// <summary>solid-fill, outline, text or danger.</summary>
    public string Look { get; set; } = "solid-fill";

    /// <summary>lg, md, sm or xs.</summary>
    public string Size { get; set; } = "md";

    /// <summary>The HTML type of a button: submit, button or reset.</summary>
    public string Type { get; set; } = "submit";

    public string? Href { get; set; }

    public bool Disabled { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Look is not ("solid-fill" or "outline" or "text" or "danger"))
        {
            throw new InvalidOperationException($"<dads-button look> is solid-fill, outline, text or danger, not '{Look}'.");
        }

        output.TagName = Href is null ? "button" : "a";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"dads-button {output.Attributes["class"]?.Value}".TrimEnd());
        output.Attributes.SetAttribute("data-type", Look);
        output.Attributes.SetAttribute("data-size", Size);
        if (Disabled)
        {
            output.Attributes.SetAttribute("aria-disabled", "true");
        }

        if (Href is null)
        {
            // A disabled submit button would still submit, so it becomes an inert one that can be focused and read.
            output.Attributes.SetAttribute("type", Disabled ? "button" : Type);
        }
        else if (Disabled)
        {
            output.Attributes.SetAttribute("role", "link");
        }
        else
        {
            output.Attributes.SetAttribute("href", Href);
        }
    }
}

/// <summary>A status label. The text says the state; the colour only repeats it.</summary>
[HtmlTargetElement("dads-chip", Attributes = "color")]
public sealed class ChipTagHelper : TagHelper
{
    public string Color { get; set; } = "gray";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "dads-chip-label");
        output.Attributes.SetAttribute("data-color", Known(Color));
    }

    internal static string Known(string color) => color.ToUpperInvariant() switch
    {
        "GRAY" or "GREY" => "gray",
        "RED" => "red",
        "ORANGE" => "orange",
        "YELLOW" => "yellow",
        "GREEN" => "green",
        "BLUE" => "blue",
        _ => throw new InvalidOperationException($"A chip is gray, red, orange, yellow, green or blue, not '{color}'."),
    };
}

[HtmlTargetElement("dads-breadcrumb", Attributes = "items", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class BreadcrumbTagHelper : TagHelper
{
    public IEnumerable<Crumb> Items { get; set; } = [];

    /// <summary>The page itself; not a link.</summary>
    public string? Current { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var list = new TagBuilder("ol");
        list.AddCssClass("dads-breadcrumb__list");
        foreach (var crumb in Items)
        {
            var link = new TagBuilder("a");
            link.AddCssClass("dads-link");
            link.Attributes["href"] = crumb.Href;
            link.InnerHtml.Append(crumb.Text);
            var step = new TagBuilder("li");
            step.InnerHtml.AppendHtml(link);
            list.InnerHtml.AppendHtml(step);
        }

        if (Current is not null)
        {
            var here = new TagBuilder("li") { Attributes = { ["aria-current"] = "page" } };
            here.InnerHtml.Append(Current);
            list.InnerHtml.AppendHtml(here);
        }

        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "dads-breadcrumb");
        output.Attributes.SetAttribute("aria-label", "現在位置");
        output.Content.SetHtmlContent(list);
    }
}

/// <summary>One key figure on a card: a label, a value with its unit, a note; the whole card follows the link.</summary>
[HtmlTargetElement("dads-key-figure", Attributes = "label,value")]
public sealed class KeyFigureTagHelper : TagHelper
{
    public string Label { get; set; } = "";

    public object? Value { get; set; }

    public string? Unit { get; set; }

    public string? Href { get; set; }

    public string? Note { get; set; }

    /// <summary>A colour that repeats what label or note say in words.</summary>
    public string? Color { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var more = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "key-figure");
        if (Color is not null)
        {
            output.Attributes.SetAttribute("data-color", ChipTagHelper.Known(Color));
        }

        var label = Part("p", "key-figure__label", Href is null ? Label : null);
        if (Href is not null)
        {
            var link = Part("a", "key-figure__link", Label);
            link.Attributes["href"] = Href;
            label.InnerHtml.AppendHtml(link);
        }

        var value = Part("p", "key-figure__value", Value is IFormattable number ? number.ToString("#,##0.##;△ #,##0.##", CultureInfo.InvariantCulture) : Value?.ToString() ?? "－");
        if (Unit is not null)
        {
            value.InnerHtml.AppendHtml(Part("span", "key-figure__unit", Unit));
        }

        output.Content.SetHtmlContent(label);
        output.Content.AppendHtml(value);
        if (Note is not null)
        {
            output.Content.AppendHtml(Part("p", "key-figure__note", Note));
        }

        if (!more.IsEmptyOrWhiteSpace)
        {
            output.Content.AppendHtml(more);
        }
    }

    static TagBuilder Part(string tag, string cssClass, string? text)
    {
        var part = new TagBuilder(tag);
        part.AddCssClass(cssClass);
        part.InnerHtml.Append(text ?? "");
        return part;
    }
}
