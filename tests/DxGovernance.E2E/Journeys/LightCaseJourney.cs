using DxGovernance.E2E.Support;

namespace DxGovernance.E2E.Journeys;

/// <summary>簡易: a small case that the PMO decides itself, through the few gates its class needs.</summary>
[Collection(nameof(WritingCases))]
public sealed class LightCaseJourney(DemoSite site)
{
    [Fact]
    public async Task A_small_case_is_decided_by_the_PMO_and_ends_after_two_gates()
    {
        var it = await CaseInHand.With(site);
        await it.Begin("E2Eの図書カードの印刷様式の変更", "軽易", 640_000, "簡易");
        await it.Reads(it.Staff, "", "今の内容では「簡易」", "軽易で100万円未満、個人情報を扱わない案件は、簡易な経路で確認します");

        await it.Submit();
        await it.Review();
        await it.Reads(it.Office, "/step/Forward", "経路が「簡易」のため、CIOへの上申は要りません。PMOで決定してください。");
        await it.Reads(it.Cio, "", "PMO構成員の番です。");
        await Expect(it.Cio.Link("承認する")).ToHaveCountAsync(0);
        await it.Member.Open("/");
        await Expect(it.Member.Row(it.Number)).ToContainTextAsync("PMOで決定する");
        await it.Member.TakeStep(it.Number, "Approve");
        await Expect(it.Member.Locator("main")).ToContainTextAsync("適当（承認）");

        // 変更協議 is never asked of anybody; 稼働報告 is the second gate and the last.
        await it.MeasureBefore();
        await it.PassLightly("稼働報告");
        await it.Reads(it.Office, "", "必要な協議段階は全て終わっています。");
        await it.Office.TakeStep(it.Number, "Complete");
        await it.Reads(it.Staff, "", "この案件は「完了」で終わっています。");
        await it.Staff.Open("/proposals?state=Completed");
        await Expect(it.Staff.Row(it.Number)).ToContainTextAsync("簡易");
    }
}
