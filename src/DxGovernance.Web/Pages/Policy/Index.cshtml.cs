using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Policy;

/// <summary>The whole policy and what moves it: 取組事項 with this year's commitments, state, indicators, cases and next step; the procedures; what has changed.</summary>
[Authorize(Policy = nameof(Permission.SeePolicy))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    /// <summary>Changes that the page lists; more are counted.</summary>
    public const int MostChanges = 40;

    [BindProperty(SupportsGet = true)]
    public PolicyDays Days { get; set; } = new();

    public PolicyReading Reading { get; private set; } = null!;

    public PolicyFigures Now => Reading.Shown;

    public bool SeesOperations => actor.Can(Permission.SeeAllOperations);

    public bool SeesAllCases => actor.Can(Permission.SeeAllProposals);

    public bool MayRequest => actor.Can(Permission.RequestReport);

    public IEnumerable<IGrouping<(int Pillar, string Name), InitiativeFigures>> Pillars => Now.Initiatives.GroupBy(i => (i.Pillar, i.PillarName));

    public bool MayReport(InitiativeFigures initiative) => Days.AsOf is null && actor.MayReport(initiative.DepartmentIds);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        var (day, since) = Days.Checked(ModelState, today);
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Reading = await PolicyReading.LoadAsync(db, ledgers, actor, day, since, today, cancel);
    }
}
