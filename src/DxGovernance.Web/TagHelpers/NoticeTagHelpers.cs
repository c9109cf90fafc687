using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DxGovernance.Web.TagHelpers;

/// <summary>A notification banner: success, info, warning or error, told by icon, word and colour.</summary>
[HtmlTargetElement("dads-banner", Attributes = "type")]
public sealed class BannerTagHelper : TagHelper
{
    public string Type { get; set; } = "info";

    public string? Title { get; set; }

    /// <summary>Heading level of the title.</summary>
    public int Level { get; set; } = 2;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var body = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        Dress(output, Type);
        output.Content.SetHtmlContent(Icon(Type));
        var main = new TagBuilder("div");
        main.AddCssClass("dads-notification-banner__main");
        if (Title is not null)
        {
            main.InnerHtml.AppendHtml(Heading(Title, Level));
        }

        if (!body.IsEmptyOrWhiteSpace)
        {
            var text = new TagBuilder("div");
            text.AddCssClass("dads-notification-banner__body");
            text.InnerHtml.AppendHtml(body);
            main.InnerHtml.AppendHtml(text);
        }

        output.Content.AppendHtml(main);
    }

    internal static void Dress(TagHelperOutput output, string type)
    {
        _ = IconOf(type);
        output.Attributes.SetAttribute("class", "dads-notification-banner");
        output.Attributes.SetAttribute("data-type", type);
    }

    internal static TagBuilder Heading(string title, int level)
    {
        var heading = new TagBuilder("h" + level.ToString(System.Globalization.CultureInfo.InvariantCulture));
        heading.AddCssClass("dads-notification-banner__heading");
        heading.InnerHtml.Append(title);
        return heading;
    }

    internal static TagBuilder Icon(string type)
    {
        var (sign, name) = IconOf(type);
        var icon = new TagBuilder("span");
        icon.AddCssClass("dads-notification-banner__icon");
        icon.Attributes["role"] = "img";
        icon.Attributes["aria-label"] = name;
        icon.InnerHtml.Append(sign);
        return icon;
    }

    static (string Sign, string Name) IconOf(string type) => type switch
    {
        "success" => ("✓", "成功"),
        "info" => ("i", "お知らせ"),
        "warning" => ("!", "警告"),
        "error" => ("×", "エラー"),
        _ => throw new InvalidOperationException($"<dads-banner type> is success, info, warning or error, not '{type}'."),
    };
}

/// <summary>Every error of the form as a link to its field, in the order of the form. Nothing when there is none.</summary>
[HtmlTargetElement("dads-error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTagHelper : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public string Title { get; set; } = "入力内容を確認してください";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = ViewContext.ViewData.ModelState.Where(e => e.Value?.Errors.Count > 0)
            .OrderBy(e => PlaceOnForm(e.Key), StringComparer.Ordinal).ToList();
        if (errors.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        var list = new TagBuilder("ul");
        list.AddCssClass("dads-error-summary__list");
        foreach (var (key, entry) in errors)
        {
            foreach (var message in FormControlTagHelper.Messages(entry!))
            {
                list.InnerHtml.AppendHtml(Line(key, message));
            }
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        BannerTagHelper.Dress(output, "error");
        output.Attributes.SetAttribute("id", "error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        var main = new TagBuilder("div");
        main.AddCssClass("dads-notification-banner__main");
        main.InnerHtml.AppendHtml(BannerTagHelper.Heading(Title, 2)).AppendHtml(list);
        output.Content.SetHtmlContent(BannerTagHelper.Icon("error"));
        output.Content.AppendHtml(main);
    }

    static TagBuilder Line(string key, string message)
    {
        var line = new TagBuilder("li");
        if (key.Length == 0)
        {
            line.InnerHtml.Append(message);
            return line;
        }

        var link = new TagBuilder("a");
        link.AddCssClass("dads-link");
        link.Attributes["href"] = "#" + FormControlTagHelper.FieldId(key);
        link.InnerHtml.Append(message);
        line.InnerHtml.AppendHtml(link);
        return line;
    }

    /// <summary>ModelState lists its keys by alphabet; people read the form from the top, which follows the order of the properties.</summary>
    string PlaceOnForm(string key)
    {
        var place = "";
        var metadata = ViewContext.ViewData.ModelMetadata;
        foreach (var part in key.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(part, out var index))
            {
                place += $"{index:D6}.";
                metadata = metadata?.ElementMetadata;
                continue;
            }

            var property = metadata?.Properties[part];
            place += property is null ? $"999999{part}." : $"{Position(metadata!, property):D6}.";
            metadata = property;
        }

        return place;
    }

    static int Position(ModelMetadata container, ModelMetadata property)
    {
        for (var i = 0; i < container.Properties.Count; i++)
        {
            if (ReferenceEquals(container.Properties[i], property))
            {
                return i;
            }
        }

        return container.Properties.Count;
    }
}
