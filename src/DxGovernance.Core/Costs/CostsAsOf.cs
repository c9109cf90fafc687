using System.Collections.Immutable;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Costs;

/// <summary>An amount as it counted at a point.</summary>
sealed record AmountAt(int ProposalId, int Line, int FiscalYear, AmountStage Stage, long? Amount, string? CutReason, DateOnly AsOf, DateTimeOffset RecordedAt);

/// <summary>The costs of cases folded from their ledgers at any point: the same shape that the projection has now.</summary>
public static class CostsAsOf
{
    /// <summary>By identity of the case; cases without costs by then are left out. Three statements.</summary>
    public static async Task<IReadOnlyDictionary<int, CostStanding>> StandingAsync(
        GovernanceDbContext db, IQueryable<Proposal> proposals, AsOf point, CancellationToken cancel)
    {
        var ids = proposals.Select(p => p.Id);
        var terms = await (
            from r in db.CostLineRevisions.AsNoTracking().At(point)
            where ids.Contains(r.ProposalId) && !db.CostLineRevisions.At(point).Any(n => n.ProposalId == r.ProposalId && n.Line == r.Line
                && (n.AsOf > r.AsOf || (n.AsOf == r.AsOf && (n.RecordedAt > r.RecordedAt || (n.RecordedAt == r.RecordedAt && n.Id > r.Id)))))
            select new { r.ProposalId, r.Line, r.Position, r.IsRemoved, r.Terms }).ToListAsync(cancel);
        var verdicts = (await (
            from v in db.CostAssessments.AsNoTracking().At(point)
            where ids.Contains(v.ProposalId) && !db.CostAssessments.At(point).Any(n => n.ProposalId == v.ProposalId && n.Line == v.Line
                && (n.AsOf > v.AsOf || (n.AsOf == v.AsOf && (n.RecordedAt > v.RecordedAt || (n.RecordedAt == v.RecordedAt && n.Id > v.Id)))))
            select new { v.ProposalId, v.Line, v.Verdict, v.Reason }).ToListAsync(cancel)).ToDictionary(v => (v.ProposalId, v.Line));
        var amounts = (await Amounts(db, ids, point).ToListAsync(cancel)).ToLookup(a => (a.ProposalId, a.Line));
        return terms.GroupBy(t => t.ProposalId).ToDictionary(
            g => g.Key,
            g => new CostStanding(g.ToImmutableSortedDictionary(
                t => t.Line,
                t =>
                {
                    var verdict = verdicts.GetValueOrDefault((t.ProposalId, t.Line));
                    return new StandingLine(t.Line, t.Position, t.IsRemoved, t.Terms, Cells(amounts[(t.ProposalId, t.Line)]))
                    {
                        Verdict = verdict?.Verdict,
                        VerdictNote = verdict?.Verdict is null ? null : verdict.Reason,
                    };
                })));
    }

    /// <summary>The newest amount of each line, year and stage at the point.</summary>
    internal static IQueryable<AmountAt> Amounts(GovernanceDbContext db, IQueryable<int> proposalIds, AsOf point) =>
        from a in db.AmountEntries.AsNoTracking().At(point)
        where proposalIds.Contains(a.ProposalId) && !db.AmountEntries.At(point).Any(n => n.ProposalId == a.ProposalId && n.Line == a.Line && n.FiscalYear == a.FiscalYear && n.Stage == a.Stage
            && (n.AsOf > a.AsOf || (n.AsOf == a.AsOf && (n.RecordedAt > a.RecordedAt || (n.RecordedAt == a.RecordedAt && n.Id > a.Id)))))
        select new AmountAt(a.ProposalId, a.Line, a.FiscalYear, a.Stage, a.Amount, a.CutReason, a.AsOf, a.RecordedAt);

    static ImmutableSortedDictionary<int, CostCell> Cells(IEnumerable<AmountAt> amounts) =>
        amounts.GroupBy(a => a.FiscalYear).ToImmutableSortedDictionary(g => g.Key, g => Cell(g.ToDictionary(a => a.Stage)));

    static CostCell Cell(Dictionary<AmountStage, AmountAt> newest)
    {
        var (requested, assessed) = (newest.GetValueOrDefault(AmountStage.Requested), newest.GetValueOrDefault(AmountStage.Assessed));
        var (decided, actual) = (newest.GetValueOrDefault(AmountStage.Decided), newest.GetValueOrDefault(AmountStage.Actual));
        return new()
        {
            Requested = requested?.Amount,
            Assessed = assessed?.Amount,
            CutReason = assessed?.CutReason,
            Decided = decided?.Amount,
            Contracted = newest.GetValueOrDefault(AmountStage.Contracted)?.Amount,
            Actual = actual?.Amount,
            ActualOn = actual?.AsOf,
            IsOpen = requested is not null && (decided is null || requested.RecordedAt > decided.RecordedAt),
        };
    }
}
