using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Costs;

/// <summary>費用審査: the five amounts of all cases side by side, what the assessments took away, and by which reasons; now or as of a past day.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class IndexModel(GovernanceDbContext db, LedgerCache ledgers, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public CostFilter Filter { get; set; } = new();

    public Paged<CostRow> Rows { get; private set; } = null!;

    public CostOverview Overview { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];

    public bool SeesAll => actor.Can(Permission.SeeAllProposals);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        if (Filter.AsOf > today)
        {
            ModelState.AddModelError("asOf", "基準日に未来の日は指定できません。今日までの日を入力してください。");
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var filter = ModelState.IsValid ? Filter : new();
        var cases = filter.Apply(db.Proposals.AsNoTracking(), actor);
        Rows = await filter.Ordered(cases).Select(CostRow.Of).ToPageAsync(filter.P, Paged<CostRow>.DefaultSize, cancel);
        if (filter.AsOf is { } day)
        {
            var ids = await cases.Select(p => p.Id).ToArrayAsync(cancel);
            var then = await CostSums.ByCaseAsync(db, ids, AsOf.ReportedOn(day), cancel);
            Rows = Rows with { Rows = [.. Rows.Rows.Select(r => r with { Totals = then.GetValueOrDefault(r.Id)?.Totals ?? CostTotals.None })] };
            Overview = CostOverview.Of(then.Values);
        }
        else
        {
            var key = (nameof(CostOverview), actor.Can(Permission.SeeAllProposals) ? "" : string.Join(' ', actor.DepartmentIds), filter with { P = 1, Sort = null });
            Overview = await ledgers.GetAsync(key, () => CostOverview.LoadAsync(cases, cancel), cancel);
        }

        Departments = await db.Departments.AsNoTracking().OrderBy(d => d.Code).Select(d => new SelectListItem(d.Name, d.Id.ToString())).ToListAsync(cancel);
        var first = Overview.FirstYear ?? FiscalYear.Of(today).Year - 1;
        Years = [.. Enumerable.Range(first, Math.Max(1, FiscalYear.Of(today).Year - first + 1)).Reverse().Select(y => new SelectListItem(new FiscalYear(y).ToString(), $"{y}"))];
    }
}

/// <summary>A case with its five amounts.</summary>
public sealed record CostRow
{
    public required int Id { get; init; }

    public required string Number { get; init; }

    public required string Title { get; init; }

    public required string DepartmentName { get; init; }

    public required ProposalState State { get; init; }

    public required Gate Gate { get; init; }

    public required CostTotals Totals { get; init; }

    public static System.Linq.Expressions.Expression<Func<Proposal, CostRow>> Of { get; } = p => new CostRow
    {
        Id = p.Id,
        Number = p.Number,
        Title = p.Title,
        DepartmentName = p.DepartmentName,
        State = p.State,
        Gate = p.Gate,
        Totals = new CostTotals(p.RequestedCost, p.AssessedCost, p.DecidedCost, p.ContractedCost, p.ActualCost, p.UnassessedCost),
    };
}

/// <summary>Sums over all cases of a filter.</summary>
/// <param name="GivenUp">Of cases that were withdrawn or refused, apart.</param>
/// <param name="FirstYear">Of the cases; null where it was not asked for.</param>
public sealed record CostOverview(int Cases, CostTotals Totals, int GivenUpCases, CostTotals GivenUp, int? FirstYear)
{
    public static CostOverview Of(IEnumerable<CaseCosts> cases)
    {
        var (going, givenUp) = (cases.Where(c => !c.IsGivenUp).ToList(), cases.Where(c => c.IsGivenUp).ToList());
        return new(going.Count, CostTotals.Sum(going.Select(c => c.Totals)), givenUp.Count, CostTotals.Sum(givenUp.Select(c => c.Totals)), null);
    }

    /// <summary>From the projections; one statement.</summary>
    public static async Task<CostOverview> LoadAsync(IQueryable<Proposal> cases, CancellationToken cancel)
    {
        var givenUp = ProposalWorkflow.GivenUp.ToArray();
        var rows = await cases.GroupBy(p => givenUp.Contains(p.State)).Select(g => new
        {
            IsGivenUp = g.Key,
            Cases = g.Count(),
            Totals = new CostTotals(
                g.Sum(p => p.RequestedCost), g.Sum(p => p.AssessedCost), g.Sum(p => p.DecidedCost), g.Sum(p => p.ContractedCost), g.Sum(p => p.ActualCost), g.Sum(p => p.UnassessedCost)),
            First = g.Min(p => (int?)p.FiscalYear),
        }).ToListAsync(cancel);
        var (going, up) = (rows.Find(r => !r.IsGivenUp), rows.Find(r => r.IsGivenUp));
        return new(going?.Cases ?? 0, going?.Totals ?? CostTotals.None, up?.Cases ?? 0, up?.Totals ?? CostTotals.None, rows.Min(r => r.First));
    }
}
