using System.Security.Cryptography;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.E2E.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Journeys;

/// <summary>Two meetings of the council: prepared, frozen, read, held, judged and published; the second opens with the answers to the first, whose pack stays as it was.</summary>
[Collection(nameof(Writing))]
public sealed class CouncilMeetingsJourney(DemoSite site)
{
    const string FirstTitle = "E2Eの就学の移行の日程";
    const string SecondTitle = "E2Eの就学の移行の日程（前回から継続）";
    const string Judged = "事業者の要員を確かめ、次回に改めて諮ること。";
    const string Asked = "E2Eの要員の計画を示す";
    const string Answer = "E2Eの計画書を受け取り、業務の画面に書いた。";

    [Fact]
    public async Task The_second_pack_opens_with_the_answers_to_the_first_which_never_changes()
    {
        var (office, other) = (await site.WindowOf("demo-pmo-1"), await site.WindowOf("demo-pmo-2"));
        var member = await site.WindowOf("demo-council-1");
        var first = await Prepare(office, FirstTitle);
        await Freeze(office, first);
        var hash = await Read(member, first, FirstTitle, "日程を改めることの可否");
        await Hold(office, first);
        await Judge_with_a_follow_up(office, first);
        await Publish(office, other, first);
        await Reads(member, $"/meetings/{first}/minutes", "継続審議：" + Judged, Asked, "委員2人のうち1人");

        await The_follow_up_is_answered(await site.WindowOf("demo-gakko-1"), office);

        var second = await Prepare(office, SecondTitle);
        await Freeze(office, second);
        await Read(member, second, "前回の判断・指摘への対応", FirstTitle, "継続審議", Judged, Asked, "対応済み", Answer);
        await Hold(office, second);
        await Judge(office, second, SecondTitle, "AGREE", "示された計画で進めること。");
        (await office.Press("判断を記録する")).ShouldBe(302);
        await Publish(office, other, second);
        await Reads(member, $"/meetings/{second}/minutes", "了承：示された計画で進めること。");

        await member.Open($"/meetings/{first}");
        (await member.Downloaded(member.Link("Excelを受け取る"))).ShouldBe(hash, "the first pack is the same bytes");
        await using var db = site.Database.NewContext();
        var stored = await db.CouncilDocuments.AsNoTracking().Include(d => d.File).SingleAsync(d => d.Meeting.Number == first && d.Kind == CouncilDocumentKind.Pack, Cancel);
        (stored.Sha256, Convert.ToHexStringLower(SHA256.HashData(stored.File.Bytes))).ShouldBe((hash, hash));
        (await ProjectionCheck.RunAsync(db, Cancel)).ShouldBeEmpty();
    }

    /// <summary>A meeting of today with the schedule of 就学; its number.</summary>
    static async Task<int> Prepare(IPage page, string title)
    {
        await page.Open("/council");
        await page.Link("会議を準備する").ClickAsync();
        var number = int.Parse(await page.Locator("[name='Input.Number']").InputValueAsync(), System.Globalization.CultureInfo.InvariantCulture);
        await page.Locator("[name='Input.HeldOn']").FillAsync("令和8年11月20日");
        await page.Locator("[name='Input.Place']").FillAsync("本庁舎 大会議室");
        (await page.Press("準備を始める")).ShouldBe(302);
        await page.Locator("[name='Own.Subject']").SelectOptionAsync("Milestone:12");
        await page.Locator("[name='Own.Title']").FillAsync(title);
        await page.Locator("[name='Own.Asked']").FillAsync("日程を改めることの可否");
        (await page.Press("議題に加える")).ShouldBe(302);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("議題を1件加えました。");
        return number;
    }

    /// <summary>Previewed as of yesterday, frozen as shown, published to the members.</summary>
    static async Task Freeze(IPage page, int number)
    {
        await page.Link("資料を確かめて凍結する").ClickAsync();
        await page.Locator("[name='asOf']").FillAsync("令和8年11月19日");
        await page.Button("この時点で作り直す").ClickAsync();
        await Expect(page.Locator(".paper__head")).ToContainTextAsync("2026-11-19（令和8年11月19日）（この日までに起きたこと）");
        (await page.Press("この内容で凍結する")).ShouldBe(302);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("会議資料の第1版を凍結しました。");
        await Step(page, number, "Distribute", "資料を委員に公開する");
    }

    /// <summary>A member comes by the list, reads the sentences in the part of the pack and takes the workbook; its hash.</summary>
    static async Task<string> Read(IPage member, int number, string part, params string[] sentences)
    {
        await member.Open("/meetings");
        await member.Row($"第{number}回").LinkTo("会議資料を読む").ClickAsync();
        var region = member.GetByRole(AriaRole.Region, new() { Name = part }).First;
        foreach (var sentence in sentences)
        {
            await Expect(region).ToContainTextAsync(sentence);
        }

        return await member.Downloaded(member.Link("Excelを受け取る"));
    }

    /// <summary>One member is there, the other is not.</summary>
    static async Task Hold(IPage page, int number)
    {
        await page.Open($"/council/{number}/hold");
        await page.Locator("[name='Input.Rows[1].Presence']").SelectOptionAsync("Absent");
        (await page.Press("開催と出欠を記録する")).ShouldBe(302);
    }

    /// <summary>What is wrong with the follow-up is told with everything typed still there.</summary>
    static async Task Judge_with_a_follow_up(IPage page, int number)
    {
        await Judge(page, number, FirstTitle, "CONTINUE", Judged);
        await page.Locator("summary").Filter(new() { HasText = "指摘" }).ClickAsync();
        await page.Locator("[name='Input.Actions[0].Text']").FillAsync(Asked);
        await page.Locator("[name='Input.Actions[0].Owner']").FillAsync("学校教育課長");
        await page.Locator("[name='Input.Actions[0].Department']").SelectOptionAsync(new SelectOptionValue { Label = "学校教育課" });
        await page.Locator("[name='Input.Actions[0].Evidence']").FillAsync("事業者の計画書");
        (await page.Press("判断を記録する")).ShouldBe(400);
        await Expect(page.Locator("#error-summary")).ToContainTextAsync("指摘・条件には、内容・担当・期限・求める証拠の全てを入力してください。");
        await Expect(page.Locator("[name='Input.Actions[0].Text']")).ToHaveValueAsync(Asked);
        await page.Accessible();
        await page.Locator("[name='Input.Actions[0].DueOn']").FillAsync("令和8年12月11日");
        (await page.Press("判断を記録する")).ShouldBe(302);
    }

    static async Task Judge(IPage page, int number, string title, string category, string text)
    {
        await page.Open($"/council/{number}");
        await page.Row(title).LinkTo("判断を記録する").ClickAsync();
        await page.Locator("[name='Input.Category']").SelectOptionAsync(category);
        await page.Locator("[name='Input.Text']").FillAsync(text);
    }

    static async Task Publish(IPage office, IPage other, int number)
    {
        await Step(office, number, "Conclude", "判断の記録を終える");
        await Reads(office, $"/council/{number}", "判断や出欠を記録した人は、その議事要旨を公開できません");
        await Step(other, number, "PublishMinutes", "議事要旨を公開する");
    }

    /// <summary>The owner reports it, the office confirms it.</summary>
    static async Task The_follow_up_is_answered(IPage staff, IPage office)
    {
        await staff.Open("/action-items");
        await staff.Row(Asked).LinkTo("対応を報告する").ClickAsync();
        await staff.Locator("[name='Input.Text']").FillAsync(Answer);
        (await staff.Press("対応を報告する")).ShouldBe(302);
        await office.Open("/action-items?state=Reported");
        await office.Row(Asked).LinkTo("対応を確認する").ClickAsync();
        (await office.Press("対応を確認する")).ShouldBe(302);
        await Expect(office.GetByRole(AriaRole.Status)).ToContainTextAsync("指摘1は「対応済み」になりました。");
    }

    static async Task Step(IPage page, int number, string action, string button)
    {
        await page.Open($"/council/{number}/step/{action}");
        (await page.Press(button)).ShouldBe(302, string.Join(' ', await page.Locator("main").AllInnerTextsAsync()));
    }

    static async Task Reads(IPage page, string path, params string[] sentences)
    {
        (await page.Open(path)).ShouldBe(200);
        foreach (var sentence in sentences)
        {
            await Expect(page.Locator("main")).ToContainTextAsync(sentence);
        }
    }
}
