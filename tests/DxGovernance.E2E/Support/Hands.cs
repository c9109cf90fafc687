using Microsoft.Playwright;

namespace DxGovernance.E2E.Support;

/// <summary>What a person does at a page, in a few words.</summary>
public static class Hands
{
    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Link(this IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>The row of a table that holds the text.</summary>
    public static ILocator Row(this IPage page, string text) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    public static ILocator Field(this IPage page, string label) => page.GetByLabel(label, new() { Exact = true });

    /// <summary>Sends a form by the act and gives the status the server answered the POST with; the answer is shown then.</summary>
    public static async Task<int> Send(this IPage page, Func<Task> act)
    {
        var answer = await page.RunAndWaitForResponseAsync(act, r => r.Request.Method == "POST");
        await page.WaitForLoadStateAsync();
        return answer.Status;
    }

    public static Task<int> Press(this IPage page, string button) => page.Send(() => page.Button(button).ClickAsync());

    /// <summary>Status of the page at the path, which is shown then.</summary>
    public static async Task<int> Open(this IPage page, string path) => (await page.GotoAsync(path))!.Status;

    /// <summary>How many pixels the page can be moved sideways.</summary>
    public static Task<int> SidewaysScroll(this IPage page) =>
        page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
