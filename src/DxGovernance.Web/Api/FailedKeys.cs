using System.Net;
using System.Threading.RateLimiting;
using DxGovernance.Web.Security;

namespace DxGovernance.Web.Api;

/// <summary>
/// Counts wrong keys by address. Keys have 256 random bits, so that guessing is hopeless; the limit keeps the log readable and tells a program with an old key to stop.
/// Right keys from the same address (a proxy) go on working.
/// </summary>
/// <param name="settings">How many from an address within the window.</param>
public sealed class FailedKeys(LimitSettings settings) : IDisposable
{
    readonly PartitionedRateLimiter<IPAddress> limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetFixedWindowLimiter(
        address, _ => new() { PermitLimit = settings.WrongKeysPerMinute, Window = Window, QueueLimit = 0 }));

    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(1);

    public bool MayFail(IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(address ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
