using DxGovernance.E2E.Support;

namespace DxGovernance.E2E.Journeys;

/// <summary>差戻し twice, with findings for sections; each time it is shown what was mended and what was not.</summary>
[Collection(nameof(WritingCases))]
public sealed class ReturnedCaseJourney(DemoSite site)
{
    [Fact]
    public async Task A_case_that_is_sent_back_twice_shows_what_was_mended_and_is_approved()
    {
        var it = await CaseInHand.With(site);
        await it.Begin("E2Eの学籍システムの改修", "改修", 12_000_000, "通常");
        await it.Submit();

        // The PMO office sends it back with two findings; the department mends only one of them.
        await it.Office.SendBack(it.Number, "費用と日程の根拠が足りない", ("cost", "見積の内訳を書いてください"), ("schedule", "稼働日の理由を書いてください"));
        await it.Staff.Open("/");
        await Expect(it.Staff.Row(it.Number)).ToContainTextAsync("直して出し直す");
        await it.Reads(it.Staff, "", "差戻しの所見", "費用：見積の内訳を書いてください", "日程：稼働日の理由を書いてください");
        await it.Staff.Accessible();
        await it.Staff.Write(it.Number, "cost", ("cost_note", "内訳は添付の見積のとおり"));
        await it.Submit("費用を直しました");
        await it.Reads(it.Office, "/versions", "差戻しと、その後に直したところ", "所管課のコメント（再提出のとき）：費用を直しました");
        await Expect(it.Office.Row("見積の内訳を書いてください")).ToContainTextAsync("1項目");
        await Expect(it.Office.Row("稼働日の理由を書いてください")).ToContainTextAsync("変わっていません");
        await it.Office.Accessible();

        // The CIO sends it back once more; then the date is mended.
        await it.Review();
        await it.Office.TakeStep(it.Number, "Forward");
        await it.Cio.SendBack(it.Number, "日程が直っていない", ("schedule", "学期の変わり目を避けてください"));
        await it.Staff.Write(it.Number, "schedule", ("go_live_on", "R9.8.2"));
        await it.Submit();
        await it.Office.Open($"{it.Path}/versions");
        await Expect(it.Office.Row("学期の変わり目を避けてください")).ToContainTextAsync("1項目");
        await Expect(it.Office.Row("稼働の予定日")).ToContainTextAsync("2027-08-02");

        // From the first version to the third everything that was asked for stands with what became of it.
        await it.Office.Locator("[name=from]").SelectOptionAsync("1-1");
        await it.Office.Button("比べる").ClickAsync();
        await Expect(it.Office.Row("稼働日の理由を書いてください")).ToContainTextAsync("1項目");
        await Expect(it.Office.Row("費用の説明")).ToContainTextAsync("内訳は添付の見積のとおり");

        await it.Review();
        await it.Reads(it.Office, "/review", "前の版・前の協議段階の審査（1件）");
        await it.Office.TakeStep(it.Number, "Forward");
        await it.Cio.TakeStep(it.Number, "Approve");
        await it.Staff.Open($"{it.Path}/history");
        await Expect(it.Staff.Row("差し戻す").Filter(new() { HasText = "→ 差戻し" })).ToHaveCountAsync(2);
        await Expect(it.Staff.Row("→ 承認")).ToContainTextAsync("副市長（CIO） 綾部 俊介");
    }
}
