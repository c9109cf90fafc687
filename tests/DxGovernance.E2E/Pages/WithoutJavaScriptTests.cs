using DxGovernance.E2E.Support;

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
            await Expect(page.Locator("figure.chart").First).ToContainTextAsync("図の表示には JavaScript が必要です。同じ内容は表で確認できます。");
            (await page.Locator("main table").CountAsync()).ShouldBeGreaterThan(0);
            await page.Accessible();
        }
    }

    [Fact]
    public async Task A_refused_form_shows_its_errors()
    {
        var page = await site.WindowOf("demo-gakko-1", javaScript: false);
        await page.Open($"/operations/{FullSite.Operation}/risks/new");
        (await page.Press("登録する")).ShouldBe(400);
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToBeVisibleAsync();
        await page.Accessible();
    }
}
