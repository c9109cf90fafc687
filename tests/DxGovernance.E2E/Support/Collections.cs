namespace DxGovernance.E2E.Support;

/// <summary>One site for the journeys that write; each has an operation of its own.</summary>
[CollectionDefinition(nameof(Writing))]
public sealed class Writing : ICollectionFixture<DemoSite>;

/// <summary>One site for the tests that only look.</summary>
[CollectionDefinition(nameof(Reading))]
public sealed class Reading : ICollectionFixture<FullSite>;
