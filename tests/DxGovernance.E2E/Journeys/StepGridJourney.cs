using DxGovernance.E2E.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Journeys;

[Collection(nameof(Writing))]
public sealed class StepGridJourney(DemoSite site)
{
    const int Keyboard = 17;
    const int Scriptless = 19;

    [Fact]
    public async Task A_whole_operation_is_updated_by_keyboard_and_one_save()
    {
        var before = await Rows(Keyboard);
        var page = await site.WindowOf("demo-kaigo-1");
        await page.Open($"/operations/{Keyboard}/steps");
        await Expect(page.Locator("[data-grid-count]")).ToHaveTextAsync("変更はありません");

        var states = await Type(page);
        await Expect(page.Locator("[data-grid-count]")).ToHaveTextAsync("4件変更（未保存）");
        (await page.Send(() => page.Keyboard.PressAsync("Control+s"))).ShouldBe(302);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("3件のステップを保存しました。");
        await Expect(page.Field("ステップ38 状態")).ToHaveValueAsync(states[0]);
        await Expect(page.Field("ステップ39 状態")).ToHaveValueAsync(states[1]);
        await Expect(page.Field("ステップ40 メモ")).ToHaveValueAsync("次回の会議で確かめる");

        var added = await Rows(Keyboard, before.Max(r => r.Id));
        added.Select(r => r.StepNumber).ShouldBe([38, 39, 40], ignoreOrder: true);
        added.ShouldAllBe(r => r.RecordedBy == "桐原 亮");
    }

    [Fact]
    public async Task The_same_form_works_without_JavaScript()
    {
        var before = await Rows(Scriptless);
        var page = await site.WindowOf("demo-hoken-1", javaScript: false);
        await page.Open($"/operations/{Scriptless}/steps");
        await page.Field("ステップ40 メモ").FillAsync("スクリプトなしで書いた");
        (await page.Press("保存する")).ShouldBe(302);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("1件のステップを保存しました。");
        (await Rows(Scriptless, before.Max(r => r.Id))).ShouldHaveSingleItem().StepNumber.ShouldBe(40);
    }

    /// <summary>States of 38 and 39 by number keys, an assignee and a memo by arrows; every value becomes another than it was.</summary>
    static async Task<string[]> Type(IPage page)
    {
        await page.Field("ステップ38 状態").FocusAsync();
        var first = await Choose(page, "ステップ38 状態");
        await page.Keyboard.PressAsync("Alt+ArrowDown");
        await Expect(page.Field("ステップ39 状態")).ToBeFocusedAsync();
        var second = await Choose(page, "ステップ39 状態");
        await page.Field("ステップ39 メモ").FillAsync("回覧した");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Field("ステップ40 メモ")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("次回の会議で確かめる");
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.Field("ステップ39 メモ")).ToBeFocusedAsync();
        return [first, second];
    }

    static async Task<string> Choose(IPage page, string label)
    {
        var (key, value) = await page.Field(label).InputValueAsync() == "InProgress" ? ("3", "Completed") : ("2", "InProgress");
        await page.Keyboard.PressAsync(key);
        await Expect(page.Field(label)).ToHaveValueAsync(value);
        return value;
    }

    async Task<List<Row>> Rows(int operation, long after = 0)
    {
        await using var db = site.Database.NewContext();
        return await db.StepReports.Where(r => r.OperationNumber == operation && r.Id > after)
            .Select(r => new Row(r.Id, r.StepNumber, r.RecordedBy)).ToListAsync(Cancel);
    }

    sealed record Row(long Id, int StepNumber, string RecordedBy);
}
