using DxGovernance.Core.Organization;
using DxGovernance.E2E.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Journeys;

/// <summary>
/// One case in the browser from its first idea through all eight gates: once sent back, once decided by a deputy, and with a condition
/// that blocks a gate until it is met.
/// </summary>
[Collection(nameof(Writing))]
public sealed class CaseJourney(DemoSite site)
{
    string number = "";

    [Fact]
    public async Task A_case_goes_from_a_draft_through_all_eight_gates()
    {
        var staff = await site.WindowOf("demo-gakko-1");
        var head = await site.WindowOf("demo-gakko-2");
        var office = await site.WindowOf("demo-pmo-1");
        var member = await site.WindowOf("demo-member-1");
        var cio = await site.WindowOf("demo-cio");
        await Begin(staff);

        // 事前相談: the light way, the PMO decides.
        await Submit(staff, head);
        await Review(office, member, reviewers: 1);
        await member.TakeStep(number, "Approve");

        // 予算要求前協議: sent back once, then approved with a condition that blocks the next gate.
        await staff.TakeStep(number, "StartNext");
        await Submit(staff, head);
        await office.TakeStep(number, "Return", "費用の根拠が足りない", p => p.Locator("[name='Input.Findings[cost].Text']").FillAsync("見積の内訳を書いてください"));
        await staff.Open($"/proposals/{number}");
        await Expect(staff.Locator("main")).ToContainTextAsync("見積の内訳を書いてください");
        await staff.Open($"/proposals/{number}/edit/cost");
        await staff.Locator("[name='v.cost_note']").FillAsync("内訳は添付の見積のとおり");
        (await staff.Press("保存する")).ShouldBe(302);
        await Submit(staff, head);
        await office.Open($"/proposals/{number}/versions");
        await Expect(office.Row("費用の説明")).ToContainTextAsync("内訳は添付の見積のとおり");
        await Review(office, member, reviewers: 2);
        await office.TakeStep(number, "Forward");
        await cio.TakeStep(number, "ApproveWithConditions", "PIAの結果による", Impose);
        await Meet_the_condition(staff, office);

        // 調達前協議: the CIO is away, the deputy decides.
        await staff.TakeStep(number, "StartNext");
        await Submit(staff, head);
        await Review(office, member, reviewers: 2);
        await office.TakeStep(number, "Forward");
        await Appoint_a_deputy();
        var deputy = await site.WindowOf("demo-member-2");
        await deputy.TakeStep(number, "Approve", "代決");
        await deputy.Open($"/proposals/{number}/history");
        await Expect(deputy.Locator("main")).ToContainTextAsync("副市長（CIO） 綾部 俊介（代理：");

        // 契約・着手報告.
        await Pass(staff, head, office, member, "契約・着手報告");

        // 変更協議: go-live moves, the PMO agrees.
        await staff.TakeStep(number, "StartChange");
        await staff.Open($"/proposals/{number}/edit/schedule");
        await staff.Locator("[name='v.go_live_on']").FillAsync("2027-06-30");
        (await staff.Press("保存する")).ShouldBe(302);
        await staff.Open($"/proposals/{number}");
        await Expect(staff.Row("R5").First).ToContainTextAsync("2027-06-30");
        await Submit(staff, head);
        await Review(office, member, reviewers: 1);
        await member.TakeStep(number, "Approve");

        // 稼働報告: shut until the value before go-live is recorded.
        await staff.Open($"/proposals/{number}");
        await Expect(staff.Locator("main")).ToContainTextAsync("稼働前の値が記録されていません");
        await Measure(staff);
        await Pass(staff, head, office, member, "稼働報告");

        // 事後評価 and 運用評価 go to the CIO again.
        foreach (var _ in new[] { "事後評価", "運用評価" })
        {
            await staff.TakeStep(number, "StartNext");
            await Submit(staff, head);
            await Review(office, member, reviewers: 2);
            await office.TakeStep(number, "Forward");
            await cio.TakeStep(number, "Approve");
        }

        await office.TakeStep(number, "Complete");
        await Expect(office.Locator("main")).ToContainTextAsync("この案件は「完了」で終わっています。");
        await office.Accessible();
    }

    async Task Begin(IPage staff)
    {
        await staff.Open("/proposals/new");
        await staff.Locator("[name='Input.Title']").FillAsync("E2Eの学校給食費システムの更新");
        await staff.Locator("[name='Input.Class']").SelectOptionAsync("更新");
        await staff.Locator("[name='Input.Amount']").FillAsync("32000000");
        await staff.Locator("[name='Input.HasPersonalData'][value='True']").CheckAsync();
        await staff.Locator("[name='Input.IsCityWide'][value='False']").CheckAsync();
        (await staff.Press("経路を確かめる")).ShouldBe(200);
        await Expect(staff.Locator("#way")).ToHaveTextAsync("この案件の経路：通常");
        (await staff.Press("この内容で案件を作る")).ShouldBe(302);
        number = new Uri(staff.Url).Segments[2].TrimEnd('/');
    }

    async Task Submit(IPage staff, IPage head)
    {
        await staff.FillCase(number);
        await staff.TakeStep(number, "Submit");
        await head.TakeStep(number, "Confirm");
    }

    async Task Review(IPage office, IPage member, int reviewers)
    {
        await office.TakeStep(number, "Accept");
        await office.ReviewCase(number);
        if (reviewers > 1)
        {
            await office.Open($"/proposals/{number}");
            await Expect(office.Locator("main")).ToContainTextAsync("審査を終えた人が1人です。この経路では2人の審査が必要です。");
            await member.ReviewCase(number);
        }

        await office.TakeStep(number, "PutToPmo");
    }

    /// <summary>The next gate on the light way.</summary>
    async Task Pass(IPage staff, IPage head, IPage office, IPage member, string gate)
    {
        await staff.TakeStep(number, "StartNext");
        await Expect(staff.Locator("main")).ToContainTextAsync(gate);
        await Submit(staff, head);
        await Review(office, member, reviewers: 1);
        await member.TakeStep(number, "Approve");
    }

    static async Task Impose(IPage cio)
    {
        await cio.Locator("[name='Input.Conditions[0].Text']").FillAsync("PIAを終える");
        await cio.Locator("[name='Input.Conditions[0].Owner']").FillAsync("学校教育課長");
        await cio.Locator("[name='Input.Conditions[0].DueOn']").FillAsync("2026-12-25");
        await cio.Locator("[name='Input.Conditions[0].Evidence']").FillAsync("PIA報告書");
        await cio.Locator("[name='Input.Conditions[0].BlocksGate']").SelectOptionAsync("Procurement");
    }

    async Task Meet_the_condition(IPage staff, IPage office)
    {
        await staff.Open($"/proposals/{number}/step/StartNext");
        await Expect(staff.Locator("main")).ToContainTextAsync("条件1「PIAを終える」（期限 2026-12-25（令和8年12月25日））が履行されるまで");
        await staff.Open($"/proposals/{number}/conditions");
        await staff.Locator("[name='Input.Text']").FillAsync("PIA報告書を添付した");
        (await staff.Press("条件1の履行を報告する")).ShouldBe(302);
        await office.Open($"/proposals/{number}/conditions");
        (await office.Press("条件1の履行を確認する")).ShouldBe(302);
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

    async Task Measure(IPage staff)
    {
        await staff.Open($"/proposals/{number}/effects");
        await staff.Locator("[name='Input.Value']").FillAsync("40");
        await staff.Locator("[name='Input.Note']").FillAsync("1か月の集計");
        (await staff.Press("記録する")).ShouldBe(302);
    }
}
