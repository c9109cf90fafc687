global using static DxGovernance.Tests.Support.Running;

namespace DxGovernance.Tests.Support;

public static class Running
{
    /// <summary>Cancelled when the test run is stopped.</summary>
    public static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
