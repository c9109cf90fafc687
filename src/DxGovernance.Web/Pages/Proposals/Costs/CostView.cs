using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.TagHelpers;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>The costs of a case as their pages need them.</summary>
/// <param name="Sheet">Null for a case without costs.</param>
public sealed record CostView(CasePage Page, CostSheet? Sheet, CostTables Tables)
{
    public Proposal Case => Page.Case;

    public string Href => $"{Page.Href}/costs";

    public CostStanding Standing => Sheet?.Standing ?? CostStanding.None;

    public CostLines Draft => Sheet?.Draft ?? CostLines.None;

    public IReadOnlyList<Crumb> Crumbs => [.. Page.Crumbs, new("費用", Href)];

    /// <summary>The department may write the lines now.</summary>
    public bool MayWrite => Page.MayEdit;

    /// <summary>Something is asked for, and the actor may judge it.</summary>
    public bool MayAssess => Page.MayReview && Case.HasOpenCosts;

    /// <summary>The department may enter contracts and payments.</summary>
    public bool MayReport => Page.MayWrite && Case.DecidedCost is not null && !Case.State.IsGivenUp();

    public bool MayLower => Page.Actor.Can(Permission.ReceiveProposal) && !Case.HasAuthor(Page.Actor) && Case.DecidedCost is not null && !Case.State.IsGivenUp();

    /// <summary>The case with its costs; null where the actor may not see it.</summary>
    public static async Task<CostView?> FindAsync(GovernanceDbContext db, Actor actor, TimeProvider clock, string caseNumber, CancellationToken cancel, bool tracked = false)
    {
        if (await CasePage.FindAsync(db, actor, clock, caseNumber, cancel, tracked) is not { } page)
        {
            return null;
        }

        var sheet = !page.Case.HasCosts ? null : await (tracked ? db.CostSheets : db.CostSheets.AsNoTracking()).SingleAsync(s => s.ProposalId == page.Case.Id, cancel);
        return new(page, sheet, await CostTables.AtAsync(db, AsOf.ReportedOn(clock.Today()), cancel));
    }

    /// <summary>What counts for the checks: quotes that were not taken out.</summary>
    public static Task<List<Quote>> QuotesAsync(GovernanceDbContext db, int proposalId, CancellationToken cancel) =>
        db.Quotes.AsNoTracking().Where(q => q.ProposalId == proposalId && !q.IsRemoved).OrderBy(q => q.Number).ToListAsync(cancel);
}

/// <summary>How costs look.</summary>
public static class CostLooks
{
    public static string Color(this CostVerdict verdict) => verdict switch
    {
        CostVerdict.Adequate => "green",
        CostVerdict.NeedsExplanation => "orange",
        CostVerdict.Reduced => "yellow",
        CostVerdict.Excluded => "red",
    };

    public static string Color(this CostChangeKind kind) => kind switch
    {
        CostChangeKind.Added => "green",
        CostChangeKind.Changed => "yellow",
        CostChangeKind.Removed => "red",
    };

    /// <summary>1,234; △ 1,234; － for nothing.</summary>
    public static string Yen(long? yen) => yen switch
    {
        null => "－",
        < 0 => $"△ {-yen.Value:#,0}",
        _ => $"{yen:#,0}",
    };

    public static string Percent(decimal? rate) => rate is { } r ? $"{r * 100:0.0}％" : "－";
}
