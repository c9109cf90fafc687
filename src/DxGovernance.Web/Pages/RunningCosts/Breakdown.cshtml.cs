using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Setup;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.RunningCosts;

/// <summary>The totals by cost item, by cause and by fiscal year.</summary>
[Authorize(Policy = nameof(Permission.SeeRunningCosts))]
public sealed class BreakdownModel(GovernanceDbContext db, Actor actor, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public RunningCostFilter Filter { get; set; } = new();

    public RunningCostOverview Now { get; private set; } = null!;

    public DateOnly Day { get; private set; }

    public IEnumerable<RunningCostTotal> Totals => new[] { Now.ToBaseline, Now.ToPresent }.Where(t => !t.IsEmpty);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        Filter = Filter.Checked(ModelState, today, clock.GetUtcNow());
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Day = Filter.AsOf ?? today;
        Now = (await RunningCostReader.ReadAsync(db, ledgers, actor, Day, today, cancel)).Now.Compare(Filter.After, Filter.Year);
    }

    /// <summary>Amounts of a chart, in 千円.</summary>
    public static decimal? Thousands(long yen) => Math.Round(yen / 1000m, MidpointRounding.AwayFromZero);

    public BarChart Items() => new(
        [.. RunningCostLine.Items.Select(l => l.Name)],
        [
            new("A 現行", [.. RunningCostLine.Items.Select(l => Thousands(Now.ToPresent.Item(l).Before))], "gray"),
            new("B 移行後", [.. RunningCostLine.Items.Select(l => Thousands(Now.ToPresent.Item(l).After))], "blue"),
        ],
        "千円", Horizontal: true);

    public static BarChart Causes(RunningCostDecomposition parts) => new(
        [.. parts.Parts.Select(p => p.Cause.Name), RunningCostDecomposition.RestName],
        [new("増減", [.. parts.Parts.Select(p => Thousands(p.Amount)), Thousands(parts.Rest)], "blue")],
        "千円", Horizontal: true);
}
