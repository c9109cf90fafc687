using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Support;

/// <summary>Listens to a window for what nobody would see: requests to other servers, refused by the content security policy, errors of scripts.</summary>
public sealed class Watch
{
    readonly ConcurrentQueue<string> heard = new();

    public Watch(IPage page, Uri server)
    {
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(server.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                heard.Enqueue($"{page.Url} asks for {request.Url}");
            }
        };
        page.Console += (_, message) =>
        {
            // A status the test wanted, such as 409, is told by the browser as an error of loading.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                heard.Enqueue($"{page.Url} says {message.Text}");
            }
        };
        page.PageError += (_, error) => heard.Enqueue($"{page.Url} fails {error}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && response.Request.ResourceType != "document")
            {
                heard.Enqueue($"{response.Url} answers {response.Status}");
            }
        };
    }

    /// <summary>What was heard since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = heard.ToList();
        heard.Clear();
        return taken;
    }
}
