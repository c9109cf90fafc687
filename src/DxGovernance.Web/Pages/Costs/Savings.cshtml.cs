using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Costs;

/// <summary>査定による削減: what decided assessments took away, by budget year, gate and reason; as it was reported on a day, and as that day is known now.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class SavingsModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "asOf")]
    [Display(Name = "基準日")]
    public DateOnly? AsOfDay { get; set; }

    public IReadOnlyList<CostSaving> Savings { get; private set; } = [];

    /// <summary>The cut of the same day as it is known now; null where it is the same.</summary>
    public long? KnownNow { get; private set; }

    public CostTables Tables { get; private set; } = null!;

    /// <summary>Of cases that went on.</summary>
    public IReadOnlyList<CostSaving> Counted => [.. Savings.Where(s => !s.IsGivenUp)];

    public IReadOnlyList<Gate> Gates => [.. Counted.Select(s => s.Gate).Distinct().Order()];

    public long Basis => Counted.Where(IsSaving).Sum(s => s.Basis);

    public long Cut => Counted.Where(IsSaving).Sum(s => s.Cut);

    public IReadOnlyList<(string Reason, long Cut)> Cuts =>
        [.. Counted.Where(s => IsSaving(s) && s.Cut > 0).GroupBy(s => Tables.ReasonName(s.Reason)).Select(g => (g.Key, g.Sum(s => s.Cut))).OrderByDescending(c => c.Item2)];

    public WaterfallChart Waterfall => new(["要求", .. Cuts.Select(c => c.Reason), "査定"], [Basis, .. Cuts.Select(c => (decimal)-c.Cut), Basis - Cut], "円");

    /// <summary>A cut of what a change asked for more is no saving.</summary>
    public static bool IsSaving(CostSaving saving) => saving.Gate != Gate.Change;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        if (AsOfDay > today)
        {
            ModelState.AddModelError("asOf", "基準日に未来の日は指定できません。今日までの日を入力してください。");
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        AsOfDay = ModelState.IsValid ? AsOfDay : null;
        var cases = db.Proposals.VisibleTo(actor);
        var point = AsOf.ReportedOn(AsOfDay ?? today);
        Savings = await CostSavings.LoadAsync(db, cases, point, cancel);
        Tables = await CostTables.AtAsync(db, point, cancel);
        if (AsOfDay is { } day && day < today)
        {
            var known = (await CostSavings.LoadAsync(db, cases, new(day, clock.GetUtcNow()), cancel)).Where(s => !s.IsGivenUp && IsSaving(s)).Sum(s => s.Cut);
            KnownNow = known == Cut ? null : known;
        }
    }
}
