using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Pages.RunningCosts;
using DxGovernance.Web.Setup;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Caching.Memory;
using Figures = DxGovernance.Core.Standardization.Dashboard;

namespace DxGovernance.Web.Pages.Dashboard;

/// <summary>The CIO's screen: where the 20 operations stand, and what has moved since the council was last told.</summary>
[Authorize(Policy = nameof(Permission.SeeDashboard))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock, IMemoryCache cache, LedgerCache ledgers) : PageModel
{
    /// <summary>More than the city has; a greater number of operations shows its worst.</summary>
    public const int Most = 20;

    [BindProperty(SupportsGet = true, Name = "since")]
    [Display(Name = "比べる日")]
    public DateOnly? Since { get; set; }

    [BindProperty(SupportsGet = true, Name = "asOf")]
    [Display(Name = "基準日")]
    public DateOnly? AsOfDay { get; set; }

    /// <summary>The past day shown, as it was reported then; null for today.</summary>
    public AsOf? Past { get; private set; }

    /// <summary>The cases on the past day as they are known now; null where nothing differs.</summary>
    public ProposalFigures? CasesKnownNow { get; private set; }

    public DashboardReading Reading { get; private set; } = null!;

    public ProposalFigures Cases { get; private set; } = null!;

    /// <summary>Running costs after ÷ 平成30年度, of those that can be compared.</summary>
    public RunningCostTotal Costs { get; private set; } = null!;

    public Figures Now => Reading.Now;

    /// <summary>The point compared with, as it was reported then.</summary>
    public AsOf Then => Reading.Then;

    /// <summary>True where the point is what the council last received.</summary>
    public bool ThenIsCouncil => Reading.ThenIsCouncil;

    /// <summary>Operations known at the point; fewer than now where the ledgers begin later.</summary>
    public int KnownThen => Reading.KnownThen;

    public IReadOnlyList<FigureChange> Changes => Reading.Changes;

    public LineChart LiveOverTime => Reading.LiveOverTime;

    public bool CanOverride => Past is null && actor.Can(Permission.OverrideColour);

    public bool CanEditThresholds => actor.Can(Permission.EditThresholds);

    public IEnumerable<Standing> Shown => Now.Standings.Take(Most);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        if (Since > today)
        {
            ModelState.AddModelError("since", $"比べる日に未来の日（{Wareki.Both(Since)}）は指定できません。今日までの日を入力してください。");
        }

        Past = this.PastPoint(AsOfDay, today);
        var day = Past?.Day ?? today;
        if (Past is not null && Since >= day)
        {
            ModelState.AddModelError("since", $"比べる日には、基準日（{Wareki.Both(day)}）より前の日を入力してください。");
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var since = ModelState.IsValid ? Since : null;
        actor.Require(Permission.SeeAllOperations, null);
        if (Past is { } past)
        {
            Cases = await ledgers.GetAsync((nameof(ProposalFigures), past), () => ProposalFigures.AtAsync(db, past, cancel), cancel);
            var known = past with { KnownAt = TokyoTime.EndOf(today) };
            var knownNow = await ledgers.GetAsync((nameof(ProposalFigures), known), () => ProposalFigures.AtAsync(db, known, cancel), cancel);
            CasesKnownNow = knownNow == Cases ? null : knownNow;
        }
        else
        {
            Cases = await ledgers.GetAsync((nameof(ProposalFigures), today), () => ProposalFigures.OnAsync(db, today, cancel), cancel);
        }

        Costs = await RunningCostRatio.ReadAsync(db, ledgers, cache, day, cancel);
        Reading = await ledgers.GetAsync((nameof(Dashboard), today, Past, since), () => new DashboardReader(db, cache, today, Past).ReadAsync(since, cancel), cancel);
    }
}
