using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Proposals;

/// <summary>
/// Reads a case, tracked, with everything a step needs. The queries are compiled once: EF takes as long to recognise one of them as PostgreSQL to answer it,
/// and everybody who decides needs all of them.
/// </summary>
public static class ProposalToChange
{
    /// <summary>The case of the number among those that the actor may open (<see cref="ProposalQueries.VisibleTo"/>); what there is none of is not asked for. Null where it is not among them.</summary>
    public static async Task<Proposal?> FindAsync(GovernanceDbContext db, Actor actor, string number, CancellationToken cancel)
    {
        // One connection for all of them, and not longer: a refusal needs one of its own to be written down.
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            return await ReadAsync(db, actor, number, cancel);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>The cost lines of a tracked case, where the step needs them.</summary>
    public static Task ReadCostsAsync(GovernanceDbContext db, Proposal proposal, ProposalAction action, CancellationToken cancel) =>
        proposal.Costs is null && proposal.NeedsCosts(action) ? ReadAsync(CompiledQueries<Queries>.Of(db).Costs(db, proposal.Id), cancel) : Task.CompletedTask;

    static async Task<Proposal?> ReadAsync(GovernanceDbContext db, Actor actor, string number, CancellationToken cancel)
    {
        var (departments, queries) = (ProposalQueries.DepartmentsOpenTo(actor), CompiledQueries<Queries>.Of(db));
        if (await queries.Case(db, number, departments is null, departments ?? [], cancel) is not { Case: var proposal, Parts: var parts })
        {
            return null;
        }

        await ReadAsync(parts.Inquiries, queries.Inquiries);
        await ReadAsync(parts.Conditions, queries.Conditions);
        await ReadAsync(parts.EffectChecks, queries.EffectChecks);
        await ReadAsync(parts.Attachments, queries.Attachments);
        return proposal;

        Task ReadAsync<T>(bool isThere, Func<GovernanceDbContext, int, IAsyncEnumerable<T>> query) =>
            isThere ? ProposalToChange.ReadAsync(query(db, proposal.Id), cancel) : Task.CompletedTask;
    }

    /// <summary>What is tracked finds its place in the case by itself.</summary>
    static async Task ReadAsync<T>(IAsyncEnumerable<T> rows, CancellationToken cancel)
    {
        await foreach (var row in rows.WithCancellation(cancel))
        {
            _ = row;
        }
    }

    sealed class Queries
    {
        public readonly Func<GovernanceDbContext, string, bool, int[], CancellationToken, Task<Found?>> Case = EF.CompileAsyncQuery(
            (GovernanceDbContext db, string number, bool seesAll, int[] departments, CancellationToken cancel) => db.Proposals
                .Where(p => p.Number == number && (seesAll || departments.Contains(p.DepartmentId)))
                .Select(p => new Found(p, new ProposalParts(p.Inquiries.Any(), p.Conditions.Any(), p.EffectChecks.Any(), p.Attachments.Any())))
                .FirstOrDefault());

        public readonly Func<GovernanceDbContext, int, IAsyncEnumerable<Inquiry>> Inquiries =
            EF.CompileAsyncQuery<GovernanceDbContext, int, Inquiry>((GovernanceDbContext db, int id) => db.Inquiries.Where(i => i.ProposalId == id).OrderBy(i => i.Number));

        public readonly Func<GovernanceDbContext, int, IAsyncEnumerable<Condition>> Conditions =
            EF.CompileAsyncQuery<GovernanceDbContext, int, Condition>((GovernanceDbContext db, int id) => db.Conditions.Where(c => c.ProposalId == id).OrderBy(c => c.Number));

        public readonly Func<GovernanceDbContext, int, IAsyncEnumerable<EffectCheck>> EffectChecks =
            EF.CompileAsyncQuery<GovernanceDbContext, int, EffectCheck>((GovernanceDbContext db, int id) => db.EffectChecks.Where(c => c.ProposalId == id).OrderBy(c => c.Months).ThenBy(c => c.IndicatorKey));

        public readonly Func<GovernanceDbContext, int, IAsyncEnumerable<Attachment>> Attachments =
            EF.CompileAsyncQuery<GovernanceDbContext, int, Attachment>((GovernanceDbContext db, int id) => db.Attachments.Where(a => a.ProposalId == id).OrderBy(a => a.Id));

        public readonly Func<GovernanceDbContext, int, IAsyncEnumerable<CostSheet>> Costs =
            EF.CompileAsyncQuery((GovernanceDbContext db, int id) => db.CostSheets.Where(c => c.ProposalId == id));
    }

    sealed record Found(Proposal Case, ProposalParts Parts);
}
