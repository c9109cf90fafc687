using System.Globalization;
using DxGovernance.Core.Data;
using DxGovernance.Core.Installation;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Security;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Versions, queues, the last backup, nodes, disks and the head of the audit chain on one page. Nothing of what anybody has written.</summary>
[Authorize(Policy = nameof(Permission.SeeSystem))]
public sealed class SystemModel(GovernanceDbContext db, MalwareScanner scanner, TimeProvider clock) : PageModel
{
    public static TimeSpan ClockTolerance { get; } = TimeSpan.FromSeconds(30);

    public SystemState State { get; private set; } = null!;

    public DateTimeOffset Now { get; private set; }

    public IReadOnlyList<Disk> Disks { get; private set; } = [];

    public string Version => NodeSetup.Version;

    public MalwareScanner Scanner => scanner;

    /// <summary>Null where there is no scanner or it does not answer.</summary>
    public string? ScannerVersion { get; private set; }

    public string? ScannerTrouble { get; private set; }

    /// <summary>Of this machine's clock and the database's.</summary>
    public TimeSpan ClockDifference => (State.Database.Now - TimeProvider.System.GetUtcNow()).Duration();

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Now = clock.GetUtcNow();
        State = await SystemState.ReadAsync(db, Now, cancel);
        try
        {
            ScannerVersion = scanner.IsOn ? await scanner.VersionAsync(cancel) : null;
        }
        catch (ScannerFailure e)
        {
            ScannerTrouble = e.Message;
        }

        Disks =
        [
            .. new[] { ("プログラムのあるディスク", AppContext.BaseDirectory), ("一時ファイルのあるディスク", Path.GetTempPath()) }
                .Select(p => (p.Item1, new DriveInfo(p.Item2)))
                .Where(p => p.Item2.IsReady)
                .Select(p => new Disk(p.Item1, p.Item2.TotalSize - p.Item2.TotalFreeSpace, p.Item2.AvailableFreeSpace)),
        ];
    }

    /// <summary>3日, 5時間, 12分.</summary>
    public static string Words(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => $"{(int)span.TotalDays}日",
        { TotalHours: >= 2 } => $"{(int)span.TotalHours}時間",
        _ => $"{Math.Max(0, (int)span.TotalMinutes)}分",
    };

    public static string Size(long bytes) => bytes switch
    {
        >= 10L << 30 => $"{(bytes >> 30).ToString("N0", CultureInfo.InvariantCulture)} GB",
        _ => $"{(bytes / 1048576.0).ToString("N1", CultureInfo.InvariantCulture)} MB",
    };

    /// <summary>In bytes.</summary>
    public sealed record Disk(string Name, long Used, long Free)
    {
        const long Least = 2L << 30;

        public bool IsLow => Free < Least;
    }
}
