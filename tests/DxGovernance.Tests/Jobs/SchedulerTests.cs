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

    Scheduler.JobControl Control => app.Services.GetRequiredService<Scheduler.JobControl>();

    [Fact]
    public async Task A_job_started_by_hand_leaves_its_run_behind_also_when_there_was_nothing_to_do()
    {
        await Control.RunNowAsync(JobSchedule.Find(JobSchedule.MakeReports)!, "試験の管理者", Cancel);

        var run = await RunOf(JobSchedule.MakeReports, "試験の管理者");

        (run.Result, run.Error).ShouldBe(("することはありませんでした。", null));
        run.FinishedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_job_that_fails_leaves_the_sentence_behind()
    {
        app.Clock.MoveTo(new(2029, 1, 4));

        await Control.RunNowAsync(JobSchedule.Find("open-round")!, "試験の管理者", Cancel);

        var run = await RunOf("open-round", "試験の管理者");
        (run.Result, run.Error).ShouldBe((null, "2029年の祝日が登録されていません。管理者が「組織と権限」の「祝日を取り込む」で、内閣府の「国民の祝日」CSVを取り込んでください。"));
    }

    [Fact]
    public async Task Every_job_of_the_table_has_a_next_run_and_the_scheduler_is_part_of_readiness()
    {
        var next = await Control.NextRunsAsync(Cancel);

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

    async Task<JobRun> RunOf(string key, string startedBy)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience)
        {
            await using var db = app.Database.NewContext();
            if (await db.JobRuns.AsNoTracking().FirstOrDefaultAsync(r => r.JobKey == key && r.StartedBy == startedBy, Cancel) is { } run)
            {
                return run;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), Cancel);
        }

        throw new TimeoutException($"{key} left no run within {Patience}.");
    }

    public sealed class Running : WebApp
    {
        protected override void Configure(IWebHostBuilder web)
        {
            base.Configure(web);
            web.UseSetting("Scheduler:Enabled", "true");
        }
    }
}
