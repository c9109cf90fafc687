using DxGovernance.E2E.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.E2E.Journeys;

/// <summary>
/// Every yen of a case in the browser: pasted from a spreadsheet, compared with two quotes, checked, cut with reasons, decided, contracted and
/// partly paid.
/// </summary>
[Collection(nameof(Writing))]
public sealed class CostJourney(DemoSite site)
{
    const string Rows =
        "初期\t設計・開発\tE2Eの設計・開発\t短い\t人月×単価\t10\t人月\t1,000,000\t税込み\t\t10,000,000\t\n"
        + "運用\tクラウド利用経費\tE2Eのクラウド\t仮想サーバー\t一式\t1\t式\t1,500,000\t税込み\t\t500,000\t1,000,000\n"
        + "初期\t職員研修費\tE2Eの研修\t集合研修\t一式\t1\t式\t600,000\t税込み\t\t600,000\t\n";

    [Fact]
    public async Task Costs_go_from_a_spreadsheet_to_a_payment()
    {
        var it = await CaseInHand.With(site);
        await it.Begin("E2Eの就学援助の電子申請の改修", "改修", 9_000_000, "通常");
        await it.Staff.FillCase(it.Number);
        await Paste_correct_and_undo(it);
        await Quotes(it);
        await it.Submit();
        await Assess(it);
        await it.Office.TakeStep(it.Number, "PutToPmo");
        await it.Office.TakeStep(it.Number, "Forward");
        await it.Cio.TakeStep(it.Number, "Approve");
        await it.Reads(it.Staff, "/costs", "11,600,000", "減額", "単価が高い");
        await Contract_and_pay(it);
        await it.Office.Open("/costs?sort=-number");
        await Expect(it.Office.Row(it.Number)).ToContainTextAsync("△ 500,000");
    }

    /// <summary>The grid tells a wrong cell at once, takes it back, keeps itself, and the server refuses what is still wrong with nothing lost.</summary>
    static async Task Paste_correct_and_undo(CaseInHand it)
    {
        var page = it.Staff;
        (await page.Open($"{it.Path}/costs/edit")).ShouldBe(200);
        await page.SelectCell(0, 0);
        await page.Paste(Rows);
        await Expect(page.Locator("[data-cost-sums]")).ToContainTextAsync("12,100,000円");
        await Expect(page.Locator("[data-cost-state]")).ToContainTextAsync("自動保存しました");

        await page.SelectCell(2, 10);
        await page.Keyboard.TypeAsync("-5");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-cost-errors]")).ToContainTextAsync("3行目：「R9年度（円）」が負の数です。");
        (await page.Press("保存する")).ShouldBe(400);
        await Expect(page.Locator("#error-summary")).ToContainTextAsync("3行目：「R9年度（円）」が負の数です。減らすときは、0以上の減らした後の額を入力してください。");
        await Expect(page.Locator(".cost-grid td[data-y='0'][data-x='3']")).ToHaveTextAsync("E2Eの設計・開発");
        await page.SelectCell(2, 10);
        await page.Keyboard.TypeAsync("7");
        await page.Keyboard.PressAsync("Enter");
        await page.Button("元に戻す").ClickAsync();
        await Expect(page.Locator(".cost-grid td[data-y='2'][data-x='11']")).ToHaveTextAsync("-5");
        await page.Button("やり直す").ClickAsync();
        await Expect(page.Locator(".cost-grid td[data-y='2'][data-x='11']")).ToHaveTextAsync("7");
        await page.SelectCell(2, 10);
        await page.Keyboard.TypeAsync("600000");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-cost-sums]")).ToContainTextAsync("12,100,000円");
        (await page.Press("保存して費用の画面へ")).ShouldBe(302);
        await Expect(page.Locator("main")).ToContainTextAsync("今の下書きは3行、計12,100,000円です。");
        await page.Accessible();
    }

    static async Task Quotes(CaseInHand it)
    {
        foreach (var (vendor, amounts) in new[] { ("E2E事業者A", "10000000\n1500000\n600000"), ("E2E事業者B", "9500000\n1600000\n") })
        {
            await it.Staff.Open($"{it.Path}/costs/quotes/edit");
            var numbers = (await it.Staff.Locator("[name='Input.Amounts']").InputValueAsync()).Split('\n').Select(l => l.Trim()).ToList();
            await it.Staff.Locator("[name='Input.Vendor']").FillAsync(vendor);
            await it.Staff.Locator("[name='Input.QuotedOn']").FillAsync("2026-11-01");
            await it.Staff.Locator("[name='Input.ValidUntil']").FillAsync("2027-03-31");
            await it.Staff.Locator("[name='Input.Tax'][value='Included']").CheckAsync();
            await it.Staff.Locator("[name='Input.Amounts']").FillAsync(string.Join('\n', numbers.Zip(amounts.Split('\n'), (n, a) => $"{n}\t{a}")));
            (await it.Staff.Press("見積書を保存する")).ShouldBe(302);
        }

        await Expect(it.Staff.Row("E2Eの設計・開発")).ToContainTextAsync("9,500,000（最低）");
        await Expect(it.Staff.Row("E2Eの研修")).ToContainTextAsync("－");
        await it.Staff.Accessible();
    }

    static async Task Assess(CaseInHand it)
    {
        var office = it.Office;
        await office.TakeStep(it.Number, "Accept");
        await office.ReviewCase(it.Number);
        await it.Reads(office, "/costs/checks", "人月×単価だけで、作業の内訳がない", "10人月×1,000,000円だけで");
        await it.Reads(office, "/step/PutToPmo", "費用審査が終わっていません。");

        await office.Open($"{it.Path}/costs/assess");
        var development = office.Row("E2Eの設計・開発");
        await development.Locator("select").First.SelectOptionAsync("減額");
        await development.Locator("input[name*='Amounts']").First.FillAsync("9,500,000");
        (await office.Press("査定を保存する")).ShouldBe(400);
        await Expect(office.Locator("#error-summary")).ToContainTextAsync("減額の理由を選んでください。");
        development = office.Row("E2Eの設計・開発");
        await Expect(development.Locator("input[name*='Amounts']").First).ToHaveValueAsync("9,500,000");
        await development.Locator("select[name$='CutReason']").SelectOptionAsync("単価が高い");
        await development.Locator("textarea").FillAsync("もう1社の見積に合わせる");
        (await office.Press("査定を保存する")).ShouldBe(302);
        await office.ReviewCosts(it.Number);
        await it.Reads(office, "/costs", "費用は妥当である。", "要求 12,100,000円 → 査定 11,600,000円");
    }

    async Task Contract_and_pay(CaseInHand it)
    {
        var page = it.Staff;
        await page.Open($"{it.Path}/costs/contract");
        var cells = page.Locator("input[name^='Amounts']");
        await cells.Nth(0).FillAsync("99,000,000");
        await page.Locator("[name='Reason']").FillAsync("E2E事業者Bと契約");
        (await page.Press("契約額を保存する")).ShouldBe(400);
        await Expect(page.Locator("#error-summary")).ToContainTextAsync("決定額10,600,000円を超えています。超えるときは、先に変更協議を行ってください。");
        await Expect(cells.Nth(0)).ToHaveValueAsync("99,000,000");
        await cells.Nth(0).FillAsync("9,400,000");
        (await page.Press("契約額を保存する")).ShouldBe(302);

        await page.Open($"{it.Path}/costs/actual");
        await page.Locator("input[name^='Amounts']").Nth(0).FillAsync("4,000,000");
        await page.Locator("[name='Evidence']").FillAsync("支出命令1号");
        (await page.Press("実績を保存する")).ShouldBe(302);
        await it.Reads(page, "/costs", "9,400,000", "4,000,000", "34.5％");
        await it.Reads(page, "/costs/history", "支出命令1号", "E2E事業者Bと契約");
        await page.Accessible();
        await using var db = site.Database.NewContext();
        (await Core.Data.ProjectionCheck.RunAsync(db, Cancel)).ShouldBeEmpty();
        (await db.AmountEntries.CountAsync(a => a.Proposal.Number == it.Number && a.Stage == Core.Costs.AmountStage.Actual, Cancel)).ShouldBe(1);
    }
}
