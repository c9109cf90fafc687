using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Installation;

/// <summary>Work that waits.</summary>
/// <param name="Length">How much, what is being done included.</param>
/// <param name="OldestSince">Since when the oldest of it waits.</param>
public sealed record WorkQueue(int Length, DateTimeOffset? OldestSince)
{
    public TimeSpan Age(DateTimeOffset now) => OldestSince is { } since && since < now ? now - since : TimeSpan.Zero;
}

/// <summary>The server's own words about the database.</summary>
/// <param name="Version">Of PostgreSQL.</param>
/// <param name="Migrations">How many have been applied.</param>
/// <param name="Now">The server's clock.</param>
/// <param name="User">As whom the application works.</param>
/// <param name="CanChangeLedgers">Were it not for the triggers, that is; the user owns more than it needs.</param>
public sealed record DatabaseState(
    string Version, long SizeInBytes, int Migrations, string NewestMigration, DateTimeOffset StartedAt, DateTimeOffset Now, string User, bool CanChangeLedgers);

/// <summary>How the installation is, for the administrator's page and for whoever watches from outside.</summary>
/// <param name="FailedJobs">Jobs whose newest run failed.</param>
/// <param name="Backup">The newest.</param>
public sealed record SystemState(DatabaseState Database, QueueState Queues, int FailedJobs, BackupRecord? Backup, ChainHead Head, IReadOnlyList<ServerNode> Nodes)
{
    const int NodesShown = 30;

    public bool HasJobNode(DateTimeOffset now) => Nodes.Any(n => n.RunsJobs && n.StateAt(now) == ServerNodeState.Running);

    public bool IsBackupOverdue(DateTimeOffset now) => Backup is null || now - Backup.TakenAt > BackupRecord.Overdue;

    /// <summary>Seven statements.</summary>
    public static async Task<SystemState> ReadAsync(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        var ledgers = LedgerProtection.Tables(db).ToArray();
        var database = (await db.Database.SqlQuery<DatabaseState>($"""
            select current_setting('server_version') as "Version", pg_database_size(current_database()) as "SizeInBytes", count(*)::int as "Migrations",
                max("MigrationId")::text as "NewestMigration", pg_postmaster_start_time() as "StartedAt", clock_timestamp() as "Now",
                current_user::text as "User", has_schema_privilege('public', 'create')
                    or exists(select 1 from unnest({ledgers}) t where has_table_privilege(t, 'update, delete')) as "CanChangeLedgers"
            from "__EFMigrationsHistory"
            """).ToListAsync(cancel)).Single();
        var failed = (await db.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from (select distinct on (job_key) error from job_runs order by job_key, id desc) newest where error is not null
            """).ToListAsync(cancel)).Single();
        return new(
            database,
            await QueueState.ReadAsync(db, now, cancel),
            failed,
            await db.BackupRecords.AsNoTracking().OrderByDescending(b => b.TakenAt).FirstOrDefaultAsync(cancel),
            await AuditChain.HeadAsync(db, cancel),
            await db.ServerNodes.AsNoTracking().OrderByDescending(n => n.SeenAt).ThenBy(n => n.Id).Take(NodesShown).ToListAsync(cancel));
    }
}

/// <summary>The queues alone, as they are measured every half minute.</summary>
public sealed record QueueState(WorkQueue Reports, MailQueue Mails)
{
    public static async Task<QueueState> ReadAsync(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        var reports = (await db.Database.SqlQuery<WorkQueue>($"""
            select count(*)::int as "Length", min(requested_at) as "OldestSince" from report_requests where status in ('Waiting', 'Running')
            """).ToListAsync(cancel)).Single();
        return new(reports, await MailQueue.ReadAsync(db, now, cancel));
    }
}
