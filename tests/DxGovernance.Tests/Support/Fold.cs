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

    public static async Task ShouldFoldToItsProjections(this TestDatabase database, DateOnly today)
    {
        var folded = await database.FiguresAt(new AsOf(today, await database.Newest()));
        foreach (var (stored, fold) in (await database.Projections()).Zip(folded))
        {
            fold.ShouldBe(stored);
        }
    }
}
