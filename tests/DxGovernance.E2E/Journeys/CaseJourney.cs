using DxGovernance.Core.Organization;
using DxGovernance.E2E.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Journeys;

/// <summary>
/// One case in the browser from its first idea through all eight gates: once sent back, once decided by a deputy, and with a condition
/// that blocks a gate until it is met.
/// </summary>
[Collection(nameof(WritingCases))]
public sealed class CaseJourney(DemoSite site)
{
    [Fact]
    public async Task A_case_goes_from_a_draft_through_all_eight_gates()
    {
        var it = await CaseInHand.With(site);
        await it.Begin("E2Eの学校給食費システムの更新", "更新", 32_000_000, "通常", personal: true);

        // 事前相談: the light way, the PMO decides.
        await it.Submit();
        await it.Review();
        await it.Member.TakeStep(it.Number, "Approve");

        // 予算要求前協議: sent back once, then approved with a condition that blocks the next gate.
        await it.Staff.TakeStep(it.Number, "StartNext");
        await it.Submit();
        await it.Office.SendBack(it.Number, "費用の根拠が足りない", ("cost", "見積の内訳を書いてください"));
        await it.Reads(it.Staff, "", "見積の内訳を書いてください");
        await it.Staff.Write(it.Number, "cost", ("cost_note", "内訳は添付の見積のとおり"));
        await it.Submit();
        await it.Office.Open($"{it.Path}/versions");
        await Expect(it.Office.Row("費用の説明")).ToContainTextAsync("内訳は添付の見積のとおり");
        await it.Review(reviewers: 2);
        await it.Office.TakeStep(it.Number, "Forward");
        await it.Cio.TakeStep(it.Number, "ApproveWithConditions", "PIAの結果による", Impose);
        await Meet_the_condition(it);

        // 調達前協議: the CIO is away, the deputy decides.
        await it.Staff.TakeStep(it.Number, "StartNext");
        await it.Submit();
        await it.Review(reviewers: 2);
        await it.Office.TakeStep(it.Number, "Forward");
        await Appoint_a_deputy();
        var deputy = await site.WindowOf("demo-member-2");
        await deputy.TakeStep(it.Number, "Approve", "代決");
        await it.Reads(deputy, "/history", "副市長（CIO） 綾部 俊介（代理：");

        await it.PassLightly("契約・着手報告");

        // 変更協議: go-live moves, the PMO agrees.
        await it.Staff.TakeStep(it.Number, "StartChange");
        await it.Staff.Write(it.Number, "schedule", ("go_live_on", "2027-06-30"));
        await it.Staff.Open(it.Path);
        await Expect(it.Staff.Row("R5").First).ToContainTextAsync("2027-06-30");
        await it.Submit();
        await it.Review();
        await it.Member.TakeStep(it.Number, "Approve");

        await it.MeasureBefore();
        await it.PassLightly("稼働報告");

        // 事後評価 and 運用評価 go to the CIO again.
        foreach (var _ in new[] { "事後評価", "運用評価" })
        {
            await it.Staff.TakeStep(it.Number, "StartNext");
            await it.Submit();
            await it.Review(reviewers: 2);
            await it.Office.TakeStep(it.Number, "Forward");
            await it.Cio.TakeStep(it.Number, "Approve");
        }

        await it.Office.TakeStep(it.Number, "Complete");
        await Expect(it.Office.Locator("main")).ToContainTextAsync("この案件は「完了」で終わっています。");
        await it.Office.Accessible();
    }

    static async Task Impose(IPage cio)
    {
        await cio.Locator("[name='Input.Conditions[0].Text']").FillAsync("PIAを終える");
        await cio.Locator("[name='Input.Conditions[0].Owner']").FillAsync("学校教育課長");
        await cio.Locator("[name='Input.Conditions[0].DueOn']").FillAsync("2026-12-25");
        await cio.Locator("[name='Input.Conditions[0].Evidence']").FillAsync("PIA報告書");
        await cio.Locator("[name='Input.Conditions[0].BlocksGate']").SelectOptionAsync("Procurement");
    }

    static async Task Meet_the_condition(CaseInHand it)
    {
        await it.Reads(it.Staff, "/step/StartNext", "条件1「PIAを終える」（期限 2026-12-25（令和8年12月25日））が履行されるまで");
        await it.Staff.Open($"{it.Path}/conditions");
        await it.Staff.Locator("[name='Input.Text']").FillAsync("PIA報告書を添付した");
        (await it.Staff.Press("条件1の履行を報告する")).ShouldBe(302);
        await it.Office.Open($"{it.Path}/conditions");
        (await it.Office.Press("条件1の履行を確認する")).ShouldBe(302);
    }

    async Task Appoint_a_deputy()
    {
        await using var db = site.Database.NewContext();
        var principal = await db.People.Include(p => p.Assignments).SingleAsync(p => p.Account == "demo-cio", Cancel);
        var deputy = await db.People.SingleAsync(p => p.Account == "demo-member-2", Cancel);
        var cio = await site.Person("demo-cio");
        db.Deputies.Add(new Deputy(principal, Role.Cio, deputy, site.Clock.Today, site.Clock.Today.AddDays(7), "出張", cio, site.Clock.Now));
        await site.Given.Save(db, cio);
    }
}
