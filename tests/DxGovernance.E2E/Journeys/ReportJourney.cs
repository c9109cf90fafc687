using DxGovernance.Core.Reports;
using DxGovernance.E2E.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Journeys;

[Collection(nameof(Writing))]
public sealed class ReportJourney(DemoSite site)
{
    [Fact]
    public async Task A_report_is_asked_for_made_downloaded_published_and_reaches_the_council()
    {
        var office = await site.WindowOf("demo-pmo-1");
        var address = await Ask(office);
        await site.Services.GetRequiredService<ReportMaker>().RunWaitingAsync(Cancel);
        await Expect(office.Link("Excelをダウンロード")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        var hash = await office.Locator("dd code").TextContentAsync();
        (await office.Downloaded(office.Link("Excelをダウンロード"))).ShouldBe(hash);

        await office.Link("推進会議へ公開する").ClickAsync();
        await office.Accessible();
        (await office.Press("公開する")).ShouldBe(302);
        await Expect(office.GetByRole(AriaRole.Status)).ToContainTextAsync("推進会議へ公開しました。");

        await The_council_has_it_and_sees_nothing_else(await site.WindowOf("demo-council-1"), hash!, address);
    }

    static async Task<string> Ask(IPage page)
    {
        await page.Open("/reports");
        await Expect(page.Field("基準日 ※必須")).ToHaveValueAsync("2026-10-31");
        (await page.Press("作成を依頼する")).ShouldBe(302);
        await Expect(page.Locator("main")).ToContainTextAsync("順番を待っています。");
        await Expect(page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        return new Uri(page.Url).AbsolutePath;
    }

    static async Task The_council_has_it_and_sees_nothing_else(IPage member, string hash, string address)
    {
        (await member.GetByRole(AriaRole.Navigation, new() { Name = "メインメニュー" }).GetByRole(AriaRole.Link).AllTextContentsAsync())
            .ShouldBe(["ホーム", "会議資料", "公開された報告書"]);
        await member.Open("/reports/published");
        var row = member.Row(hash).First;
        (await member.Downloaded(row.GetByRole(AriaRole.Link))).ShouldBe(hash);
        foreach (var closed in new[] { "/dashboard", "/operations", "/operations/12", "/milestones", "/risks", "/plans", "/rounds", "/reports", address, "/audit", "/trace/live" })
        {
            (await member.Open(closed)).ShouldBe(403, closed);
        }
    }
}
