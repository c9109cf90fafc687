using System.Text.Json;
using DxGovernance.Web.TagHelpers;

namespace DxGovernance.Tests.TagHelpers;

public class ListTests
{
    readonly Rendering<object> page = new();

    [Theory]
    [InlineData("?q=道路&status=a&status=b&p=3", null, "/cases?q=道路&status=a&status=b&sort=due")]
    [InlineData("?q=道路&sort=due&p=3", "ascending", "/cases?q=道路&sort=-due")]
    [InlineData("?sort=-due", "descending", "/cases?sort=due")]
    public async Task A_sort_header_keeps_the_filters_and_forgets_the_page_number(string query, string? order, string href)
    {
        page.Ask("/cases", query);

        var header = await Rendering<object>.Element(new SortHeaderTagHelper { ViewContext = page.View, Key = "due" }, "期日");

        header.GetAttribute("scope").ShouldBe("col");
        header.GetAttribute("aria-sort").ShouldBe(order);
        Uri.UnescapeDataString(header.QuerySelector("a")!.GetAttribute("href")!).ShouldBe(href);
    }

    [Fact]
    public async Task The_default_order_is_marked_when_the_address_names_none()
    {
        page.Ask("/cases", "");

        var header = await Rendering<object>.Element(new SortHeaderTagHelper { ViewContext = page.View, Key = "due", Default = "-due" }, "期日");

        header.GetAttribute("aria-sort").ShouldBe("descending");
    }

    [Fact]
    public async Task The_pager_keeps_the_filters()
    {
        page.Ask("/cases", "?q=%3Cscript%3E&sort=-due&p=2");

        var pager = await Rendering<object>.Element(new PagerTagHelper { ViewContext = page.View, Page = 2, Total = 312, Size = 50 });

        pager.TextContent.ShouldContain("312件中 51～100件");
        pager.TextContent.ShouldContain("2 / 7");
        pager.QuerySelector("[rel=prev]")!.GetAttribute("href").ShouldBe("/cases?q=%3Cscript%3E&sort=-due");
        pager.QuerySelector("[rel=next]")!.GetAttribute("href").ShouldBe("/cases?q=%3Cscript%3E&sort=-due&p=3");
    }

    [Theory]
    [InlineData(0, 1, "0件", 0)]
    [InlineData(50, 1, "50件中 1～50件", 0)]
    [InlineData(51, 1, "51件中 1～50件", 1)]
    [InlineData(51, 9, "51件中 51～51件", 1)]
    public async Task The_pager_counts_right_at_its_edges(int total, int asked, string text, int links)
    {
        var pager = await Rendering<object>.Element(new PagerTagHelper { ViewContext = page.View, Page = asked, Total = total });

        pager.TextContent.ShouldContain(text);
        pager.QuerySelectorAll("a[href]").Length.ShouldBe(links);
    }

    [Fact]
    public async Task A_table_scrolls_in_a_named_region_that_takes_the_keyboard()
    {
        var region = await Rendering<object>.Element(new TableTagHelper { Caption = "案件一覧" });

        region.GetAttribute("role").ShouldBe("region");
        region.GetAttribute("aria-label").ShouldBe("案件一覧");
        region.GetAttribute("tabindex").ShouldBe("0");
        region.QuerySelector("caption")!.TextContent.ShouldBe("案件一覧");
    }

    [Fact]
    public async Task A_disabled_link_button_loses_its_address()
    {
        var button = await Rendering<object>.Element(new ButtonTagHelper { Href = "/next", Disabled = true }, "次へ");

        button.LocalName.ShouldBe("a");
        button.HasAttribute("href").ShouldBeFalse();
        button.GetAttribute("aria-disabled").ShouldBe("true");
    }

    [Fact]
    public async Task A_key_figure_shows_a_negative_the_way_the_city_writes_it()
    {
        var card = await Rendering<object>.Element(new KeyFigureTagHelper { Label = "差額", Value = -54317, Unit = "千円" });

        card.QuerySelector(".key-figure__value")!.TextContent.ShouldBe("△ 54,317千円");
    }

    [Fact]
    public async Task An_unknown_chip_colour_is_refused() =>
        await Should.ThrowAsync<InvalidOperationException>(() => Rendering<object>.Html(new ChipTagHelper { Color = "pink" }, "状態"));

    [Fact]
    public async Task Text_in_chart_data_cannot_end_its_script_element()
    {
        var chart = new BarChart(["</script><script>alert(1)</script>"], [new("件数", [1])]);

        var figure = await Rendering<object>.Element(new ChartTagHelper { ViewContext = page.View, Data = chart, Label = "件数" });

        var script = figure.QuerySelectorAll("script").ShouldHaveSingleItem();
        JsonDocument.Parse(script.TextContent).RootElement.GetProperty("categories")[0].GetString().ShouldBe("</script><script>alert(1)</script>");
        figure.QuerySelector("[role=img]")!.GetAttribute("aria-label").ShouldBe("件数");
        ChartTagHelper.IsUsed(page.View.HttpContext).ShouldBeTrue();
    }

    [Fact]
    public async Task The_steps_of_a_process_name_their_state_in_words()
    {
        var steps = await Rendering<object>.Element(new StepNavigationTagHelper { Items = [new("作成", StepState.Completed), new("審査", StepState.Current)] });

        steps.QuerySelector("[data-state=completed]")!.TextContent.ShouldContain("（完了）");
        steps.QuerySelector("[aria-current=step]")!.TextContent.ShouldContain("審査");
    }

    [Fact]
    public async Task The_breadcrumb_ends_with_the_page_itself()
    {
        var trail = await Rendering<object>.Element(new BreadcrumbTagHelper { Items = [new("ホーム", "/")], Current = "<案件>" });

        trail.GetAttribute("aria-label").ShouldBe("現在位置");
        trail.QuerySelector("[aria-current=page]")!.TextContent.ShouldBe("<案件>");
    }
}
