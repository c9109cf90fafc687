using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Setup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace DxGovernance.Web.Pages.RunningCosts;

/// <summary>What a day was as it is known now, and as it was reported then where the day is past.</summary>
public sealed record RunningCostReading(RunningCostFigures Now, RunningCostFigures? Then)
{
    /// <summary>Where both differ.</summary>
    public IReadOnlyList<RunningCostDifference> Differences { get; } = Then is null ? [] : RunningCostOverview.Differences(Then, Now);
}

/// <summary>Reads the figures that the actor may see; kept until the ledgers change.</summary>
public static class RunningCostReader
{
    public static async Task<RunningCostReading> ReadAsync(
        GovernanceDbContext db, LedgerCache ledgers, Actor actor, DateOnly day, DateOnly today, CancellationToken cancel)
    {
        async Task<RunningCostReading> Load()
        {
            var (operations, withCommon) = (db.Operations.VisibleTo(actor), actor.Can(Permission.SeeAllOperations));
            var now = await RunningCostFigures.LoadAsync(db, operations, withCommon, new(day, TokyoTime.EndOf(today)), cancel);
            return new(now, day < today ? await RunningCostFigures.LoadAsync(db, operations, withCommon, AsOf.ReportedOn(day), cancel) : null);
        }

        return await ledgers.GetAsync((nameof(RunningCostReading), actor.VisibilityKey(), day, today), Load, cancel);
    }
}

/// <summary>The total that the CIO's dashboard shows; kept until somebody saves running costs, whatever else is saved meanwhile.</summary>
public static class RunningCostRatio
{
    public static async Task<RunningCostTotal> ReadAsync(GovernanceDbContext db, LedgerCache ledgers, IMemoryCache cache, DateOnly today, CancellationToken cancel)
    {
        var saves = await ledgers.GetAsync(nameof(RunningCostRatio), () => db.RunningCostSets.SumAsync(s => s.Revision, cancel), cancel);
        return (await cache.GetOrCreateAsync((nameof(RunningCostRatio), saves, today), async entry =>
        {
            entry.SlidingExpiration = TimeSpan.FromMinutes(30);
            return (await RunningCostFigures.LoadAsync(db, db.Operations, withCommon: true, AsOf.ReportedOn(today), cancel)).Compare().ToBaseline;
        }))!;
    }
}

/// <summary>An operation or 共通機能 whose running costs the actor may see.</summary>
public sealed record RunningCostPlace(int Number, string Name, int? DepartmentId)
{
    /// <summary>Null where it does not exist for the actor.</summary>
    public static async Task<RunningCostPlace?> FindAsync(GovernanceDbContext db, Actor actor, int number, CancellationToken cancel) =>
        number == RunningCostSet.CommonNumber
            ? actor.Can(Permission.SeeAllOperations) ? new(number, RunningCostSet.CommonName, null) : null
            : await db.Operations.VisibleTo(actor).Where(o => o.Number == number).Select(o => new RunningCostPlace(o.Number, o.Name, o.DepartmentId)).SingleOrDefaultAsync(cancel);

    /// <summary>The sets of the place with their ledgers; those nobody has entered yet are new.</summary>
    public async Task<IReadOnlyList<RunningCostSet>> SetsAsync(GovernanceDbContext db, IReadOnlyCollection<RunningCostStage> stages, bool tracked, CancellationToken cancel)
    {
        int? operationNumber = Number == RunningCostSet.CommonNumber ? null : Number;
        var query = db.RunningCostSets.Where(s => s.OperationNumber == operationNumber && stages.Contains(s.Stage))
            .Include(s => s.Operation).Include(s => s.Entries).Include(s => s.Terms).Include(s => s.Confirmations).AsSplitQuery();
        var stored = await (tracked ? query : query.AsNoTrackingWithIdentityResolution()).OrderBy(s => s.Id).ToListAsync(cancel);
        if (stored.Count < stages.Count)
        {
            var operation = stored.Count > 0 ? stored[0].Operation
                : operationNumber is null ? null
                : await (tracked ? db.Operations : db.Operations.AsNoTracking()).SingleAsync(o => o.Number == operationNumber, cancel);
            stored.AddRange(stages.Except(stored.Select(s => s.Stage)).Select(stage => new RunningCostSet(operation, stage)));
        }

        return [.. stored.OrderBy(s => s.Stage)];
    }

    public async Task<RunningCostSet> SetAsync(GovernanceDbContext db, RunningCostStage stage, bool tracked, CancellationToken cancel) =>
        (await SetsAsync(db, [stage], tracked, cancel))[0];

    /// <summary>Names of the systems of the operation, to begin the scope with.</summary>
    public async Task<IReadOnlyList<string>> SystemsAsync(GovernanceDbContext db, CancellationToken cancel) =>
        await db.SystemUnits.AsNoTracking().Where(s => s.OperationNumber == Number && !s.IsRetired).OrderBy(s => s.Id).Select(s => s.Name).ToListAsync(cancel);

    public bool MayEnter(Actor actor) => actor.Can(Permission.EnterRunningCosts, DepartmentId);

    public bool MayConfirm(Actor actor) => actor.Can(Permission.ConfirmRunningCosts, DepartmentId);

    public string Href => $"/running-costs/{Number}";
}
