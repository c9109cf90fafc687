using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace DxGovernance.Tests.Support;

/// <summary>A browser without JavaScript: gets pages, fills their forms, posts them with everything a browser would send.</summary>
public sealed class WebBrowser(HttpClient client) : IDisposable
{
    public HttpClient Client => client;

    public async Task<WebPage> Get(string path) => await Read(await client.GetAsync(path, Cancel));

    /// <summary>Fills the form of the page and posts it to where the form goes.</summary>
    /// <param name="page">As it was got.</param>
    /// <param name="form">CSS selector of the form.</param>
    /// <param name="changes">By field name; null leaves the field out.</param>
    public async Task<WebPage> Submit(WebPage page, string form, Dictionary<string, string?> changes)
    {
        var element = page.Document.QuerySelector<IHtmlFormElement>(form).ShouldNotBeNull($"no form {form} on the page");
        var fields = Fields(element).Where(f => !changes.ContainsKey(f.Key)).ToList();
        fields.AddRange(changes.Where(c => c.Value is not null).Select(c => KeyValuePair.Create(c.Key, c.Value!)));
        var action = element.GetAttribute("action") is { Length: > 0 } to ? to : page.Path;
        return await Read(await client.PostAsync(action, new FormUrlEncodedContent(fields), Cancel));
    }

    /// <summary>Posts just these fields with the antiforgery token of the page.</summary>
    public async Task<WebPage> Post(string path, WebPage page, Dictionary<string, string> fields)
    {
        var token = page.Document.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")?.Value;
        if (token is not null)
        {
            fields["__RequestVerificationToken"] = token;
        }

        return await Read(await client.PostAsync(path, new FormUrlEncodedContent(fields), Cancel));
    }

    /// <summary>Sends a file by the form <c>#upload</c> of the page.</summary>
    public async Task<WebPage> Upload(string path, byte[] file, string name)
    {
        var page = await Get(path);
        var form = page.Document.QuerySelector<IHtmlFormElement>("#upload")!;
        using var content = new MultipartFormDataContent { { new ByteArrayContent(file), "Input.File", name } };
        foreach (var (field, value) in Fields(form).Where(f => f.Key != "Input.File"))
        {
            content.Add(new StringContent(value), field);
        }

        return await Read(await client.PostAsync(form.GetAttribute("action") is { Length: > 0 } action ? action : path, content, Cancel));
    }

    public void Dispose() => client.Dispose();

    /// <summary>What a browser would send of the form as it stands.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Fields(IHtmlFormElement form)
    {
        foreach (var element in form.Elements)
        {
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } or IHtmlInputElement { Type: "submit" or "button" } or IHtmlButtonElement:
                    break;
                case IHtmlInputElement { Name: { Length: > 0 } name } input:
                    yield return KeyValuePair.Create(name, input.Value);
                    break;
                case IHtmlTextAreaElement { Name: { Length: > 0 } name } area:
                    yield return KeyValuePair.Create(name, area.Value);
                    break;
                case IHtmlSelectElement { Name: { Length: > 0 } name } select:
                    yield return KeyValuePair.Create(name, select.Value ?? "");
                    break;
                default:
                    break;
            }
        }
    }

    public static async Task<WebPage> Read(HttpResponseMessage response)
    {
        var html = response.Content.Headers.ContentType?.MediaType == "text/html" ? await response.Content.ReadAsStringAsync(Cancel) : "";
        return new WebPage(
            (int)response.StatusCode,
            response.RequestMessage!.RequestUri!.PathAndQuery,
            response.Headers.Location?.ToString(),
            await new HtmlParser().ParseDocumentAsync(html, Cancel),
            response);
    }
}

/// <summary>What came back.</summary>
/// <param name="Location">Where a redirect leads.</param>
public sealed record WebPage(int Status, string Path, string? Location, IHtmlDocument Document, HttpResponseMessage Response)
{
    /// <summary>All text of the main part, white space folded.</summary>
    public string Text => Fold((Document.QuerySelector("main") ?? Document.Body)?.TextContent);

    public string Heading => Fold(Document.QuerySelector("h1")?.TextContent);

    /// <summary>The sentences of the error summary.</summary>
    public IReadOnlyList<string> Errors =>
        [.. Document.QuerySelectorAll("[data-error-summary] li, .dads-error-summary li, [role=alert] li").Select(e => Fold(e.TextContent))];

    public string? Value(string name) => Document.QuerySelector($"[name=\"{name}\"]") switch
    {
        IHtmlInputElement input => input.Value,
        IHtmlTextAreaElement area => area.Value,
        IHtmlSelectElement select => select.Value,
        _ => null,
    };

    static string Fold(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
