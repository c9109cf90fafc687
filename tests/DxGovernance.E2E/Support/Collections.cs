// As many as there are collections, also on two cores: a browser and a server wait for each other most of the time.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace DxGovernance.E2E.Support;

/// <summary>One site for the journeys that write; each has an operation or a case of its own.</summary>
[CollectionDefinition(nameof(Writing))]
public sealed class Writing : ICollectionFixture<DemoSite>;

/// <summary>Another for the longest of them, so that they do not wait for the others.</summary>
[CollectionDefinition(nameof(WritingCases))]
public sealed class WritingCases : ICollectionFixture<DemoSite>;

/// <summary>One site for the walk over every page.</summary>
[CollectionDefinition(nameof(Walking))]
public sealed class Walking : ICollectionFixture<FullSite>;

/// <summary>One site for the other tests that only look.</summary>
[CollectionDefinition(nameof(Reading))]
public sealed class Reading : ICollectionFixture<FullSite>;
