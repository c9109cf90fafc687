using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Costs;

/// <summary>Sums of one stage and fiscal year over many cases.</summary>
/// <param name="Cases">All cases with costs of the same kind, whatever year and stage.</param>
/// <param name="Unassessed">For 要求: what nobody had judged.</param>
public sealed record CostSum(bool IsGivenUp, int FiscalYear, AmountStage Stage, int Cases, long Yen, long Unassessed);

/// <summary>The five amounts of a case at a point.</summary>
public sealed record CaseCosts(bool IsGivenUp, CostTotals Totals);

/// <summary>The five amounts of many cases added up in the database, at any point.</summary>
public static class CostSums
{
    /// <summary>By fiscal year and stage; cases withdrawn or refused by the point are apart. One statement.</summary>
    public static async Task<IReadOnlyList<CostSum>> LoadAsync(GovernanceDbContext db, IQueryable<Proposal> proposals, AsOf point, CancellationToken cancel)
    {
        var ids = await proposals.Where(p => p.RequestedCost != null).Select(p => p.Id).ToArrayAsync(cancel);
        var (day, known) = (point.Day, point.KnownAt);
        var rows = await db.Database.SqlQuery<Row>($"""
            with newest as (
                select distinct on (a.proposal_id, a.line, a.fiscal_year, a.stage) a.proposal_id, a.line, a.fiscal_year, a.stage, a.amount
                from amount_entries a
                where a.as_of <= {day} and a.recorded_at <= {known} and a.proposal_id = any({ids})
                order by a.proposal_id, a.line, a.fiscal_year, a.stage, a.as_of desc, a.recorded_at desc, a.id desc),
            state as (
                select distinct on (t.proposal_id) t.proposal_id, t.to_state from proposal_transitions t
                where t.as_of <= {day} and t.recorded_at <= {known} and t.proposal_id = any({ids})
                order by t.proposal_id, t.as_of desc, t.recorded_at desc, t.id desc),
            counted as (
                select s.to_state in ('Rejected', 'Withdrawn') as given_up, count(distinct n.proposal_id) as cases from newest n join state s using (proposal_id)
                where n.amount is not null group by 1)
            select s.to_state in ('Rejected', 'Withdrawn') as "IsGivenUp", n.fiscal_year as "FiscalYear", n.stage as "Stage", min(c.cases)::int as "Cases",
                sum(n.amount)::bigint as "Yen",
                coalesce(sum(n.amount) filter (where n.stage = 'Requested' and not exists (select from newest j
                    where j.proposal_id = n.proposal_id and j.line = n.line and j.fiscal_year = n.fiscal_year and j.stage = 'Assessed' and j.amount is not null)), 0)::bigint as "Unassessed"
            from newest n join state s using (proposal_id)
            join counted c on c.given_up = (s.to_state in ('Rejected', 'Withdrawn'))
            where n.amount is not null
            group by 1, 2, 3 order by 1, 2, 3
            """).ToListAsync(cancel);
        return [.. rows.Select(r => new CostSum(r.IsGivenUp, r.FiscalYear, Enum.Parse<AmountStage>(r.Stage), r.Cases, r.Yen, r.Unassessed))];
    }

    /// <summary>By identity of the case; those without amounts at the point are left out. One statement.</summary>
    public static async Task<IReadOnlyDictionary<int, CaseCosts>> ByCaseAsync(GovernanceDbContext db, int[] proposalIds, AsOf point, CancellationToken cancel)
    {
        var (day, known) = (point.Day, point.KnownAt);
        var rows = await db.Database.SqlQuery<CaseRow>($"""
            with newest as (
                select distinct on (a.proposal_id, a.line, a.fiscal_year, a.stage) a.proposal_id, a.line, a.fiscal_year, a.stage, a.amount
                from amount_entries a
                where a.as_of <= {day} and a.recorded_at <= {known} and a.proposal_id = any({proposalIds})
                order by a.proposal_id, a.line, a.fiscal_year, a.stage, a.as_of desc, a.recorded_at desc, a.id desc),
            cells as (
                select proposal_id, line, fiscal_year,
                    max(amount) filter (where stage = 'Requested') as requested, max(amount) filter (where stage = 'Assessed') as assessed,
                    max(amount) filter (where stage = 'Decided') as decided, max(amount) filter (where stage = 'Contracted') as contracted,
                    max(amount) filter (where stage = 'Actual') as actual
                from newest group by 1, 2, 3)
            select c.proposal_id as "Id",
                exists (select from (select t.to_state from proposal_transitions t
                    where t.proposal_id = c.proposal_id and t.as_of <= {day} and t.recorded_at <= {known}
                    order by t.as_of desc, t.recorded_at desc, t.id desc limit 1) s where s.to_state in ('Rejected', 'Withdrawn')) as "IsGivenUp",
                sum(c.requested)::bigint as "Requested", sum(c.assessed)::bigint as "Assessed", sum(c.decided)::bigint as "Decided",
                sum(c.contracted)::bigint as "Contracted", sum(c.actual)::bigint as "Actual",
                coalesce(sum(c.requested) filter (where c.assessed is null), 0)::bigint as "Unassessed"
            from cells c group by c.proposal_id
            """).ToListAsync(cancel);
        return rows.ToDictionary(r => r.Id, r => new CaseCosts(r.IsGivenUp, new(r.Requested, r.Assessed, r.Decided, r.Contracted, r.Actual, r.Unassessed)));
    }

    public static CostTotals Totals(IEnumerable<CostSum> sums)
    {
        var by = sums.GroupBy(s => s.Stage).ToDictionary(g => g.Key, g => (long?)g.Sum(s => s.Yen));
        long? Of(AmountStage stage) => by.GetValueOrDefault(stage);
        return new(Of(AmountStage.Requested), Of(AmountStage.Assessed), Of(AmountStage.Decided), Of(AmountStage.Contracted), Of(AmountStage.Actual), sums.Sum(s => s.Unassessed));
    }

    sealed record CaseRow(int Id, bool IsGivenUp, long? Requested, long? Assessed, long? Decided, long? Contracted, long? Actual, long Unassessed);

    sealed record Row(bool IsGivenUp, int FiscalYear, string Stage, int Cases, long Yen, long Unassessed);
}
