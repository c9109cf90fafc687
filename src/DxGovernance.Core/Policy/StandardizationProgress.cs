using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Policy;

/// <summary>What the policy needs to know of the standardization: the same numbers as the CIO's dashboard, folded from the ledgers.</summary>
/// <param name="Live">Operations that are live.</param>
/// <param name="Reported">Operations whose steps were reported here.</param>
/// <param name="StepRate">Mean of their step rates, see <see cref="OperationFigures.StepRateDefinition"/>; null without any.</param>
public sealed record StandardizationProgress(int Live, int Total, int Reported, decimal? StepRate)
{
    public static StandardizationProgress None { get; } = new(0, 0, 0, null);

    /// <summary>One statement.</summary>
    public static async Task<StandardizationProgress> AtAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel)
    {
        var operations = await (
            from o in db.Operations.AsNoTracking()
            from s in db.OperationStates.At(point).NewestFirst().Where(s => s.OperationNumber == o.Number).Take(1)
            select new
            {
                s.Stage,
                IsReported = db.Confirmations.At(point).Any(c => c.OperationNumber == o.Number && c.Aspect == ReportAspect.Steps),
                Done = db.MigrationSteps
                    .SelectMany(d => db.StepReports.At(point).NewestFirst().Where(r => r.OperationNumber == o.Number && r.StepNumber == d.Number).Take(1))
                    .Count(r => r.Status == StepStatus.Completed || r.Status == StepStatus.NotApplicable),
            }).ToListAsync(cancel);
        var reported = operations.Where(o => o.IsReported).ToList();
        return new(
            operations.Count(o => o.Stage == OperationStage.Live), operations.Count, reported.Count,
            reported.Count == 0 ? null : reported.Average(o => o.Done / (decimal)Operation.StepCount));
    }
}
