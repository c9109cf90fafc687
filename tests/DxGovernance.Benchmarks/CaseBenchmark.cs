using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Pages.Search;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Benchmarks;

/// <summary>ICT cases: pages and searches as the PMO and as a department, the audit trail proved whole, and decisions.</summary>
static class CaseBenchmark
{
    const int Deciders = 4;

    /// <summary>Times that all waiting cases are decided before the first is measured: the compiler needs some thousand decisions until it leaves them alone.</summary>
    const int WearIn = 5;

    static readonly string[] Pages =
    [
        "/", "/proposals", "/proposals/board", "/proposals/R8-ICT-0011", "/conditions", Search("給付"), Search("システム"), Search("セキュリティ対策"), "/audit",
    ];

    static readonly string[] OfDepartments = ["/", "/proposals", Search("システム")];

    public static async Task RunAsync(CaseDatabase database, double seconds, string? only = null)
    {
        await using var site = new BenchmarkSite(database);
        site.Start();
        await using (var scope = site.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
            Console.WriteLine($"\n## Cases: {await db.Proposals.CountAsync()}, with {await db.ProposalTransitions.CountAsync()} steps, {await db.Notifications.CountAsync()} messages and {await db.AuditEntries.CountAsync()} audit entries");
        }

        var (pmo, staff) = (await site.SignInAsync(await PersonOfAsync(site, "常盤 圭")), await site.SignInAsync(await PersonOfAsync(site, "三輪 さくら")));
        if (seconds > 0)
        {
            var words = await DifferentWords.ReadAsync(database);
            Console.WriteLine($"{words.All.Count} different words, {words.Common.Count} pairs of words that stand in nearly every case");
            Load[] searches =
            [
                new("/search, ever different words", words.All, pmo), new("/search, ever different words of nearly every case", words.Common, pmo),
                new("/search, ever different words (department)", words.All, staff), new("/search, ever different words of nearly every case (department)", words.Common, staff),
            ];
            Load[] pages =
            [
                .. Pages.Select(p => new Load(p, pmo)), .. OfDepartments.Select(p => new Load($"{Uri.UnescapeDataString(p)} (department)", [p], staff)), .. searches,
            ];
            await PageLoad.MeasureAsync(site, [.. pages.Where(p => only is null || p.Name.Contains(only, StringComparison.Ordinal))], seconds);
            await MeasureSearchMemoryAsync(site);
            await PageLoad.MeasureWaitAsync(site, [.. searches.Where(p => only is null || p.Name.Contains(only, StringComparison.Ordinal))], seconds);
        }

        if (only is not null)
        {
            return;
        }

        await MeasureDecisionsAsync(site);
        await MeasureChainAsync(site);
    }

    // What a node reads when it starts, and what the first search after a save reads.
    static async Task MeasureSearchMemoryAsync(BenchmarkSite site)
    {
        const int Saves = 50;
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
        using var memory = new SearchMemory();
        var (before, started) = (GC.GetTotalMemory(forceFullCollection: true), Stopwatch.GetTimestamp());
        await memory.ReadAsync(db, (await AuditChain.HeadAsync(db, default)).Sequence, default);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var held = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        var times = new List<double>();
        var ids = await db.Proposals.OrderBy(p => p.Id).Select(p => p.Id).Take(Saves).ToListAsync();
        foreach (var id in ids)
        {
            await db.Database.ExecuteSqlAsync($"update proposals set title = title where id = {id}");
            var asked = Stopwatch.GetTimestamp();
            await memory.ReadAsync(db, sequence: -1, default);
            times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nSearch memory: read in {seconds:F1} s, {held:F0} MB; one case that was saved is read in p50 {times[Saves / 2]:F1} ms, p95 {times[Saves * 95 / 100]:F1} ms"));
    }

    static async Task<int> PersonOfAsync(BenchmarkSite site, string name)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<GovernanceDbContext>().People.Where(p => p.Name == name).Select(p => p.Id).SingleAsync();
    }

    // As the page decides: read the case and its rules, take the step, save ledger rows, messages and the audit entry in one transaction. Who
    // decides is known from the requests before, as in the page.
    static async Task MeasureDecisionsAsync(BenchmarkSite site)
    {
        List<string> waiting;
        await using (var scope = site.Services.CreateAsyncScope())
        {
            waiting = await scope.ServiceProvider.GetRequiredService<GovernanceDbContext>().Proposals
                .Where(p => p.State == ProposalState.Deciding).OrderBy(p => p.Id).Select(p => p.Number).ToListAsync();
        }

        Actor cio;
        await using (var scope = site.Services.CreateAsyncScope())
        {
            var (db, clock) = (scope.ServiceProvider.GetRequiredService<GovernanceDbContext>(), scope.ServiceProvider.GetRequiredService<TimeProvider>());
            cio = (await Actor.LoadAsync(db, await PersonOfAsync(site, "綾部 俊介"), TokyoTime.DayOf(clock.GetUtcNow()), default))!;
        }

        await SqlAsync(site, "create table undecided as select * from proposals where state = 'Deciding'; create table undecided_costs as select * from cost_sheets where proposal_id in (select id from undecided)");
        for (var round = 0; round < WearIn; round++)
        {
            await DecideAsync(site, cio, waiting);

            // Their ledgers keep what was decided; only what is shown of them goes back.
            await SqlAsync(site, """
                set session_replication_role = replica;
                delete from proposals where id in (select id from undecided);
                insert into proposals overriding system value select * from undecided;
                delete from cost_sheets where proposal_id in (select id from undecided);
                insert into cost_sheets select * from undecided_costs;
                set session_replication_role = origin
                """);
        }

        var (started, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var times = await DecideAsync(site, cio, waiting);
        var each = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / waiting.Count;
        var rate = waiting.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nDecisions: {waiting.Count} by {Deciders} at once, {rate:F0} a second, p50 {times[times.Count / 2]:F1} ms, p95 {times[times.Count * 95 / 100]:F1} ms, {each:F1} ms of processor each beside PostgreSQL's"));
    }

    static async Task SqlAsync(BenchmarkSite site, string sql)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<GovernanceDbContext>().Database.ExecuteSqlRawAsync(sql);
    }

    static async Task<List<double>> DecideAsync(BenchmarkSite site, Actor cio, IReadOnlyList<string> numbers)
    {
        var (queue, times) = (new ConcurrentQueue<string>(numbers), new ConcurrentBag<double>());
        await Task.WhenAll(Enumerable.Range(0, Deciders).Select(_ => Task.Run(async () =>
        {
            while (queue.TryDequeue(out var number))
            {
                var started = Stopwatch.GetTimestamp();
                await using var scope = site.Services.CreateAsyncScope();
                await DecideAsync(scope.ServiceProvider, cio, number);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        })));
        return [.. times.Order()];
    }

    static async Task DecideAsync(IServiceProvider services, Actor cio, string number)
    {
        var (db, now) = (services.GetRequiredService<GovernanceDbContext>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var proposal = (await ProposalToChange.FindAsync(db, cio, number, default))!;
        var rules = await Templates.AtAsync(db, proposal.RulesAt(now), default);
        var step = new ProposalStep { Category = rules.Categories.First(c => c.Action == ProposalAction.Approve).Code, Comment = "計測用の決定" };
        await ProposalActs.TakeAsync(db, proposal, ProposalAction.Approve, step, rules, cio, now, default);
    }

    static async Task MeasureChainAsync(BenchmarkSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var started = Stopwatch.GetTimestamp();
        var verdict = await AuditChain.VerifyAsync(scope.ServiceProvider.GetRequiredService<GovernanceDbContext>(), default);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nChain of {verdict.Head.Sequence} entries verified in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s: {verdict.Fault ?? "whole"}"));
    }

    internal static string Search(string words) => "/search?q=" + Uri.EscapeDataString(words);
}
