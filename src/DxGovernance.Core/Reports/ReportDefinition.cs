using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Reports;

/// <summary>All that a report is made of: the two clocks, the operations where it takes some, and where it is written to.</summary>
/// <param name="Output">A file or memory: the writes are synchronous.</param>
/// <param name="Progress">Told in Japanese, from 0 to 100.</param>
public sealed record ReportMaking(
    GovernanceDbContext Db, AsOf Point, IReadOnlyCollection<int> OperationNumbers, CityInfo City, Stream Output, IProgress<(string Text, int Percent)>? Progress);

/// <summary>What a making gave, beside the bytes.</summary>
/// <param name="Scope">What is in it, counted in words: 20業務.</param>
public sealed record ReportResult(string Scope, string ContentSha256, IReadOnlyList<Notice> Notices);

/// <summary>A report that can be asked for. The page, the maker and the verb know no other list than <see cref="All"/>.</summary>
/// <param name="Verb">Its name on the command line.</param>
/// <param name="TakesOperations">Whether it can be asked for some operations only.</param>
public sealed record ReportDefinition(
    ReportKind Kind, string Verb, bool TakesOperations, Func<DateOnly, string> FileName, Func<ReportMaking, CancellationToken, Task<ReportResult>> WriteAsync)
{
    public static IReadOnlyList<ReportDefinition> All { get; } =
    [
        new(ReportKind.Council, "council", TakesOperations: true, CouncilReport.FileName, (m, cancel) => CouncilReport.WriteAsync(m.Db, m.Point, m.OperationNumbers, m.City, m.Output, m.Progress, cancel)),
        new(ReportKind.PolicySchedule, "policy", TakesOperations: false, PolicyReport.FileName, (m, cancel) => PolicyReport.WriteAsync(m.Db, m.Point, m.City, m.Output, m.Progress, cancel)),
        new(ReportKind.RunningCosts, "running-costs", TakesOperations: true, RunningCostReport.FileName, (m, cancel) => RunningCostReport.WriteAsync(m.Db, m.Point, m.OperationNumbers, m.City, m.Output, m.Progress, cancel)),
        new(ReportKind.CostReview, "cost-review", TakesOperations: false, CostReviewReport.FileName, CostReviewReport.WriteAsync),
        new(ReportKind.CostCuts, "cost-cuts", TakesOperations: false, CostCutReport.FileName, CostCutReport.WriteAsync),
        new(ReportKind.CostYears, "cost-years", TakesOperations: false, CostYearReport.FileName, CostYearReport.WriteAsync),
        new(ReportKind.Effects, "effects", TakesOperations: false, EffectReport.FileName, EffectReport.WriteAsync),
    ];

    public static ReportDefinition? Find(ReportKind kind) => All.FirstOrDefault(d => d.Kind == kind);

    public static ReportDefinition? Find(string? verb) => All.FirstOrDefault(d => d.Verb == verb);
}
