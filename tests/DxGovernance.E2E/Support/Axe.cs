using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Support;

/// <summary>
/// All rules of axe, run once in the page itself. The library's own way opens a second window for every check, to put the results of frames
/// together; the application has none.
/// </summary>
public static class Axe
{
    const string Run = """
        async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
            .map(v => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map(n => n.html).join(" | ")}`)
        """;

    static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>No finding of axe in the state the page is in now.</summary>
    public static async Task Accessible(this IPage page) => (await page.AxeFindings()).ShouldBeEmpty();

    public static async Task<IReadOnlyList<string>> AxeFindings(this IPage page)
    {
        page.Frames.Count.ShouldBe(1);
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.EvaluateAsync(Script);
        }

        var found = await page.EvaluateAsync<string[]>(Run);
        return [.. found.Select(f => $"{new Uri(page.Url).PathAndQuery} {f}")];
    }
}
