using DxGovernance.E2E.Support;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Pages;

[Collection(nameof(Reading))]
public sealed class WithoutJavaScriptTests(FullSite site)
{
    [Fact]
    public async Task Charts_are_replaced_by_a_sentence_and_their_tables()
    {
        var page = await site.WindowOf("demo-cio", javaScript: false);
        foreach (var path in new[] { "/dashboard", "/milestones", $"/operations/{FullSite.Operation}/trend", $"/operations/{FullSite.Operation}/milestones" })
        {
            (await page.Open(path)).ShouldBe(200);
            await Expect(page.Locator("figure.chart").First.GetByText("図の表示には JavaScript が必要です。同じ内容は表で確認できます。")).ToBeVisibleAsync();
            (await page.Locator("main table").CountAsync()).ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task A_drawn_chart_no_longer_says_so()
    {
        var page = await site.WindowOf("demo-cio");
        await page.Open("/dashboard");
        await Expect(page.Locator("figure.chart[data-ready] svg").First).ToBeVisibleAsync();
        await Expect(page.GetByText("図の表示には JavaScript が必要です。")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_refused_form_shows_its_errors()
    {
        var page = await site.WindowOf("demo-gakko-1", javaScript: false);
        await page.Open($"/operations/{FullSite.Operation}/risks/new");
        (await page.Press("登録する")).ShouldBe(400);
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }

    /// <summary>Axe is a script itself, so here the browser runs scripts but gets none of the application's.</summary>
    [Fact]
    public async Task Pages_whose_scripts_do_not_arrive_are_accessible()
    {
        var page = await site.WindowOf("demo-gakko-1");
        await page.RouteAsync("**/*.js", route => route.AbortAsync());
        var faults = new List<string>();
        foreach (var part in new[] { "", "/steps", "/milestones", "/trend", "/risks/new" })
        {
            (await page.Open($"/operations/{FullSite.Operation}{part}")).ShouldBe(200);
            faults.AddRange(await page.AxeFindings());
        }

        (await page.Press("登録する")).ShouldBe(400);
        faults.AddRange(await page.AxeFindings());
        faults.ShouldBeEmpty();
    }
}
