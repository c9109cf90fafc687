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

namespace DxGovernance.Web.Pages.Operations;

[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "")]
    public OperationFilter Filter { get; set; } = new();

    public Actor Actor => actor;

    public OperationTotals Totals { get; private set; } = new([]);

    public Paged<OperationRow> Operations { get; private set; } = new([], 0, 1, Paged<OperationRow>.DefaultSize);

    public IEnumerable<SelectListItem> Departments => Totals.Departments
        .Where(d => d.Id is not null)
        .OrderBy(d => d.Name, StringComparer.Ordinal)
        .Select(d => new SelectListItem($"{d.Name}（{d.Operations}）", $"{d.Id}"));

    /// <summary>The past day shown, as it was reported then; null for today.</summary>
    public AsOf? Past { get; private set; }

    public LaterFigures? Later { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Past = this.PastPoint(Filter.AsOf, clock.Today());
        var visible = db.Operations.AsNoTracking().VisibleTo(actor);
        if (Past is { } past)
        {
            await LoadPastAsync(visible, past, cancel);
            return;
        }

        Totals = new(await ledgers.GetAsync(
            (nameof(DepartmentSums), actor.VisibilityKey()), () => visible.GroupBy(o => o.DepartmentId).Select(DepartmentSums.From).ToListAsync(cancel), cancel));
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var rows = Filter.Apply(visible).Select(OperationRow.From);
        Operations = Filter.Narrows
            ? await rows.ToPageAsync(Filter.P, Paged<OperationRow>.DefaultSize, cancel)
            : await rows.ToPageAsync(Filter.P, Paged<OperationRow>.DefaultSize, Totals.Operations, cancel);
    }

    async Task LoadPastAsync(IQueryable<Operation> visible, AsOf past, CancellationToken cancel)
    {
        var then = await ledgers.GetAsync(
            (nameof(OperationsAtDay), actor.VisibilityKey(), past, clock.Today()), () => OperationsAtDay.LoadAsync(db, visible, past, TokyoTime.EndOf(clock.Today()), cancel), cancel);
        var names = await visible.Select(o => new { o.Number, o.Aliases, o.DigitalAgencyOrder, o.SearchText }).ToDictionaryAsync(o => o.Number, cancel);
        var figures = then.Reported.Select(s => s.Figures).ToList();
        Totals = new([.. figures.GroupBy(f => f.DepartmentId).Select(DepartmentSums.Of)]);
        var rows = Filter.Apply(figures.Select(f => new PastOperation(OperationRow.Of(f, names[f.Number].Aliases, names[f.Number].DigitalAgencyOrder), f.DepartmentId, names[f.Number].SearchText))).ToList();
        Operations = rows.ToPage(Filter.P);
        Later = new(past.Day, then.Later);
    }
}
