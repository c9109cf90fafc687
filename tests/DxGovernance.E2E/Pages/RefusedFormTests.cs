using DxGovernance.Core.Organization;
using DxGovernance.E2E.Support;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Pages;

/// <summary>Forms and filters refused: bad input (400), somebody else was first (409), not permitted (403), not there (404).</summary>
[Collection(nameof(Reading))]
public sealed class RefusedFormTests(FullSite site)
{
    [Fact]
    public async Task A_department_reads_what_is_wrong_with_its_form()
    {
        var page = await site.WindowOf("demo-gakko-1");
        var operation = $"/operations/{FullSite.Operation}";
        await Refused(page, [$"{operation}/steps", $"{operation}/milestones", $"{operation}/risks/new", $"{operation}/risks/{site.Risk}",
            $"{operation}/systems/new", $"{operation}/systems/{site.System}", $"{operation}/attributes", $"{operation}/plan/start"]);
        await Refused(await site.WindowOf("demo-katei-1"), [$"/operations/{FullSite.Drafting}/plan/edit", $"/operations/{FullSite.Drafting}/plan/{site.DraftPlan}/Submit"]);
    }

    [Fact]
    public async Task The_city_hall_reads_what_is_wrong_with_its_form()
    {
        await Refused(await site.WindowOf("demo-pmo-1"), ["/reports", "/operations/published-rates", "/admin/thresholds"]);
        await Refused(await site.WindowOf("demo-cio"), [$"/operations/{FullSite.Deciding}/signal", $"/operations/{FullSite.Deciding}/plan/{site.DecidingPlan}/Reject"]);
    }

    [Fact]
    public async Task A_filter_that_cannot_be_read_is_told_and_loses_nothing()
    {
        var page = await site.WindowOf("demo-pmo-1");
        var watch = new Watch(page, site.Address);
        var faults = new List<string>();
        string[] paths =
        [
            "/operations?stage=Nonsense", "/milestones?scope=Nonsense", "/risks?kind=Nonsense", "/audit?Find.From=2027-02-30", "/dashboard?since=R9.13.1",
            "/dashboard?since=2030-01-01", $"/operations/{FullSite.Operation}/history?kind=Nonsense", "/trace/steps?asOf=2027-02-30", "/rounds?month=Nonsense",
        ];
        foreach (var path in paths)
        {
            (await page.Open(path)).ShouldBeOneOf(200, 400);
            (await page.Locator("main h1").CountAsync()).ShouldBe(1, path);
            faults.AddRange(await EveryPageTests.Look(page, watch));
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_else_was_first()
    {
        var faults = new List<string>();
        var staff = await site.WindowOf("demo-gakko-1");
        var operation = $"/operations/{FullSite.Operation}";
        await Stale(staff, $"{operation}/attributes", "[name='Input.Aliases']", faults, reason: "[name='Input.Reason']");
        await Stale(staff, $"{operation}/systems/{site.System}", "[name='Input.Vendor']", faults);
        await Stale(await site.WindowOf("demo-katei-1"), $"/operations/{FullSite.Drafting}/plan/{site.DraftPlan}/Submit", "[name='Input.Comment']", faults);
        await Stale(await site.WindowOf("demo-katei-1"), $"/operations/{FullSite.Drafting}/plan/edit", "[name='Input.Justification']", faults);
        var cio = await site.WindowOf("demo-cio");
        await cio.Open($"/operations/{FullSite.Deciding}/signal");
        await cio.GetByRole(AriaRole.Radio).First.CheckAsync();
        await Stale(cio, null, "[name='Input.Reason']", faults);
        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_closed_or_not_there_says_so()
    {
        var council = await site.WindowOf("demo-council-1");
        (await council.Open("/operations")).ShouldBe(403);
        await Expect(council.Locator("h1")).Not.ToBeEmptyAsync();
        await council.Accessible();

        var staff = await site.WindowOf("demo-gakko-1");
        foreach (var path in new[] { $"/operations/{FullSite.Deciding}", "/operations/999", "/trace/nonsense", "/nowhere" })
        {
            (await staff.Open(path)).ShouldBe(404, path);
            await staff.Accessible();
        }
    }

    [Fact]
    public async Task Signing_in_and_out_is_accessible()
    {
        var visitor = await site.Window();
        await visitor.Open("/dashboard");
        visitor.Url.ShouldContain("/signin?returnUrl=%2Fdashboard");
        (await visitor.Locator("h2").AllTextContentsAsync()).ShouldContain(Role.Cio.Label());
        await visitor.Accessible();
        await visitor.GetByRole(AriaRole.Button, new() { Name = "綾部 俊介" }).ClickAsync();
        await Expect(visitor.Locator("h1")).ToHaveTextAsync("CIOダッシュボード");
        await visitor.Locator(".user-menu summary").ClickAsync();
        await visitor.Accessible();
        await visitor.Press("サインアウト");
        visitor.Url.ShouldContain("/signin");
    }

    /// <summary>Types far too much into the first fields of the page's form, sends it and looks at the answer.</summary>
    async Task Refused(IPage page, IEnumerable<string> paths)
    {
        var watch = new Watch(page, site.Address);
        var faults = new List<string>();
        foreach (var path in paths)
        {
            (await page.Open(path)).ShouldBe(200, path);
            var fields = page.Locator("main form[method=post]").Locator("input[type=text]:visible, textarea:visible");
            for (var i = 0; i < Math.Min(3, await fields.CountAsync()); i++)
            {
                await fields.Nth(i).EvaluateAsync("field => { field.value = '長'.repeat(20000); }");
            }

            (await page.Send(() => fields.First.EvaluateAsync("field => field.form.requestSubmit([...field.form.querySelectorAll('button')].find(b => !b.name))"))).ShouldBe(400, path);
            await Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
            faults.AddRange(await EveryPageTests.Look(page, watch));
        }

        faults.ShouldBeEmpty();
    }

    /// <summary>Sends a change with the version of a form that was opened before somebody else saved.</summary>
    async Task Stale(IPage page, string? path, string field, List<string> faults, string? reason = null)
    {
        var watch = new Watch(page, site.Address);
        if (path is not null)
        {
            await page.Open(path);
        }

        await page.Locator("input[type=hidden][name$='Version']").EvaluateAllAsync<object?>("all => all.forEach(field => { field.value = '1'; })");
        await page.Locator(field).FillAsync("先に開いていた人の入力");
        if (reason is not null)
        {
            await page.Locator(reason).FillAsync("先に開いていた人の理由");
        }

        (await page.Send(() => page.Locator(field).EvaluateAsync("field => field.form.requestSubmit()"))).ShouldBe(409, path);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "保存されている内容" })).ToBeVisibleAsync();
        await Expect(page.Locator(field)).ToHaveValueAsync("先に開いていた人の入力");
        faults.AddRange(await EveryPageTests.Look(page, watch));
    }
}
