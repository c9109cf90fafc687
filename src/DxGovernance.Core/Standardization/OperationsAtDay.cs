using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Standardization;

/// <summary>Operations on a past day: as was reported then, and what has been recorded about that day since.</summary>
/// <param name="Reported">With the thresholds of the day, in 政令順; only operations that were known.</param>
/// <param name="Later">Where the same day is known otherwise today: from the report of then to what is known now.</param>
public sealed record OperationsAtDay(IReadOnlyList<Standing> Reported, IReadOnlyList<FigureChange> Later)
{
    public static async Task<OperationsAtDay> LoadAsync(GovernanceDbContext db, IQueryable<Operation> operations, AsOf point, DateTimeOffset now, CancellationToken cancel)
    {
        var known = point with { KnownAt = now };
        var (thresholds, _) = await Thresholds.AtBothAsync(db, point, known, cancel);
        var then = await StandingsAsync(db, operations.KnownAt(db, point), point, thresholds, cancel);
        var today = await StandingsAsync(db, operations.KnownAt(db, point), known, thresholds, cancel);
        return new(then, FiguresDiff.Between(then, today, await RiskMoves.Between(db, point, known).ToListAsync(cancel)));
    }

    static async Task<IReadOnlyList<Standing>> StandingsAsync(
        GovernanceDbContext db, IQueryable<Operation> operations, AsOf point, Thresholds thresholds, CancellationToken cancel) =>
        [.. (await FiguresAsOf.LoadAsync(db, operations, point, cancel)).Select(f => Standing.On(point.Day, f, thresholds))];
}
