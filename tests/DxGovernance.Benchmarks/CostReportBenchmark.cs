using System.Diagnostics;
using System.Globalization;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;

namespace DxGovernance.Benchmarks;

/// <summary>The reports of the costs by the verb, each a process of its own, and again in this process, against bare writers that stream the same cells into a zip.</summary>
static class CostReportBenchmark
{
    static readonly DateOnly Day = new(2026, 11, 13);
    static readonly string[] Reports = ["cost-review", "cost-cuts", "cost-years", "effects"];

    /// <param name="database">Filled.</param>
    /// <param name="only">One report; null for all.</param>
    public static async Task RunAsync(BenchmarkDatabase database, string? only = null)
    {
        await using (var source = database.Open())
        {
            await using var count = source.CreateCommand("select (select count(*) from proposals), (select count(*) from amount_entries), (select count(*) from (select distinct proposal_id, line from cost_line_revisions) l)");
            await using var reader = await count.ExecuteReaderAsync();
            await reader.ReadAsync();
            Console.WriteLine($"\n## Cost reports: {reader.GetInt64(0)} cases, {reader.GetInt64(2)} lines, {reader.GetInt64(1)} amounts");
        }

        foreach (var report in Reports.Where(r => only is null || r == only))
        {
            var output = Path.Combine(Path.GetTempPath(), $"dxg-bench-{Environment.ProcessId}.xlsx");
            var (seconds, peak, code, _) = await ReportProcess.RunAsync(database, report, Wareki.Iso(Day), output);
            if (code != 0)
            {
                Console.WriteLine($"{report}: exit {code}");
                continue;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{report}: {seconds:F1} s by the verb, peak {peak / 1024 / 1024} MB, {new FileInfo(output).Length / 1024} KB"));
            var again = await AgainAsync(database, report);
            var sheets = BareWriters.Read(output);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in a process that made it before: {again:F1} s; {sheets.Sum(s => s.Count)} cells"));
            foreach (var (name, write) in BareWriters.All)
            {
                // The first time is the compiler's.
                var times = new List<(double Seconds, long Bytes)>();
                for (var run = 0; run < 3; run++)
                {
                    var started = Stopwatch.GetTimestamp();
                    var bytes = write(sheets);
                    times.Add((Stopwatch.GetElapsedTime(started).TotalSeconds, bytes));
                }

                var (alone, size) = times.Skip(1).Min();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{name}: {alone:F1} s, {size / 1024} KB; the report {again / alone:F1} times that, by the verb {seconds / alone:F1} times"));
            }

            File.Delete(output);
        }
    }

    /// <summary>The quicker of two after a first: as the job makes it, in a process that goes on. The files are those of the verb.</summary>
    static async Task<double> AgainAsync(BenchmarkDatabase database, string report)
    {
        var times = new List<double>();
        for (var run = 0; run < 3; run++)
        {
            await using var source = database.Open();
            await using var db = BenchmarkDatabase.Context(source);
            var path = Path.GetTempFileName();
            var started = Stopwatch.GetTimestamp();
            await using (var file = File.Create(path))
            {
                var point = await CouncilReport.PointAsync(db, Day, null, TimeProvider.System.GetUtcNow(), default);
                await ReportDefinition.Find(report)!.WriteAsync(new(db, point, [], new CityInfo("計測市", "000000"), file, Progress: null), default);
            }

            times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            File.Delete(path);
        }

        return times.Skip(1).Min();
    }
}
