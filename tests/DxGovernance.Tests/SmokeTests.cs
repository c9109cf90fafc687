namespace DxGovernance.Tests;

public class SmokeTests
{
    [Fact]
    public void Placeholder() => true.ShouldBeTrue();
}
