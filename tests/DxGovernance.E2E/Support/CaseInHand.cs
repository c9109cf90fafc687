using Microsoft.Playwright;

namespace DxGovernance.E2E.Support;

/// <summary>A case of 学校教育課 and the windows of those through whose hands it goes.</summary>
public sealed class CaseInHand
{
    public required IPage Staff { get; init; }

    public required IPage Head { get; init; }

    public required IPage Office { get; init; }

    public required IPage Member { get; init; }

    public required IPage Cio { get; init; }

    public string Number { get; private set; } = "";

    public string Path => $"/proposals/{Number}";

    public static async Task<CaseInHand> With(DemoSite site) => new()
    {
        Staff = await site.WindowOf("demo-gakko-1"),
        Head = await site.WindowOf("demo-gakko-2"),
        Office = await site.WindowOf("demo-pmo-1"),
        Member = await site.WindowOf("demo-member-1"),
        Cio = await site.WindowOf("demo-cio"),
    };

    /// <summary>The department answers the first questions, is told the route before it writes anything, and makes the case.</summary>
    public async Task Begin(string title, string kind, long amount, string route, bool personal = false, bool cityWide = false)
    {
        await Staff.Open("/proposals/new");
        await Staff.Locator("[name='Input.Title']").FillAsync(title);
        await Staff.Locator("[name='Input.Class']").SelectOptionAsync(kind);
        await Staff.Locator("[name='Input.Amount']").FillAsync($"{amount}");
        await Staff.Locator($"[name='Input.HasPersonalData'][value='{personal}']").CheckAsync();
        await Staff.Locator($"[name='Input.IsCityWide'][value='{cityWide}']").CheckAsync();
        (await Staff.Press("経路を確かめる")).ShouldBe(200);
        await Expect(Staff.Locator("#way")).ToHaveTextAsync($"この案件の経路：{route}");
        (await Staff.Press("この内容で案件を作る")).ShouldBe(302);
        Number = new Uri(Staff.Url).Segments[2].TrimEnd('/');
    }

    /// <summary>Opens a page of the case and finds the sentences there.</summary>
    public async Task Reads(IPage page, string under, params string[] sentences)
    {
        (await page.Open(Path + under)).ShouldBe(200);
        foreach (var sentence in sentences)
        {
            await Expect(page.Locator("main")).ToContainTextAsync(sentence);
        }
    }

    public async Task Submit(string? comment = null)
    {
        await Staff.FillCase(Number);
        await Staff.TakeStep(Number, "Submit", comment);
        await Head.TakeStep(Number, "Confirm");
    }

    /// <summary>From the PMO's desk to the meeting of the PMO.</summary>
    public async Task Review(int reviewers = 1)
    {
        await Office.TakeStep(Number, "Accept");
        await Office.ReviewCase(Number);
        if (reviewers > 1)
        {
            await Reads(Office, "", "審査を終えた人が1人です。この経路では2人の審査が必要です。");
            await Member.ReviewCase(Number);
        }

        await Office.ReviewCosts(Number);
        await Office.TakeStep(Number, "PutToPmo");
    }

    /// <summary>A gate on the light way, from its start to the PMO's approval.</summary>
    public async Task PassLightly(string gate)
    {
        await Staff.TakeStep(Number, "StartNext");
        await Expect(Staff.Locator("main")).ToContainTextAsync(gate);
        await Submit();
        await Review();
        await Member.TakeStep(Number, "Approve");
    }

    /// <summary>The value before go-live, without which 稼働報告 does not open.</summary>
    public async Task MeasureBefore()
    {
        await Reads(Staff, "", "稼働前の値が記録されていません");
        await Staff.Open($"{Path}/effects");
        await Staff.Locator("[name='Input.Value']").FillAsync("40");
        await Staff.Locator("[name='Input.Note']").FillAsync("1か月の集計");
        (await Staff.Press("記録する")).ShouldBe(302);
    }
}
