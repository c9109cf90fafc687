using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>案件一覧: own cases, the department's, or all that the actor may know.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public ProposalFilter Filter { get; set; } = new();

    public Paged<ProposalRow> Proposals { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];

    public DateOnly Today => clock.Today();

    public ProposalScope Scope => Filter.ScopeFor(actor);

    /// <summary>Somebody without a department has no 所管.</summary>
    public IEnumerable<ProposalScope> Scopes => Enum.GetValues<ProposalScope>().Where(s => s != ProposalScope.Own || actor.DepartmentIds.Length > 0);

    public bool CanWrite => actor.Can(Permission.WriteProposal);

    public bool SeesAll => actor.Can(Permission.SeeAllProposals);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var filter = ModelState.IsValid ? Filter : new();
        Proposals = await filter.Ordered(filter.Apply(db.Proposals.AsNoTracking(), actor, Today), actor).Select(ProposalRow.Of(actor))
            .ToPageAsync(filter.P, Paged<ProposalRow>.DefaultSize, cancel);
        Departments = await db.Departments.AsNoTracking().OrderBy(d => d.Code).Select(d => new SelectListItem(d.Name, d.Id.ToString())).ToListAsync(cancel);
        var first = await db.Proposals.MinAsync(p => (int?)p.FiscalYear, cancel) ?? FiscalYear.Of(Today).Year;
        Years = [.. Enumerable.Range(first, Math.Max(1, FiscalYear.Of(Today).Year - first + 1)).Reverse().Select(y => new SelectListItem(new FiscalYear(y).ToString(), $"{y}"))];
    }

    public int DaysIn(ProposalDetails row) => Today.DayNumber - TokyoTime.DayOf(row.Since).DayNumber;
}
