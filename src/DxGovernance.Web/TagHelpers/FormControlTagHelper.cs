using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DxGovernance.Web.TagHelpers;

/// <summary>Label, requirement, support text, error text and their ARIA wiring, once for every kind of control.</summary>
public abstract class FormControlTagHelper : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public ModelExpression For { get; set; } = null!;

    /// <summary>Defaults to the display name of the property.</summary>
    public string? Label { get; set; }

    public string? Support { get; set; }

    public bool Required { get; set; }

    public bool Optional { get; set; }

    /// <summary>Keeps the label for assistive technology only (cells of a grid, filter bars).</summary>
    public bool LabelHidden { get; set; }

    /// <summary>Overrides the form name, for filters whose query keys shall be short. Only for pages that bind it themselves.</summary>
    public string? Name { get; set; }

    protected string FieldName => Name ?? ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    protected string Id => FieldId(FieldName);

    protected string LabelText => Label ?? For.Metadata.GetDisplayName();

    protected IReadOnlyList<string> Errors => ViewContext.ViewData.ModelState.TryGetValue(FieldName, out var entry) ? Messages(entry) : [];

    /// <summary>Grouped controls get a fieldset and a legend instead of a div and a label.</summary>
    protected virtual bool Grouped => false;

    /// <summary>A control that writes its label itself, beside the box.</summary>
    protected virtual bool LabelsItself => false;

    protected virtual string? SupportText => Support;

    protected abstract void AppendControl(IHtmlContentBuilder target, TagHelperAttributeList attributes);

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var passedOn = new TagHelperAttributeList(output.Attributes);
        output.Attributes.Clear();
        output.TagMode = TagMode.StartTagAndEndTag;
        output.TagName = Grouped ? "fieldset" : "div";
        output.Attributes.SetAttribute("class", "dads-form-control-label");
        if (Errors.Count > 0)
        {
            output.Attributes.SetAttribute("data-error", "true");
        }

        if (Grouped && DescribedBy is { } ids)
        {
            output.Attributes.SetAttribute("aria-describedby", ids);
        }

        if (!LabelsItself)
        {
            output.Content.AppendHtml(BuildLabel());
        }

        if (SupportText is { } support)
        {
            output.Content.AppendHtml(Element("p", "dads-form-control-label__support-text", support, SupportId));
        }

        AppendControl(output.Content, passedOn);
        AppendErrors(output.Content);
    }

    /// <summary>The id every link to a field uses; the first choice of a group carries it too.</summary>
    public static string FieldId(string fieldName) => TagBuilder.CreateSanitizedId(fieldName, "_");

    public static IReadOnlyList<string> Messages(ModelStateEntry entry) =>
        [.. entry.Errors.Select(e => string.IsNullOrEmpty(e.ErrorMessage) ? "入力された値を読み取れません。" : e.ErrorMessage).Distinct(StringComparer.Ordinal)];

    protected string? DescribedBy
    {
        get
        {
            var ids = string.Join(' ', new[] { Errors.Count > 0 ? ErrorId : null, SupportText is null ? null : SupportId }.OfType<string>());
            return ids.Length == 0 ? null : ids;
        }
    }

    /// <summary>What the user typed, also when it could not be bound; otherwise the model's value.</summary>
    protected string? Value =>
        ViewContext.ViewData.ModelState.TryGetValue(FieldName, out var entry) && entry.AttemptedValue is { } typed ? typed : Text(For.Model);

    protected int? MaxLength =>
        For.Metadata.ValidatorMetadata.OfType<StringLengthAttribute>().Select(a => (int?)a.MaximumLength).FirstOrDefault()
        ?? For.Metadata.ValidatorMetadata.OfType<MaxLengthAttribute>().Select(a => (int?)a.Length).FirstOrDefault();

    protected static string? Text(object? value) => value switch
    {
        null => null,
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Enum member => member.ToString(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    protected static TagBuilder Element(string tag, string cssClass, string? text = null, string? id = null)
    {
        var element = new TagBuilder(tag);
        element.AddCssClass(cssClass);
        if (id is not null)
        {
            element.Attributes["id"] = id;
        }

        if (text is not null)
        {
            element.InnerHtml.Append(text);
        }

        return element;
    }

    /// <summary>Id, name and ARIA of a single control, and whatever else the page wrote on the helper.</summary>
    protected void Wire(TagBuilder control, TagHelperAttributeList attributes)
    {
        control.Attributes["id"] = Id;
        control.Attributes["name"] = FieldName;
        if (DescribedBy is { } ids)
        {
            control.Attributes["aria-describedby"] = ids;
        }

        if (Errors.Count > 0)
        {
            control.Attributes["aria-invalid"] = "true";
        }

        if (Required)
        {
            control.Attributes["aria-required"] = "true";
        }

        foreach (var attribute in attributes)
        {
            var value = attribute.Value switch
            {
                HtmlString html => System.Net.WebUtility.HtmlDecode(html.Value),
                IHtmlContent content => Plain(content),
                var other => other?.ToString(),
            };
            if (string.Equals(attribute.Name, "class", StringComparison.OrdinalIgnoreCase))
            {
                control.AddCssClass(value ?? "");
            }
            else
            {
                control.MergeAttribute(attribute.Name, value ?? "", replaceExisting: true);
            }
        }
    }

    protected void AppendRequirement(TagBuilder label)
    {
        if (!Required && !Optional)
        {
            return;
        }

        var requirement = Element("span", "dads-form-control-label__requirement", Required ? "※必須" : "※任意");
        requirement.Attributes["data-required"] = Required ? "true" : "false";
        label.InnerHtml.Append(" ").AppendHtml(requirement);
    }

    string ErrorId => Id + "-error";

    string SupportId => Id + "-support";

    TagBuilder BuildLabel()
    {
        var label = Element(Grouped ? "legend" : "label", "dads-form-control-label__label", LabelText);
        if (!Grouped)
        {
            label.Attributes["for"] = Id;
        }

        if (LabelHidden)
        {
            label.AddCssClass("dads-u-visually-hidden");
        }

        AppendRequirement(label);
        return label;
    }

    void AppendErrors(IHtmlContentBuilder target)
    {
        if (Errors.Count == 0)
        {
            return;
        }

        var box = Element("div", "dads-form-control-label__error-text", id: ErrorId);
        foreach (var message in Errors)
        {
            box.InnerHtml.AppendHtml(Element("p", "dads-form-control-label__error-line", "＊" + message));
        }

        target.AppendHtml(box);
    }

    static string Plain(IHtmlContent content)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        content.WriteTo(writer, NullHtmlEncoder.Default);
        return writer.ToString();
    }
}
