using System.Threading.Channels;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Installation;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DxGovernance.Core.Reports;

/// <summary>Rung when a report was asked for, so that it need not wait for the next sweep. One ring stands for many.</summary>
public sealed class ReportBell
{
    readonly Channel<bool> rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => rings.Writer.TryWrite(item: true);

    public async Task WaitAsync(CancellationToken cancel) => await rings.Reader.ReadAsync(cancel);
}

/// <summary>
/// Makes the reports that were asked for. A finished or failed request is left alone; while one is made, its maker holds a lock of the
/// database session, so a request whose maker died is free again as soon as its connection is gone.
/// </summary>
public sealed partial class ReportMaker(IServiceScopeFactory scopes, CityInfo city, TimeProvider clock, ILogger<ReportMaker> log)
{
    const int LockClass = 0x5250;
    static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes every report that waits, oldest first. Running it twice at once is harmless.</summary>
    /// <returns>How many were tried.</returns>
    public async Task<int> RunWaitingAsync(CancellationToken cancel)
    {
        var tried = 0;
        while (await NextAsync(cancel) is { } id)
        {
            await RunAsync(id, cancel);
            tried++;
        }

        return tried;
    }

    /// <summary>The oldest request that waits or whose maker died, and that nobody is making; null when there is none.</summary>
    public async Task<int?> NextAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
        var ids = await db.Database.SqlQuery<int>($"""
            select r.id as "Value" from report_requests r
            where r.status in ('Waiting', 'Running') and not exists (
                select 1 from pg_locks l
                where l.locktype = 'advisory' and l.classid = {LockClass} and l.objid = r.id::oid
                    and l.database = (select oid from pg_database where datname = current_database()))
            order by r.id limit 1 for update of r skip locked
            """).ToListAsync(cancel);
        return ids.Count == 0 ? null : ids[0];
    }

    /// <summary>Makes one report, unless it is finished or somebody else is making it.</summary>
    public async Task RunAsync(int requestId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
        await db.Database.OpenConnectionAsync(cancel);
        if (!await LockAsync(db, requestId, cancel))
        {
            return;
        }

        try
        {
            await MakeAsync(db, requestId, cancel);
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock({LockClass}, {requestId})", CancellationToken.None);
        }
    }

    static async Task<bool> LockAsync(GovernanceDbContext db, int requestId, CancellationToken cancel) =>
        (await db.Database.SqlQuery<bool>($"""select pg_try_advisory_lock({LockClass}, {requestId}) as "Value" """).ToListAsync(cancel)).Single();

    async Task MakeAsync(GovernanceDbContext db, int requestId, CancellationToken cancel)
    {
        var request = await db.ReportRequests.SingleOrDefaultAsync(r => r.Id == requestId, cancel);
        if (request?.Status is not (ReportStatus.Waiting or ReportStatus.Running))
        {
            return;
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        using var span = Telemetry.Begin("report", "dxgovernance.report", $"{request.Kind}");
        request.Start(clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        try
        {
            var definition = ReportDefinition.Find(request.Kind)
                ?? throw new RuleViolation("report-kind", $"「{request.Kind.Label()}」はここでは作成しません。業務一覧の画面から出力してください。");
            var bytes = await WriteAsync(db, request, definition, cancel);
            var file = new ReportFile(request, bytes);
            request.Finish(definition.FileName(request.AsOf), file, clock.GetUtcNow());
            db.ReportFiles.Add(file);
            await db.SaveAsync(Actor.System, ActOf("報告書の作成", request), clock.GetUtcNow(), cancel);
            Telemetry.ReportMade($"{request.Kind}", isDone: true, watch.Elapsed);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            Telemetry.ReportMade($"{request.Kind}", isDone: false, watch.Elapsed);
            Telemetry.Ended(span, isDone: false);
            await FailAsync(db, requestId, e);
        }
    }

    /// <summary>Makes the bytes on a connection of its own, and saves the progress meanwhile.</summary>
    async Task<byte[]> WriteAsync(GovernanceDbContext db, ReportRequest request, ReportDefinition definition, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var reading = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
        using var memory = new MemoryStream();
        var progress = new Latest();
        var report = new ReportMaking(reading, request.Point, request.OperationNumbers, city, memory, progress);
        var making = Task.Run(() => definition.WriteAsync(report, cancel), cancel);
        while (await Task.WhenAny(making, Task.Delay(ProgressInterval, clock, cancel)) != making && !cancel.IsCancellationRequested)
        {
            if (progress.Take() is { } news)
            {
                request.Report(news.Text, news.Percent);
                await db.SaveChangesAsync(cancel);
            }
        }

        await making;
        return memory.ToArray();
    }

    async Task FailAsync(GovernanceDbContext db, int requestId, Exception e)
    {
        if (e is not RuleViolation)
        {
            Failed(log, requestId, e);
        }

        db.ChangeTracker.Clear();
        var request = await db.ReportRequests.SingleAsync(r => r.Id == requestId, CancellationToken.None);
        request.Fail(
            e is RuleViolation ? e.Message : $"作成中に誤りが起きました。もう一度作成し、続くときは管理者に次の内容を伝えてください：{e.GetType().Name} {e.Message}",
            clock.GetUtcNow());
        await db.SaveAsync(Actor.System, ActOf("報告書の作成の失敗", request), clock.GetUtcNow(), CancellationToken.None);
    }

    static Act ActOf(string title, ReportRequest request) =>
        new(title, $"report:{request.Id}", $"{request.Kind.Label()} {Wareki.Iso(request.AsOf)}", request.Error);

    [LoggerMessage(LogLevel.Error, "Report {RequestId} failed.")]
    static partial void Failed(ILogger logger, int requestId, Exception e);

    /// <summary>Keeps only the newest news: saving each would be slower than the work.</summary>
    sealed class Latest : IProgress<(string Text, int Percent)>
    {
        readonly Lock gate = new();
        (string Text, int Percent)? news;

        public void Report((string Text, int Percent) value)
        {
            lock (gate)
            {
                news = value;
            }
        }

        public (string Text, int Percent)? Take()
        {
            lock (gate)
            {
                var taken = news;
                news = null;
                return taken;
            }
        }
    }
}
