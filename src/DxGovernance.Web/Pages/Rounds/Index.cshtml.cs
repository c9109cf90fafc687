using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Rounds;

/// <summary>The monthly rounds: who has reported, who is missing, what was sent when.</summary>
[Authorize(Policy = nameof(Permission.FollowRound))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public DateOnly? Month { get; set; }

    /// <summary>Shows also those who have reported.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<MonthlyRound> Rounds { get; private set; } = [];

    public MonthlyRound? Round { get; private set; }

    public Paged<RoundRow> Rows { get; private set; } = new([], 0, 1, Size);

    public int Missing { get; private set; }

    public int Owed { get; private set; }

    const int Size = 50;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Rounds = await db.MonthlyRounds.AsNoTracking().OrderByDescending(r => r.Month).ToListAsync(cancel);
        Round = Month is { } month ? Rounds.FirstOrDefault(r => r.Month == month.FirstOfMonth()) : Rounds.Count > 0 ? Rounds[0] : null;
        if (Month is not null && Round is null)
        {
            return NotFound();
        }

        if (Round is null)
        {
            return Page();
        }

        var items = Items(Round);
        var counts = await items.GroupBy(_ => 1)
            .Select(g => new { All = g.Count(), Missing = g.Count(r => r.StepsOn == null || r.ForecastsOn == null || r.RisksOn == null) })
            .FirstOrDefaultAsync(cancel);
        (Owed, Missing) = (counts?.All ?? 0, counts?.Missing ?? 0);
        Rows = await items
            .Where(r => All || r.StepsOn == null || r.ForecastsOn == null || r.RisksOn == null)
            .OrderBy(r => r.StepsOn != null && r.ForecastsOn != null && r.RisksOn != null).ThenBy(r => r.Number)
            .ToPageAsync(PageNumber, Size, cancel);
        return Page();
    }

    /// <summary>The first confirmation of each aspect within the round, read from the ledger, so that past rounds stay as they were.</summary>
    IQueryable<RoundRow> Items(MonthlyRound round)
    {
        var (month, opens, end) = (round.Month, round.OpensOn, Rounds.Where(r => r.Month > round.Month).Select(r => r.OpensOn).DefaultIfEmpty(DateOnly.MaxValue).Min());
        return from i in db.RoundItems.AsNoTracking()
               join o in db.Operations.VisibleTo(actor) on i.OperationNumber equals o.Number
               where i.Month == month
               select new RoundRow
               {
                   Number = o.Number,
                   Name = o.Name,
                   DepartmentName = i.DepartmentName,
                   StepsOn = db.Confirmations.Where(c => c.OperationNumber == i.OperationNumber && c.Aspect == ReportAspect.Steps && c.AsOf >= opens && c.AsOf < end).Min(c => (DateOnly?)c.AsOf),
                   ForecastsOn = db.Confirmations.Where(c => c.OperationNumber == i.OperationNumber && c.Aspect == ReportAspect.Forecasts && c.AsOf >= opens && c.AsOf < end).Min(c => (DateOnly?)c.AsOf),
                   RisksOn = db.Confirmations.Where(c => c.OperationNumber == i.OperationNumber && c.Aspect == ReportAspect.Risks && c.AsOf >= opens && c.AsOf < end).Min(c => (DateOnly?)c.AsOf),
               };
    }

    public sealed record RoundRow
    {
        public int Number { get; init; }

        public string Name { get; init; } = "";

        public string? DepartmentName { get; init; }

        public DateOnly? StepsOn { get; init; }

        public DateOnly? ForecastsOn { get; init; }

        public DateOnly? RisksOn { get; init; }
    }
}
