using System.Globalization;

namespace DxGovernance.Benchmarks;

/// <summary>Requests a second and times of pages, beside the bare page.</summary>
static class PageLoad
{
    const int Connections = 8;

    /// <summary>Two people who search at once, as often as they can: how long they wait where the processors are not the queue.</summary>
    public static async Task MeasureWaitAsync(BenchmarkSite site, IReadOnlyList<string> paths, string cookie, double seconds)
    {
        Console.WriteLine("\n| two at once | p50 ms | p95 ms |");
        Console.WriteLine("|---|---:|---:|");
        foreach (var path in paths)
        {
            var (times, _) = await new LoadClient(site.Address, path, cookie).RunAsync(connections: 2, TimeSpan.FromSeconds(seconds));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Uri.UnescapeDataString(path)} | {times[times.Length / 2]:F1} | {times[times.Length * 95 / 100]:F1} |"));
        }
    }

    /// <param name="site">Started.</param>
    /// <param name="pages">Each with the cookie of who looks at it.</param>
    /// <param name="seconds">For each page.</param>
    public static async Task MeasureAsync(BenchmarkSite site, IReadOnlyList<(string Path, string Cookie)> pages, double seconds)
    {
        Console.WriteLine("\n| page | requests/s | of bare | p50 ms | p95 ms | statements | KB allocated |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        // Compiled code of the second tier comes only after many calls: all pages are worn in before the first is measured.
        foreach (var (path, cookie) in pages.Prepend(("/bare", "")).SelectMany(p => Enumerable.Repeat(p, 2)))
        {
            await new LoadClient(site.Address, path, cookie).RunAsync(Connections, TimeSpan.FromSeconds(seconds));
        }

        var bare = await MeasureAsync(site, "/bare", cookie: null, bareRate: null, seconds);
        foreach (var (path, cookie) in pages)
        {
            await MeasureAsync(site, path, cookie, bare, seconds);
        }

        await MeasureAsync(site, "/bare", cookie: null, bare, seconds);
    }

    static async Task<double> MeasureAsync(BenchmarkSite site, string path, string? cookie, double? bareRate, double seconds)
    {
        var client = new LoadClient(site.Address, path, cookie);
        await client.RunAsync(Connections, TimeSpan.FromSeconds(Math.Min(3, seconds)));
        var (statements, allocated) = (site.Statements.Count, GC.GetTotalAllocatedBytes(precise: true));
        var (times, rate) = await client.RunAsync(Connections, TimeSpan.FromSeconds(seconds));
        var perRequest = (site.Statements.Count - statements) / (double)times.Length;
        var kilobytes = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1024.0 / times.Length;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {Uri.UnescapeDataString(path)} | {rate:F0} | {rate / (bareRate ?? rate):F2} | {times[times.Length / 2]:F1} | {times[times.Length * 95 / 100]:F1} | {perRequest:F1} | {kilobytes:F0} |"));
        return rate;
    }
}
