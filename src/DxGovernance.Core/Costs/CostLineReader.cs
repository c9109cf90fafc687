using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Costs;

/// <summary>A line of a case at a point.</summary>
public sealed record CostLineAt(int ProposalId, StandingLine Line);

/// <summary>The lines of many cases folded from their ledgers one after another: what <see cref="CostsAsOf"/> gives for one, without holding them.</summary>
public static class CostLineReader
{
    /// <summary>In the order of case numbers and of the lines in them. One statement, read while it is enumerated.</summary>
    public static async IAsyncEnumerable<CostLineAt> ReadAsync(GovernanceDbContext db, int[] proposalIds, AsOf point, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var (day, known) = (point.Day, point.KnownAt);
        var rows = db.Database.SqlQuery<Row>($"""
            with newest as (
                select distinct on (a.proposal_id, a.line, a.fiscal_year, a.stage) a.proposal_id, a.line, a.fiscal_year, a.stage, a.amount, a.cut_reason, a.as_of, a.recorded_at
                from amount_entries a
                where a.as_of <= {day} and a.recorded_at <= {known} and a.proposal_id = any({proposalIds})
                order by a.proposal_id, a.line, a.fiscal_year, a.stage, a.as_of desc, a.recorded_at desc, a.id desc),
            cells as (
                select proposal_id, line, fiscal_year,
                    max(amount) filter (where stage = 'Requested') as requested, max(amount) filter (where stage = 'Assessed') as assessed,
                    max(cut_reason) filter (where stage = 'Assessed') as cut_reason,
                    max(amount) filter (where stage = 'Decided') as decided, max(amount) filter (where stage = 'Contracted') as contracted,
                    max(amount) filter (where stage = 'Actual') as actual, max(as_of) filter (where stage = 'Actual') as actual_on,
                    max(recorded_at) filter (where stage = 'Requested') as requested_at, max(recorded_at) filter (where stage = 'Decided') as decided_at
                from newest group by 1, 2, 3),
            terms as (
                select distinct on (r.proposal_id, r.line) r.proposal_id, r.line, r.position, r.is_removed, r.terms
                from cost_line_revisions r
                where r.as_of <= {day} and r.recorded_at <= {known} and r.proposal_id = any({proposalIds})
                order by r.proposal_id, r.line, r.as_of desc, r.recorded_at desc, r.id desc),
            verdicts as (
                select distinct on (v.proposal_id, v.line) v.proposal_id, v.line, v.verdict, v.reason
                from cost_assessments v
                where v.as_of <= {day} and v.recorded_at <= {known} and v.proposal_id = any({proposalIds})
                order by v.proposal_id, v.line, v.as_of desc, v.recorded_at desc, v.id desc)
            select t.proposal_id as "ProposalId", t.line as "Line", t.position as "Position", t.is_removed as "IsRemoved", t.terms::text as "Terms",
                v.verdict as "Verdict", v.reason as "VerdictNote", c.fiscal_year as "FiscalYear", c.requested as "Requested", c.assessed as "Assessed",
                c.cut_reason as "CutReason", c.decided as "Decided", c.contracted as "Contracted", c.actual as "Actual", c.actual_on as "ActualOn",
                coalesce(c.requested_at > c.decided_at or (c.requested_at is not null and c.decided_at is null), false) as "IsOpen"
            from terms t
            join proposals p on p.id = t.proposal_id
            left join cells c on c.proposal_id = t.proposal_id and c.line = t.line
            left join verdicts v on v.proposal_id = t.proposal_id and v.line = t.line
            order by p.fiscal_year, p.serial, t.position, t.line, c.fiscal_year
            """).AsAsyncEnumerable();
        Row? first = null;
        var cells = ImmutableSortedDictionary.CreateBuilder<int, CostCell>();
        await foreach (var row in rows.WithCancellation(cancel))
        {
            if (first is not null && (first.ProposalId, first.Line) != (row.ProposalId, row.Line))
            {
                yield return LineOf(first, cells);
                cells.Clear();
                first = null;
            }

            first ??= row;
            if (row.FiscalYear is { } year)
            {
                cells[year] = row.Cell;
            }
        }

        if (first is not null)
        {
            yield return LineOf(first, cells);
        }
    }

    static CostLineAt LineOf(Row row, ImmutableSortedDictionary<int, CostCell>.Builder cells) => new(
        row.ProposalId,
        new(row.Line, row.Position, row.IsRemoved, JsonSerializer.Deserialize<CostTerms>(row.Terms, ProposalJson.Options)!, cells.ToImmutable())
        {
            Verdict = row.Verdict is null ? null : Enum.Parse<CostVerdict>(row.Verdict),
            VerdictNote = row.Verdict is null ? null : row.VerdictNote,
        });

    sealed record Row(
        int ProposalId, int Line, int Position, bool IsRemoved, string Terms, string? Verdict, string? VerdictNote, int? FiscalYear, long? Requested, long? Assessed,
        string? CutReason, long? Decided, long? Contracted, long? Actual, DateOnly? ActualOn, bool IsOpen)
    {
        public CostCell Cell => new()
        {
            Requested = Requested,
            Assessed = Assessed,
            CutReason = CutReason,
            Decided = Decided,
            Contracted = Contracted,
            Actual = Actual,
            ActualOn = ActualOn,
            IsOpen = IsOpen,
        };
    }
}
