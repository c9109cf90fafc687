using DxGovernance.Core.Data;
using DxGovernance.Core.Installation;
using DxGovernance.Core.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace DxGovernance.Core.Jobs;

/// <summary>How the scheduler works in this process.</summary>
/// <param name="RunsJobs">False: it stands by, so that the schedule can be seen and a job be started on another node.</param>
/// <param name="CheckIn">How often a node tells the others that it lives; one that is silent for twice as long is taken for dead.</param>
public sealed record SchedulerSettings(bool RunsJobs, TimeSpan CheckIn);

/// <summary>The only place that knows the scheduler library: schedule, persistence in PostgreSQL, running a job, starting one now.</summary>
public static class Scheduler
{
    const string StartedByKey = "started-by";

    const string TablePrefix = "qrtz_", TableScript = "Quartz.Impl.AdoJobStore.Schema.create_postgres.sql";

    /// <summary>
    /// Makes the library's tables by the library's own script, as whoever owns the database; a node that starts finds them complete and makes
    /// none, so that it needs no right to.
    /// </summary>
    public static async Task EnsureTablesAsync(DbContext db, CancellationToken cancel)
    {
        await using var script = typeof(IScheduler).Assembly.GetManifestResourceStream(TableScript) ?? throw new InvalidOperationException($"The scheduler's library no longer holds {TableScript}.");
        using var reader = new StreamReader(script);
        var sql = (await reader.ReadToEndAsync(cancel)).Replace("{0}", TablePrefix, StringComparison.Ordinal).Replace("{1}", TablePrefix, StringComparison.Ordinal);
        await db.Database.ExecuteSqlRawAsync(sql, cancel);
    }

    public static void AddGovernanceScheduler(this IServiceCollection services, SchedulerSettings settings)
    {
        foreach (var job in JobSchedule.All)
        {
            services.AddScoped(job.Work);
        }

        services.AddQuartz(quartz =>
        {
            // How soon a job is seen that another node has started.
            quartz.ConfigureScheduler(o => (o.InstanceName, o.InstanceId, o.IdleWaitTime) = ("dxgovernance", "AUTO", TimeSpan.FromSeconds(2)));
            quartz.UseDefaultTimeZone(TokyoTime.Zone);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(p => p.UseRegisteredDataSource = true);
                store.ProvisionSchema();
                store.UseClustering(c => (c.CheckinInterval, c.CheckinMisfireThreshold) = (settings.CheckIn, settings.CheckIn));
            });
            foreach (var job in JobSchedule.All)
            {
                quartz.AddJob<JobRunner>(j => j.WithIdentity(job.Key).StoreDurably().RequestRecovery().DisallowConcurrentExecution());
                quartz.AddTrigger(t => t.WithIdentity(job.Key).ForJob(job.Key).WithCronSchedule(job.Cron, c => c.InTimeZone(TokyoTime.Zone)));
            }
        });

        // Without this the triggers are made anew at every start and a firing missed while the server was down never happens.
        services.Configure<QuartzOptions>(o => o.Scheduling.IgnoreDuplicates = true);
        services.AddHostedService<ReportBellListener>();
        if (!settings.RunsJobs)
        {
            return;
        }

        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
        services.AddHealthChecks().AddQuartz();
        services.AddHostedService<ScheduleAlignment>();
    }

    /// <summary>Runs one job inside a scope of its own and keeps what came of it. Quiet runs (nothing to do) leave no row.</summary>
    [DisallowConcurrentExecution]
    sealed class JobRunner(IServiceScopeFactory scopes, TimeProvider clock, ILogger<JobRunner> log) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            var job = JobSchedule.Find(context.JobDetail.Key.Name);
            if (job is null)
            {
                return;
            }

            var watch = System.Diagnostics.Stopwatch.StartNew();
            using var span = Telemetry.Begin("job", "dxgovernance.job", job.Key);
            var run = new JobRun(job.Key, context.MergedJobDataMap.TryGetString(StartedByKey, out var person) ? person! : "予定", clock.GetUtcNow());
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var result = await ((IJobWork)scope.ServiceProvider.GetRequiredService(job.Work)).ExecuteAsync(cancellationToken);
                Telemetry.JobRan(job.Key, isDone: true, watch.Elapsed);
                if (result is null && run.StartedBy == "予定")
                {
                    return;
                }

                run.Finish(result ?? "することはありませんでした。", clock.GetUtcNow());
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Telemetry.JobRan(job.Key, isDone: false, watch.Elapsed);
                Telemetry.Ended(span, isDone: false);
                log.LogError(e, "Job {Job} failed", job.Key);
                run.Fail(e is RuleViolation ? e.Message : $"{e.GetType().Name}: {e.Message}", clock.GetUtcNow());
            }

            await KeepAsync(run, cancellationToken);
        }

        async Task KeepAsync(JobRun run, CancellationToken cancel)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
            db.JobRuns.Add(run);
            await db.SaveChangesAsync(cancel);
        }
    }

    /// <summary>Triggers live in the database; one whose line in the schedule table was changed is moved to the new times.</summary>
    sealed class ScheduleAlignment(ISchedulerFactory factory) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            var scheduler = await factory.GetScheduler(cancellationToken);
            foreach (var job in JobSchedule.All)
            {
                var key = new TriggerKey(job.Key);
                if (await scheduler.GetTrigger(key, cancellationToken) is ICronTrigger trigger && trigger.CronExpressionString != job.Cron)
                {
                    var changed = TriggerBuilder.Create().WithIdentity(key).ForJob(new JobKey(job.Key))
                        .WithCronSchedule(job.Cron, c => c.InTimeZone(TokyoTime.Zone)).Build();
                    await scheduler.RescheduleJob(key, changed, cancellationToken);
                }
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Starts the making of reports as soon as one is asked for on this node; the sweep every 30 seconds would find it too.</summary>
    sealed class ReportBellListener(ReportBell bell, ISchedulerFactory factory) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await bell.WaitAsync(stoppingToken);
                var scheduler = await factory.GetScheduler(stoppingToken);
                await scheduler.TriggerJob(new JobKey(JobSchedule.MakeReports), null, stoppingToken);
            }
        }
    }

    /// <summary>What the administrator's page sees and does.</summary>
    public sealed class JobControl(IServiceProvider services)
    {
        readonly ISchedulerFactory? factory = services.GetService<ISchedulerFactory>();

        /// <summary>False on a node that was started without the scheduler. A node that only serves pages has one that stands by.</summary>
        public bool IsOn => factory is not null;

        public async Task<IReadOnlyDictionary<string, DateTimeOffset?>> NextRunsAsync(CancellationToken cancel)
        {
            var next = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
            if (factory is null)
            {
                return next;
            }

            var scheduler = await factory.GetScheduler(cancel);
            foreach (var job in JobSchedule.All)
            {
                next[job.Key] = (await scheduler.GetTrigger(new TriggerKey(job.Key), cancel))?.NextFireTimeUtc;
            }

            return next;
        }

        /// <summary>Starts the job on whichever node is free; needs <see cref="IsOn"/>.</summary>
        public async Task RunNowAsync(ScheduledJob job, string startedBy, CancellationToken cancel)
        {
            var scheduler = await factory!.GetScheduler(cancel);
            await scheduler.TriggerJob(new JobKey(job.Key), new JobDataMap { [StartedByKey] = startedBy }, cancel);
        }
    }
}
