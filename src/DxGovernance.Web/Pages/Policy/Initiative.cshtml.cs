using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Policy;

/// <summary>One 取組事項: its schedule, what was reported year by year, indicators, cases and every ledger row.</summary>
[Authorize(Policy = nameof(Permission.SeePolicy))]
public sealed class InitiativeModel(GovernanceDbContext db, Actor actor, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    [FromRoute(Name = "initiative")]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public PolicyDays Days { get; set; } = new();

    /// <summary>Page of the list of cases.</summary>
    [BindProperty(SupportsGet = true, Name = "p")]
    public int P { get; set; } = 1;

    public PolicyReading Reading { get; private set; } = null!;

    public InitiativeFigures Initiative { get; private set; } = null!;

    public IReadOnlyList<InitiativeCase> Cases { get; private set; } = [];

    public PolicyFigures Now => Reading.Shown;

    public bool IsToday => Days.AsOf is null;

    public bool MayReport => IsToday && actor.MayReport(Initiative.DepartmentIds);

    public bool MayEdit => IsToday && actor.Can(Permission.EditPolicy);

    public bool SeesOperations => actor.Can(Permission.SeeAllOperations);

    public bool SeesAllCases => actor.Can(Permission.SeeAllProposals);

    /// <summary>What is known now of the day that is shown.</summary>
    public IReadOnlyList<PolicyChange> Later =>
        Reading.Known.Find(Code) is { } known ? PolicyDiff.Between(Initiative, known, Now.Year) : [];

    public IEnumerable<LedgerEntry> History => Reading.Ledger.RowsOf(Code, Reading.Known.Point);

    /// <summary>Years that can be reported on: those of the schedule that have begun, and others that were reported.</summary>
    public IEnumerable<FiscalYear> Years => Now.ScheduleYears.Where(y => y.First <= Reading.Day).Select(y => y.Year)
        .Concat(Initiative.Years.Select(y => y.FiscalYear)).Distinct().OrderDescending().Select(y => new FiscalYear(y));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        var (day, since) = Days.Checked(ModelState, today);
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Reading = await PolicyReading.LoadAsync(db, ledgers, actor, day, since, today, cancel);
        if (Now.Find(Code) is not { } found)
        {
            return NotFound();
        }

        Initiative = found;
        Cases = [.. Reading.Cases.Of(Code)];
        P = Math.Clamp(P, 1, Math.Max(1, (Cases.Count + Paged<InitiativeCase>.DefaultSize - 1) / Paged<InitiativeCase>.DefaultSize));
        return Page();
    }
}
