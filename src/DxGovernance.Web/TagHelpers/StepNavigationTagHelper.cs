using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DxGovernance.Web.TagHelpers;

public enum StepState
{
    Upcoming,
    Completed,
    Current,
    Error,
    Skipped,
}

/// <summary>One stage of a process; the note is a date or a name.</summary>
public sealed record Step(string Text, StepState State, string? Note = null, string? Href = null);

/// <summary>Where a case stands on its way through the workflow.</summary>
[HtmlTargetElement("dads-step-navigation", Attributes = "items", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StepNavigationTagHelper : TagHelper
{
    public IEnumerable<Step> Items { get; set; } = [];

    public string Label { get; set; } = "手続きの段階";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var list = new TagBuilder("ol");
        list.AddCssClass("dads-step-navigation__list");
        foreach (var step in Items)
        {
            list.InnerHtml.AppendHtml(Line(step));
        }

        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "dads-step-navigation");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Content.SetHtmlContent(list);
    }

    static TagBuilder Line(Step step)
    {
        var (mark, state, word) = step.State switch
        {
            StepState.Completed => ("✓", "completed", "完了"),
            StepState.Current => ("●", "current", "現在"),
            StepState.Error => ("!", "error", "差戻し"),
            StepState.Skipped => ("－", "skipped", "対象外"),
            StepState.Upcoming => ("", "upcoming", "これから"),
        };
        var line = new TagBuilder("li");
        line.AddCssClass("dads-step-navigation__step");
        line.Attributes["data-state"] = state;
        if (step.State is StepState.Current or StepState.Error)
        {
            line.Attributes["aria-current"] = "step";
        }

        var sign = Span("dads-step-navigation__mark", mark);
        sign.Attributes["aria-hidden"] = "true";
        var text = step.Href is null ? Span("dads-step-navigation__text", step.Text) : new TagBuilder("a") { Attributes = { ["href"] = step.Href } };
        if (step.Href is not null)
        {
            text.AddCssClass("dads-step-navigation__text dads-link");
            text.InnerHtml.Append(step.Text);
        }

        line.InnerHtml.AppendHtml(sign).AppendHtml(text).AppendHtml(Span("dads-u-visually-hidden", $"（{word}）"));
        if (step.Note is not null)
        {
            line.InnerHtml.AppendHtml(Span("dads-step-navigation__note", step.Note));
        }

        return line;
    }

    static TagBuilder Span(string cssClass, string text)
    {
        var span = new TagBuilder("span");
        span.AddCssClass(cssClass);
        span.InnerHtml.Append(text);
        return span;
    }
}
