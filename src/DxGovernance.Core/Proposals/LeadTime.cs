using DxGovernance.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Proposals;

/// <summary>
/// 所要日数: how long cases stayed in a state, measured from the ledger of steps. From coming into the state to the next step, in days of
/// 24 hours, holidays included.
/// </summary>
/// <param name="Median">Days.</param>
/// <param name="Mean">Days.</param>
/// <param name="Longest">Days.</param>
/// <param name="Steps">Steps measured.</param>
/// <param name="Cases">Cases they belong to.</param>
public sealed record LeadTime(ProposalState State, double Median, double Mean, double Longest, int Steps, int Cases)
{
    /// <summary>Of the steps recorded in the year before the day; one statement. States that no step has left are not there.</summary>
    public static async Task<IReadOnlyList<LeadTime>> OfYearBeforeAsync(GovernanceDbContext db, DateOnly day, CancellationToken cancel)
    {
        var (from, to) = (TokyoTime.EndOf(day.AddYears(-1)), TokyoTime.EndOf(day));
        var rows = await db.Database.SqlQuery<Row>($"""
            select from_state as "State", count(*)::int as "Steps", count(distinct proposal_id)::int as "Cases",
                percentile_cont(0.5) within group (order by days) as "Median", avg(days) as "Mean", max(days) as "Longest"
            from (
                select from_state, proposal_id, extract(epoch from recorded_at - entered_at)::float8 / 86400 as days
                from proposal_transitions where recorded_at > {from} and recorded_at <= {to}
            ) as steps
            group by from_state
            """).ToListAsync(cancel);
        return [.. rows.Select(r => new LeadTime(Enum.Parse<ProposalState>(r.State), r.Median, r.Mean, r.Longest, r.Steps, r.Cases)).OrderBy(r => r.State)];
    }

    sealed record Row(string State, int Steps, int Cases, double Median, double Mean, double Longest);
}
