using DxGovernance.Core.Jobs;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Jobs;

/// <summary>What happens when a node that was taken for dead is still at work: the same job at the same moment, several times.</summary>
public sealed class JobLockTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    const int Nodes = 6;

    readonly FixedClock clock = new();

    [Fact]
    public async Task The_monthly_report_is_asked_for_once()
    {
        await AtOnce(db => new MonthlyReportJob(db, clock));

        await using var db = database.NewContext();
        (await db.ReportRequests.CountAsync(Cancel)).ShouldBe(1);
        (await db.AuditEntries.CountAsync(a => a.Title == "報告書の依頼", Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task A_round_is_opened_reminded_of_and_escalated_once()
    {
        await new Given(database, clock).Actor(Role.PmoOffice);
        clock.MoveTo(new(2026, 12, 1));
        await AtOnce(db => new OpenRoundJob(db, clock));
        clock.MoveTo(new(2026, 12, 28));
        await AtOnce(db => new FollowRoundJob(db, clock));

        await using var db = database.NewContext();
        var round = await db.MonthlyRounds.SingleAsync(Cancel);
        (round.RemindedAt, round.EscalatedAt).ShouldBe((clock.Now, clock.Now));
        (await db.AuditEntries.Where(a => a.Subject == round.Subject).Select(a => a.Title).OrderBy(t => t).ToListAsync(Cancel))
            .ShouldBe(["月次報告の催促", "月次報告の所属長への通知", "月次報告の開始"], ignoreOrder: true);
    }

    async Task AtOnce(Func<Core.Data.GovernanceDbContext, IJobWork> job)
    {
        using var start = new Barrier(Nodes);
        await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => Task.Run(async () =>
        {
            await using var db = database.NewContext();
            await db.Database.OpenConnectionAsync(Cancel);
            start.SignalAndWait(Cancel);
            await job(db).ExecuteAsync(Cancel);
        })));
    }
}
