using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

public static partial class ProjectionCheck
{
    /// <summary>A set of running costs counts its saves; each save left rows of one moment in its ledgers.</summary>
    static async Task<List<string>> RunningCosts(GovernanceDbContext db, CancellationToken cancel)
    {
        var sets = await db.RunningCostSets.AsNoTracking().Include(s => s.Operation).Include(s => s.Entries).Include(s => s.Terms).Include(s => s.Confirmations)
            .AsSplitQuery().OrderBy(s => s.Id).ToListAsync(cancel);
        return
        [
            .. sets.SelectMany(s => Differs(
                s.Caption, "保存の回数", s.Revision,
                s.Entries.Select(e => e.RecordedAt).Concat(s.Terms.Select(t => t.RecordedAt)).Concat(s.Confirmations.Select(c => c.RecordedAt)).Distinct().Count())),
        ];
    }
}
