using System.Collections.Immutable;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Ledger;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>Costs of ICT cases: the standing of each against its ledgers. A fixed number of statements, whatever the number of cases.</summary>
public static partial class ProjectionCheck
{
    static async Task<List<string>> Costs(GovernanceDbContext db, CancellationToken cancel)
    {
        var everything = new AsOf(DateOnly.MaxValue, await LedgerClock.NewestAsync(db, cancel));
        var folded = await CostsAsOf.StandingAsync(db, db.Proposals, everything, cancel);
        var shown = await (
            from p in db.Proposals.AsNoTracking()
            where p.RequestedCost != null || p.CostLineCount > 0 || db.CostSheets.Any(s => s.ProposalId == p.Id)
            orderby p.Id
            select new { p.Id, p.Number, p.RequestedCost, p.AssessedCost, p.DecidedCost, p.ContractedCost, p.ActualCost, p.UnassessedCost, p.CostLineCount, p.HasOpenCosts, Standing = p.Costs == null ? CostStanding.None : p.Costs.Standing })
            .ToListAsync(cancel);
        var quotes = await (
            from q in db.Quotes.AsNoTracking()
            orderby q.Id
            from e in db.QuoteEntries.NewestFirst().Where(e => e.QuoteId == q.Id).Take(1).DefaultIfEmpty()
            select new { q.Proposal.Number, Quote = q.Number, Shown = q.Content, q.IsRemoved, e }).ToListAsync(cancel);
        return
        [
            .. folded.Keys.Except(shown.Select(s => s.Id)).Select(id => $"案件（識別子{id}）：費用の台帳があるのに、一覧用の値がありません。"),
            .. shown.SelectMany(s =>
            {
                var standing = folded.GetValueOrDefault(s.Id, CostStanding.None);
                return Lines(s.Number, s.Standing, standing).Concat(Differs(
                    $"案件{s.Number}",
                    "費用の合計",
                    (new CostTotals(s.RequestedCost, s.AssessedCost, s.DecidedCost, s.ContractedCost, s.ActualCost, s.UnassessedCost), s.CostLineCount, s.HasOpenCosts),
                    (standing.Totals, standing.ByLine.Values.Count(l => !l.IsRemoved), standing.HasOpen)));
            }),
            .. quotes.SelectMany(q => Differs($"案件{q.Number}の見積書{q.Quote}", "内容", (q.Shown, q.IsRemoved), q.e is null ? null : (q.e.Content, q.e.IsRemoved))),
        ];
    }

    static IEnumerable<string> Lines(string number, CostStanding shown, CostStanding folded) =>
        from line in shown.ByLine.Keys.Union(folded.ByLine.Keys).Order()
        let a = shown.ByLine.GetValueOrDefault(line)
        let b = folded.ByLine.GetValueOrDefault(line)
        from sentence in Differs($"案件{number}の費用の明細{line}", "内容と額", a, b)
        select sentence;
}
