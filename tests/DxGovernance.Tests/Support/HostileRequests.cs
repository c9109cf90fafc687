using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using DxGovernance.Core.Organization;

namespace DxGovernance.Tests.Support;

/// <summary>What came back, if anything did.</summary>
/// <param name="Status">0 where the connection ended without an answer.</param>
/// <param name="IsRaw">To bytes that are no HTTP.</param>
public sealed record HostileAnswer(int Status, string Body, string? Location, bool IsRaw)
{
    public bool IsSignedOut => Status is 302 && Location?.Contains("/signin", StringComparison.Ordinal) == true;
}

/// <summary>A bad request, ready to be sent.</summary>
/// <param name="Kind">Of badness.</param>
/// <param name="Who">Index of the browser that sends it; -1 for nobody's.</param>
/// <param name="Words">For whoever looks for the cause.</param>
public sealed record HostileRequest(string Kind, int Who, string Words, Func<Task<HostileAnswer>> SendAsync);

/// <summary>Makes bad requests out of the addresses and forms the application has; the same ones for the same seed.</summary>
public sealed partial class HostileRequests
{
    const int AnswerSeconds = 60, LongText = 30_000, FirstMilliseconds = 250, MoreMilliseconds = 20;

    static readonly Role?[] Roles = [null, Role.DepartmentStaff, Role.DepartmentHead, Role.PmoOffice, Role.Cio, Role.Council, Role.Auditor, Role.Administrator];

    static readonly string[] Ids =
    [
        "-1", "0", "2147483647", "2147483648", "99999999999999999999", "1e9", "NaN", "abc", "%00", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%ff%fe", "%ED%A0%80", "'%20or%201=1--", "<script>", "{0}", "%F0%9F%92%A9",
        "R8-ICT-99999", "A-999", "٣", "１", "%E2%80%AE", "%25", "a%20b", ";", "%5c", "CON", "Pack", "Nothing", "1.0",
    ];

    static readonly string[] Texts =
    [
        "", " ", "\t\r\n", "\0", "前\0後", "-1", "0", "1e308", "-0", "NaN", "Infinity", "0x10", "１２３", "99999999999999999999999", "3.14159265358979323846", "1,000,000", "￥100", "true", "on", "null", "undefined",
        "2026-02-30", "0001-01-01", "9999-12-31", "令和99年99月99日", "10000-01-01", "令和元年", "2026-11-20T00:00:00Z", "'; drop table people; --", "\" or \"\"=\"", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
        "{{7*7}}", "${7*7}", "%s%n%d", "../../../../etc/passwd", "C:\\Windows\\win.ini", "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "\u202E逆", "\u200B", "\uFEFF", "👨‍👩‍👧‍👦", "é́́́́́́", "𠮷髙﨑", "｡ﾟ", "\uFFFF", "\uD800",
        "javascript:alert(1)", "//evil.example", "https://evil.example/", "/\\evil.example", "[]", "{}", "{\"a\":", "<?xml version=\"1.0\"?>", "a=b&c=d", "%00%0a", "$(id)", "`id`", "a@b", "Ａ",
    ];

    static readonly string[] Names =
    [
        "Input", "Input.", "Input[0]", "Input.Rows[99999].Memo", "Input.Rows[-1].Memo", "Input.Rows[a].Memo", "Input.Rows.index", "__proto__", "Input.Version", "Version", "Actor", "actor.Name", "handler", "Input.AsOf", "Input.Reason", "", "[", "].",
        "Input.Rows[0].Rows[0].Rows[0].x", "page", "area", "ReturnUrl", "returnUrl", "Number", "CaseNumber", "id", "__RequestVerificationToken", "_method", "Input.File", "cancel", "db",
    ];

    static readonly string[] Types =
    [
        "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=nonsense", "application/json", "text/xml", "multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=" + "b", "text/plain", "nonsense", "/", "application/x-www-form-urlencoded; charset=\"", "multipart/mixed; boundary=b",
    ];

    static readonly (string Name, string Value)[] Headers =
    [
        ("Cookie", "dxgovernance=junk"), ("Cookie", "dxgovernance=CfDJ8" + "A"), ("Cookie", "dxgovernance-antiforgery=junk; dxgovernance-message=junk"), ("Cookie", "dxgovernance-message=CfDJ8AAAA; ;;=; =;"), ("Host", "evil.example"), ("Host", "a b"),
        ("X-Forwarded-For", "127.0.0.1, <script>"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "gopher"), ("X-Original-URL", "/admin/people"), ("X-HTTP-Method-Override", "DELETE"), ("Accept", "application/x-nonsense"),
        ("Accept", "*/*;q=9"), ("Accept-Language", "xx-!!,*;q=a"), ("Accept-Encoding", "nonsense, gzip;q=z"), ("Range", "bytes=-1-,0-99999999999"), ("If-Modified-Since", "yesterday"), ("If-None-Match", "\"\"\""), ("Authorization", "Bearer"),
        ("Authorization", "Bearer dxg_wrong"), ("Authorization", "Basic !!!"), ("Authorization", "Bearer dxg_" + "é"), ("Referer", "javascript:x"), ("Origin", "null"), ("Expect", "200-nonsense"), ("Upgrade", "websocket"), ("Content-Encoding", "gzip"), ("TE", "x"),
        ("traceparent", "00-zz-zz-zz"), ("User-Agent", "\u0001"), ("HX-Request", "true"), ("Origin", "https://evil.example"), ("Forwarded", "for=_x;host=\"evil\""), ("Content-Language", "-"), ("Max-Forwards", "-1"), ("Cookie", ""),
    ];

    static readonly string[] Uploads = ["proposals/{caseNumber}/attachments", "proposals/{caseNumber}/excel", "proposals/{caseNumber}/costs/excel", "running-costs/{number:int}/excel", "policy/procedures/import"];

    static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "QUERY"];

    static readonly string[] RawRequests =
    [
        "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", "GET\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nNoColon\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n: v\r\n\r\n",
        "GET /\r\nHost: x\r\n\r\n", "POST /signin HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "POST /signin HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", "POST /signin HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        "POST /signin HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", "POST /signin HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", "POST /signin HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 900\r\n\r\n--b\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "GET /%zz%u0041 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /?%zz=%u0041&=&&&a=%C0%AE HTTP/1.1\r\nHost: x\r\n\r\n", "GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "GET /../../x HTTP/1.1\r\nHost: x\r\n\r\n", "GET //evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET /signin HTTP/1.1\r\nHost: x\r\nCookie: dxgovernance=\u00ff\u00fe\r\n\r\n", "GET /signin HTTP/1.0\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", "GET /signin HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n",
    ];

    readonly HostileSite site;
    readonly Random random;
    readonly IReadOnlyList<WebBrowser> browsers;
    readonly IReadOnlyList<PageRoute> pages;
    readonly IReadOnlyList<string> others;
    readonly Dictionary<(int, string), IReadOnlyList<(WebPage Page, IHtmlFormElement Form)>> forms = [];

    HostileRequests(HostileSite site, int seed, IReadOnlyList<WebBrowser> browsers, IReadOnlyList<PageRoute> pages, IReadOnlyList<string> others)
    {
        (this.site, this.browsers, this.pages, this.others) = (site, browsers, pages, others);
        random = new Random(seed);
    }

    public static IReadOnlyList<string> Kinds { get; } = ["address", "query", "header", "form", "body", "upload", "cut-off", "raw", "interface"];

    public static async Task<HostileRequests> BeginAsync(HostileSite site, int seed)
    {
        var opened = new List<WebBrowser>();
        foreach (var role in Roles)
        {
            opened.Add(await BrowserAsync(site, role));
        }

        var rest = site.Endpoints().Select(e => e.RoutePattern.RawText ?? "").Where(r => r.StartsWith("/api/", StringComparison.Ordinal) || r.StartsWith("/healthz", StringComparison.Ordinal) || r is "css/site.css").Distinct().ToList();
        return new(site, seed, opened, await site.Pages(), rest);
    }

    /// <summary>Something that was sent has ended the session, as it may.</summary>
    public async Task SignInAgainAsync(HostileRequest request)
    {
        if (request.Who > 0)
        {
            ((List<WebBrowser>)browsers)[request.Who] = await BrowserAsync(site, Roles[request.Who]);
        }
    }

    public HostileRequest Next()
    {
        var who = random.Next(browsers.Count);
        return Kinds[random.Next(Kinds.Count)] switch
        {
            "address" => Address(who),
            "query" => Query(who),
            "header" => Header(who),
            "form" => Form(who, "form"),
            "body" => Body(who),
            "upload" => Form(who, "upload"),
            "cut-off" => Form(who, "cut-off"),
            "raw" => Raw(),
            _ => Interface(who),
        };
    }

    static async Task<WebBrowser> BrowserAsync(HostileSite site, Role? role) => role switch
    {
        null => site.Visitor(),
        Role.DepartmentStaff => await site.SignedIn(site.Ours.Staff),
        { } other => await site.SignedInAs(other, site.Ours.Department),
    };

    T One<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    string Text() => random.Next(12) switch
    {
        0 => string.Concat(Enumerable.Repeat("長い文章", LongText / 4)),
        1 => new string((char)random.Next(1, 0xD7FF), random.Next(1, 300)),
        2 => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)random.Next(0, 0xFFFF))),
        _ => One(Texts),
    };

    string Bad() => random.Next(8) == 0 ? new string('9', random.Next(1, 3000)) : One(Ids);

    /// <summary>Mostly one that the person may open: what is refused at the door never comes to the code behind it.</summary>
    PageRoute Page(int who, bool takesFiles = false)
    {
        var (any, open) = (random.Next(7) == 0, pages.Where(p => p.Expected(Roles[who], isOwn: true) == 200 && (!takesFiles || Uploads.Contains(p.Route))).ToList());
        return any || open.Count == 0 ? One(pages) : One(open);
    }

    string Good(PageRoute page) => page.Address(site, random.Next(3) == 0 ? site.Theirs : site.Ours);

    /// <summary>A real address with one of its parts exchanged.</summary>
    HostileRequest Address(int who)
    {
        var parts = Good(Page(who)).Split('/');
        parts[random.Next(1, parts.Length)] = Bad();
        return Sent("address", who, One(Methods), string.Join('/', parts) + (random.Next(4) == 0 ? "/" + Bad() : ""));
    }

    HostileRequest Query(int who)
    {
        var page = Page(who);
        var names = page.Model.GetProperties().Where(p => p.CanWrite).SelectMany(p => p.PropertyType.Namespace == page.Model.Namespace ? p.PropertyType.GetProperties().Select(q => $"{p.Name}.{q.Name}").Append(p.Name) : [p.Name])
            .Concat(["handler", "p", "sort", "q", "asOf", "knownAt", "since", "month", "returnUrl", "other", "ticket", "m", "operation", "step", "code", "state", "error"]).ToList();
        var query = string.Join('&', Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"{One(names)}={(random.Next(2) == 0 ? Bad() : Encoded(Text()))}"));
        return Sent("query", who, random.Next(5) == 0 ? "POST" : "GET", $"{Good(page)}?{Shortened(query)}");
    }

    HostileRequest Header(int who)
    {
        var headers = Enumerable.Range(0, random.Next(1, 4)).Select(_ => One(Headers)).ToList();
        if (random.Next(10) == 0)
        {
            headers.Add(("X-Long", new string('x', random.Next(1000, 40_000))));
        }

        if (random.Next(20) == 0)
        {
            headers.AddRange(Enumerable.Range(0, 120).Select(n => ($"X-{n}", "x")));
        }

        var path = random.Next(4) == 0 ? "/" + One(others).TrimStart('/').Replace("{**rest}", "x", StringComparison.Ordinal) : Good(Page(who));
        return Sent("header", who, random.Next(4) == 0 ? "POST" : "GET", path, headers: headers);
    }

    HostileRequest Interface(int who)
    {
        var path = "/" + One(others.Where(o => o.StartsWith("/api/", StringComparison.Ordinal)).ToList()).TrimStart('/').Replace("{**rest}", Bad(), StringComparison.Ordinal);
        string[] names = ["asOf", "recordedUntil", "p", "page", "pageSize", "size", "limit", "table", "format", "fields", "operation", "state", "nonsense"];
        var query = string.Join('&', Enumerable.Range(0, random.Next(0, 4)).Select(_ => $"{One(names)}={(random.Next(2) == 0 ? Bad() : Encoded(Text()))}"));
        return Sent("interface", who, random.Next(3) == 0 ? One(Methods) : "GET", $"{path}?{Shortened(query)}", headers: random.Next(3) == 0 ? [One(Headers.Where(h => h.Name is "Authorization" or "Accept").ToList())] : []);
    }

    /// <summary>What is no form at all, with a form's name on it.</summary>
    HostileRequest Body(int who)
    {
        var type = One(Types);
        var bytes = new byte[random.Next(0, 3000)];
        random.NextBytes(bytes);
        if (random.Next(2) == 0)
        {
            bytes = Encoding.UTF8.GetBytes(random.Next(3) switch
            {
                0 => string.Join('&', Enumerable.Repeat("a=b", random.Next(1, 3000))),
                1 => string.Concat(Enumerable.Repeat("--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n", random.Next(1, 20))),
                _ => string.Concat(Enumerable.Repeat("[{\"a\":", random.Next(1, 400))),
            });
        }

        return Sent("body", who, "POST", Good(Page(who)), () =>
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            return content;
        }, words: $"{type}, {bytes.Length} bytes");
    }

    HostileRequest Raw()
    {
        var text = One(RawRequests);
        if (random.Next(3) == 0)
        {
            text = text.Insert(random.Next(text.Length), new string((char)random.Next(1, 255), random.Next(1, 40_000)));
        }

        return new("raw", -1, Shown(text), () => RawAsync(Encoding.Latin1.GetBytes(text)));
    }

    /// <summary>A form of a page that this person may open, with some of its fields exchanged; of a page without a form, one of somebody else's.</summary>
    HostileRequest Form(int who, string kind)
    {
        who = Math.Max(who, 1);
        var page = Page(who, takesFiles: kind != "form" && random.Next(2) == 0);
        // Which fields are exchanged and how is drawn before anything is asked, so that a seed means the same whatever was answered.
        var (which, changes, extra, without) = (random.Next(1000), Enumerable.Range(0, random.Next(0, 3)).Select(_ => (At: random.Next(1000), Text: Text())).ToList(), random.Next(5) == 0 ? (One(Names), Text()) : default, random.Next(6) == 0);
        var (file, name, address) = (random.Next(Files.Length), One(FileNames), Good(page));
        return new(kind, who, $"{page.Route} as {Roles[who]}: form {which}, fields {string.Join(", ", changes.Select(c => $"{c.At}={Shown(c.Text)}"))}, extra {Shown($"{extra}")}, file {file} {Shown(name)}", async () =>
        {
            var found = await FormsAsync(who, page, address);
            if (found.Count == 0)
            {
                return await AnswerAsync(browsers[who], new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([new("Input.Reason", name)]) });
            }

            var (shown, form) = found[which % found.Count];
            var fields = WebBrowser.Fields(form).Select(f => KeyValuePair.Create(f.Key, f.Value)).ToList();
            var free = fields.Select((f, i) => (f.Key, i)).Where(f => f.Key != "__RequestVerificationToken").Select(f => f.i).ToList();
            foreach (var (at, text) in changes.Where(_ => free.Count > 0))
            {
                fields[free[at % free.Count]] = KeyValuePair.Create(fields[free[at % free.Count]].Key, text);
            }

            if (extra is { Item1: { } added })
            {
                fields.Add(KeyValuePair.Create(added, extra.Item2));
            }

            if (without && free.Count > 0)
            {
                fields.RemoveAt(free[which % free.Count]);
            }

            var target = form.GetAttribute("action") is { Length: > 0 } action ? action : shown.Path;
            return await AnswerAsync(browsers[who], new HttpRequestMessage(HttpMethod.Post, target) { Content = kind == "form" ? new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Key, Sendable(f.Value)))) : Multipart(fields, Files[file], name, kind == "cut-off") });
        });
    }

    async Task<IReadOnlyList<(WebPage Page, IHtmlFormElement Form)>> FormsAsync(int who, PageRoute page, string address)
    {
        if (!forms.TryGetValue((who, address), out var found))
        {
            var shown = await browsers[who].Get(address);
            // Whoever signs out or signs in as another is no longer who was to send.
            found = [.. shown.Document.QuerySelectorAll<IHtmlFormElement>("main form").Where(f => f.Method == "post" && !page.Route.StartsWith("sign", StringComparison.Ordinal)).Select(f => (shown, f))];
            forms[(who, address)] = found;
        }

        return found;
    }

    HostileRequest Sent(string kind, int who, string method, string path, Func<HttpContent>? content = null, IReadOnlyList<(string Name, string Value)>? headers = null, string words = "") => new(
        kind, who, $"{method} {Shown(path)} as {Roles[who]} {words} {string.Join(", ", (headers ?? []).Select(h => $"{h.Name}: {Shown(h.Value)}"))}", async () =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(site.Address, path)) { Content = content?.Invoke() };
            foreach (var (name, value) in headers ?? [])
            {
                if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content is { } body)
                {
                    body.Headers.TryAddWithoutValidation(name, value);
                }
            }

            return await AnswerAsync(browsers[who], request);
        });

    static async Task<HostileAnswer> AnswerAsync(WebBrowser browser, HttpRequestMessage request)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(AnswerSeconds));
        try
        {
            using var answer = await browser.Client.SendAsync(request, patience.Token);
            var isText = answer.Content.Headers.ContentType?.MediaType is "text/html" or "text/plain" or "application/json" or "application/problem+json" or "text/csv";
            return new((int)answer.StatusCode, isText ? await answer.Content.ReadAsStringAsync(patience.Token) : "", answer.Headers.Location?.OriginalString, IsRaw: false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or CutOff or ArgumentException or InvalidOperationException or FormatException or NotSupportedException)
        {
            // Refused by closing the line, cut off by us, or so wrong that our own side would not send it.
            return new(0, "", null, IsRaw: false);
        }
    }

    async Task<HostileAnswer> RawAsync(byte[] bytes)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(AnswerSeconds));
        using var client = new TcpClient();
        await client.ConnectAsync(site.Address.Host, site.Address.Port, patience.Token);
        var text = "";
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync(bytes, patience.Token);
            var buffer = new byte[64 * 1024];
            for (var got = 1; got > 0; text += Encoding.UTF8.GetString(buffer, 0, got))
            {
                // Whoever waits for the rest of a request gets none.
                using var quiet = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
                quiet.CancelAfter(TimeSpan.FromMilliseconds(text.Length == 0 ? FirstMilliseconds : MoreMilliseconds));
                got = await stream.ReadAsync(buffer, quiet.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException || (e is OperationCanceledException && !patience.IsCancellationRequested))
        {
            // Closed while we were still sending, or nothing more comes.
        }

        return new(StatusLine().Match(text) is { Success: true } status ? int.Parse(status.Value, System.Globalization.CultureInfo.InvariantCulture) : 0, text, null, IsRaw: true);
    }

    static HttpContent Multipart(List<KeyValuePair<string, string>> fields, Func<byte[]> file, string name, bool cutOff)
    {
        var content = new MultipartFormDataContent();
        foreach (var (field, value) in fields.Where(f => f.Key.Length > 0))
        {
            content.Add(new StringContent(Sendable(value)), $"\"{field.Replace("\"", "", StringComparison.Ordinal)}\"");
        }

        var part = new ByteArrayContent(file());
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"Input.File\"; filename=\"{name}\"");
        content.Add(part);
        return cutOff ? new Half(content) : content;
    }

    /// <summary>Half of a surrogate pair cannot be encoded by our own side; it is sent as the character that stands for it.</summary>
    static string Sendable(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    static string Encoded(string text) => Uri.EscapeDataString(Sendable(text));

    static string Shortened(string query) => query.Length > 6000 ? query[..6000].TrimEnd('%') : query;

    static string Shown(string text) => new([.. (text.Length > 60 ? text[..60] + "…" : text).Select(c => char.IsControl(c) ? '␀' : c)]);

    [GeneratedRegex(@"(?<=^HTTP/1\.[01] )\d{3}", RegexOptions.None, 1000)]
    private static partial Regex StatusLine();

    /// <summary>The first half of what it says it is; then the line breaks.</summary>
    sealed class Half : HttpContent
    {
        readonly byte[] bytes;

        public Half(HttpContent whole)
        {
            bytes = whole.ReadAsByteArrayAsync().GetAwaiter().GetResult();
            Headers.ContentType = whole.Headers.ContentType;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await stream.FlushAsync();
            throw new CutOff();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }

    sealed class CutOff() : Exception("Cut off on purpose.");
}
