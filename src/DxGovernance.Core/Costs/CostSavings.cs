using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Costs;

/// <summary>What assessments that were decided took away, for one budget year, gate and reason.</summary>
/// <param name="Reason">Code of 減額の理由; null for what was not cut.</param>
/// <param name="IsGivenUp">Of cases that were withdrawn or refused afterwards: counted apart.</param>
/// <param name="Basis">Yen that were asked for and judged.</param>
/// <param name="Cut">Yen that were taken away.</param>
public sealed record CostSaving(int FiscalYear, Gate Gate, string? Reason, bool IsGivenUp, long Basis, long Cut)
{
    /// <summary>Definition shown beside the figures.</summary>
    public const string Definition =
        "承認された協議で、審査者が査定した要求額と査定額との差を、予算の年度ごとに数える。決定に至らない協議、取下げ・却下された案件、予算による減額、所管課が自ら減らした額は含めない。"
        + "変更協議での減額は、増やした要求に対するものなので分けて示す。";
}

/// <summary>What the PMO saved, honestly counted: see <see cref="CostSaving.Definition"/>.</summary>
public static class CostSavings
{
    /// <summary>One statement.</summary>
    /// <param name="db">The context.</param>
    /// <param name="proposals">Which cases.</param>
    /// <param name="point">As-of and recorded-until.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task<IReadOnlyList<CostSaving>> LoadAsync(GovernanceDbContext db, IQueryable<Proposal> proposals, AsOf point, CancellationToken cancel)
    {
        var ids = await proposals.Where(p => p.RequestedCost != null).Select(p => p.Id).ToArrayAsync(cancel);
        var (day, known) = (point.Day, point.KnownAt);
        // Case by case along the index: all assessments at once would be sorted on disk.
        var rows = await db.Database.SqlQuery<Row>($"""
            with decided as (
                select t.proposal_id, array_agg(distinct t.run) as runs from proposal_transitions t
                where t.action in ('Approve', 'ApproveWithConditions') and t.as_of <= {day} and t.recorded_at <= {known} and t.proposal_id = any({ids})
                group by t.proposal_id),
            state as (
                select distinct on (t.proposal_id) t.proposal_id, t.to_state from proposal_transitions t
                where t.as_of <= {day} and t.recorded_at <= {known} and t.proposal_id = any({ids})
                order by t.proposal_id, t.as_of desc, t.recorded_at desc, t.id desc)
            select n.fiscal_year as "FiscalYear", n.gate as "Gate", n.cut_reason as "Reason", s.to_state in ('Rejected', 'Withdrawn') as "IsGivenUp",
                sum(n.basis)::bigint as "Basis", sum(n.basis - n.amount)::bigint as "Cut"
            from state s join decided d using (proposal_id), lateral (
                select distinct on (a.line, a.fiscal_year, a.run) a.fiscal_year, a.gate, a.cut_reason, a.basis, a.amount
                from amount_entries a
                where a.proposal_id = s.proposal_id and a.run = any(d.runs) and a.stage = 'Assessed' and a.as_of <= {day} and a.recorded_at <= {known}
                order by a.line, a.fiscal_year, a.run, a.as_of desc, a.recorded_at desc, a.id desc) n
            where n.amount is not null and n.basis > 0
            group by 1, 2, 3, 4 order by 1, 2, 3, 4
            """).ToListAsync(cancel);
        return [.. rows.Select(r => new CostSaving(r.FiscalYear, Enum.Parse<Gate>(r.Gate), r.Reason, r.IsGivenUp, r.Basis, r.Cut))];
    }

    sealed record Row(int FiscalYear, string Gate, string? Reason, bool IsGivenUp, long Basis, long Cut);
}
