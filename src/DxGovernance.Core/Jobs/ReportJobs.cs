using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Jobs;

/// <summary>Asks for the council report of last month's end. Twice is harmless: a request by the system for that day is made once.</summary>
public sealed class MonthlyReportJob(GovernanceDbContext db, TimeProvider clock) : IJobWork
{
    public async Task<string?> ExecuteAsync(CancellationToken cancel)
    {
        var day = clock.Today().FirstOfMonth().AddDays(-1);
        await using var alone = await JobLock.TakeAsync(db, nameof(MonthlyReportJob), cancel);
        var isAsked = await db.ReportRequests.AnyAsync(r => r.Kind == ReportKind.Council && r.AsOf == day && r.RequestedById == null, cancel);
        if (isAsked || !await db.Operations.AnyAsync(cancel))
        {
            return null;
        }

        var request = new ReportRequest(
            ReportKind.Council, new AsOf(day, await LedgerClock.NewestAsync(db, cancel)), [], Actor.System, clock.GetUtcNow());
        db.ReportRequests.Add(request);
        await db.SaveAsync(Actor.System, new Act("報告書の依頼", $"report:{day:yyyy-MM-dd}", request.Kind.Label()), clock.GetUtcNow(), cancel);
        await alone.CommitAsync(cancel);
        return $"{Wareki.Both(day)}時点の推進会議報告書を依頼しました。";
    }
}

/// <summary>Makes what was asked for. Twice is harmless: a request is taken by one worker, and a finished one is left alone.</summary>
public sealed class MakeReportsJob(ReportMaker maker) : IJobWork
{
    public async Task<string?> ExecuteAsync(CancellationToken cancel)
    {
        var made = await maker.RunWaitingAsync(cancel);
        return made == 0 ? null : $"{made}件の報告書を処理しました。";
    }
}
