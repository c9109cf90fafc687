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
/// Finds cases, conditions, decisions and attachment names; one statement a kind. The index answers by grams, then the text itself is
/// looked at, because two grams may come from two places.
/// </summary>
sealed class SearchReader(GovernanceDbContext db, Actor actor, SearchWords search)
{
    public const int Most = 20;

    /// <summary>Rows that are looked at; some of them may hold the grams but not the word.</summary>
    const int Looked = 2 * Most;

    /// <summary>The same for whole texts, which the database looks at.</summary>
    const int LookedTexts = 10 * Most;

    readonly string[] grams = search.Grams;

    public async Task<IReadOnlyList<HitGroup>> ReadAsync(CancellationToken cancel) =>
    [
        await CasesAsync(cancel), await ConditionsAsync(cancel), await StepsAsync(cancel), await AttachmentsAsync(cancel),
    ];

    /// <summary>Titles first; of cases that another department shares only the title is searched.</summary>
    async Task<HitGroup> CasesAsync(CancellationToken cancel)
    {
        var cases = db.Proposals.AsNoTracking();
        var titles = cases.KnownTo(actor).TitleHolding(search).OrderByDescending(p => p.StateSince).Take(Looked).Select(p => new CaseRow
        {
            InTitle = true,
            Id = p.Id,
            Number = p.Number,
            Title = p.Title,
            Department = p.DepartmentName,
            State = p.State,
            Since = p.StateSince,
        });
        var texts = cases.VisibleTo(actor).Holding(search).OrderByDescending(p => p.StateSince).Take(LookedTexts).ReallyHolding(search).OrderByDescending(p => p.StateSince).Take(Most + 1).Select(p => new CaseRow
        {
            InTitle = false,
            Id = p.Id,
            Number = p.Number,
            Title = p.Title,
            Department = p.DepartmentName,
            State = p.State,
            Since = p.StateSince,
        });
        var rows = await titles.Concat(texts).ToListAsync(cancel);
        var found = rows.Where(r => !r.InTitle || search.AreIn(r.Title)).OrderByDescending(r => r.InTitle).ThenByDescending(r => r.Since).DistinctBy(r => r.Id).ToList();
        var shown = found.Take(Most).ToList();
        var inText = shown.Where(r => !r.InTitle).Select(r => r.Id).ToArray();
        var drafts = inText.Length == 0 ? [] : await cases.Where(p => inText.Contains(p.Id)).Select(p => new { p.Id, p.Draft }).ToDictionaryAsync(p => p.Id, p => p.Draft, cancel);
        return new(
            "案件",
            [.. shown.Select(r => ToHit(new($"/proposals/{r.Number}", r.Number, r.Title, $"{r.Department}　{r.State.Label()}", drafts.TryGetValue(r.Id, out var draft) ? Texts(r, draft) : [r.Title])))],
            found.Count > Most);
    }

    async Task<HitGroup> ConditionsAsync(CancellationToken cancel) => Group("条件", (await (
        from c in db.Conditions.AsNoTracking()
        join p in db.Proposals.VisibleTo(actor) on c.ProposalId equals p.Id
        where grams.All(g => c.SearchGrams.Contains(g))
        orderby c.DueOn descending
        select new { p.Number, p.Title, Condition = c.Number, c.State, c.Text, c.Evidence, c.Owner }).Take(Looked).ToListAsync(cancel))
        .Select(r => new Found($"/proposals/{r.Number}/conditions", r.Number, r.Title, $"条件{r.Condition}　{r.State.Label()}", [r.Text, r.Evidence, r.Owner])));

    async Task<HitGroup> StepsAsync(CancellationToken cancel) => Group("決定・差戻しなどの記録", (await (
        from t in db.ProposalTransitions.AsNoTracking()
        join p in db.Proposals.VisibleTo(actor) on t.ProposalId equals p.Id
        where grams.All(g => t.SearchGrams.Contains(g))
        orderby t.RecordedAt descending
        select new { p.Number, p.Title, t.Gate, t.Label, t.AsOf, t.RecordedBy, t.Reason, t.Findings }).Take(Looked).ToListAsync(cancel))
        .Select(r => new Found(
            $"/proposals/{r.Number}/history", r.Number, r.Title, $"{r.Gate.Label()}　{r.Label}　{Wareki.Iso(r.AsOf)}　{r.RecordedBy}", [r.Reason ?? "", .. r.Findings.Select(f => f.Text)])));

    async Task<HitGroup> AttachmentsAsync(CancellationToken cancel) => Group("添付のファイル名", (await (
        from a in db.Attachments.AsNoTracking()
        join p in db.Proposals.VisibleTo(actor) on a.ProposalId equals p.Id
        where a.RemovedAt == null && grams.All(g => a.SearchGrams.Contains(g))
        orderby a.AddedAt descending
        select new { p.Number, p.Title, a.Kind, a.FileName }).Take(Looked).ToListAsync(cancel))
        .Select(r => new Found($"/proposals/{r.Number}", r.Number, r.Title, r.Kind.Label(), [r.FileName])));

    /// <summary>What was found in other words than the case's title: number, and the open fields of the form.</summary>
    static IEnumerable<string> Texts(CaseRow row, ProposalContent draft) =>
    [
        row.Title, row.Number, row.Department,
        .. ProposalForm.Fields.Where(f => !f.IsConfidential && f.Key != ProposalForm.Title).Select(f => (f.Label, Text: f.Display(draft))).Where(f => f.Text.Length > 0).Select(f => $"{f.Label}：{f.Text}"),
    ];

    HitGroup Group(string name, IEnumerable<Found> rows)
    {
        var hits = rows.Where(r => search.AreIn(string.Join('\n', r.Texts))).Take(Most + 1).Select(ToHit).ToList();
        return new(name, [.. hits.Take(Most)], hits.Count > Most);
    }

    Hit ToHit(Found found) => new(found.Href, found.Number, found.Title, found.Where, Excerpt.Of(Best(found.Texts), search) ?? []);

    /// <summary>The first text with all words, else the one with the most of them.</summary>
    string Best(IEnumerable<string> texts)
    {
        var (best, most) = ("", 0);
        foreach (var text in texts)
        {
            var normal = SearchText.Normalize(text);
            var words = search.Words.Count(w => normal.Contains(w, StringComparison.Ordinal));
            (best, most) = words > most ? (text, words) : (best, most);
            if (most == search.Words.Count)
            {
                break;
            }
        }

        return best;
    }

    sealed record Found(string Href, string Number, string Title, string Where, IEnumerable<string> Texts);

    sealed record CaseRow
    {
        public bool InTitle { get; init; }

        public int Id { get; init; }

        public string Number { get; init; } = "";

        public string Title { get; init; } = "";

        public string Department { get; init; } = "";

        public ProposalState State { get; init; }

        public DateTimeOffset Since { get; init; }
    }
}
