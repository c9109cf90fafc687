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
    /// <summary>
    /// A row that is changed or added has another row version (xmin); none is ever taken away. Steps come only with a change of the case's row. Links
    /// in both directions use their index. Parameters: 0 departments, 1 number, 2 person, 3 today.
    /// </summary>
    static string Sql(Actor actor) => $$"""
        select c.id as "Id", concat(c.id, '/', c.xmin,
            '/', (select string_agg(concat(i.id, ':', i.xmin), ' ' order by i.id) from inquiries i where i.proposal_id = c.id),
            '/', (select string_agg(concat(n.id, ':', n.xmin), ' ' order by n.id) from conditions n where n.proposal_id = c.id),
            '/', (select string_agg(concat(e.id, ':', e.xmin), ' ' order by e.id) from effect_checks e where e.proposal_id = c.id),
            '/', (select string_agg(concat(a.id, ':', a.xmin), ' ' order by a.id) from attachments a where a.proposal_id = c.id),
            '/', (select string_agg(concat(k.id, ':', k.xmin), ' ' order by k.id) from corrections k where k.proposal_id = c.id)) as "Stamp",
            exists (select from confidential_reads r where r.proposal_id = c.id and r.recorded_by_id = {2} and r.as_of = {3}) as "IsRead",
            l.number as "Number", l.title as "Title", l.department_name as "Department", l.state as "State"
        from (select p.xmin, p.id, p.number, p.related_numbers from proposals p where p.number = {1} and {{ProposalQueries.VisibleSql(actor)}}) c
        left join lateral (
            select p.number, p.title, p.department_name, p.state from proposals p
            where (p.number = any (c.related_numbers) or p.related_numbers @> array[c.number]::text[]) and {{ProposalQueries.KnownSql(actor)}}) l on true
        """;

    /// <summary>Of which kinds there is anything.</summary>
    public ProposalParts Has => Stamp.Split('/') is [_, _, var inquiries, var conditions, var effects, var attachments, _]
        ? new(inquiries.Length > 0, conditions.Length > 0, effects.Length > 0, attachments.Length > 0)
        : ProposalParts.All;

    public static async Task<CaseProof?> FindAsync(GovernanceDbContext db, Actor actor, DateOnly today, string number, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQueryRaw<Row>(Sql(actor), actor.DepartmentIds, number, actor.PersonId ?? 0, today).ToListAsync(cancel);
        return rows.Count == 0 ? null : new(rows[0].Id, rows[0].Stamp, rows[0].IsRead,
        [
            .. rows.Where(r => r.Number is not null).OrderBy(r => r.Number, StringComparer.Ordinal)
                .Select(r => new LinkedCase(r.Number!, r.Title!, r.Department!, Enum.Parse<ProposalState>(r.State!))),
        ]);
    }

    /// <param name="Number">Null where no case is linked.</param>
    sealed record Row(int Id, string Stamp, bool IsRead, string? Number, string? Title, string? Department, string? State);
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
