using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.RunningCosts;

/// <summary>The running costs of one operation: five sets, their assumptions, what can be compared, and why they differ.</summary>
[Authorize(Policy = nameof(Permission.SeeRunningCosts))]
public sealed class DetailModel(GovernanceDbContext db, Actor actor, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    [FromRoute]
    public int Number { get; set; }

    [BindProperty(SupportsGet = true)]
    public RunningCostFilter Filter { get; set; } = new();

    public RunningCostPlace Place { get; private set; } = null!;

    public RunningCostStanding Standing { get; private set; } = null!;

    public IReadOnlyList<RunningCostDifference>? Differences { get; private set; }

    public DateOnly Day { get; private set; }

    public bool MayEnter => Place.MayEnter(actor);

    public bool MayConfirm => Place.MayConfirm(actor);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await RunningCostPlace.FindAsync(db, actor, Number, cancel) is not { } place)
        {
            return NotFound();
        }

        var today = clock.Today();
        Filter = Filter.Checked(ModelState, today, clock.GetUtcNow());
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        (Place, Day) = (place, Filter.AsOf ?? today);
        var reading = await RunningCostReader.ReadAsync(db, ledgers, actor, Day, today, cancel);
        Standing = RunningCostStanding.Of(reading.Now.Subjects.Single(s => s.Number == Number), Filter.After, Filter.Year, Day);
        Differences = reading.Then is null ? null : [.. reading.Differences.Where(d => d.Name == Standing.Subject.Name)];
        return Page();
    }
}
