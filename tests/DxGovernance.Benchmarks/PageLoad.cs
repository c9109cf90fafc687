using System.Globalization;

namespace DxGovernance.Benchmarks;

/// <summary>Requests a second and times of pages, beside the bare page.</summary>
static class PageLoad
{
    const int Connections = 8;

    static readonly Load Bare = new("/bare", cookie: null);

    /// <summary>Two people who search at once, as often as they can: how long they wait where the processors are not the queue.</summary>
    public static async Task MeasureWaitAsync(BenchmarkSite site, IReadOnlyList<Load> pages, double seconds)
    {
        Console.WriteLine("\n| two at once | p50 ms | p95 ms |");
        Console.WriteLine("|---|---:|---:|");
        foreach (var page in pages)
        {
            var (times, _) = await new LoadClient(site.Address, page).RunAsync(connections: 2, TimeSpan.FromSeconds(seconds));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {page.Name} | {times[times.Length / 2]:F1} | {times[times.Length * 95 / 100]:F1} |"));
        }
    }

    /// <param name="site">Started.</param>
    /// <param name="pages">Each with the cookie of who looks at it.</param>
    /// <param name="seconds">For each page.</param>
    public static async Task MeasureAsync(BenchmarkSite site, IReadOnlyList<Load> pages, double seconds)
    {
        Console.WriteLine("\n| page | requests/s | of bare | p50 ms | p95 ms | statements | KB allocated | ms of processor | of bare |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        // Compiled code of the second tier comes only after many calls: all pages are worn in before the first is measured.
        foreach (var page in pages.Prepend(Bare).SelectMany(p => Enumerable.Repeat(p, 2)))
        {
            await new LoadClient(site.Address, page).RunAsync(Connections, TimeSpan.FromSeconds(seconds));
        }

        var bare = await MeasureAsync(site, Bare, null, seconds);
        foreach (var page in pages)
        {
            await MeasureAsync(site, page, bare, seconds);
        }

        await MeasureAsync(site, Bare, bare, seconds);
    }

    static async Task<(double Rate, double Processor)> MeasureAsync(BenchmarkSite site, Load page, (double Rate, double Processor)? bare, double seconds)
    {
        var client = new LoadClient(site.Address, page);
        await client.RunAsync(Connections, TimeSpan.FromSeconds(Math.Min(3, seconds)));
        var (statements, allocated, before) = (site.Statements.Count, GC.GetTotalAllocatedBytes(precise: true), await site.Processor.NowAsync());
        var (times, rate) = await client.RunAsync(Connections, TimeSpan.FromSeconds(seconds));
        var after = await site.Processor.NowAsync();
        var perRequest = (site.Statements.Count - statements) / (double)times.Length;
        var kilobytes = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1024.0 / times.Length;
        var (own, database) = ((after.Own - before.Own) / times.Length, (after.Database - before.Database) / times.Length);
        var (bareRate, bareProcessor) = bare ?? (rate, own + database);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {page.Name} | {rate:F0} | {rate / bareRate:F2} | {times[times.Length / 2]:F1} | {times[times.Length * 95 / 100]:F1} | {perRequest:F1} | {kilobytes:F0} | {own:F2} + {database:F2} | {bareProcessor / (own + database):F2} |"));
        return (rate, own + database);
    }
}
