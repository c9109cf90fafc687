using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using Microsoft.Extensions.Caching.Memory;

namespace DxGovernance.Web.Setup;

/// <summary>
/// Keeps what is made from ledgers and their projections alone, until the ledger clock moves. Right on every node, because each request
/// asks the clock (one statement for all values of the request).
/// </summary>
public sealed class LedgerCache(GovernanceDbContext db, IMemoryCache cache, LedgerCache.Few few)
{
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    DateTimeOffset? tick;
    long? save;

    /// <summary>For values made from ledgers and projections: kept until the next ledger row.</summary>
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

    /// <summary>For values that also change without a ledger row, e.g. by what stands in drafts: kept until the next audit entry. Not for what is saved without one.</summary>
    /// <param name="key">Everything else the value depends on: who sees, which day. Few different ones.</param>
    /// <param name="make">Reads the value.</param>
    /// <param name="cancel">Stops the reading.</param>
    public async Task<T> UntilSavedAsync<T>(object key, Func<Task<T>> make, CancellationToken cancel)
    {
        await SavedAsync(cancel);
        return (await cache.GetOrCreateAsync((nameof(LedgerCache), key, save), entry =>
        {
            entry.SlidingExpiration = Kept;
            return make();
        }))!;
    }

    /// <summary>The same under keys without end, such as what people type: no more than some of the newest are kept.</summary>
    public async Task<T> FewUntilSavedAsync<T>(object key, Func<Task<T>> make, CancellationToken cancel)
    {
        await SavedAsync(cancel);
        return (await few.Values.GetOrCreateAsync((key, save), entry =>
        {
            entry.SlidingExpiration = Kept;
            entry.Size = 1;
            return make();
        }))!;
    }

    /// <summary>The newest link of the audit chain: what is read anew when it moves holds every save.</summary>
    public async Task<long> SavedAsync(CancellationToken cancel) => save ??= (await AuditChain.HeadAsync(db, cancel)).Sequence;

    /// <summary>Told by a page that has read the head of the audit chain with something else.</summary>
    public void SavedUpTo(long sequence) => save = sequence;

    /// <summary>The node's place for values under keys without end.</summary>
    public sealed class Few : IDisposable
    {
        const int Most = 200;

        internal MemoryCache Values { get; } = new(new MemoryCacheOptions { SizeLimit = Most });

        public void Dispose() => Values.Dispose();
    }
}
