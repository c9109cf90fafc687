using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Figures = DxGovernance.Core.Standardization.Dashboard;

namespace DxGovernance.Web.Pages.Dashboard;

/// <summary>The CIO's screen: where the 20 operations stand, and what has moved since the council was last told.</summary>
[Authorize(Policy = nameof(Permission.SeeDashboard))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock, IMemoryCache cache) : PageModel
{
    /// <summary>More than the city has; a greater number of operations shows its worst.</summary>
    public const int Most = 20;

    [BindProperty(SupportsGet = true, Name = "since")]
    [Display(Name = "比べる日")]
    public DateOnly? Since { get; set; }

    public Figures Now { get; private set; } = null!;

    /// <summary>The point compared with, as it was reported then.</summary>
    public AsOf Then { get; private set; } = null!;

    /// <summary>True where the point is what the council last received.</summary>
    public bool ThenIsCouncil { get; private set; }

    /// <summary>Operations known at the point; fewer than now where the ledgers begin later.</summary>
    public int KnownThen { get; private set; }

    public IReadOnlyList<FigureChange> Changes { get; private set; } = [];

    public LineChart LiveOverTime { get; private set; } = new([], []);

    public bool CanOverride => actor.Can(Permission.OverrideColour);

    public bool CanEditThresholds => actor.Can(Permission.EditThresholds);

    public IEnumerable<Standing> Shown => Now.Standings.Take(Most);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        if (Since > today)
        {
            ModelState.AddModelError("since", $"比べる日に未来の日（{Wareki.Both(Since)}）は指定できません。今日までの日を入力してください。");
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var figures = await db.Operations.VisibleTo(actor).Select(OperationFigures.Now).AsNoTracking().ToListAsync(cancel);
        await ChooseThenAsync(today, cancel);
        var (thresholdsThen, thresholds) = await Thresholds.AtBothAsync(db, Then, AsOf.ReportedOn(today), cancel);
        Now = new(figures, thresholds, today);
        var states = await db.OperationStates.AsNoTracking().At(AsOf.ReportedOn(today))
            .OrderBy(s => s.AsOf).ThenBy(s => s.RecordedAt).ThenBy(s => s.Id)
            .Select(s => new StateRow(s.OperationNumber, s.AsOf, s.RecordedAt, s.Stage))
            .ToListAsync(cancel);
        LiveOverTime = Live(states, today);
        var known = states.Where(s => s.AsOf <= Then.Day && s.RecordedAt <= Then.KnownAt).Select(s => s.Number).ToHashSet();
        KnownThen = known.Count;
        if (KnownThen > 0)
        {
            var then = (await ReadThenAsync(today, cancel)).Where(f => known.Contains(f.Number)).Select(f => Standing.On(Then.Day, f, thresholdsThen));
            Changes = FiguresDiff.Between(then, Now.Standings, await RiskMoves.Since(db, Then).ToListAsync(cancel));
        }
    }

    async Task ChooseThenAsync(DateOnly today, CancellationToken cancel)
    {
        if (ModelState.IsValid && Since is { } day)
        {
            Then = AsOf.ReportedOn(day);
            return;
        }

        var council = await db.ReportPublications.AsNoTracking()
            .Where(p => p.Kind == ReportKind.Council)
            .NewestFirst()
            .Select(p => new AsOf(p.AsOf, p.RecordedUntil))
            .FirstOrDefaultAsync(cancel);
        ThenIsCouncil = council is not null;
        Then = council ?? AsOf.ReportedOn(today.FirstOfMonth().AddDays(-1));
    }

    /// <summary>What was known by a past moment never changes, so it is read once. Readers of this page all see all operations.</summary>
    async Task<IReadOnlyList<OperationFigures>> ReadThenAsync(DateOnly today, CancellationToken cancel)
    {
        var point = Then;
        return Then.KnownAt >= TokyoTime.EndOf(today.AddDays(-1))
            ? await FiguresAsOf.LoadAsync(db, db.Operations, point, cancel)
            : (await cache.GetOrCreateAsync((nameof(FiguresAsOf), point), entry =>
            {
                entry.SlidingExpiration = TimeSpan.FromMinutes(30);
                return FiguresAsOf.LoadAsync(db, db.Operations, point, cancel);
            }))!;
    }

    static LineChart Live(IReadOnlyList<StateRow> states, DateOnly today)
    {
        var stages = new Dictionary<int, OperationStage>();
        var days = new SortedDictionary<DateOnly, decimal?>();
        foreach (var day in states.GroupBy(s => s.AsOf))
        {
            foreach (var state in day)
            {
                stages[state.Number] = state.Stage;
            }

            var live = stages.Count(s => s.Value == OperationStage.Live);
            if (days.Count == 0 || days.Values.Last() != live)
            {
                days[day.Key] = live;
            }
        }

        if (days.Count > 0)
        {
            days[today] = days.Values.Last();
        }

        return new([.. days.Keys], [new("稼働業務数", [.. days.Values], "done")], "業務", Step: true);
    }

    sealed record StateRow(int Number, DateOnly AsOf, DateTimeOffset RecordedAt, OperationStage Stage);
}
