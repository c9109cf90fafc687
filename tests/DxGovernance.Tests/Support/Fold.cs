using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Support;

/// <summary>The same figures two ways: stored projections, and ledgers folded.</summary>
public static class Fold
{
    public static async Task<IReadOnlyList<OperationFigures>> Projections(this TestDatabase database)
    {
        await using var db = database.NewContext();
        return await db.Operations.AsNoTracking().OrderBy(o => o.Number).Select(OperationFigures.Now).ToListAsync(Cancel);
    }

    public static async Task<IReadOnlyList<OperationFigures>> FiguresAt(this TestDatabase database, AsOf point)
    {
        await using var db = database.NewContext();
        return await FiguresAsOf.LoadAsync(db, db.Operations, point, Cancel);
    }

    public static async Task<OperationFigures> FiguresAt(this TestDatabase database, int number, DateOnly day, DateTimeOffset? knownAt = null)
    {
        await using var db = database.NewContext();
        var point = new AsOf(day, knownAt ?? await LedgerClock.NewestAsync(db, Cancel));
        return (await FiguresAsOf.LoadAsync(db, db.Operations.Where(o => o.Number == number), point, Cancel)).Single();
    }

    public static async Task<DateTimeOffset> Newest(this TestDatabase database)
    {
        await using var db = database.NewContext();
        return await LedgerClock.NewestAsync(db, Cancel);
    }

    /// <summary>What lists show must be what the ledgers say on a day later than all of them.</summary>
    public static async Task ShouldFoldToItsProjections(this TestDatabase database)
    {
        var folded = await database.FiguresAt(new AsOf(new(2100, 1, 1), await database.Newest()));
        var stored = await database.Projections();
        folded.Count.ShouldBe(stored.Count);
        foreach (var (list, fold) in stored.Zip(folded))
        {
            fold.ShouldBe(list);
        }
    }
}
