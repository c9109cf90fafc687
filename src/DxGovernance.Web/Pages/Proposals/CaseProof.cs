using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>
/// What one statement tells of a case at every request: whether what is kept of it is what is stored, and everything that depends on who asks
/// (docs/adr/0015).
/// </summary>
/// <param name="Stamp">Id and row version of the case and of everything <see cref="ProposalQueries.WithAll"/> reads, and of its corrections: equal only where all rows are.</param>
/// <param name="IsRead">The actor asked to read the confidential parts today.</param>
/// <param name="Linked">The cases linked to it, as far as the actor may know them.</param>
public sealed record CaseProof(int Id, string Stamp, bool IsRead, IReadOnlyList<LinkedCase> Linked)
{
    /// <summary>A row that is changed or added has another row version (xmin); none is ever taken away. Steps come only with a change of the case's row.</summary>
    const string Stamps = """
        select p.id as "Id", concat(p.id, '/', p.xmin,
            '/', (select string_agg(concat(i.id, ':', i.xmin), ' ' order by i.id) from inquiries i where i.proposal_id = p.id),
            '/', (select string_agg(concat(c.id, ':', c.xmin), ' ' order by c.id) from conditions c where c.proposal_id = p.id),
            '/', (select string_agg(concat(e.id, ':', e.xmin), ' ' order by e.id) from effect_checks e where e.proposal_id = p.id),
            '/', (select string_agg(concat(a.id, ':', a.xmin), ' ' order by a.id) from attachments a where a.proposal_id = p.id),
            '/', (select string_agg(concat(k.id, ':', k.xmin), ' ' order by k.id) from corrections k where k.proposal_id = p.id)) as "Stamp"
        from proposals p
        """;

    /// <summary>Written so that both directions use their index.</summary>
    const string Links = """
        select p.id as "Id", l.id as "LinkedId" from proposals p join proposals l on l.number = any (p.related_numbers) or l.related_numbers @> array[p.number]::text[]
        """;

    /// <summary>Of which kinds there is anything.</summary>
    public ProposalParts Has => Stamp.Split('/') is [_, _, var inquiries, var conditions, var effects, var attachments, _]
        ? new(inquiries.Length > 0, conditions.Length > 0, effects.Length > 0, attachments.Length > 0)
        : ProposalParts.All;

    public static async Task<CaseProof?> FindAsync(GovernanceDbContext db, Actor actor, DateOnly today, string number, CancellationToken cancel)
    {
        var me = actor.PersonId;
        var known = db.Proposals.KnownTo(actor);
        var rows = await (
            from p in db.Proposals.AsNoTracking().VisibleTo(actor)
            where p.Number == number
            join s in db.Database.SqlQueryRaw<RowStamp>(Stamps) on p.Id equals s.Id
            from l in db.Database.SqlQueryRaw<Link>(Links).Where(k => k.Id == p.Id).Join(known, k => k.LinkedId, l => l.Id, (k, l) => l).DefaultIfEmpty()
            select new
            {
                p.Id,
                s.Stamp,
                IsRead = db.ConfidentialReads.Any(r => r.ProposalId == p.Id && r.RecordedById == me && r.AsOf == today),
                Linked = l == null ? null : new LinkedCase(l.Number, l.Title, l.DepartmentName, l.State),
            }).ToListAsync(cancel);
        return rows.Count == 0
            ? null
            : new(rows[0].Id, rows[0].Stamp, rows[0].IsRead, [.. rows.Select(r => r.Linked).OfType<LinkedCase>().OrderBy(l => l.Number, StringComparer.Ordinal)]);
    }

    sealed record RowStamp(int Id, string Stamp);

    sealed record Link(int Id, int LinkedId);
}

/// <summary>Parts of cases in the node's memory, each under the stamp it was read with; shown only while the stored rows have that stamp.</summary>
static class KeptCases
{
    const int Most = 1000;

    static readonly MemoryCache Kept = new(new MemoryCacheOptions { SizeLimit = Most });

    static readonly TimeSpan Unasked = TimeSpan.FromMinutes(5);

    /// <param name="db">The context.</param>
    /// <param name="proof">Of this request. What is read now may be newer than it; then the next proof differs and it is read again.</param>
    /// <param name="read">Reads the part; nobody may change what it gives.</param>
    public static async Task<T> GetAsync<T>(GovernanceDbContext db, CaseProof proof, Func<Task<T>> read)
        where T : class
    {
        var connection = db.Database.GetDbConnection();
        var key = (connection.DataSource, connection.Database, typeof(T), proof.Id);
        if (Kept.TryGetValue(key, out (string Stamp, T Part) known) && known.Stamp == proof.Stamp)
        {
            return known.Part;
        }

        var part = await read();
        Kept.Set(key, (proof.Stamp, part), new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Unasked });
        return part;
    }
}
