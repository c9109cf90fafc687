using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Search;

/// <summary>One find: where it leads, what it is, and the words around the hit.</summary>
public sealed record Hit(string Href, string Number, string Title, string Where, IReadOnlyList<ExcerptPart> Excerpt);

/// <summary>What was found of one kind.</summary>
/// <param name="IsCut">There is more than is shown.</param>
public sealed record HitGroup(string Name, IReadOnlyList<Hit> Hits, bool IsCut);

/// <summary>
/// Finds cases, conditions, decisions and attachment names, those of the cases that moved last first. The newest cases are looked through before
/// the index is asked: a word that stands in many cases stands in enough of these, while the index would name all of them. At most six statements.
/// </summary>
sealed class SearchReader(GovernanceDbContext db, Actor actor, SearchWords search)
{
    public const int Most = 20;

    /// <summary>Rows that are looked at; some of them may hold the grams but not the word, because two grams may come from two places.</summary>
    const int Looked = 2 * Most;

    /// <summary>The same for whole texts, which the database looks at.</summary>
    const int LookedTexts = 10 * Most;

    /// <summary>Cases looked through without an index; of their steps, some sixteen a case, fewer.</summary>
    const int NewestCases = 150;
    const int NewestForSteps = 60;

    /// <summary>Rows that an index may name; what stands in more of them was found among the newest.</summary>
    const int Named = 10_000;

    /// <summary>No text holds it.</summary>
    static readonly string[] Nowhere = [" "];

    readonly string[] grams = search.Grams;
    readonly string[] words = [.. search.Words];
    readonly int[] departments = actor.DepartmentIds;

    /// <summary>Grams of two characters hold their word; only for longer words more rows are looked at than are shown.</summary>
    readonly int rows = search.Words.Any(w => w.EnumerateRunes().Count() > 2) ? Looked : Most + 1;

    enum Kind
    {
        Title,
        Text,
        Condition,
        Step,
        Attachment,
    }

    public async Task<IReadOnlyList<HitGroup>> ReadAsync(CancellationToken cancel)
    {
        var found = (await AmongNewest().ToListAsync(cancel)).ToLookup(r => (Kind)r.Kind);
        Kind[] more = [.. Enum.GetValues<Kind>().Where(k => found[k].Count() < (k == Kind.Text ? Most + 1 : rows))];
        if (!more.Contains(Kind.Title))
        {
            more = [.. more.Where(k => k != Kind.Text)];
        }

        if (more.Length > 0)
        {
            var named = (await ByIndex(more).ToListAsync(cancel)).ToLookup(r => (Kind)r.Kind);
            found = Enum.GetValues<Kind>().SelectMany(k => more.Contains(k) ? named[k] : found[k]).ToLookup(r => (Kind)r.Kind);
        }

        return
        [
            await CasesAsync(found[Kind.Title], found[Kind.Text], cancel), await ConditionsAsync([.. found[Kind.Condition]], cancel),
            await StepsAsync([.. found[Kind.Step]], cancel), await AttachmentsAsync([.. found[Kind.Attachment]], cancel),
        ];
    }

    /// <summary>
    /// By hand, because the order of the work must hold: case by case, the newest first, and no further than needed. Parameters: 0 departments,
    /// 1 grams, 2 words, 3 rows.
    /// </summary>
    IQueryable<Row> AmongNewest()
    {
        string Own(int count) => actor.Can(Permission.SeeAllProposals) ? Newest("true", count) : $"""
            (select p.* from unnest({"{0}"}) d, lateral {Newest("p.department_id = d", count)} where {ProposalQueries.VisibleSql(actor)} order by p.state_since desc limit {count}) p
            """;
        string Parts(Kind kind, int count, string table, string and = "") => $$"""
            (select {{Columns(kind, "x")}} from {{Own(count)}}, lateral (select * from {{table}} t where t.proposal_id = p.id offset 0) x
             where x.search_grams @> {1}{{and}} order by p.state_since desc, x.id desc limit {3})
            """;
        var sql = $$"""
            (select {{Columns(Kind.Title, "p")}} from {{Newest(ProposalQueries.KnownSql(actor), NewestCases)}}, lateral (select t.title_grams from proposal_texts t where t.proposal_id = p.id offset 0) x
             where x.title_grams @> {1} order by p.state_since desc limit {3})
            union all
            (select {{Columns(Kind.Text, "p")}} from {{Own(NewestCases)}}, lateral (select t.text from proposal_texts t where t.proposal_id = p.id offset 0) x
             where not exists (select from unnest({2}) w where strpos(x.text, w) = 0) order by p.state_since desc limit {{Most + 1}})
            union all
            {{Parts(Kind.Condition, NewestCases, "conditions")}}
            union all
            {{Parts(Kind.Step, NewestForSteps, "proposal_transitions")}}
            union all
            {{Parts(Kind.Attachment, NewestCases, "attachments", " and x.removed_at is null")}}
            """;
        return db.Database.SqlQueryRaw<Row>(sql, departments, grams, words, rows);
    }

    /// <summary>
    /// What the planner does not know (the grams from a subquery) it takes for rare, so that it uses the index; by its own guess it reads and unpacks
    /// all grams of all texts where a word is common. Parameters: 0 departments, 1 words, 2 rows, 3 to 7 grams for each kind.
    /// </summary>
    IQueryable<Row> ByIndex(Kind[] kinds)
    {
        string[] For(Kind kind) => kinds.Contains(kind) ? grams : Nowhere;
        var (visible, known) = (ProposalQueries.VisibleSql(actor), ProposalQueries.KnownSql(actor));
        string Parts(Kind kind, string table, string parameter, string and = "") => $$"""
            (select {{Columns(kind, "x")}} from (select id, proposal_id from {{table}} where search_grams @> (select {{{parameter}}}){{and}} limit {{Named}}) x
             join proposals p on p.id = x.proposal_id where {{visible}} order by p.state_since desc, x.id desc limit {2})
            """;
        var sql = $$"""
            (select {{Columns(Kind.Title, "p")}} from (select proposal_id from proposal_texts where title_grams @> (select {3}) limit {{Named}}) x
             join proposals p on p.id = x.proposal_id where {{known}} order by p.state_since desc limit {2})
            union all
            (select {{Columns(Kind.Text, "p")}} from (
                select p.*, x.text from (select proposal_id, text from proposal_texts where grams @> (select {4}) limit {{Named}}) x
                join proposals p on p.id = x.proposal_id where {{visible}} order by p.state_since desc limit {{LookedTexts}}) p
             where not exists (select from unnest({1}) w where strpos(p.text, w) = 0) order by p.state_since desc limit {{Most + 1}})
            union all
            {{Parts(Kind.Condition, "conditions", "5")}}
            union all
            {{Parts(Kind.Step, "proposal_transitions", "6")}}
            union all
            {{Parts(Kind.Attachment, "attachments", "7", " and removed_at is null")}}
            """;
        return db.Database.SqlQueryRaw<Row>(sql, departments, words, rows, For(Kind.Title), For(Kind.Text), For(Kind.Condition), For(Kind.Step), For(Kind.Attachment));
    }

    static string Newest(string which, int count) => $"(select * from proposals p where {which} order by p.state_since desc limit {count}) p";

    static string Columns(Kind kind, string found) => $"""
        {(int)kind} as "Kind", {found}.id::bigint as "Id", p.number as "Number", p.title as "Title", p.department_name as "Department", p.state as "State", p.state_since as "Since"
        """;

    /// <summary>Titles first; of cases that another department shares only the title is searched.</summary>
    async Task<HitGroup> CasesAsync(IEnumerable<Row> titles, IEnumerable<Row> texts, CancellationToken cancel)
    {
        var found = titles.Where(r => search.AreIn(r.Title)).OrderByDescending(r => r.Since).Concat(texts.OrderByDescending(r => r.Since)).DistinctBy(r => r.Id).ToList();
        var shown = found.Take(Most).ToList();
        var inText = shown.Where(r => r.Kind == (int)Kind.Text).Select(r => (int)r.Id).ToArray();
        var drafts = inText.Length == 0
            ? []
            : await db.Proposals.AsNoTracking().Where(p => inText.Contains(p.Id)).Select(p => new { p.Id, p.Draft }).ToDictionaryAsync(p => p.Id, p => p.Draft, cancel);
        return new(
            "案件",
            [.. shown.Select(r => ToHit(r, $"/proposals/{r.Number}", $"{r.Department}　{Enum.Parse<ProposalState>(r.State).Label()}", drafts.TryGetValue((int)r.Id, out var draft) ? Texts(r, draft) : [r.Title]))],
            found.Count > Most);
    }

    async Task<HitGroup> ConditionsAsync(IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        var ids = rows.Select(r => (int)r.Id).ToArray();
        var found = ids.Length == 0 ? [] : await db.Conditions.AsNoTracking().Where(c => ids.Contains(c.Id))
            .Select(c => new { c.Id, c.Number, c.State, c.Text, c.Evidence, c.Owner }).ToDictionaryAsync(c => (long)c.Id, cancel);
        return Group("条件", from r in rows
                           where found.ContainsKey(r.Id)
                           let c = found[r.Id]
                           select new Found(r, $"/proposals/{r.Number}/conditions", $"条件{c.Number}　{c.State.Label()}", [c.Text, c.Evidence, c.Owner]));
    }

    async Task<HitGroup> StepsAsync(IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        var ids = rows.Select(r => r.Id).ToArray();
        var found = ids.Length == 0 ? [] : await db.ProposalTransitions.AsNoTracking().Where(t => ids.Contains(t.Id))
            .Select(t => new { t.Id, t.Gate, t.Label, t.AsOf, t.RecordedBy, t.Reason, t.Findings }).ToDictionaryAsync(t => t.Id, cancel);
        return Group("決定・差戻しなどの記録", from r in rows
                                    where found.ContainsKey(r.Id)
                                    let t = found[r.Id]
                                    select new Found(
                                        r, $"/proposals/{r.Number}/history", $"{t.Gate.Label()}　{t.Label}　{Wareki.Iso(t.AsOf)}　{t.RecordedBy}", [t.Reason ?? "", .. t.Findings.Select(f => f.Text)]));
    }

    async Task<HitGroup> AttachmentsAsync(IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        var ids = rows.Select(r => (int)r.Id).ToArray();
        var found = ids.Length == 0 ? [] : await db.Attachments.AsNoTracking().Where(a => ids.Contains(a.Id))
            .Select(a => new { a.Id, a.Kind, a.FileName }).ToDictionaryAsync(a => (long)a.Id, cancel);
        return Group("添付のファイル名", from r in rows
                                 where found.ContainsKey(r.Id)
                                 let a = found[r.Id]
                                 select new Found(r, $"/proposals/{r.Number}", a.Kind.Label(), [a.FileName]));
    }

    /// <summary>What was found in other words than the case's title: number, and the open fields of the form.</summary>
    static IEnumerable<string> Texts(Row row, ProposalContent draft) => ((string[])[row.Title, row.Number, row.Department]).Concat(
        ProposalText.Fields.Where(f => f.Key != ProposalForm.Title).Select(f => (f.Label, Text: f.Display(draft))).Where(f => f.Text.Length > 0).Select(f => $"{f.Label}：{f.Text}"));

    HitGroup Group(string name, IEnumerable<Found> rows)
    {
        var hits = rows.Where(r => search.AreIn(string.Join('\n', r.Texts))).Take(Most + 1).Select(r => ToHit(r.Row, r.Href, r.Where, r.Texts)).ToList();
        return new(name, [.. hits.Take(Most)], hits.Count > Most);
    }

    Hit ToHit(Row row, string href, string where, IEnumerable<string> texts) => new(href, row.Number, row.Title, where, Excerpt.Of(Best(texts), search) ?? []);

    /// <summary>The first text with all words, else the one with the most of them.</summary>
    string Best(IEnumerable<string> texts)
    {
        var (best, most) = ("", 0);
        foreach (var text in texts)
        {
            var normal = SearchText.Normalize(text);
            var held = search.Words.Count(w => normal.Contains(w, StringComparison.Ordinal));
            (best, most) = held > most ? (text, held) : (best, most);
            if (most == search.Words.Count)
            {
                break;
            }
        }

        return best;
    }

    sealed record Found(Row Row, string Href, string Where, IReadOnlyList<string> Texts);

    /// <summary>A row that holds the grams, with its case.</summary>
    sealed record Row
    {
        public int Kind { get; init; }

        /// <summary>Of the case, condition, step or attachment.</summary>
        public long Id { get; init; }

        public string Number { get; init; } = "";

        public string Title { get; init; } = "";

        public string Department { get; init; } = "";

        /// <summary>Name of a <see cref="ProposalState"/>.</summary>
        public string State { get; init; } = "";

        public DateTime Since { get; init; }
    }
}
