using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Tests.Security;

/// <summary>Who may open what: every page, every role, from the one permission table.</summary>
public sealed class EndpointPolicyTests(TwoDepartments app) : IClassFixture<TwoDepartments>
{
    static readonly string[] PagesForAnybody = ["error/{code:int}", "signin", "signout"];

    static readonly string[] OthersForAnybody = ["/healthz/live", "/healthz/ready"];

    /// <summary>In Development assets that were made after the build are looked for on disk, by somebody who has signed in.</summary>
    const string AssetOfDevelopment = "{**path:file}";

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Fact]
    public async Task Every_page_names_one_permission_and_only_three_are_for_anybody()
    {
        var pages = await app.Pages();

        pages.Count.ShouldBeGreaterThan(35);
        pages.Where(p => p.IsForAnybody).Select(p => p.Route).Order(StringComparer.Ordinal).ShouldBe(PagesForAnybody);
        pages.Where(p => !p.IsForAnybody && !(p.Policies is [var policy] && Enum.TryParse<Permission>(policy, out _)))
            .Select(p => $"/{p.Route} has the policies [{string.Join(", ", p.Policies)}]").ShouldBeEmpty();
    }

    [Fact]
    public void What_is_neither_a_page_nor_the_interface_is_a_static_file_or_a_health_check()
    {
        var others = app.Endpoints().Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is null && e.RoutePattern.RawText != AssetOfDevelopment && !IsOfApi(e)).ToList();

        others.ShouldContain(e => e.RoutePattern.RawText == "css/site.css");
        others.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null).Select(e => e.RoutePattern.RawText).ShouldBeEmpty();
        others.Where(e => e.Metadata.All(m => m.GetType().Name != "StaticAssetDescriptor"))
            .Select(e => e.RoutePattern.RawText).Order(StringComparer.Ordinal).ShouldBe(OthersForAnybody);
    }

    [Fact]
    public void Every_endpoint_of_the_interface_names_one_policy_for_people_and_keys()
    {
        var api = app.Endpoints().Where(IsOfApi).ToList();

        api.Count.ShouldBe(8);
        api.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).ShouldBeEmpty();
        api.Select(e => $"{e.RoutePattern.RawText}: {string.Join('+', e.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy))}").Order(StringComparer.Ordinal).ShouldBe(
        [
            "/api/v1/cases: Api.SeeProposals", "/api/v1/cost-summary: Api.SeeProposals", "/api/v1/milestones: Api.SeeOperations", "/api/v1/openapi.json: Api",
            "/api/v1/operations: Api.SeeOperations", "/api/v1/policy: Api.SeePolicy", "/api/v1/running-costs: Api.SeeRunningCosts", "/api/v1/{**rest}: Api",
        ]);
    }

    static bool IsOfApi(Microsoft.AspNetCore.Routing.RouteEndpoint endpoint) => endpoint.RoutePattern.RawText?.StartsWith("/api/v1/", StringComparison.Ordinal) == true;

    [Fact]
    public async Task Without_sign_in_every_page_leads_to_the_sign_in_page()
    {
        using var browser = app.Visitor();
        var wrong = await Walk(browser, role: null, isOwn: false);

        wrong.ShouldBeEmpty();
        foreach (var page in (await app.Pages()).Where(p => !p.IsForAnybody))
        {
            (await browser.Get(page.Address(app, app.Ours))).Location.ShouldNotBeNull().ShouldContain("/signin?returnUrl=");
        }
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_role_opens_exactly_what_the_permission_table_grants(Role role)
    {
        using var own = await app.SignedInAs(role, app.Ours.Department);
        using var other = await app.SignedInAs(role);

        (await Walk(own, role, isOwn: true)).ShouldBeEmpty();
        (await Walk(other, role, isOwn: false)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Every_entry_of_the_menu_can_be_opened(Role role)
    {
        using var browser = await app.SignedInAs(role, app.Ours.Department);
        var links = (await browser.Get("/")).Document.QuerySelectorAll("nav a[href^='/']").Select(a => a.GetAttribute("href")!).Distinct().ToList();

        links.ShouldContain("/");
        foreach (var link in links)
        {
            (await browser.Get(link)).Status.ShouldBe(200, link);
        }
    }

    async Task<List<string>> Walk(WebBrowser browser, Role? role, bool isOwn)
    {
        var wrong = new List<string>();
        foreach (var page in await app.Pages())
        {
            var answer = await browser.Get(page.Address(app, app.Ours));
            if (answer.Status != page.Expected(role, isOwn))
            {
                wrong.Add($"/{page.Route}: {answer.Status} instead of {page.Expected(role, isOwn)}");
            }
            else if (answer.Status is 403 or 404)
            {
                wrong.AddRange(answer.Heading is "権限がありません" or "見つかりません" ? [] : [$"/{page.Route}: {answer.Status} without a sentence"]);
            }
        }

        return wrong;
    }
}
