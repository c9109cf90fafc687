using DxGovernance.Core.Data;
using Microsoft.Extensions.Caching.Memory;

namespace DxGovernance.Web.Setup;

/// <summary>
/// Keeps what is made from ledgers and their projections alone, until the ledger clock moves. Right on every node, because each request
/// asks the clock (one statement for all values of the request).
/// </summary>
public sealed class LedgerCache(GovernanceDbContext db, IMemoryCache cache)
{
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    DateTimeOffset? tick;

    /// <param name="key">Everything the value depends on besides the ledgers: who sees, which day, which filter. Few different ones.</param>
    /// <param name="make">Reads the value.</param>
    /// <param name="cancel">Stops the reading.</param>
    public async Task<T> GetAsync<T>(object key, Func<Task<T>> make, CancellationToken cancel)
    {
        tick ??= await LedgerClock.NewestAsync(db, cancel);
        return (await cache.GetOrCreateAsync((nameof(LedgerCache), key, tick), entry =>
        {
            entry.SlidingExpiration = Kept;
            return make();
        }))!;
    }
}
