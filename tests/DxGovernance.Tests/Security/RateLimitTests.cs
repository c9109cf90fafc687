using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Hosting;

namespace DxGovernance.Tests.Security;

/// <summary>Who does too much is told so and when to go on; others and other pages are not affected.</summary>
public sealed class RateLimitTests(RateLimitTests.Narrow app) : IClassFixture<RateLimitTests.Narrow>
{
    const int Heavy = 3, Api = 4;

    [Fact]
    public async Task Heavy_acts_are_counted_by_person_and_looking_is_free()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        using var another = await app.SignedInAs(Role.PmoOffice);
        for (var i = 0; i < Heavy; i++)
        {
            (await Ask(office)).Status.ShouldBe(400, "an input mistake counts as well");
        }

        var refused = await Ask(office);

        (refused.Status, refused.Heading).ShouldBe((429, "少しお待ちください"));
        var wait = refused.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        wait.ShouldBeInRange(1, 60);
        refused.Text.ShouldContain($"重い操作（報告書・Excel・ファイルなど）が1分に{Heavy}回を超えました。{wait}秒待ってから、もう一度操作してください。入力した内容は保存されていません。");
        (await office.Get("/reports")).Status.ShouldBe(200);
        (await Ask(another)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_download_that_costs_much_counts_however_it_is_asked()
    {
        using var auditor = await app.SignedInAs(Role.Auditor);
        for (var i = 0; i < Heavy; i++)
        {
            (await auditor.Get("/audit/verify")).Status.ShouldBe(200);
        }

        (await auditor.Get("/audit/verify")).Status.ShouldBe(429);
    }

    [Fact]
    public async Task The_interface_is_counted_by_caller_and_answers_with_problem_details()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        using var another = await app.SignedInAs(Role.PmoOffice);
        for (var i = 0; i < Api; i++)
        {
            (await office.Client.GetAsync("/api/v1/operations", Cancel)).EnsureSuccessStatusCode();
        }

        var refused = await office.Client.GetAsync("/api/v1/milestones", Cancel);

        ((int)refused.StatusCode, refused.Content.Headers.ContentType!.MediaType).ShouldBe((429, "application/problem+json"));
        (await refused.Content.ReadAsStringAsync(Cancel)).ShouldContain($"要求が1分に{Api}回を超えました。{refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds}秒待ってからやり直してください。");
        (await another.Client.GetAsync("/api/v1/operations", Cancel)).EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData(0, 30, 100, "設定 Limits__SignInPerMinute は 1 から 1000000 までの値にしてください（今は 0）。")]
    [InlineData(60, -1, 100, "設定 Limits__HeavyPerMinute は 1 から 1000000 までの値にしてください（今は -1）。")]
    [InlineData(60, 30, 4000, "設定 Limits__RequestSeconds は 1 から 3600 までの値にしてください（今は 4000）。")]
    public void A_limit_that_makes_no_sense_stops_the_start(int signIn, int heavy, int seconds, string sentence) =>
        Should.Throw<RuleViolation>(() => new LimitSettings { SignInPerMinute = signIn, HeavyPerMinute = heavy, RequestSeconds = seconds }.Check()).Message.ShouldBe(sentence);

    static async Task<WebPage> Ask(WebBrowser browser) => await browser.Post("/reports", await browser.Get("/reports"), new() { ["Input.AsOf"] = "昨日" });

    public sealed class Narrow : WebApp
    {
        protected override void Configure(IWebHostBuilder web)
        {
            base.Configure(web);
            web.UseSetting("Limits:HeavyPerMinute", $"{Heavy}");
            web.UseSetting("Limits:ApiPerMinute", $"{Api}");
        }
    }
}

public sealed class SignInLimitTests(SignInLimitTests.Narrow app) : IClassFixture<SignInLimitTests.Narrow>
{
    const int Most = 5;

    [Fact]
    public async Task Attempts_to_sign_in_are_counted_by_address_and_whoever_is_in_stays_in()
    {
        using var inside = await app.SignedInAs(Role.PmoOffice);
        using var visitor = app.Visitor();
        var page = await visitor.Get("/signin");
        for (var i = 1; i < Most; i++)
        {
            (await visitor.Post("/signin", page, new() { ["personId"] = "987654" })).Status.ShouldBe(404);
        }

        var refused = await visitor.Post("/signin", page, new() { ["personId"] = "987654" });

        (refused.Status, refused.Heading).ShouldBe((429, "少しお待ちください"));
        refused.Text.ShouldContain($"同じ場所からのサインインの試みが1分に{Most}回を超えました。{refused.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds}秒待ってから、もう一度操作してください。");
        (await visitor.Get("/signin?handler=Provider")).Status.ShouldBe(429);
        (await visitor.Get("/signin-oidc?code=x&state=y")).Status.ShouldBe(429);
        (await visitor.Get("/signin")).Status.ShouldBe(200);
        (await inside.Get("/")).Status.ShouldBe(200);
    }

    public sealed class Narrow : WebApp
    {
        protected override void Configure(IWebHostBuilder web)
        {
            base.Configure(web);
            web.UseSetting("Limits:SignInPerMinute", $"{Most}");
        }
    }
}
