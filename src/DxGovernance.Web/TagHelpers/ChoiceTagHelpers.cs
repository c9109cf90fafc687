using System.Collections;
using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DxGovernance.Web.TagHelpers;

/// <summary>A group of radios or checkboxes in a fieldset.</summary>
public abstract class ChoicesTagHelper : FormControlTagHelper
{
    public IEnumerable<SelectListItem> Items { get; set; } = [];

    /// <summary>Side by side instead of one below the other.</summary>
    public bool Inline { get; set; }

    protected abstract string Kind { get; }

    protected override bool Grouped => true;

    protected override void AppendControl(IHtmlContentBuilder target, TagHelperAttributeList attributes)
    {
        var chosen = Chosen();
        var list = Element("div", "dads-choices");
        if (Inline)
        {
            list.Attributes["data-inline"] = "";
        }

        var number = 0;
        foreach (var item in Items)
        {
            number++;
            var id = number == 1 ? Id : Id + "-" + number.ToString(CultureInfo.InvariantCulture);
            list.InnerHtml.AppendHtml(Choice(item, id, chosen, attributes));
        }

        target.AppendHtml(list);
    }

    TagBuilder Choice(SelectListItem item, string id, HashSet<string>? chosen, TagHelperAttributeList attributes)
    {
        var value = item.Value ?? item.Text;
        var input = Element("input", $"dads-{Kind}__input");
        input.TagRenderMode = TagRenderMode.SelfClosing;
        Wire(input, attributes);
        input.Attributes.Remove("aria-describedby");
        input.Attributes.Remove("aria-required");
        if (Kind == "radio")
        {
            input.Attributes.Remove("aria-invalid");
            if (Errors.Count > 0)
            {
                input.Attributes["data-invalid"] = "";
            }
        }

        input.Attributes["id"] = id;
        input.Attributes["type"] = Kind;
        input.Attributes["value"] = value;
        if (chosen?.Contains(value) ?? item.Selected)
        {
            input.Attributes["checked"] = "checked";
        }

        if (item.Disabled)
        {
            input.Attributes["disabled"] = "disabled";
        }

        var label = Element("label", $"dads-{Kind}");
        label.Attributes["for"] = id;
        label.InnerHtml.AppendHtml(input).AppendHtml(Element("span", $"dads-{Kind}__label", item.Text));
        return label;
    }

    /// <summary>Null when neither the request nor the model says anything, so that the items' own mark counts.</summary>
    HashSet<string>? Chosen()
    {
        if (ViewContext.ViewData.ModelState.TryGetValue(FieldName, out var entry) && entry.RawValue is { } raw)
        {
            return raw is string[] many ? [.. many] : [raw.ToString() ?? ""];
        }

        return For.Model switch
        {
            null => null,
            string one => [one],
            IEnumerable several => [.. several.Cast<object?>().Select(Text).OfType<string>()],
            var one => [Text(one) ?? ""],
        };
    }
}

[HtmlTargetElement("dads-radios", Attributes = "for,items", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class RadiosTagHelper : ChoicesTagHelper
{
    protected override string Kind => "radio";
}

[HtmlTargetElement("dads-checkboxes", Attributes = "for,items", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class CheckboxesTagHelper : ChoicesTagHelper
{
    protected override string Kind => "checkbox";
}

/// <summary>One yes-or-no box whose label is the sentence beside it.</summary>
[HtmlTargetElement("dads-checkbox", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class CheckboxTagHelper : FormControlTagHelper
{
    protected override bool LabelsItself => true;

    protected override void AppendControl(IHtmlContentBuilder target, TagHelperAttributeList attributes)
    {
        var input = Element("input", "dads-checkbox__input");
        input.TagRenderMode = TagRenderMode.SelfClosing;
        Wire(input, attributes);
        input.Attributes["type"] = "checkbox";
        input.Attributes["value"] = "true";
        if ((Value ?? "").Split(',')[0].Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            input.Attributes["checked"] = "checked";
        }

        var text = Element("span", "dads-checkbox__label", LabelText);
        AppendRequirement(text);
        var label = Element("label", "dads-checkbox");
        label.Attributes["for"] = Id;
        label.InnerHtml.AppendHtml(input).AppendHtml(text);
        target.AppendHtml(label);
    }
}
