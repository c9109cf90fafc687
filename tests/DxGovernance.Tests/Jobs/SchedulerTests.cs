using System.Diagnostics;
using DxGovernance.Core.Jobs;
using DxGovernance.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DxGovernance.Tests.Jobs;

/// <summary>The real scheduler, with its own tables in the database.</summary>
public sealed class SchedulerTests(SchedulerTests.Running app) : IClassFixture<SchedulerTests.Running>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_job_started_by_hand_leaves_its_run_behind_also_when_there_was_nothing_to_do()
    {
        await app.Control.RunNowAsync(JobSchedule.Find(JobSchedule.MakeReports)!, "試験の管理者", Cancel);

        var run = await app.RunOf(JobSchedule.MakeReports, "試験の管理者");

        (run.Result, run.Error).ShouldBe(("することはありませんでした。", null));
        run.FinishedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_job_of_the_table_has_a_next_run_and_the_scheduler_is_part_of_readiness()
    {
        var next = await app.Control.NextRunsAsync(Cancel);

        next.Keys.Order(StringComparer.Ordinal).ShouldBe(JobSchedule.All.Select(j => j.Key).Order(StringComparer.Ordinal));
        next.Values.ShouldAllBe(n => n != null);
        using var browser = app.Visitor();
        var waited = Stopwatch.StartNew();
        var ready = await browser.Get("/healthz/ready");
        while (ready.Status != 200 && waited.Elapsed < Patience)
        {
            ready = await browser.Get("/healthz/ready");
        }

        ready.Status.ShouldBe(200);
    }

    public sealed class Running : WebApp
    {
        public Scheduler.JobControl Control => Services.GetRequiredService<Scheduler.JobControl>();

        public async Task<JobRun> RunOf(string key, string startedBy)
        {
            var waited = Stopwatch.StartNew();
            while (waited.Elapsed < Patience)
            {
                await using var db = Database.NewContext();
                if (await db.JobRuns.AsNoTracking().FirstOrDefaultAsync(r => r.JobKey == key && r.StartedBy == startedBy, Cancel) is { } run)
                {
                    return run;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), Cancel);
            }

            throw new TimeoutException($"{key} left no run within {Patience}.");
        }

        protected override void Configure(IWebHostBuilder web)
        {
            base.Configure(web);
            web.UseSetting("Scheduler:Enabled", "true");
        }
    }
}
