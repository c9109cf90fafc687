using System.Diagnostics;
using System.Globalization;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Setup;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Benchmarks;

/// <summary>
/// <c>dotnet run -c Release --project tests/DxGovernance.Benchmarks [-- seconds per measurement]</c>. Needs DXG_TEST_POSTGRES: a superuser's
/// connection string (scripts/postgres test-server prints one). <c>-- fill SCALE</c> only leaves the filled database behind, to look at it.
/// </summary>
static class Benchmark
{
    static readonly string[] Pages = ["/operations", "/operations/12", "/operations/12/steps", "/milestones", "/risks", "/audit", "/dashboard"];

    static double seconds = 8;

    static async Task Main(string[] args)
    {
        var server = Environment.GetEnvironmentVariable("DXG_TEST_POSTGRES")
            ?? throw new InvalidOperationException("Set DXG_TEST_POSTGRES, e.g. DXG_TEST_POSTGRES=$(scripts/postgres test-server).");
        if (args is ["fill", var size])
        {
            var left = new ScaledDatabase(server, int.Parse(size, CultureInfo.InvariantCulture));
            await left.CreateAsync();
            Console.WriteLine(left.ConnectionString);
            return;
        }

        seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : seconds;
        foreach (var scale in new[] { 1, 100 })
        {
            await using var database = new ScaledDatabase(server, scale);
            var filling = Stopwatch.GetTimestamp();
            await database.CreateAsync();
            Console.WriteLine($"\n## Scale {scale}: {database.Operations} operations, filled in {Stopwatch.GetElapsedTime(filling).TotalSeconds:F0} s");
            await VerifyAsync(database);
            await MeasurePagesAsync(database);
            await MeasureReportAsync(database);
        }
    }

    static async Task MeasurePagesAsync(ScaledDatabase database)
    {
        await using var site = new BenchmarkSite(database);
        site.Start();
        var cookie = await site.SignInAsync();
        Console.WriteLine("\n| page | requests/s | of bare | p50 ms | p95 ms | statements | KB allocated |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        // Compiled code of the second tier comes only after many calls: all pages are worn in before the first is measured.
        foreach (var page in Pages.Prepend("/bare").SelectMany(p => Enumerable.Repeat(p, 2)))
        {
            await new LoadClient(site.Address, page, cookie).RunAsync(connections: 8, TimeSpan.FromSeconds(seconds));
        }

        var bare = await MeasureAsync(site, "/bare", cookie: null, bareRate: null);
        foreach (var page in Pages)
        {
            await MeasureAsync(site, page, cookie, bare);
        }

        await MeasureAsync(site, "/bare", cookie: null, bare);
        for (var run = 1; run <= 3; run++)
        {
            await MeasureWorkbookAsync(site, run);
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

    static async Task<double> MeasureAsync(BenchmarkSite site, string path, string? cookie, double? bareRate)
    {
        var client = new LoadClient(site.Address, path, cookie);
        await client.RunAsync(connections: 8, TimeSpan.FromSeconds(Math.Min(3, seconds)));
        var (statements, allocated) = (site.Statements.Count, GC.GetTotalAllocatedBytes(precise: true));
        var (times, rate) = await client.RunAsync(connections: 8, TimeSpan.FromSeconds(seconds));
        var perRequest = (site.Statements.Count - statements) / (double)times.Length;
        var kilobytes = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1024.0 / times.Length;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {path} | {rate:F0} | {rate / (bareRate ?? rate):F2} | {times[times.Length / 2]:F1} | {times[times.Length * 95 / 100]:F1} | {perRequest:F1} | {kilobytes:F0} |"));
        return rate;
    }

    // A whole process, as the verb runs it: time, and the largest resident memory the system saw.
    static async Task MeasureReportAsync(ScaledDatabase database)
    {
        var web = typeof(Verbs).Assembly.Location;
        var output = Path.Combine(Path.GetTempPath(), $"dxg-bench-{Environment.ProcessId}.xlsx");
        foreach (var run in new[] { "first", "second" })
        {
            var start = new ProcessStartInfo("dotnet", [web, "report", "council", "--as-of", "2026-11-09", "--out", output]) { RedirectStandardOutput = true, UseShellExecute = false };
            start.Environment["ConnectionStrings__Governance"] = database.ConnectionString;
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEndAsync();
            long peak = 0;
            while (!process.HasExited)
            {
                try
                {
                    process.Refresh();
                    peak = Math.Max(peak, process.PeakWorkingSet64);
                }
                catch (InvalidOperationException)
                {
                    break;
                }

                await Task.Delay(20);
            }

            Console.WriteLine($"\nReport ({run}): {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s, exit {process.ExitCode}, peak {peak / 1024 / 1024} MB, {new FileInfo(output).Length / 1024} KB. {(await said).Trim()}");
        }

        File.Delete(output);
    }

    static async Task VerifyAsync(ScaledDatabase database)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString + ";Command Timeout=300");
        var options = new DbContextOptionsBuilder<GovernanceDbContext>();
        Database.Configure(options, source);
        await using var db = new GovernanceDbContext(options.Options);
        var differences = await ProjectionCheck.RunAsync(db, default);
        Console.WriteLine(differences.Count == 0 ? "Projections equal their ledgers." : $"{differences.Count} projections differ: {string.Join('\n', differences.Take(8).Select(d => d.Length > 160 ? d[..160] : d))}");
    }
}
