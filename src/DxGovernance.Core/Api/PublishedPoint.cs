using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Api;

/// <summary>The point and the operations of the newest published report of a kind: so much has left the PMO.</summary>
/// <param name="OperationNumbers">Empty for all.</param>
public sealed record PublishedPoint(AsOf Point, IReadOnlyList<int> OperationNumbers)
{
    /// <summary>Null where none had been published by the point. One statement.</summary>
    public static async Task<PublishedPoint?> FindAsync(GovernanceDbContext db, ReportKind kind, AsOf point, CancellationToken cancel)
    {
        var found = await db.ReportPublications.AsNoTracking().At(point).Where(p => p.Kind == kind).NewestFirst()
            .Select(p => new { p.AsOf, p.RecordedUntil, p.Request.OperationNumbers }).FirstOrDefaultAsync(cancel);
        return found is null ? null : new(new(found.AsOf, found.RecordedUntil), found.OperationNumbers);
    }
}
