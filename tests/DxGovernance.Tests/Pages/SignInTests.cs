using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages;

public sealed class SignInTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task A_visitor_is_sent_to_the_sign_in_page_and_comes_back_where_they_wanted()
    {
        using var browser = app.Visitor();
        var person = await app.Given.Actor(Role.PmoOffice);

        var refused = await browser.Get("/operations?sort=name");
        refused.Status.ShouldBe(302);
        new Uri(refused.Location!).PathAndQuery.ShouldBe("/signin?returnUrl=%2Foperations%3Fsort%3Dname");

        var page = await browser.Get(new Uri(refused.Location!).PathAndQuery);
        var answer = await browser.Submit(page, "main form", new() { ["personId"] = $"{person.PersonId}" });
        answer.Location.ShouldBe("/operations?sort=name");
    }

    [Fact]
    public async Task The_return_address_never_leads_to_another_site()
    {
        using var browser = app.Visitor();
        var person = await app.Given.Actor(Role.PmoOffice);
        var page = await browser.Get("/signin");

        var answer = await browser.Post("/signin", page, new() { ["personId"] = $"{person.PersonId}", ["returnUrl"] = "https://example.com/" });

        answer.Location.ShouldBe("/");
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_with_a_sentence()
    {
        using var browser = app.Visitor();

        var answer = await browser.Post("/signin", await browser.Get("/healthz/live"), new() { ["personId"] = "1" });

        answer.Status.ShouldBe(400);
        answer.Text.ShouldContain("送られた内容を受け付けられませんでした。");
    }

    [Fact]
    public async Task An_unknown_person_cannot_sign_in()
    {
        using var browser = app.Visitor();

        var answer = await browser.Post("/signin", await browser.Get("/signin"), new() { ["personId"] = "999999" });

        answer.Status.ShouldBe(404);
        answer.Text.ShouldContain("指定されたものが見つからないか、見る範囲にありません。");
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);
        var page = await browser.Get("/signout");

        (await browser.Submit(page, "main form", [])).Location.ShouldBe("/signin");

        (await browser.Get("/operations")).Status.ShouldBe(302);
    }

    [Fact]
    public async Task A_page_that_does_not_exist_says_so()
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);

        var answer = await browser.Get("/no-such-page");

        answer.Status.ShouldBe(404);
        answer.Heading.ShouldBe("見つかりません");
    }
}
