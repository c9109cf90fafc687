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
    /// <summary>By the ids of the cases and the numbers of the lines: the order of the indexes, so that the first come while the last are looked up. One statement, read while it is enumerated.</summary>
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
            years as (
                select proposal_id, line,
                    array_agg(fiscal_year) as years, array_agg(requested) as requested,
                    array_agg(assessed) as assessed, array_agg(cut_reason) as cut_reasons,
                    array_agg(decided) as decided, array_agg(contracted) as contracted,
                    array_agg(actual) as actual, array_agg(actual_on) as actual_on,
                    array_agg(coalesce(requested_at > decided_at or (requested_at is not null and decided_at is null), false)) as are_open
                from cells group by 1, 2),
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
                v.verdict as "Verdict", v.reason as "VerdictNote", c.years as "Years", c.requested as "Requested", c.assessed as "Assessed",
                c.cut_reasons as "CutReasons", c.decided as "Decided", c.contracted as "Contracted", c.actual as "Actual", c.actual_on as "ActualOn",
                c.are_open as "AreOpen"
            from terms t
            left join years c on c.proposal_id = t.proposal_id and c.line = t.line
            left join verdicts v on v.proposal_id = t.proposal_id and v.line = t.line
            order by t.proposal_id, t.line
            """).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancel))
        {
            yield return new(row.ProposalId, row.ToLine());
        }
    }

    /// <summary>A line with its cells, one array a column, all in the same order of years, whichever it is: sent a year at a time, its terms would go out with each.</summary>
    sealed record Row(
        int ProposalId, int Line, int Position, bool IsRemoved, string Terms, string? Verdict, string? VerdictNote, int[]? Years, long?[]? Requested, long?[]? Assessed,
        string?[]? CutReasons, long?[]? Decided, long?[]? Contracted, long?[]? Actual, DateOnly?[]? ActualOn, bool[]? AreOpen)
    {
        public StandingLine ToLine() => new(
            Line, Position, IsRemoved, JsonSerializer.Deserialize<CostTerms>(Terms, ProposalJson.Options)!,
            Enumerable.Range(0, Years?.Length ?? 0).ToImmutableSortedDictionary(i => Years![i], Cell))
        {
            Verdict = Verdict is null ? null : Enum.Parse<CostVerdict>(Verdict),
            VerdictNote = Verdict is null ? null : VerdictNote,
        };

        CostCell Cell(int of) => new()
        {
            Requested = Requested![of],
            Assessed = Assessed![of],
            CutReason = CutReasons![of],
            Decided = Decided![of],
            Contracted = Contracted![of],
            Actual = Actual![of],
            ActualOn = ActualOn![of],
            IsOpen = AreOpen![of],
        };
    }
}
