using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Support;

/// <summary>What a person does at a page, in a few words.</summary>
public static class Hands
{
    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Link(this IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>The row of a table that holds the text.</summary>
    public static ILocator Row(this IPage page, string text) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    /// <summary>A link of the row whose name begins so; what is only read out may follow.</summary>
    public static ILocator LinkTo(this ILocator row, string name) => row.GetByRole(AriaRole.Link, new() { Name = name });

    public static ILocator Field(this IPage page, string label) => page.GetByLabel(label, new() { Exact = true });

    /// <summary>
    /// Sends a form by the act and gives the status the server answered the POST with; the answer is shown then. A draft that happens to keep itself
    /// at the same moment is another POST, but leads nowhere.
    /// </summary>
    public static async Task<int> Send(this IPage page, Func<Task> act)
    {
        var answer = await page.RunAndWaitForResponseAsync(act, r => r.Request is { Method: "POST", IsNavigationRequest: true });
        await page.WaitForLoadStateAsync();
        return answer.Status;
    }

    public static Task<int> Press(this IPage page, string button) => page.Send(() => page.Button(button).ClickAsync());

    /// <summary>Status of the page at the path, which is shown then.</summary>
    public static async Task<int> Open(this IPage page, string path) => (await page.GotoAsync(path))!.Status;

    /// <summary>SHA-256 of the file, which is a workbook.</summary>
    public static async Task<string> Downloaded(this IPage page, ILocator link)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        download.SuggestedFilename.ShouldEndWith(".xlsx");
        await using var stream = await download.CreateReadStreamAsync();
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Cancel);
        bytes.Position = 0;
        await using (var zip = new ZipArchive(bytes, ZipArchiveMode.Read, leaveOpen: true))
        {
            zip.GetEntry("xl/workbook.xml").ShouldNotBeNull();
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }

    /// <summary>How many pixels the page can be moved sideways.</summary>
    public static Task<int> SidewaysScroll(this IPage page) =>
        page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
