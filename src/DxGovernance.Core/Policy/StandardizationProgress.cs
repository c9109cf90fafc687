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

    public static async Task<StandardizationProgress> AtAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel) => (await AtAsync(db, [point], cancel))[0];

    /// <summary>At several points, in their order. One statement.</summary>
    public static async Task<IReadOnlyList<StandardizationProgress>> AtAsync(GovernanceDbContext db, IReadOnlyList<AsOf> points, CancellationToken cancel)
    {
        var rows = (await points.Select((point, i) => Rows(db, point, i)).Aggregate((all, more) => all.Concat(more)).ToListAsync(cancel)).ToLookup(r => r.Point);
        return
        [
            .. from i in Enumerable.Range(0, points.Count)
               let reported = rows[i].Where(r => r.IsReported).ToList()
               select new StandardizationProgress(
                   rows[i].Count(r => r.Stage == OperationStage.Live), rows[i].Count(), reported.Count, reported.Count == 0 ? null : reported.Average(r => r.Done / (decimal)Operation.StepCount)),
        ];
    }

    static IQueryable<Row> Rows(GovernanceDbContext db, AsOf point, int index) =>
        from o in db.Operations.AsNoTracking()
        from s in db.OperationStates.At(point).NewestFirst().Where(s => s.OperationNumber == o.Number).Take(1)
        select new Row
        {
            Point = index,
            Stage = s.Stage,
            IsReported = db.Confirmations.At(point).Any(c => c.OperationNumber == o.Number && c.Aspect == ReportAspect.Steps),
            Done = db.MigrationSteps
                .SelectMany(d => db.StepReports.At(point).NewestFirst().Where(r => r.OperationNumber == o.Number && r.StepNumber == d.Number).Take(1))
                .Count(r => r.Status == StepStatus.Completed || r.Status == StepStatus.NotApplicable),
        };

    sealed class Row
    {
        public required int Point { get; init; }

        public required OperationStage Stage { get; init; }

        public required bool IsReported { get; init; }

        public required int Done { get; init; }
    }
}
