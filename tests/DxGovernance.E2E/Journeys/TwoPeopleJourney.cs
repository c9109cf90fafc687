using DxGovernance.E2E.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Journeys;

/// <summary>Two people of 生活支援課 have the same form open; the second to save is told what the first saved and loses nothing.</summary>
[Collection(nameof(Writing))]
public sealed class TwoPeopleJourney(DemoSite site)
{
    const int Number = 15;

    [Fact]
    public Task On_a_step() => Both(
        $"/operations/{Number}/steps",
        "保存する",
        (page, text) => page.Field("ステップ20 メモ").FillAsync(text),
        page => Expect(page.Field("ステップ20 メモ")).ToHaveValueAsync("二人目の入力"));

    [Fact]
    public Task On_a_milestone() => Both(
        $"/operations/{Number}/milestones",
        "まとめて保存する",
        (page, text) => page.Field("稼働の見込").FillAsync(text == "二人目の入力" ? "2027-07-20" : "2027-07-21"),
        page => Expect(page.Field("稼働の見込")).ToHaveValueAsync("2027-07-20"));

    [Fact]
    public async Task On_a_risk()
    {
        await using var db = site.Database.NewContext();
        var id = await db.Risks.Where(r => r.OperationNumber == Number && r.IsOpen).Select(r => r.Id).FirstAsync(Cancel);
        await Both(
            $"/operations/{Number}/risks/{id}",
            "記録する",
            (page, text) => page.Locator("[name='Input.ResponseNote']").FillAsync(text),
            page => Expect(page.Locator("[name='Input.ResponseNote']")).ToHaveValueAsync("二人目の入力"));
    }

    async Task Both(string path, string button, Func<IPage, string, Task> type, Func<IPage, Task> isKept)
    {
        var (first, second) = (await site.WindowOf("demo-seikatsu-1"), await site.WindowOf("demo-seikatsu-2"));
        await first.Open(path);
        await second.Open(path);
        await type(first, "一人目の入力");
        (await first.Press(button)).ShouldBe(302);

        await type(second, "二人目の入力");
        (await second.Press(button)).ShouldBe(409);
        await Expect(second.GetByRole(AriaRole.Alert)).ToContainTextAsync("ほかの人が先に");
        var stored = second.Locator("section").Filter(new() { Has = second.GetByRole(AriaRole.Heading, new() { Name = "保存されている内容" }) }).Last;
        await Expect(stored).ToContainTextAsync("打越 健");
        await isKept(second);
        await second.Accessible();
        (await second.Press(button)).ShouldBe(302);
        await isKept(second);
    }
}
