using DxGovernance.E2E.Support;

namespace DxGovernance.E2E;

public sealed class SignInJourney(DemoSite site) : IClassFixture<DemoSite>
{
    [Fact]
    public async Task The_demo_sign_in_lists_people_by_role()
    {
        var page = await site.Window();
        await page.GotoAsync("/signin");

        (await page.Locator("h2").AllTextContentsAsync()).ShouldContain("CIO");
        await page.Accessible();
    }
}
