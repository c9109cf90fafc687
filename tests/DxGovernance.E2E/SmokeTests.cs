namespace DxGovernance.E2E;

public class SmokeTests
{
    [Fact]
    public void Placeholder() => true.ShouldBeTrue();
}
