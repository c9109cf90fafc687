using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.TagHelpers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Figures = DxGovernance.Core.Standardization.Dashboard;

namespace DxGovernance.Web.Pages.Dashboard;

/// <summary>What the dashboard shows at one tick of the ledger clock.</summary>
/// <param name="Later">What is known of a past day now and was not then; empty for today.</param>
public sealed record DashboardReading(
    Figures Now, AsOf Then, bool ThenIsCouncil, int KnownThen, IReadOnlyList<FigureChange> Changes, LineChart LiveOverTime, IReadOnlyList<FigureChange> Later);

/// <summary>Reads figures now (or as reported on a past day) and then, their differences and the number of live operations over time.</summary>
/// <param name="past">Null for today, which is read from the projections.</param>
sealed class DashboardReader(GovernanceDbContext db, IMemoryCache cache, DateOnly today, AsOf? past)
{
    readonly AsOf point = past ?? AsOf.ReportedOn(today);

    public async Task<DashboardReading> ReadAsync(DateOnly? since, CancellationToken cancel)
    {
        var atDay = past is null ? null : await OperationsAtDay.LoadAsync(db, db.Operations, past, TokyoTime.EndOf(today), cancel);
        var figures = atDay?.Reported.Select(s => s.Figures) ?? await db.Operations.Select(OperationFigures.Now).AsNoTracking().ToListAsync(cancel);
        var council = since is null ? await NewestCouncilAsync(cancel) : null;
        var then = council ?? AsOf.ReportedOn(since ?? point.Day.FirstOfMonth().AddDays(-1));
        var (thresholdsThen, thresholds) = await Thresholds.AtBothAsync(db, then, point, cancel);
        var now = new Figures(figures, thresholds, point.Day);
        var states = await db.OperationStates.AsNoTracking().At(point)
            .OrderBy(s => s.AsOf).ThenBy(s => s.RecordedAt).ThenBy(s => s.Id)
            .Select(s => new StateRow(s.OperationNumber, s.AsOf, s.RecordedAt, s.Stage))
            .ToListAsync(cancel);
        var known = states.Where(s => s.AsOf <= then.Day && s.RecordedAt <= then.KnownAt).Select(s => s.Number).ToHashSet();
        var changes = known.Count == 0 ? [] : FiguresDiff.Between(
            (await FiguresThenAsync(then, cancel)).Where(f => known.Contains(f.Number)).Select(f => Standing.On(then.Day, f, thresholdsThen)),
            now.Standings,
            await (past is null ? RiskMoves.Since(db, then) : RiskMoves.Between(db, then, past)).ToListAsync(cancel));
        return new(now, then, council is not null, known.Count, changes, Live(states), atDay?.Later ?? []);
    }

    async Task<AsOf?> NewestCouncilAsync(CancellationToken cancel) => await db.ReportPublications.AsNoTracking()
        .At(point)
        .Where(p => p.Kind == ReportKind.Council && (past == null || p.AsOf < point.Day))
        .NewestFirst()
        .Select(p => new AsOf(p.AsOf, p.RecordedUntil))
        .FirstOrDefaultAsync(cancel);

    /// <summary>What was known by a past moment never changes, so it is read once.</summary>
    async Task<IReadOnlyList<OperationFigures>> FiguresThenAsync(AsOf point, CancellationToken cancel) =>
        point.KnownAt >= TokyoTime.EndOf(today.AddDays(-1))
            ? await FiguresAsOf.LoadAsync(db, db.Operations, point, cancel)
            : (await cache.GetOrCreateAsync((nameof(FiguresAsOf), point), entry =>
            {
                entry.SlidingExpiration = TimeSpan.FromMinutes(30);
                return FiguresAsOf.LoadAsync(db, db.Operations, point, cancel);
            }))!;

    LineChart Live(IReadOnlyList<StateRow> states)
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
            days[point.Day] = days.Values.Last();
        }

        return new([.. days.Keys], [new("稼働業務数", [.. days.Values], "done")], "業務", Step: true);
    }

    sealed record StateRow(int Number, DateOnly AsOf, DateTimeOffset RecordedAt, OperationStage Stage);
}
