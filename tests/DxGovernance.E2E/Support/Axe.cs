using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Support;

public static class Axe
{
    /// <summary>No finding of axe in the state the page is in now.</summary>
    public static async Task Accessible(this IPage page)
    {
        var found = await page.RunAxe();
        found.Violations.Select(v => $"{page.Url} {v.Id}: {v.Help} {string.Join(" | ", v.Nodes.Select(n => n.Html))}").ShouldBeEmpty();
    }
}
