using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Risks;

/// <summary>Risks and issues of all operations the actor may see, with a heat table whose counts are links; now or as they were rated on a past day.</summary>
[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    const int MostChoices = 100;

    [BindProperty(SupportsGet = true)]
    public RiskFilter Filter { get; set; } = new();

    public Paged<RiskRow> Risks { get; private set; } = null!;

    public IReadOnlyDictionary<(RiskLevel Likelihood, RiskLevel Impact), int> Heat { get; private set; } = null!;

    /// <summary>Operations to choose from; empty where there are too many for a list and the number is typed.</summary>
    public IReadOnlyList<SelectListItem> Operations { get; private set; } = [];

    /// <summary>The past day shown, as it was reported then; null for today.</summary>
    public AsOf? Past { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Past = this.PastPoint(Filter.AsOf, clock.Today());
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var today = clock.Today();
        var visible = db.Operations.AsNoTracking().VisibleTo(actor);
        if (Past is { } past)
        {
            await LoadPastAsync(visible, past, cancel);
            return;
        }

        var risks = Filter.Of(visible.SelectMany(o => o.Risks), today);
        var operations = await ledgers.GetAsync((nameof(Operations), actor.VisibilityKey()), () => ChoicesAsync(visible, cancel), cancel);
        Operations = operations.Count > MostChoices ? [] : operations;
        var cells = risks.Select(r => new Cell { Likelihood = r.Likelihood, Impact = r.Impact });
        // Numbers that are typed would fill the cache.
        Heat = Filter.Operation is null && Filter.Score is null or >= 1 and <= 9
            ? await ledgers.GetAsync((Filter.Population, today, actor.VisibilityKey()), () => HeatAsync(cells, cancel), cancel)
            : await HeatAsync(cells, cancel);
        Risks = await Filter.Sorted(Filter.InCell(risks)).Select(RiskRow.Of(today))
            .ToPageAsync(Filter.P, Paged<RiskRow>.DefaultSize, InCell, cancel);
    }

    async Task LoadPastAsync(IQueryable<Operation> visible, AsOf past, CancellationToken cancel)
    {
        var risks = Filter.Of(RisksAsOf.Rows(db, visible, past), past.Day);
        var operations = await ChoicesAsync(visible, cancel);
        Operations = operations.Count > MostChoices ? [] : operations;
        Heat = await HeatAsync(risks.Select(r => new Cell { Likelihood = r.Likelihood, Impact = r.Impact }), cancel);
        Risks = await Filter.Sorted(Filter.InCell(risks)).Select(RiskRow.At(past.Day)).ToPageAsync(Filter.P, Paged<RiskRow>.DefaultSize, InCell, cancel);
        var ids = Risks.Rows.Select(r => r.Id).ToArray();
        var known = await RisksAsOf.Rows(db, visible, past with { KnownAt = clock.GetUtcNow() }).Where(r => ids.Contains(r.Id))
            .Select(RiskRow.At(past.Day)).ToDictionaryAsync(r => r.Id, cancel);
        Risks = Risks with { Rows = [.. Risks.Rows.Select(r => r.With(known[r.Id]))] };
    }

    int InCell => Heat.Where(h => Filter.HasCell(h.Key.Likelihood, h.Key.Impact)).Sum(h => h.Value);

    static Task<List<SelectListItem>> ChoicesAsync(IQueryable<Operation> visible, CancellationToken cancel) =>
        visible.Where(o => o.Risks.Any()).OrderBy(o => o.Number).Take(MostChoices + 1)
            .Select(o => new SelectListItem(o.Number + " " + o.Name, o.Number.ToString())).ToListAsync(cancel);

    static Task<Dictionary<(RiskLevel Likelihood, RiskLevel Impact), int>> HeatAsync(IQueryable<Cell> risks, CancellationToken cancel) =>
        risks.GroupBy(r => new { r.Likelihood, r.Impact }).Select(g => new { g.Key.Likelihood, g.Key.Impact, Count = g.Count() })
            .ToDictionaryAsync(g => (g.Likelihood, g.Impact), g => g.Count, cancel);

    /// <summary>Where a risk stands in the heat table.</summary>
    sealed record Cell
    {
        public RiskLevel Likelihood { get; init; }

        public RiskLevel Impact { get; init; }
    }
}
