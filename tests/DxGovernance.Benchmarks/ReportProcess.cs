using System.Diagnostics;
using DxGovernance.Web.Setup;

namespace DxGovernance.Benchmarks;

/// <summary>A report made by a whole process, as the verb runs it.</summary>
/// <param name="Peak">Largest resident memory the system saw, in bytes.</param>
sealed record ReportProcess(double Seconds, long Peak, int Code, string Said)
{
    public static async Task<ReportProcess> RunAsync(BenchmarkDatabase database, string report, string asOf, string output)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Verbs).Assembly.Location, "report", report, "--as-of", asOf, "--out", output]) { RedirectStandardOutput = true, UseShellExecute = false };
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

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new(seconds, peak, process.ExitCode, (await said).Trim());
    }
}
