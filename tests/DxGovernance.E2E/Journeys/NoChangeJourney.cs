using DxGovernance.E2E.Support;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Journeys;

[Collection(nameof(Writing))]
public sealed class NoChangeJourney(DemoSite site)
{
    [Fact]
    public async Task One_press_on_the_home_page_pays_the_debt_of_the_month_and_the_PMO_sees_it()
    {
        var office = await site.WindowOf("demo-pmo-2");
        await office.Open("/rounds");
        await Expect(office.Row("児童手当")).ToContainTextAsync("未報告");

        var staff = await site.WindowOf("demo-katei-1");
        await Expect(staff.Row("児童手当").First).ToContainTextAsync("変更なし");
        (await staff.Send(() => staff.Row("児童手当").GetByRole(AriaRole.Button).Last.ClickAsync())).ShouldBe(302);
        await Expect(staff.GetByRole(AriaRole.Status)).ToContainTextAsync("「児童手当」の");
        await Expect(staff.GetByRole(AriaRole.Status)).ToContainTextAsync("「変更なし」として記録しました。");
        await Expect(staff.Row("児童手当").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);

        await office.ReloadAsync();
        await Expect(office.Row("児童手当")).ToHaveCountAsync(0);
        await office.Open("/rounds?all=true");
        await Expect(office.Row("児童手当")).ToContainTextAsync("済み 2026-11-20");
        await Expect(office.Row("児童手当")).Not.ToContainTextAsync("未報告");
    }
}
