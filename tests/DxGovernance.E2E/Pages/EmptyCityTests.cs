using DxGovernance.Core.Organization;
using DxGovernance.E2E.Support;

namespace DxGovernance.E2E.Pages;

/// <summary>The facts alone, before anybody reported anything.</summary>
[Collection(nameof(Reading))]
public sealed class EmptyCityTests(FactsSite site) : IClassFixture<FactsSite>
{
    static readonly string[] Paths =
    [
        "/", "/notifications", "/dashboard", "/operations", "/operations?q=zzz", "/operations/transfer", "/operations/published-rates", "/milestones", "/plans",
        "/risks", "/rounds", "/reports", "/audit?Find.Person=zzz", "/trace/forecast", "/trace/signal", "/operations/12", "/operations/12/steps",
        "/operations/12/milestones", "/operations/12/trend", "/operations/12/plan", "/operations/12/risks", "/operations/12/systems", "/operations/12/attributes",
        "/operations/12/history", "/admin/organization", "/admin/thresholds", "/admin/jobs", "/reports/published",
    ];

    public static TheoryData<Role> Roles => [Role.PmoOffice, Role.DepartmentStaff, Role.Council, Role.Administrator, Role.Cio];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Empty_pages_say_why_and_are_accessible(Role role)
    {
        var actor = await site.Given.Actor(role);
        var page = await site.WindowOf(actor.PersonId!.Value);
        var watch = new Watch(page, site.Address);
        var faults = new List<string>();
        foreach (var path in role == Role.PmoOffice ? Paths : ["/", "/operations", "/plans", "/reports/published"])
        {
            if (await page.Open(path) == 200)
            {
                faults.AddRange(await EveryPageTests.Look(page, watch));
            }
        }

        faults.ShouldBeEmpty();
    }
}
