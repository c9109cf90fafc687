using System.Diagnostics;
using System.Globalization;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Benchmarks;

/// <summary>
/// <c>dotnet run -c Release --project tests/DxGovernance.Benchmarks [-- operations|cases|costs|all [seconds per measurement]]</c>. Needs DXG_TEST_POSTGRES: a
/// superuser's connection string (scripts/postgres test-server prints one). <c>-- fill SCALE</c>, <c>-- fill cases</c> and <c>-- fill costs</c> only leave the filled
/// database behind, to look at it; <c>-- filled [seconds [WORD]]</c> measures the cases in it once more, with a word only the pages that hold it, <c>-- filled costs [REPORT]</c> the
/// reports of costs.
/// </summary>
static class Benchmark
{
    static readonly string[] Pages = ["/operations", "/operations/12", "/operations/12/steps", "/milestones", "/risks", "/audit", "/dashboard"];

    static async Task Main(string[] args)
    {
        var server = Environment.GetEnvironmentVariable("DXG_TEST_POSTGRES")
            ?? throw new InvalidOperationException("Set DXG_TEST_POSTGRES, e.g. DXG_TEST_POSTGRES=$(scripts/postgres test-server).");
        if (args is ["fill", var size])
        {
            BenchmarkDatabase left = size == "cases" ? Cases(server) : size == "costs" ? Costs(server) : new ScaledDatabase(server, int.Parse(size, CultureInfo.InvariantCulture));
            await left.CreateAsync();
            Console.WriteLine(left.ConnectionString);
            return;
        }

        var what = args.ElementAtOrDefault(0) ?? "all";
        var seconds = args.Length > 1 && args[1] != "costs" ? double.Parse(args[1], CultureInfo.InvariantCulture) : 8;
        if (what is "all" or "operations")
        {
            await OperationsAsync(server, seconds);
        }

        if (what is "all" or "cases")
        {
            await using var database = Cases(server);
            await database.CreateAsync();
            await CaseBenchmark.RunAsync(database, seconds);
        }

        if (what is "all" or "costs")
        {
            await using var database = Costs(server);
            await database.CreateAsync();
            await CostReportBenchmark.RunAsync(database);
        }
        else if (args is ["filled", "costs", ..])
        {
            await CostReportBenchmark.RunAsync(Costs(server), args.ElementAtOrDefault(2));
        }
        else if (what is "filled")
        {
            await CaseBenchmark.RunAsync(Cases(server), seconds, args.ElementAtOrDefault(2));
        }
    }

    static CaseDatabase Costs(string server) => new(server, cases: 10_000, auditEntries: 0, amounts: 1_000_000);

    static CaseDatabase Cases(string server) => new(server, cases: 10_000, auditEntries: 2_000_000);

    static async Task OperationsAsync(string server, double seconds)
    {
        foreach (var scale in new[] { 1, 100 })
        {
            await using var database = new ScaledDatabase(server, scale);
            var filling = Stopwatch.GetTimestamp();
            await database.CreateAsync();
            Console.WriteLine($"\n## Scale {scale}: {database.Operations} operations, filled in {Stopwatch.GetElapsedTime(filling).TotalSeconds:F0} s");
            await VerifyAsync(database);
            await using (var site = new BenchmarkSite(database))
            {
                site.Start();
                var cookie = await site.SignInAsync();
                await PageLoad.MeasureAsync(site, [.. Pages.Select(p => new Load(p, cookie))], seconds);
                for (var run = 1; run <= 3; run++)
                {
                    await MeasureWorkbookAsync(site, run);
                }
            }

            await MeasureReportAsync(database);
        }
    }

    // As the job makes it: in the process that serves the pages.
    static async Task MeasureWorkbookAsync(BenchmarkSite site, int run)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
        var point = new AsOf(new(2026, 11, 9), await LedgerClock.NewestAsync(db, default));
        using var memory = new MemoryStream();
        var started = Stopwatch.GetTimestamp();
        await CouncilReport.WriteAsync(db, point, [], scope.ServiceProvider.GetRequiredService<CityInfo>(), memory, progress: null, default);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"\nReport in the serving process (run {run}): {Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s, {memory.Length / 1024} KB"));
    }

    static async Task MeasureReportAsync(ScaledDatabase database)
    {
        var output = Path.Combine(Path.GetTempPath(), $"dxg-bench-{Environment.ProcessId}.xlsx");
        foreach (var run in new[] { "first", "second" })
        {
            var made = await ReportProcess.RunAsync(database, "council", "2026-11-09", output);
            Console.WriteLine($"\nReport ({run}): {made.Seconds:F1} s, exit {made.Code}, peak {made.Peak / 1024 / 1024} MB, {new FileInfo(output).Length / 1024} KB. {made.Said}");
        }

        File.Delete(output);
    }

    static async Task VerifyAsync(BenchmarkDatabase database)
    {
        await using var source = database.Open();
        await using var db = BenchmarkDatabase.Context(source);
        var differences = await ProjectionCheck.RunAsync(db, default);
        Console.WriteLine(differences.Count == 0 ? "Projections equal their ledgers." : $"{differences.Count} projections differ: {string.Join('\n', differences.Take(8).Select(d => d.Length > 160 ? d[..160] : d))}");
    }
}
