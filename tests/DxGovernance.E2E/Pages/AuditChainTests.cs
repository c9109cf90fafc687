using DxGovernance.E2E.Support;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Pages;

[Collection(nameof(Reading))]
public sealed class AuditChainTests(FullSite site)
{
    [Fact]
    public async Task The_auditor_verifies_the_trail_of_the_whole_demo_year()
    {
        var page = await site.WindowOf("demo-audit");
        await page.Open("/audit");
        await page.Link("検証").ClickAsync();
        await page.Button("全ての記録を検証する").ClickAsync();
        await Expect(page.GetByText("全て記録されたときの内容と一致しています。")).ToBeVisibleAsync();
        await page.Accessible();
    }
}
