using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Jobs;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>The schedule with its last and next runs; one can be started now.</summary>
/// <param name="db">The context.</param>
/// <param name="actor">Who starts a job.</param>
/// <param name="clock">The city's clock.</param>
/// <param name="control">The scheduler; off on a node that was started without it.</param>
[Authorize(Policy = nameof(Permission.ManageJobs))]
[EnableRateLimiting(RateLimits.Heavy)]
public sealed class JobsModel(GovernanceDbContext db, Actor actor, TimeProvider clock, Scheduler.JobControl control) : PageModel
{
    public const string Off = "このサーバーではスケジューラーを止めているため、実行できません。スケジューラーを動かしているサーバーで実行してください。";

    public IReadOnlyList<Line> Jobs { get; private set; } = [];

    public IReadOnlyList<JobRun> Runs { get; private set; } = [];

    public bool IsOn => control.IsOn;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var next = await control.NextRunsAsync(cancel);
        var last = await db.JobRuns.AsNoTracking()
            .Where(r => r.Id == db.JobRuns.Where(x => x.JobKey == r.JobKey).Max(x => x.Id))
            .ToListAsync(cancel);
        Jobs = [.. JobSchedule.All.Select(j => new Line(j, next.GetValueOrDefault(j.Key), last.FirstOrDefault(r => r.JobKey == j.Key)))];
        Runs = await db.JobRuns.AsNoTracking().OrderByDescending(r => r.Id).Take(30).ToListAsync(cancel);
    }

    public async Task<IActionResult> OnPostRunAsync(string key, CancellationToken cancel)
    {
        if (JobSchedule.Find(key) is not { } job)
        {
            return NotFound();
        }

        RuleViolation.Require(IsOn, "scheduler-off", Off);
        await db.SaveAsync(actor, new Act("ジョブの実行", $"job:{job.Key}", job.Name), clock.GetUtcNow(), cancel);
        await control.RunNowAsync(job, actor.Name, cancel);
        TempData["Success"] = $"「{job.Name}」を始めました。終わると下の実行の記録に結果が出ます。";
        return RedirectToPage();
    }

    public sealed record Line(ScheduledJob Job, DateTimeOffset? Next, JobRun? Last);
}
