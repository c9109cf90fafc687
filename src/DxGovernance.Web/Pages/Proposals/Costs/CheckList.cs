using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>A finding of 見積精査 with its newest answer.</summary>
public sealed record CheckItem(CostFinding Finding, CostCheckAnswer? Answer);

/// <summary>What the checks find in the costs of a case today, and what was answered.</summary>
public sealed record CheckList(IReadOnlyList<CheckItem> Items)
{
    /// <summary>The lines the department writes now, or those that were submitted; both are the same while the case is reviewed.</summary>
    public static async Task<CheckList> LoadAsync(GovernanceDbContext db, Actor actor, CostView view, DateOnly today, CancellationToken cancel)
    {
        var lines = view.Draft.All;
        var quotes = await CostView.QuotesAsync(db, view.Case.Id, cancel);
        var earlier = await CostCheckData.EarlierAsync(db, actor, view.Case.Id, lines, cancel);
        var found = CostChecks.Find(new(lines, view.Case.Draft, [.. quotes.Select(q => q.Content)], earlier, today), view.Tables);
        var answers = (await db.CostCheckAnswers.AsNoTracking().Where(a => a.ProposalId == view.Case.Id).NewestFirst().ToListAsync(cancel)).DistinctBy(a => a.Fingerprint).ToDictionary(a => a.Fingerprint);
        return new([.. found.Select(f => new CheckItem(f, answers.GetValueOrDefault(f.Fingerprint)))]);
    }
}
