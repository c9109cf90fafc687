using DxGovernance.Core.Data;
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
public sealed class IndexModel(GovernanceDbContext db, Actor actor, LedgerCache ledgers) : PageModel
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

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var visible = db.Operations.AsNoTracking().VisibleTo(actor);
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
}
