using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DxGovernance.Web.TagHelpers;

/// <summary>A text, number, password, file or multi-line field.</summary>
[HtmlTargetElement("dads-field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper : FormControlTagHelper
{
    public string Type { get; set; } = "text";

    /// <summary>More than one row makes a textarea.</summary>
    public int Rows { get; set; } = 1;

    /// <summary>Characters; defaults to the length the property declares.</summary>
    public int? Maxlength { get; set; }

    /// <summary>Unit shown after the control (円, 千円, 件).</summary>
    public string? Suffix { get; set; }

    /// <summary>Width by expected content: xs, sm, md, lg or full.</summary>
    public string? Width { get; set; }

    protected override void AppendControl(IHtmlContentBuilder target, TagHelperAttributeList attributes)
    {
        var control = Rows > 1 ? TextArea() : Input();
        if ((Maxlength ?? MaxLength) is { } limit)
        {
            // The native maxlength cuts pasted text without a word; the counter and the server tell instead.
            control.Attributes["data-maxlength"] = limit.ToString(CultureInfo.InvariantCulture);
        }

        if (Width is not null)
        {
            control.Attributes["data-width"] = Width;
        }

        Wire(control, attributes);
        if (Suffix is null)
        {
            target.AppendHtml(control);
            return;
        }

        var row = Element("div", "dads-input-text__with-suffix");
        row.InnerHtml.AppendHtml(control).AppendHtml(Element("span", "dads-input-text__suffix", Suffix));
        target.AppendHtml(row);
    }

    TagBuilder TextArea()
    {
        var area = Element("textarea", "dads-textarea__textarea");
        area.Attributes["rows"] = Rows.ToString(CultureInfo.InvariantCulture);
        // A parser drops the first line break of a textarea.
        area.InnerHtml.Append("\n" + Value);
        return area;
    }

    TagBuilder Input()
    {
        var input = Element("input", "dads-input-text__input");
        input.TagRenderMode = TagRenderMode.SelfClosing;
        if (Type == "number")
        {
            // A native number field swallows what it cannot read and changes under the mouse wheel.
            input.Attributes["type"] = "text";
            input.Attributes["inputmode"] = "decimal";
            input.Attributes["data-number"] = "";
        }
        else
        {
            input.Attributes["type"] = Type;
        }

        if (Type is not ("password" or "file") && Value is { } value)
        {
            input.Attributes["value"] = value;
        }

        return input;
    }
}

/// <summary>One text field for a date in either calendar. The page parses it; what was typed is shown again.</summary>
[HtmlTargetElement("dads-date", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DateTagHelper : FormControlTagHelper
{
    public const string DefaultSupport = "例：2027-10-31 または 令和9年10月31日";

    protected override string? SupportText => Support is null ? DefaultSupport : Support.Length == 0 ? null : Support;

    protected override void AppendControl(IHtmlContentBuilder target, TagHelperAttributeList attributes)
    {
        var input = Element("input", "dads-input-text__input");
        input.TagRenderMode = TagRenderMode.SelfClosing;
        input.Attributes["type"] = "text";
        input.Attributes["autocomplete"] = "off";
        input.Attributes["data-width"] = "sm";
        if (Value is { } value)
        {
            input.Attributes["value"] = value;
        }

        Wire(input, attributes);
        target.AppendHtml(input);
    }
}

[HtmlTargetElement("dads-select", Attributes = "for,items", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SelectTagHelper : FormControlTagHelper
{
    public IEnumerable<SelectListItem> Items { get; set; } = [];

    /// <summary>Text of the empty first choice; none when left out.</summary>
    public string? Placeholder { get; set; }

    protected override void AppendControl(IHtmlContentBuilder target, TagHelperAttributeList attributes)
    {
        var select = Element("select", "dads-select__select");
        Wire(select, attributes);
        if (Placeholder is not null)
        {
            var empty = new TagBuilder("option") { Attributes = { ["value"] = "" } };
            empty.InnerHtml.Append(Placeholder);
            select.InnerHtml.AppendHtml(empty);
        }

        foreach (var group in Items.GroupBy(i => i.Group?.Name))
        {
            var parent = select;
            if (group.Key is not null)
            {
                parent = new TagBuilder("optgroup") { Attributes = { ["label"] = group.Key } };
            }

            foreach (var item in group)
            {
                parent.InnerHtml.AppendHtml(Option(item));
            }

            if (parent != select)
            {
                select.InnerHtml.AppendHtml(parent);
            }
        }

        var box = Element("span", "dads-select__control");
        box.InnerHtml.AppendHtml(select);
        target.AppendHtml(box);
    }

    TagBuilder Option(SelectListItem item)
    {
        var itemValue = item.Value ?? item.Text;
        var option = new TagBuilder("option") { Attributes = { ["value"] = itemValue } };
        if (string.Equals(Value ?? "", itemValue, StringComparison.Ordinal) || (Value is null && item.Selected))
        {
            option.Attributes["selected"] = "selected";
        }

        if (item.Disabled)
        {
            option.Attributes["disabled"] = "disabled";
        }

        option.InnerHtml.Append(item.Text);
        return option;
    }
}
