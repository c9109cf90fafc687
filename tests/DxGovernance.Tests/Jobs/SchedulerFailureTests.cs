using DxGovernance.Core.Jobs;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Jobs;

/// <summary>With a scheduler of its own: once the clock is moved, jobs of the days between start too, and others would find their work.</summary>
public sealed class SchedulerFailureTests(SchedulerTests.Running app) : IClassFixture<SchedulerTests.Running>
{
    [Fact]
    public async Task A_job_that_fails_leaves_the_sentence_behind()
    {
        app.Clock.MoveTo(new(2029, 1, 4));

        await app.Control.RunNowAsync(JobSchedule.Find("open-round")!, "試験の管理者", Cancel);

        var run = await app.RunOf("open-round", "試験の管理者");
        (run.Result, run.Error).ShouldBe((null, "2029年の祝日が登録されていません。管理者が「組織と権限」の「祝日を取り込む」で、内閣府の「国民の祝日」CSVを取り込んでください。"));
    }
}
