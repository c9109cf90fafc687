using DxGovernance.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DxGovernance.Core.Jobs;

/// <summary>
/// A transaction in which no other node does the same job. The scheduler starts a job once, but a node it takes for dead may still be at work;
/// the second waits here, looks again and finds everything done (docs/adr/0024).
/// </summary>
public static class JobLock
{
    const int LockClass = 0x4A4F;

    /// <summary>Whoever takes it commits; what is not committed was not done.</summary>
    public static async Task<IDbContextTransaction> TakeAsync(GovernanceDbContext db, string job, CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockClass}, hashtext({job}))", cancel);
        return transaction;
    }
}
