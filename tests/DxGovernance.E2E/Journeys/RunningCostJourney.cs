using DxGovernance.E2E.Support;

namespace DxGovernance.E2E.Journeys;

/// <summary>A department enters amounts by keyboard, the PMO office confirms them, and they count.</summary>
[Collection(nameof(Writing))]
public sealed class RunningCostJourney(DemoSite site)
{
    const string Sheet = "/running-costs/15/Planned";

    [Fact]
    public async Task Amounts_are_typed_down_a_year_saved_by_keyboard_and_confirmed_by_another()
    {
        var staff = await site.WindowOf("demo-seikatsu-1");
        await staff.Open(Sheet);
        await staff.Locator("[name='Input.Rows[0].Cells[0].Amount']").FillAsync("6000000");
        await staff.Keyboard.PressAsync("ArrowDown");
        await Expect(staff.Locator("[name='Input.Rows[1].Cells[0].Amount']")).ToBeFocusedAsync();
        await staff.Keyboard.PressAsync("ArrowDown");
        await staff.Keyboard.PressAsync("ArrowDown");
        await Expect(staff.Locator("[name='Input.Rows[3].Cells[0].Amount']")).ToBeFocusedAsync();
        await Expect(staff.Locator("[data-grid-count]")).ToContainTextAsync("件変更（未保存）");
        await staff.Locator("[name='Input.Reason']").FillAsync("見積りの見直し");
        await staff.Keyboard.PressAsync("Control+s");
        await Expect(staff.GetByText("1件を記録しました。")).ToBeVisibleAsync();

        var office = await site.WindowOf("demo-pmo-1");
        await office.Open($"{Sheet}/check");
        await office.Press("確認する");
        await Expect(office.GetByText("確認しました。合計に入ります。")).ToBeVisibleAsync();
    }
}
