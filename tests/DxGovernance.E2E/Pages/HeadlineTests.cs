using DxGovernance.E2E.Support;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Pages;

[Collection(nameof(Reading))]
public sealed class HeadlineTests(FullSite site)
{
    [Fact]
    public async Task The_headline_of_the_dashboard_needs_no_scrolling_on_the_CIOs_laptop()
    {
        var page = await site.WindowOf("demo-cio");
        await page.Open("/dashboard");
        foreach (var part in new[] { page.Locator(".dashboard-figures"), page.Locator(".dashboard-summary") })
        {
            var box = (await part.BoundingBoxAsync())!;
            (box.Y + box.Height).ShouldBeLessThanOrEqualTo(768);
        }

        await Expect(page.Locator(".dashboard-figures")).ToContainTextAsync("13/20");
        await Expect(page.Locator(".dashboard-table tbody tr").First).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Every_number_of_the_dashboard_leads_to_its_ledger()
    {
        var page = await site.WindowOf("demo-cio");
        await page.Open("/dashboard");
        var links = await page.Locator("main a[href^='/trace/']").EvaluateAllAsync<string[]>("all => [...new Set(all.map(a => a.getAttribute('href')))]");
        foreach (var figure in links.GroupBy(l => l.Split('?')[0]).Select(g => g.First()))
        {
            (await page.Open(figure)).ShouldBe(200, figure);
            await Expect(page.GetByRole(AriaRole.Table).Last).ToBeVisibleAsync();
        }
    }
}
