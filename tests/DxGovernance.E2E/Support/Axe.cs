using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Support;

public static class Axe
{
    /// <summary>No finding of axe in the state the page is in now.</summary>
    public static async Task Accessible(this IPage page) => (await page.AxeFindings()).ShouldBeEmpty();

    public static async Task<IReadOnlyList<string>> AxeFindings(this IPage page)
    {
        var found = await page.RunAxe();
        return [.. found.Violations.Select(v => $"{new Uri(page.Url).PathAndQuery} {v.Id}: {v.Help} {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")];
    }
}
