using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Setup;
using DxGovernance.Web.TagHelpers;
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

    public CostTables Tables { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];

    public bool SeesAll => actor.Can(Permission.SeeAllProposals);

    public IEnumerable<(string Reason, long Cut)> Cuts => Overview.Savings.Where(s => s is { IsGivenUp: false, Cut: > 0, Gate: not Gate.Change })
        .GroupBy(s => Tables.ReasonName(s.Reason)).Select(g => (g.Key, g.Sum(s => s.Cut))).OrderByDescending(c => c.Item2);

    public WaterfallChart Waterfall
    {
        get
        {
            var basis = Overview.Savings.Where(s => s is { IsGivenUp: false, Gate: not Gate.Change }).Sum(s => s.Basis);
            var cuts = Cuts.ToList();
            return new(["要求", .. cuts.Select(c => c.Reason), "査定"], [basis, .. cuts.Select(c => (decimal)-c.Cut), basis - cuts.Sum(c => c.Cut)], "円");
        }
    }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        if (Filter.AsOf > today)
        {
            ModelState.AddModelError("asOf", "基準日に未来の日は指定できません。今日までの日を入力してください。");
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var filter = ModelState.IsValid ? Filter : new();
        var point = AsOf.ReportedOn(filter.AsOf ?? today);
        var cases = filter.Apply(db.Proposals.AsNoTracking(), actor);
        Rows = await filter.Ordered(cases).Select(CostRow.Of).ToPageAsync(filter.P, Paged<CostRow>.DefaultSize, cancel);
        if (filter.AsOf is not null)
        {
            var ids = Rows.Rows.Select(r => r.Id).ToArray();
            var folded = await CostsAsOf.StandingAsync(db, db.Proposals.Where(p => ids.Contains(p.Id)), point, cancel);
            Rows = Rows with { Rows = [.. Rows.Rows.Select(r => r with { Totals = folded.GetValueOrDefault(r.Id, CostStanding.None).Totals })] };
        }

        var key = (nameof(CostOverview), actor.Can(Permission.SeeAllProposals) ? "" : string.Join(' ', actor.DepartmentIds), filter with { P = 1, Sort = null }, point.Day);
        Overview = await ledgers.GetAsync(key, () => CostOverview.LoadAsync(db, cases, point, filter.AsOf is null, cancel), cancel);
        (Tables, Departments) = await ledgers.GetAsync(
            (nameof(CostTables), point.Day),
            async () => (await CostTables.AtAsync(db, point, cancel), (IReadOnlyList<SelectListItem>)await db.Departments.AsNoTracking().OrderBy(d => d.Code).Select(d => new SelectListItem(d.Name, d.Id.ToString())).ToListAsync(cancel)),
            cancel);
        var first = Overview.FirstYear ?? FiscalYear.Of(today).Year;
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
/// <param name="FirstYear">Of all cases.</param>
public sealed record CostOverview(int Cases, CostTotals Totals, int GivenUpCases, CostTotals GivenUp, IReadOnlyList<CostSaving> Savings, int? FirstYear)
{
    /// <param name="now">Whether the projections say what is asked; else the ledgers are folded.</param>
    public static async Task<CostOverview> LoadAsync(GovernanceDbContext db, IQueryable<Proposal> cases, AsOf point, bool now, CancellationToken cancel)
    {
        var givenUp = ProposalWorkflow.GivenUp.ToArray();
        var rows = await cases.GroupBy(p => givenUp.Contains(p.State)).Select(g => new
        {
            IsGivenUp = g.Key,
            Cases = g.Count(),
            Requested = g.Sum(p => p.RequestedCost),
            Assessed = g.Sum(p => p.AssessedCost),
            Decided = g.Sum(p => p.DecidedCost),
            Contracted = g.Sum(p => p.ContractedCost),
            Actual = g.Sum(p => p.ActualCost),
            Unassessed = g.Sum(p => p.UnassessedCost),
            First = g.Min(p => (int?)p.FiscalYear),
        }).ToListAsync(cancel);
        var savings = await CostSavings.LoadAsync(db, cases, point, cancel);
        if (now)
        {
            CostTotals Totals(bool up) => rows.FirstOrDefault(r => r.IsGivenUp == up) is { } r ? new(r.Requested, r.Assessed, r.Decided, r.Contracted, r.Actual, r.Unassessed) : CostTotals.None;
            return new(
                rows.Where(r => !r.IsGivenUp).Sum(r => r.Cases), Totals(false), rows.Where(r => r.IsGivenUp).Sum(r => r.Cases), Totals(true), savings, rows.Min(r => r.First));
        }

        var folded = await CostSums.LoadAsync(db, cases, point, cancel);
        int Cases(bool up) => folded.Where(f => f.IsGivenUp == up).Select(f => f.Cases).DefaultIfEmpty().Max();
        return new(
            Cases(false), CostSums.Totals(folded.Where(f => !f.IsGivenUp)), Cases(true), CostSums.Totals(folded.Where(f => f.IsGivenUp)), savings, rows.Min(r => r.First));
    }
}
