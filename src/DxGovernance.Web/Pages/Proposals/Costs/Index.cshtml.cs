using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>The costs of a case: five amounts by year, category, source and line; now or of a past day.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    public const int PageSize = 50;

    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "asOf")]
    [Display(Name = "基準日")]
    public DateOnly? AsOfDay { get; set; }

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public CostView Shown { get; private set; } = null!;

    /// <summary>Now, or as it was reported on the day.</summary>
    public CostStanding Standing { get; private set; } = CostStanding.None;

    /// <summary>The same day as it is known today; null where nothing differs.</summary>
    public CostTotals? KnownNow { get; private set; }

    public CostTotals Totals => Standing.Totals;

    public IReadOnlyList<StandingLine> Lines { get; private set; } = [];

    /// <summary>The newest finished review of the costs.</summary>
    public CostReview? Review { get; private set; }

    public IReadOnlyList<CutStep> Cuts => CostFigures.Waterfall(Standing);

    public LifeCycleCost? LifeCycle => CostFigures.LifeCycle(Standing, Shown.Case.Draft.Number(Core.Proposals.ProposalForm.Users));

    public WaterfallChart Waterfall
    {
        get
        {
            var judged = (Totals.Requested ?? 0) - Totals.Unassessed;
            return new(["要求（査定済みの分）", .. Cuts.Select(c => Shown.Tables.ReasonName(c.Reason)), "査定"], [judged, .. Cuts.Select(c => (decimal)-c.Cut), judged - Totals.Cut], "円");
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } view)
        {
            return NotFound();
        }

        Shown = view;
        var today = clock.Today();
        if (AsOfDay > today)
        {
            ModelState.AddModelError("asOf", "基準日に未来の日は指定できません。今日までの日を入力してください。");
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            AsOfDay = null;
        }

        var mine = db.Proposals.Where(p => p.Id == view.Case.Id);
        var point = AsOf.ReportedOn(AsOfDay ?? today);
        Standing = AsOfDay is null ? view.Standing : (await CostsAsOf.StandingAsync(db, mine, point, cancel)).GetValueOrDefault(view.Case.Id, CostStanding.None);
        if (AsOfDay is { } day && day < today)
        {
            var known = (await CostsAsOf.StandingAsync(db, mine, new(day, clock.GetUtcNow()), cancel)).GetValueOrDefault(view.Case.Id, CostStanding.None);
            KnownNow = known.Equals(Standing) ? null : known.Totals;
        }

        var all = Standing.ByLine.Values.Where(l => !l.IsRemoved || l.Cells.Values.Any(c => c.Decided > 0 || c.Actual > 0)).OrderBy(l => l.IsRemoved).ThenBy(l => l.Position).ToList();
        LineCount = all.Count;
        P = Math.Clamp(P, 1, Math.Max(1, (LineCount + PageSize - 1) / PageSize));
        Lines = [.. all.Skip((P - 1) * PageSize).Take(PageSize)];
        Review = await db.CostReviews.AsNoTracking().At(point).Where(r => r.ProposalId == view.Case.Id).NewestFirst().FirstOrDefaultAsync(cancel);
        return Page();
    }

    public int LineCount { get; private set; }
}
