using DxGovernance.E2E.Support;

namespace DxGovernance.E2E.Journeys;

/// <summary>推進会議付議: what the whole city hall needs and costs much is judged by the council before the CIO decides.</summary>
[Collection(nameof(Writing))]
public sealed class CouncilCaseJourney(DemoSite site)
{
    const string Judgement = "令和8年11月20日の会議で、適当と判断。費用の推移を次の会議に報告すること。";

    [Fact]
    public async Task An_important_case_is_judged_by_the_council_before_the_CIO_decides()
    {
        var it = await CaseInHand.With(site);
        await it.Begin("E2Eの全庁ネットワーク機器の更新", "機器", 82_000_000, "推進会議付議", cityWide: true);
        await it.Submit();
        await it.Review(reviewers: 2);
        await it.Office.TakeStep(it.Number, "Forward");

        const string FirstTheCouncil = "この案件は推進会議付議の経路です。推進会議に付議し、判断が記録されてから決定してください。";
        await it.Reads(it.Cio, "", "「承認する」はまだできません：" + FirstTheCouncil);
        await it.Reads(it.Cio, "/step/Approve", FirstTheCouncil);
        await it.Cio.TakeStep(it.Number, "ReferToCouncil", "費用が大きい");
        await it.Cio.Accessible();
        await it.Staff.Open("/proposals?state=CouncilPending");
        await Expect(it.Staff.Row(it.Number)).ToContainTextAsync("推進会議");
        await The_council_sees_no_case(it);

        await it.Office.Open("/");
        await Expect(it.Office.Row(it.Number)).ToContainTextAsync("推進会議の判断を記録する");
        await it.Office.TakeStep(it.Number, "RecordJudgement", Judgement);
        await it.Cio.Open("/");
        await Expect(it.Cio.Row(it.Number)).ToContainTextAsync("決定する");
        await it.Reads(it.Cio, "", Judgement);
        await it.Cio.TakeStep(it.Number, "Approve", "推進会議の判断のとおり");
        await it.Reads(it.Staff, "/history", "CIO決定待ち → 推進会議付議", "推進会議付議 → CIO決定待ち", "CIO決定待ち → 承認", Judgement);
    }

    /// <summary>The council reads the published reports; its judgement is written down by the PMO office.</summary>
    async Task The_council_sees_no_case(CaseInHand it)
    {
        var council = await site.WindowOf("demo-council-1");
        await Expect(council.Locator("main")).Not.ToContainTextAsync(it.Number);
        foreach (var path in new[] { it.Path, $"{it.Path}/step/RecordJudgement", "/proposals" })
        {
            (await council.Open(path)).ShouldBe(403, path);
        }
    }
}
