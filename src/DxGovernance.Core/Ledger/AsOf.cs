namespace DxGovernance.Core.Ledger;

/// <summary>A point on both clocks: what was true on <see cref="Day"/> as far as was recorded by <see cref="KnownAt"/>.</summary>
public sealed record AsOf(DateOnly Day, DateTimeOffset KnownAt)
{
    /// <summary>
    /// The day as it was reported then: nothing recorded after its end is taken in. Screens read today this way, because the ledger
    /// clock may stamp a row a moment later than this node's clock says.
    /// </summary>
    public static AsOf ReportedOn(DateOnly day) => new(day, TokyoTime.EndOf(day));
}

public static class AsOfQueries
{
    /// <summary>The rows that existed at the point; callers take the newest of each subject.</summary>
    public static IQueryable<T> At<T>(this IQueryable<T> ledger, AsOf point)
        where T : LedgerEntry =>
        ledger.Where(e => e.AsOf <= point.Day && e.RecordedAt <= point.KnownAt);

    /// <summary>
    /// Newest first. Taking one row for each subject of a query, EF numbers all rows of the ledger where the condition says no more than which subject; a second condition on the
    /// subject that always holds (<c>p.Serial &gt; 0</c>) makes it look up the newest row of each by its index, which is what a page of few subjects needs.
    /// </summary>
    public static IOrderedQueryable<T> NewestFirst<T>(this IQueryable<T> ledger)
        where T : LedgerEntry =>
        ledger.OrderByDescending(e => e.AsOf).ThenByDescending(e => e.RecordedAt).ThenByDescending(e => e.Id);
}
