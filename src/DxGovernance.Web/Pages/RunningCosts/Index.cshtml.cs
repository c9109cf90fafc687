using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.RunningCosts;

/// <summary>Running costs before and after standardization: the ratios of all operations, and what cannot be compared.</summary>
[Authorize(Policy = nameof(Permission.SeeRunningCosts))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public RunningCostFilter Filter { get; set; } = new();

    public RunningCostReading Reading { get; private set; } = null!;

    public RunningCostOverview Now { get; private set; } = null!;

    /// <summary>As it was reported on a past day; null for today.</summary>
    public RunningCostOverview? Then { get; private set; }

    public DateOnly Day { get; private set; }

    public bool SeesAll => actor.Can(Permission.SeeAllOperations);

    public bool MayReport => actor.Can(Permission.RequestReport);

    public bool MayConfirm => actor.Can(Permission.ConfirmRunningCosts);

    public int Waiting => Now.Figures.Subjects.Sum(s => s.Sheets.Values.Count(x => x.State == RunningCostState.Entered));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        Filter = Filter.Checked(ModelState, today, clock.GetUtcNow());
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Day = Filter.AsOf ?? today;
        Reading = await RunningCostReader.ReadAsync(db, ledgers, actor, Day, today, cancel);
        Now = Reading.Now.Compare(Filter.After, Filter.Year);
        Then = Reading.Then?.Compare(Filter.After, Filter.Year);
    }
}
