using System.ComponentModel.DataAnnotations;
using AngleSharp.Dom;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DxGovernance.Tests.TagHelpers;

public class FormControlTests
{
    readonly Rendering<Form> page = new();

    sealed class Form
    {
        public Fields Input { get; set; } = new();
    }

    sealed class Fields
    {
        [Display(Name = "件名"), StringLength(60)]
        public string? Title { get; set; }

        public DateOnly? DueOn { get; set; }

        public string? Kind { get; set; }

        public string[]? Tags { get; set; }

        public bool Agreed { get; set; }
    }

    static readonly SelectListItem[] Items = [new("税務課", "tax"), new("<b>市民課</b>", "civil"), new("情報政策課", "ict")];

    Task<IElement> Title(string? label = null, string? support = null, bool required = false, int rows = 1) =>
        Rendering<Form>.Element(new FieldTagHelper { ViewContext = page.View, For = page.For(m => m.Input.Title), Label = label, Support = support, Required = required, Rows = rows });

    [Fact]
    public async Task A_label_points_at_its_control_and_takes_the_display_name()
    {
        var field = await Title();

        field.QuerySelector("label")!.GetAttribute("for").ShouldBe("Input_Title");
        field.QuerySelector("label")!.TextContent.ShouldBe("件名");
        field.QuerySelector("input")!.Id.ShouldBe("Input_Title");
        field.QuerySelector("input")!.GetAttribute("name").ShouldBe("Input.Title");
    }

    [Fact]
    public async Task A_required_field_says_so_in_words_and_to_assistive_technology()
    {
        var field = await Title(required: true);

        field.QuerySelector("[data-required=true]")!.TextContent.ShouldBe("※必須");
        field.QuerySelector("input")!.GetAttribute("aria-required").ShouldBe("true");
    }

    [Fact]
    public async Task A_field_without_error_or_support_describes_nothing()
    {
        var input = (await Title()).QuerySelector("input")!;

        input.HasAttribute("aria-describedby").ShouldBeFalse();
        input.HasAttribute("aria-invalid").ShouldBeFalse();
    }

    [Fact]
    public async Task An_error_starts_with_a_mark_and_is_read_before_the_support_text()
    {
        page.State.AddModelError("Input.Title", "件名を入力してください。");

        var field = await Title(support: "60文字以内");
        var input = field.QuerySelector("input")!;

        field.QuerySelector("#Input_Title-error")!.TextContent.ShouldBe("＊件名を入力してください。");
        field.QuerySelector("#Input_Title-support")!.TextContent.ShouldBe("60文字以内");
        input.GetAttribute("aria-describedby").ShouldBe("Input_Title-error Input_Title-support");
        input.GetAttribute("aria-invalid").ShouldBe("true");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Typed_markup_comes_back_as_text(int rows)
    {
        const string hostile = "\"></textarea><script>alert(1)</script>";
        page.State.SetModelValue("Input.Title", hostile, hostile);
        page.State.AddModelError("Input.Title", hostile);

        var field = await Title(label: hostile, support: hostile, rows: rows);

        field.QuerySelector("script").ShouldBeNull();
        (rows == 1 ? field.QuerySelector("input")!.GetAttribute("value") : field.QuerySelector("textarea")!.TextContent).ShouldBe(hostile);
        field.QuerySelector("label")!.TextContent.ShouldBe(hostile);
    }

    [Fact]
    public async Task The_declared_length_reaches_the_counter_without_cutting_pasted_text()
    {
        var input = (await Title()).QuerySelector("input")!;

        input.GetAttribute("data-maxlength").ShouldBe("60");
        input.HasAttribute("maxlength").ShouldBeFalse();
    }

    [Fact]
    public async Task A_leading_line_break_of_a_text_area_survives()
    {
        page.Page.Input.Title = "\n二行目";

        (await Title(rows: 3)).QuerySelector("textarea")!.TextContent.ShouldBe("\n二行目");
    }

    [Fact]
    public async Task A_date_that_could_not_be_read_is_shown_as_it_was_typed()
    {
        page.State.SetModelValue("Input.DueOn", "令和9年13月", "令和9年13月");
        page.State.AddModelError("Input.DueOn", "日付を読み取れません。");

        var field = await Rendering<Form>.Element(new DateTagHelper { ViewContext = page.View, For = page.For(m => m.Input.DueOn), Label = "期日" });

        field.QuerySelector("input")!.GetAttribute("value").ShouldBe("令和9年13月");
        field.QuerySelector("#Input_DueOn-support")!.TextContent.ShouldBe(DateTagHelper.DefaultSupport);
    }

    [Fact]
    public async Task A_stored_date_is_shown_in_the_form_that_sorts()
    {
        page.Page.Input.DueOn = new DateOnly(2027, 10, 31);

        var field = await Rendering<Form>.Element(new DateTagHelper { ViewContext = page.View, For = page.For(m => m.Input.DueOn) });

        field.QuerySelector("input")!.GetAttribute("value").ShouldBe("2027-10-31");
    }

    [Fact]
    public async Task A_select_marks_what_was_sent_and_encodes_its_choices()
    {
        page.Page.Input.Kind = "tax";
        page.State.SetModelValue("Input.Kind", "civil", "civil");

        var field = await Rendering<Form>.Element(new SelectTagHelper { ViewContext = page.View, For = page.For(m => m.Input.Kind), Items = Items, Placeholder = "選択してください" });

        field.QuerySelectorAll("option").Length.ShouldBe(4);
        field.QuerySelector("option[selected]")!.TextContent.ShouldBe("<b>市民課</b>");
    }

    [Fact]
    public async Task Radios_stand_in_a_described_fieldset_and_the_first_carries_the_linked_id()
    {
        page.State.AddModelError("Input.Kind", "区分を選んでください。");

        var group = await Rendering<Form>.Element(
            new RadiosTagHelper { ViewContext = page.View, For = page.For(m => m.Input.Kind), Label = "区分", Support = "一つ", Items = Items, Required = true });

        group.LocalName.ShouldBe("fieldset");
        group.GetAttribute("aria-describedby").ShouldBe("Input_Kind-error Input_Kind-support");
        group.QuerySelector("legend")!.TextContent.ShouldBe("区分 ※必須");
        group.QuerySelectorAll("input").Select(i => i.Id).ShouldBe(["Input_Kind", "Input_Kind-2", "Input_Kind-3"]);
        group.QuerySelectorAll("label").Select(l => l.GetAttribute("for")).ShouldBe(["Input_Kind", "Input_Kind-2", "Input_Kind-3"]);
    }

    [Fact]
    public async Task Checkboxes_keep_every_choice_that_was_sent()
    {
        page.State.SetModelValue("Input.Tags", new[] { "tax", "ict" }, "tax,ict");

        var group = await Rendering<Form>.Element(new CheckboxesTagHelper { ViewContext = page.View, For = page.For(m => m.Input.Tags), Label = "対象", Items = Items });

        group.QuerySelectorAll("input[checked]").Select(i => i.GetAttribute("value")).ShouldBe(["tax", "ict"]);
    }

    [Fact]
    public async Task A_single_checkbox_is_labelled_by_its_sentence()
    {
        page.Page.Input.Agreed = true;

        var field = await Rendering<Form>.Element(new CheckboxTagHelper { ViewContext = page.View, For = page.For(m => m.Input.Agreed), Label = "確認しました", Required = true });

        field.QuerySelectorAll("label").Length.ShouldBe(1);
        field.QuerySelector("label")!.TextContent.ShouldBe("確認しました ※必須");
        field.QuerySelector("input[checked]").ShouldNotBeNull();
    }

    [Fact]
    public async Task Other_attributes_go_to_the_control()
    {
        var field = await Rendering<Form>.Element(
            new FieldTagHelper { ViewContext = page.View, For = page.For(m => m.Input.Title) }, "", ("autocomplete", "off"), ("placeholder", "<i>"));

        field.QuerySelector("input")!.GetAttribute("autocomplete").ShouldBe("off");
        field.QuerySelector("input")!.GetAttribute("placeholder").ShouldBe("<i>");
        field.HasAttribute("autocomplete").ShouldBeFalse();
    }

    [Fact]
    public async Task The_error_summary_links_every_error_in_the_order_of_the_form()
    {
        page.State.AddModelError("Input.Kind", "区分を選んでください。");
        page.State.AddModelError("Input.DueOn", "<script>");
        page.State.AddModelError("Input.Title", "件名を入力してください。");
        page.State.AddModelError("", "別の人が先に保存しました。");

        var summary = await Rendering<Form>.Element(new ErrorSummaryTagHelper { ViewContext = page.View });

        summary.GetAttribute("role").ShouldBe("alert");
        summary.GetAttribute("tabindex").ShouldBe("-1");
        summary.QuerySelectorAll("li").Select(l => l.TextContent).ShouldBe(["別の人が先に保存しました。", "件名を入力してください。", "<script>", "区分を選んでください。"]);
        summary.QuerySelectorAll("a").Select(a => a.GetAttribute("href")).ShouldBe(["#Input_Title", "#Input_DueOn", "#Input_Kind"]);
    }

    [Fact]
    public async Task There_is_no_error_summary_without_errors() =>
        (await Rendering<Form>.Html(new ErrorSummaryTagHelper { ViewContext = page.View })).ShouldBeEmpty();
}
