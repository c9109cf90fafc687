using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>見積書の比較: all vendors side by side, line by line, with tax. Confidential; others than the own department read on record.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class QuotesModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    /// <summary>Lines shown on one page.</summary>
    public const int PageSize = 100;

    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public CostView Shown { get; private set; } = null!;

    public bool ReadsConfidential { get; private set; }

    public IReadOnlyList<Quote> Quotes { get; private set; } = [];

    public int LineCount => Shown.Draft.All.Count;

    public IReadOnlyList<CostLine> Lines => [.. Shown.Draft.All.Skip((P - 1) * PageSize).Take(PageSize)];

    public bool MayWrite => Quote.MayWrite(Shown.Case, actor);

    public string SingleReason => Shown.Case.Draft["single_quote_reason"];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } view)
        {
            return NotFound();
        }

        Shown = view;
        P = Math.Clamp(P, 1, Math.Max(1, (LineCount + PageSize - 1) / PageSize));
        Quotes = await CostView.QuotesAsync(db, view.Case.Id, cancel);
        ReadsConfidential = await Confidential.MayReadAsync(db, view.Page, cancel);
        return Page();
    }

    /// <summary>Opens the confidential parts of the case for the rest of the day, on record.</summary>
    public async Task<IActionResult> OnPostRevealAsync(CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true) is not { } page)
        {
            return NotFound();
        }

        var now = clock.GetUtcNow();
        db.ConfidentialReads.Add(new ConfidentialRead(page.Case, actor, now));
        await db.SaveAsync(actor, new Act("案件：機密部分の閲覧", page.Case.Subject, page.Case.Caption, "見積書の比較"), now, cancel);
        return Redirect($"/proposals/{CaseNumber}/costs/quotes");
    }
}
