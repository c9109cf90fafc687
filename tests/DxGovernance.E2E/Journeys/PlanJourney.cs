using DxGovernance.Core.Organization;
using DxGovernance.E2E.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Journeys;

/// <summary>児童扶養手当 changes its plan: the department asks, the PMO checks, the CIO decides.</summary>
[Collection(nameof(Writing))]
public sealed class PlanJourney(DemoSite site)
{
    const int Number = 14;

    [Fact]
    public async Task A_change_of_plan_passes_department_PMO_and_CIO_and_leaves_the_first_baseline_standing()
    {
        await Give_the_head_a_second_role_in_the_PMO_office();
        var head = await site.WindowOf("demo-katei-2");
        await Draw_up(head);
        await Step(head, "庁内PMOへ提出…", "庁内PMOへ提出");
        await Expect(head.Locator("main")).ToContainTextAsync("自分が作成・提出した計画を自分で確認・決定することはできません。別の人に依頼してください。");
        await head.Accessible();

        await Step(await site.WindowOf("demo-pmo-1"), "確認しCIOへ上申…", "確認しCIOへ上申");
        var cio = await site.WindowOf("demo-cio");
        await Expect(cio.Row("児童扶養手当").First).ToBeVisibleAsync();
        await Expect(cio.Link("児童扶養手当：計画変更 CIO決定待ちです")).ToBeVisibleAsync();
        await Step(cio, "計画変更を決定…", "計画変更を決定");

        var baselines = cio.GetByRole(AriaRole.Table).Filter(new() { HasText = "2027-10-01" }).First;
        await Expect(baselines).ToContainTextAsync("2027-10-22");
        await cio.Link("マイルストーン").ClickAsync();
        var live = cio.GetByRole(AriaRole.Row).Filter(new() { HasText = "稼働" }).Filter(new() { HasText = "2027-10-22" }).First;
        await Expect(live).ToContainTextAsync("2027-10-01");
    }

    async Task Give_the_head_a_second_role_in_the_PMO_office()
    {
        await using var db = site.Database.NewContext();
        var person = await db.People.Include(p => p.Assignments).SingleAsync(p => p.Account == "demo-katei-2", Cancel);
        person.Assign(Role.PmoOffice, "デジタル推進課 兼務", await db.Departments.SingleAsync(d => d.Code == "D11", Cancel), new(2026, 11, 1), null);
        await site.Given.Save(db, Core.Data.FactSeeder.Seeder);
    }

    static async Task Draw_up(IPage page)
    {
        await page.Open($"/operations/{Number}/plan");
        await page.Link("計画変更を始める").ClickAsync();
        (await page.Press("日の案を作る")).ShouldBe(302);
        await page.Field("稼働の計画日").FillAsync("令和9年10月22日");
        await page.Field("変更の原因").SelectOptionAsync("連携先");
        await page.Field("変更の理由").FillAsync("連携先の試験の枠が10月中旬にしか取れない。");
        (await page.Press("計画を保存する")).ShouldBe(302);
    }

    static async Task Step(IPage page, string link, string button)
    {
        await page.Open($"/operations/{Number}/plan");
        await page.Link(link).ClickAsync();
        (await page.Press(button)).ShouldBe(302);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync($"「{button}」を行いました。");
    }
}
