using DxGovernance.E2E.Support;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Journeys;

/// <summary>取下げ in the middle: with a condition still to be met, a question still to be answered and a colleague's page still open.</summary>
[Collection(nameof(WritingCases))]
public sealed class WithdrawnCaseJourney(DemoSite site)
{
    [Fact]
    public async Task A_withdrawn_case_asks_nobody_for_anything_any_more()
    {
        var it = await CaseInHand.With(site);
        await it.Begin("E2Eの校務端末の追加", "更新", 9_000_000, "通常");
        await it.Submit();
        await it.Review();
        await it.Member.TakeStep(it.Number, "ApproveWithConditions", "台数を確かめてから", Impose);
        await it.Staff.TakeStep(it.Number, "StartNext");
        await it.Submit();
        await it.Office.TakeStep(it.Number, "Accept");
        await it.Office.TakeStep(it.Number, "Ask", fill: Ask);
        await it.Member.Open($"{it.Path}/step/Ask");

        await it.Staff.TakeStep(it.Number, "Withdraw", "国の補助が見送られたため");
        await Expect(it.Staff.GetByRole(AriaRole.Status)).ToContainTextAsync("案件は「取下げ」です。");
        await Expect(it.Staff.Locator("main")).ToContainTextAsync("この案件は「取下げ」で終わっています。記録は残ります。");
        await it.Staff.Accessible();
        await What_was_open_is_closed(it);
        await Nobody_can_do_anything(it);
        await The_lists_say_so(it);
    }

    static async Task Impose(IPage member)
    {
        await member.Locator("[name='Input.Conditions[0].Text']").FillAsync("学校ごとの台数を確かめる");
        await member.Locator("[name='Input.Conditions[0].Owner']").FillAsync("学校教育課長");
        await member.Locator("[name='Input.Conditions[0].DueOn']").FillAsync("R8.12.4");
        await member.Locator("[name='Input.Conditions[0].Evidence']").FillAsync("台数の表");
    }

    static async Task Ask(IPage office)
    {
        await office.Locator("[name='Input.Questions[0].Section']").SelectOptionAsync("cost");
        await office.Locator("[name='Input.Questions[0].Text']").FillAsync("補助の見込みを教えてください");
        await office.Locator("[name='Input.Questions[0].DueOn']").FillAsync("2026-12-01");
    }

    static async Task What_was_open_is_closed(CaseInHand it)
    {
        await it.Reads(it.Staff, "/inquiries", "「取り下げる」により終わりました。国の補助が見送られたため");
        await it.Reads(it.Staff, "/conditions", "案件が「取下げ」で終わったため、履行を求めません。");
    }

    /// <summary>No form on any page of the case; what was open in a window before is refused with what is the case now.</summary>
    static async Task Nobody_can_do_anything(CaseInHand it)
    {
        foreach (var page in new[] { "", "/versions", "/review", "/inquiries", "/conditions", "/effects", "/attachments", "/history" })
        {
            await it.Staff.Open(it.Path + page);
            await Expect(it.Staff.Locator("main form[method=post], main a[href*='/step/']")).ToHaveCountAsync(0);
        }

        await it.Reads(it.Staff, "/edit/cost", "この案件は「取下げ」で終わっています。");
        await it.Reads(it.Staff, "/step/Submit", "案件は今「取下げ」です。");
        await Ask(it.Member);
        (await it.Member.Send(() => it.Member.Locator("form.case-form .button-row button").First.ClickAsync())).ShouldBe(409);
        await Expect(it.Member.Locator("main")).ToContainTextAsync("案件は今「取下げ」です。このため、この操作はもうできません。");
        await it.Member.Accessible();
    }

    static async Task The_lists_say_so(CaseInHand it)
    {
        foreach (var page in new[] { it.Staff, it.Head, it.Office, it.Member })
        {
            await page.Open("/");
            await Expect(page.Locator("#for-me")).Not.ToContainTextAsync(it.Number);
        }

        await it.Office.Open("/proposals/board");
        await Expect(it.Office.Locator("main")).Not.ToContainTextAsync(it.Number);
        await it.Office.Open("/conditions");
        await Expect(it.Office.Locator("main")).Not.ToContainTextAsync(it.Number);
        await it.Staff.Open("/proposals?group=Over");
        await Expect(it.Staff.Row(it.Number)).ToContainTextAsync("取下げ");
        await Expect(it.Staff.Row(it.Number)).Not.ToContainTextAsync("条件");
        await it.Reads(it.Office, "/history", "照会中 → 取下げ", "国の補助が見送られたため");
    }
}
