using DxGovernance.Core.Data;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Core.Jobs;

/// <summary>Opens the month's round on its first working day. Twice is harmless: the month is the round's key.</summary>
public sealed class OpenRoundJob(GovernanceDbContext db, TimeProvider clock) : IJobWork
{
    public async Task<string?> ExecuteAsync(CancellationToken cancel)
    {
        await using var alone = await JobLock.TakeAsync(db, nameof(OpenRoundJob), cancel);
        var done = await RoundKeeper.OpenAsync(db, clock.Today(), clock.GetUtcNow(), cancel);
        await alone.CommitAsync(cancel);
        return done;
    }
}

/// <summary>Reminds and escalates. Twice is harmless: the round remembers both, and each message has a key.</summary>
public sealed class FollowRoundJob(GovernanceDbContext db, TimeProvider clock) : IJobWork
{
    public async Task<string?> ExecuteAsync(CancellationToken cancel)
    {
        await using var alone = await JobLock.TakeAsync(db, nameof(FollowRoundJob), cancel);
        var reminded = await RoundKeeper.RemindAsync(db, clock.Today(), clock.GetUtcNow(), cancel);
        var escalated = await RoundKeeper.EscalateAsync(db, clock.Today(), clock.GetUtcNow(), cancel);
        await alone.CommitAsync(cancel);
        return $"{reminded}／{escalated}";
    }
}
