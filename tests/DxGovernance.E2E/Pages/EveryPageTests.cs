using DxGovernance.Core.Organization;
using DxGovernance.E2E.Support;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Pages;

/// <summary>
/// Every page as every role on the full demo set: axe finds nothing, nothing comes from outside the server, no script fails, and a telephone
/// needs no scrolling sideways. A page that looks the same to several roles is checked as the first of them.
/// </summary>
[Collection(nameof(Walking))]
public sealed class EveryPageTests(FullSite site)
{
    static readonly (int Width, int Height) Telephone = (375, 667);

    static readonly string[] AdministratorsOwn = ["/admin/roles", "/admin/transfers", "/admin/departments", "/admin/holidays", "/admin/mail", "/admin/addresses", "/admin/people", "/admin/identities", "/admin/unknown-sign-ins", "/admin/provider-roles"];

    public static TheoryData<Role> Roles => [.. PageList.People.Select(p => p.Role)];

    [Fact]
    public void The_list_holds_every_page()
    {
        var pages = site.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items
            .OfType<PageActionDescriptor>().Select(p => p.ViewEnginePath).Except(PageList.WithoutMarkup);
        PageList.Of(site).Select(p => p.Page).Distinct().ShouldBe(pages, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Pages_are_accessible_and_fit_every_screen(Role role)
    {
        var (account, _) = PageList.People.Single(p => p.Role == role);
        var page = await site.WindowOf(account);
        var watch = new Watch(page, site.Address);
        var (faults, shown, closed) = (new List<string>(), 0, 0);
        foreach (var path in PathsFor(role))
        {
            var status = await page.Open(path);
            (shown, closed) = status == 200 ? (shown + 1, closed) : (shown, closed + 1);
            if (status is not (200 or 403 or 404) && path != "/error/500")
            {
                faults.Add($"{path} answers {status}");
            }

            if (status != 200 && closed > 2)
            {
                continue;
            }

            faults.AddRange(await Look(page, watch));
        }

        faults.ShouldBeEmpty();
        shown.ShouldBeGreaterThan(2);
    }

    internal static async Task<IEnumerable<string>> Look(IPage page, Watch watch)
    {
        await Drawn(page);

        // The window is as the page before left it: one change of its size a page is enough.
        var isTelephone = page.ViewportSize!.Width == Telephone.Width;
        List<string> faults = isTelephone ? [.. await Sideways(page)] : [.. await page.AxeFindings()];
        await page.SetViewportSizeAsync(isTelephone ? 1366 : Telephone.Width, isTelephone ? 768 : Telephone.Height);
        faults.AddRange(isTelephone ? await page.AxeFindings() : await Sideways(page));
        return faults.Concat(watch.Take());
    }

    static async Task<IEnumerable<string>> Sideways(IPage page)
    {
        return await page.SidewaysScroll() is > 0 and var pixels ? [$"{new Uri(page.Url).PathAndQuery} is {pixels} px wider than a telephone"] : [];
    }

    static async Task Drawn(IPage page)
    {
        var charts = page.Locator("figure.chart");
        for (var i = 0; i < await charts.CountAsync(); i++)
        {
            await Expect(charts.Nth(i).Locator("svg, .empty").First).ToBeAttachedAsync();
        }
    }

    IEnumerable<string> PathsFor(Role role)
    {
        var all = PageList.Of(site).Select(p => p.Path);
        return role switch
        {
            Role.PmoOffice => all,

            // The department has other forms than the PMO at its operations and cases. Of the rest the PMO sees the same with more on it.
            Role.DepartmentStaff =>
            [
                "/", "/proposals", "/operations", "/milestones", "/running-costs", "/notifications",
                .. all.Where(p => p.StartsWith("/operations/", StringComparison.Ordinal) || p.StartsWith("/proposals/", StringComparison.Ordinal)),
            ],
            Role.Auditor => ["/", "/dashboard", "/operations", "/proposals?scope=All", $"/proposals/{site.ConditionCase}", $"/operations/{FullSite.Operation}", "/council/1", "/policy", "/audit", "/audit/verify"],
            Role.Cio => ["/", "/dashboard", .. all.Where(p => p.Contains("/signal", StringComparison.Ordinal) || p.Contains("/plan", StringComparison.Ordinal)), "/audit", "/reports"],
            Role.Administrator =>
            [
                "/", "/notifications", "/notifications/settings", "/admin/jobs", "/admin/organization", "/audit", "/dashboard",
                .. all.Where(p => AdministratorsOwn.Any(own => p.StartsWith(own, StringComparison.Ordinal))),
            ],
            Role.Council => ["/", "/notifications", "/reports/published", "/reports", "/meetings", "/meetings/1", "/meetings/2", "/meetings/3"],
            Role.DepartmentHead => ["/", "/operations", .. all.Where(p => p.Contains($"/{FullSite.Drafting}/", StringComparison.Ordinal)), "/plans", "/milestones", "/risks"],
            Role.DxTeam => ["/", "/operations", $"/operations/{FullSite.Deciding}", $"/operations/{FullSite.Deciding}/steps", "/milestones", "/risks", "/plans"],
            Role.PmoMember => ["/", "/dashboard", "/rounds", "/reports", "/plans", $"/operations/{FullSite.Operation}/milestones"],
        };
    }
}
