using System.Net;
using System.Net.Http.Headers;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Security;

/// <summary>What every answer tells the browser to refuse, and what is too large or takes too long, over a real socket.</summary>
public sealed class RequestLimitTests(RequestLimitTests.Listening app) : IClassFixture<RequestLimitTests.Listening>
{
    const int Seconds = 2;

    static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["Content-Security-Policy"] = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
        ["X-Content-Type-Options"] = "nosniff",
        ["Referrer-Policy"] = "same-origin",
        ["Permissions-Policy"] = "camera=(), display-capture=(), fullscreen=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
    };

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/signin", 200)]
    [InlineData("/operations/987654", 404)]
    [InlineData("/admin/people", 403)]
    [InlineData("/css/site.css", 200)]
    [InlineData("/api/v1/operations", 200)]
    [InlineData("/healthz/live", 200)]
    public async Task Every_answer_says_what_a_browser_must_refuse_and_nothing_of_the_server(string address, int status)
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        using var answer = await browser.Client.GetAsync(address, Cancel);

        ((int)answer.StatusCode).ShouldBe(status);
        Expected.Where(e => !answer.Headers.TryGetValues(e.Key, out var values) || string.Join(", ", values) != e.Value).ShouldBeEmpty();
        answer.Headers.Contains("Server").ShouldBeFalse();
        answer.Headers.Contains("X-Powered-By").ShouldBeFalse();
        if (address != "/css/site.css")
        {
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue($"{answer.Headers.CacheControl}");
        }
    }

    /// <summary>A page asks for some eighty of them; without this every page would fetch them all again.</summary>
    [Theory]
    [InlineData("css/site", "max-age=31536000, immutable")]
    [InlineData("lib/noto-sans-jp/files/noto-sans-jp-117-400-normal.woff2", "max-age=604800")]
    public async Task A_browser_may_keep_what_belongs_to_nobody(string file, string expected)
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        var home = await browser.Get("/");
        var address = file.EndsWith(".woff2", StringComparison.Ordinal) ? file
            : home.Document.QuerySelectorAll("link[rel=stylesheet]").Select(l => l.GetAttribute("href")!.TrimStart('/')).Single(l => l.Contains(file, StringComparison.Ordinal));

        using var answer = await browser.Client.GetAsync(address, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Cache-Control").ShouldBe([expected]);
    }

    [Fact]
    public async Task A_form_above_eight_megabytes_is_not_read()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/reports") { Content = new ByteArrayContent(new byte[(8 * 1024 * 1024) + 1]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        request.Headers.ExpectContinue = true;

        using var answer = await office.Client.SendAsync(request, Cancel);

        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest);
        (await WebBrowser.Read(answer)).Text.ShouldContain("送られたものが、この画面で受け取れる8MBを超えています。");
    }

    [Fact]
    public async Task A_form_in_another_encoding_is_refused_with_a_sentence()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        using var content = new ByteArrayContent("a=b"u8.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=utf-7");

        using var answer = await office.Client.PostAsync("/reports", content, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await WebBrowser.Read(answer)).Text.ShouldContain("送られたものの文字コードを受け付けていません。 UTF-8で送ってください。");
    }

    [Fact]
    public async Task Headers_above_sixteen_kilobytes_are_refused()
    {
        using var client = app.Raw();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/signin");
        request.Headers.Add("X-Long", new string('x', 17_000));

        (await client.SendAsync(request, Cancel)).StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Fact]
    public async Task What_takes_too_long_is_given_up_with_a_sentence()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        (await office.Get("/plans")).Status.ShouldBe(200);
        await using var db = app.Database.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        await db.Database.ExecuteSqlRawAsync("lock table plans in access exclusive mode", Cancel);

        var answer = await office.Get("/plans");

        (answer.Status, answer.Heading).ShouldBe((504, "時間がかかりすぎました"));
        answer.Text.ShouldContain("処理に時間がかかりすぎたため、途中でやめました。変更は保存されていません。");
    }

    public sealed class Listening : WebApp
    {
        protected override bool OnRealPort => true;

        protected override void Configure(IWebHostBuilder web)
        {
            base.Configure(web);
            web.UseUrls("http://127.0.0.1:0");
            web.UseSetting("Limits:RequestSeconds", $"{Seconds}");
        }
    }
}

/// <summary>As in the city: not Development, over TLS.</summary>
public sealed class ProductionHeaderTests(ProductionHeaderTests.Production app) : IClassFixture<ProductionHeaderTests.Production>
{
    [Fact]
    public async Task Browsers_are_told_to_come_by_TLS_alone_for_a_year()
    {
        using var client = app.Raw();
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://dxgovernance.city.example.jp/signin");

        var answer = await client.SendAsync(request, Cancel);

        answer.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
        answer.Headers.GetValues("Content-Security-Policy").Count().ShouldBe(1);
    }

    public sealed class Production : WebApp
    {
        protected override bool OverTls => true;

        protected override void Configure(IWebHostBuilder web)
        {
            base.Configure(web);
            web.UseSetting("environment", "Production");
            web.UseSetting("DemoSignIn:Enabled", "false");
        }
    }
}
