using System.Globalization;
using System.Text.Json;
using DxGovernance.E2E.Support;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Journeys;

/// <summary>就学 goes live later: from the department's form to the CIO's screen and back to the ledger.</summary>
[Collection(nameof(Writing))]
public sealed class SlipJourney(DemoSite site)
{
    const string Later = "2027-02-15";
    const string Why = "検証環境の増設が年末にずれ、総合テストが終わらない。";

    [Fact]
    public async Task A_slip_entered_through_the_page_shows_on_the_trend_chart_and_the_dashboard()
    {
        var staff = await site.WindowOf("demo-gakko-1");
        await Report_without_a_cause_is_refused_and_keeps_what_was_typed(staff);
        await Report_with_a_cause_is_saved(staff);
        await The_trend_rises(staff);
        site.Clock.Now = site.Clock.Now.AddMinutes(1);
        await The_dashboard_shows_it(await site.WindowOf("demo-cio"));
    }

    static async Task Report_without_a_cause_is_refused_and_keeps_what_was_typed(IPage page)
    {
        await page.Open("/operations/12");
        await page.Link("マイルストーン").ClickAsync();
        await Expect(page.Field("稼働の見込")).ToHaveValueAsync("2027-01-25");
        await page.Field("稼働の見込").FillAsync("令和9年2月15日");
        await page.Field("稼働の説明").FillAsync(Why);
        (await page.Press("まとめて保存する")).ShouldBe(400);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("「稼働」の見込が後ろへ動くときは、原因・原因の所在・説明の三つを入力してください。");
        await Expect(page.Field("稼働の見込")).ToHaveValueAsync("令和9年2月15日");
        await Expect(page.Field("稼働の説明")).ToHaveValueAsync(Why);
        await page.Accessible();
    }

    static async Task Report_with_a_cause_is_saved(IPage page)
    {
        await page.Field("稼働の今回の原因").SelectOptionAsync("事業者のリソース");
        await page.Field("稼働の原因の所在").SelectOptionAsync("事業者");
        (await page.Press("まとめて保存する")).ShouldBe(302);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("1件のマイルストーンを報告しました。");
        await Expect(page.Field("稼働の見込")).ToHaveValueAsync(Later);
    }

    static async Task The_trend_rises(IPage page)
    {
        await page.Link("トレンド").ClickAsync();
        var row = page.Row(Why).First;
        await Expect(row).ToContainTextAsync(Later);
        await Expect(row).ToContainTextAsync("事業者のリソース（事業者）");
        var json = await page.Locator("figure[data-chart=trend] script[type='application/json']").TextContentAsync();
        var line = JsonDocument.Parse(json!).RootElement.GetProperty("lines").EnumerateArray().Single(l => l.GetProperty("name").GetString() == "稼働");
        var points = line.GetProperty("points").EnumerateArray().Select(p => (On: Day(p, "on"), To: Day(p, "to"))).ToList();
        points[^1].ShouldBe((new DateOnly(2026, 11, 20), new DateOnly(2027, 2, 15)));
        points[^1].To.ShouldBeGreaterThan(points[^2].To);
        await Expect(page.Locator("figure[data-chart=trend] svg")).ToBeVisibleAsync();
    }

    static async Task The_dashboard_shows_it(IPage cio)
    {
        await cio.Open("/dashboard");
        var row = cio.Locator(".dashboard-table tbody tr").Filter(new() { Has = cio.Link("就学") });
        await Expect(row).ToContainTextAsync("21日");
        await row.GetByRole(AriaRole.Link, new() { Name = Later }).ClickAsync();
        await Expect(cio.Locator("h1")).ToContainTextAsync("就学");
        var entry = cio.Row(Why);
        await Expect(entry).ToContainTextAsync(Later);
        await Expect(entry).ToContainTextAsync("採用");
        await Expect(entry).ToContainTextAsync("三輪 さくら");
    }

    static DateOnly Day(JsonElement point, string name) => DateOnly.Parse(point.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
