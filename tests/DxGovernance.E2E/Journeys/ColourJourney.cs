using DxGovernance.E2E.Support;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Journeys;

[Collection(nameof(Writing))]
public sealed class ColourJourney(DemoSite site)
{
    [Fact]
    public async Task The_CIO_sets_a_better_colour_only_with_a_reason_and_a_day_it_ends()
    {
        var page = await site.WindowOf("demo-cio");
        await page.Open("/dashboard");
        await page.Locator("a[href='/operations/16/signal']").ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "黄（計算した色より良い。理由と期限が必要）" }).CheckAsync();
        (await page.Press("色を保存する")).ShouldBe(400);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("理由");
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "黄（計算した色より良い。理由と期限が必要）" })).ToBeCheckedAsync();

        await page.Field("理由").FillAsync("計画変更を12月に決めるまでの間、黄とする。");
        (await page.Press("色を保存する")).ShouldBe(400);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("期限");
        await page.Accessible();

        await page.Field("期限").FillAsync("R8.12.31");
        (await page.Press("色を保存する")).ShouldBe(302);
        await page.Open("/dashboard");
        var row = page.Locator(".dashboard-table tbody tr").Filter(new() { Has = page.Link("障害者福祉") });
        await Expect(row).ToContainTextAsync("上書き（計算は赤）");
        await Expect(row).ToContainTextAsync("黄");
    }
}
