using DxGovernance.Core;
using DxGovernance.Core.Api;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
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

    /// <summary>The past day shown, as it was reported then; null for today.</summary>
    public AsOf? Past { get; private set; }

    public Paged<CaseRecord> PastCases { get; private set; } = new([], 0, 1, Paged<CaseRecord>.DefaultSize);

    /// <summary>The same day as it is known now, of the cases of which that differs.</summary>
    public IReadOnlyDictionary<string, CaseRecord> KnownNow { get; private set; } = new Dictionary<string, CaseRecord>();

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Past = this.PastPoint(Filter.AsOf, Today);
        if (Past is not null && Filter.NotOfThePast().ToList() is { Count: > 0 } asked)
        {
            ModelState.AddModelError("asOf", $"基準日を指定したときは、{string.Join("、", asked)}では絞り込めません。その条件を外すか、基準日を空にしてください。");
            Past = null;
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var filter = ModelState.IsValid ? Filter : new();
        if (Past is { } past)
        {
            await LoadPastAsync(filter, past, cancel);
        }

        Proposals = Past is not null ? new([], 0, 1, Paged<ProposalRow>.DefaultSize) : await filter.Ordered(filter.Apply(db.Proposals.AsNoTracking(), actor, Today), actor).Select(ProposalRow.Of(actor))
            .ToPageAsync(filter.P, Paged<ProposalRow>.DefaultSize, cancel);
        Departments = await db.Departments.AsNoTracking().OrderBy(d => d.Code).Select(d => new SelectListItem(d.Name, d.Id.ToString())).ToListAsync(cancel);
        var first = await db.Proposals.MinAsync(p => (int?)p.FiscalYear, cancel) ?? FiscalYear.Of(Today).Year;
        Years = [.. Enumerable.Range(first, Math.Max(1, FiscalYear.Of(Today).Year - first + 1)).Reverse().Select(y => new SelectListItem(new FiscalYear(y).ToString(), $"{y}"))];
    }

    async Task LoadPastAsync(ProposalFilter filter, AsOf past, CancellationToken cancel)
    {
        const int Size = Paged<CaseRecord>.DefaultSize;
        var cases = filter.Apply(db.Proposals.AsNoTracking(), db, past, actor);
        var page = Math.Clamp(filter.P, 1, int.MaxValue / Size);
        var found = await CasesAsOf.LoadAsync(db, cases, past, (page - 1) * Size, Size, cancel);
        if (found.Rows.Count == 0 && found.Total > 0)
        {
            page = (found.Total + Size - 1) / Size;
            found = await CasesAsOf.LoadAsync(db, cases, past, (page - 1) * Size, Size, cancel);
        }

        PastCases = new(found.Rows, found.Total, page, Size);
        var numbers = found.Rows.Select(c => c.Number).ToArray();
        var known = await CasesAsOf.LoadAsync(db, db.Proposals.Where(p => numbers.Contains(p.Number)), past with { KnownAt = clock.GetUtcNow() }, 0, Size, cancel);
        KnownNow = known.Rows.Except(found.Rows).ToDictionary(c => c.Number);
    }

    public int DaysIn(ProposalDetails row) => Today.DayNumber - TokyoTime.DayOf(row.Since).DayNumber;
}
