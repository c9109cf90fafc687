using DxGovernance.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DxGovernance.Core.Installation;

/// <summary>What a process does for the installation.</summary>
/// <param name="ServesPages">Answers people; without it only the health addresses.</param>
/// <param name="RunsJobs">Does what the schedule says.</param>
/// <param name="Version">Of the program.</param>
public sealed record NodeRole(bool ServesPages, bool RunsJobs, string Version);

/// <summary>Tells every half minute that this process lives, and forgets processes that have been gone for a week.</summary>
public sealed partial class NodeBeat(IServiceScopeFactory scopes, NodeRole role, TimeProvider clock, ILogger<NodeBeat> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(30), Remembered = TimeSpan.FromDays(7);

    readonly ServerNode self = new(Environment.MachineName, Environment.ProcessId, role.Version, role.ServesPages, role.RunsJobs, clock.GetUtcNow());

    bool isKnown;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            await TellAsync(self.Beat, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TellAsync(self.Stop, cancellationToken);
    }

    /// <summary>A database that is away is no reason to die; the next beat tries again.</summary>
    async Task TellAsync(Action<DateTimeOffset> change, CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
            var now = clock.GetUtcNow();
            db.Entry(self).State = isKnown ? EntityState.Unchanged : EntityState.Added;
            change(now);
            await db.SaveChangesAsync(cancel);
            isKnown = true;
            var before = now - Remembered;
            await db.ServerNodes.Where(n => n.SeenAt < before).ExecuteDeleteAsync(cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Unheard(log, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "This node could not tell the database that it lives: {Reason}")]
    static partial void Unheard(ILogger logger, string reason);
}
