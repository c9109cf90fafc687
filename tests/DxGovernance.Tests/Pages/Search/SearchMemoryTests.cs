using System.Text;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Data;
using DxGovernance.Web.Pages.Search;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Search;

/// <summary>What the node keeps of the demo cases finds what reading all of them finds, in the same order (docs/adr/0014).</summary>
public sealed class SearchMemoryTests(DemoDatabase database) : IClassFixture<DemoDatabase>
{
    const int Drawn = 400;

    [Theory]
    [InlineData("常盤 圭")]
    [InlineData("三輪 さくら")]
    public async Task Whatever_is_searched_the_finds_are_those_of_a_plain_reading(string name)
    {
        await using var db = database.NewContext();
        using var memory = new SearchMemory();
        await memory.ReadAsync(db, (await AuditChain.HeadAsync(db, Cancel)).Sequence, Cancel);
        var actor = await ActorAsync(db, name);
        var texts = await TextsAsync(db);
        var (some, none) = (0, 0);
        foreach (var typed in Queries(texts))
        {
            var search = SearchWords.Of(typed);
            var found = memory.Find(search, actor).Select(g => (g.Hits.Count + (g.IsCut ? 1 : 0), string.Join('\n', g.Hits.Select(h => $"{h.Href} {h.Where}")))).ToList();

            found.ShouldBe(Plainly(texts, search.Words, actor), $"「{typed}」");
            (some, none) = found.Any(f => f.Item1 > 0) ? (some + 1, none) : (some, none + 1);
        }

        some.ShouldBeGreaterThan(Drawn / 4);
        none.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Every_find_shows_a_word_that_was_searched_and_nobody_finds_what_is_confidential()
    {
        await using var db = database.NewContext();
        using var memory = new SearchMemory();
        await memory.ReadAsync(db, (await AuditChain.HeadAsync(db, Cancel)).Sequence, Cancel);
        var actor = await ActorAsync(db, "常盤 圭");
        foreach (var hit in memory.Find(SearchWords.Of("給付　システム"), actor).SelectMany(g => g.Hits))
        {
            hit.Excerpt.Where(p => p.IsHit).Select(p => SearchText.Normalize(p.Text)).ShouldAllBe(h => h == "給付" || h == "しすてむ", hit.Href);
            hit.Excerpt.ShouldContain(p => p.IsHit);
        }

        var kept = ProposalForm.Fields.Where(f => f.IsConfidential).ToList();
        kept.ShouldNotBeEmpty();
        var asked = 0;
        foreach (var draft in await db.Proposals.OrderBy(p => p.Id).Select(p => p.Draft).Take(20).ToListAsync(Cancel))
        {
            foreach (var text in kept.Select(f => SearchText.Normalize(f.Display(draft)).Replace(" ", "", StringComparison.Ordinal)).Where(t => t.Length > 15))
            {
                asked++;
                memory.Find(SearchWords.Of(text[..15]), actor).ShouldAllBe(g => g.Hits.Count == 0);
            }
        }

        asked.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Marks_miss_no_pair_whatever_is_added_and_put_anew()
    {
        var random = new Random(7);
        var (marks, texts) = (new PairMarks(), new List<string>());
        for (var step = 0; step < 400; step++)
        {
            var text = string.Join(' ', Enumerable.Range(0, 6).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => new Rune(random.Next(20) == 0 ? 0x2000B : 'あ' + random.Next(60))))));
            var place = step < 100 || random.Next(2) == 0 ? texts.Count : random.Next(texts.Count);
            marks.Reserve(Math.Max(texts.Count, place + 1));
            if (place == texts.Count)
            {
                texts.Add(text);
            }
            else
            {
                marks.Clear(place);
                texts[place] = text;
            }

            marks.Mark(place, 1, text);
        }

        var row = new ulong[marks.Width];
        int Found(int kind, params string[] words)
        {
            marks.Find(kind, words, row);
            return row.Sum(System.Numerics.BitOperations.PopCount);
        }

        var (named, asked) = (0, 0);
        for (var place = 0; place < texts.Count; place++)
        {
            foreach (var word in texts[place].Split(' '))
            {
                var count = Found(1, word);
                (row[place >> 6] >> place & 1).ShouldBe(1UL, word);
                (named, asked) = word.EnumerateRunes().Count() > 1 ? (named + count, asked + 1) : (named, asked);
            }
        }

        // They also leave out: two of sixty characters stand side by side in few of some 250 texts.
        (named / asked).ShouldBeLessThan(texts.Count / 10);
        Found(1, "漢字").ShouldBe(0);
        Found(0, texts[0].Split(' ').First(w => w.EnumerateRunes().Count() > 1)).ShouldBe(0);
    }

    static async Task<Actor> ActorAsync(GovernanceDbContext db, string name) =>
        (await Actor.LoadAsync(db, await db.People.Where(p => p.Name == name).Select(p => p.Id).SingleAsync(Cancel), TokyoTime.DayOf(await db.AuditEntries.MaxAsync(a => a.RecordedAt, Cancel)), Cancel))!;

    /// <summary>Parts of the texts, pairs of them, and what stands nowhere.</summary>
    static IEnumerable<string> Queries(IReadOnlyList<Plain> texts)
    {
        var random = new Random(20261129);
        var words = texts.SelectMany(t => t.Normal.Split(' ')).Where(w => w.Length > 1).Distinct().ToArray();
        string Part()
        {
            var runes = words[random.Next(words.Length)].EnumerateRunes().ToArray();
            var (at, length) = (random.Next(runes.Length), random.Next(1, 6));
            return string.Concat(runes.Skip(at).Take(length));
        }

        for (var i = 0; i < Drawn; i++)
        {
            yield return (i % 4) switch { 0 => $"{Part()} {Part()}", 1 => Part() + Part(), _ => Part() };
        }
    }

    static List<(int, string)> Plainly(IReadOnlyList<Plain> texts, IReadOnlyList<string> words, Actor actor)
    {
        bool Opens(Plain t) => actor.Can(Permission.SeeAllProposals) || actor.DepartmentIds.Contains(t.Case.DepartmentId);
        bool Holds(Plain t) => words.All(w => t.Normal.Contains(w, StringComparison.Ordinal));
        (int, string) Cut(IEnumerable<Plain> found) =>
            found.Take(SearchMemory.Most + 1).ToList() is var all ? (all.Count, string.Join('\n', all.Take(SearchMemory.Most).Select(t => $"/proposals/{t.Case.Number}{t.Page} {t.Where}"))) : default;
        var ordered = texts.OrderByDescending(t => t.Case.StateSince).ThenByDescending(t => t.Case.Id).ThenByDescending(t => t.Id).Where(Holds).ToList();
        var titles = ordered.Where(t => t.Kind == "title" && (Opens(t) || (t.Case.IsShared && t.Case.RulesDay is not null)));
        return
        [
            Cut(titles.Concat(ordered.Where(t => t.Kind == "text" && Opens(t))).DistinctBy(t => t.Case.Id)),
            .. new[] { "condition", "step", "file" }.Select(kind => Cut(ordered.Where(t => t.Kind == kind && Opens(t)))),
        ];
    }

    static async Task<IReadOnlyList<Plain>> TextsAsync(GovernanceDbContext db)
    {
        var cases = await db.Proposals.AsNoTracking().ToDictionaryAsync(p => p.Id, Cancel);
        string Where(Proposal p) => $"{p.DepartmentName}　{p.State.Label()}";
        return
        [
            .. cases.Values.Select(p => new Plain(p, "title", p.Id, "", Where(p), p.Title)),
            .. cases.Values.Select(p => new Plain(p, "text", p.Id, "", Where(p), string.Join('\n', [p.Number, p.DepartmentName, .. ProposalText.Fields.Select(f => f.Display(p.Draft))]))),
            .. (await db.Conditions.AsNoTracking().ToListAsync(Cancel)).Select(c => new Plain(cases[c.ProposalId], "condition", c.Id, "/conditions", $"条件{c.Number}　{c.State.Label()}", $"{c.Text}\n{c.Evidence}\n{c.Owner}")),
            .. (await db.ProposalTransitions.AsNoTracking().ToListAsync(Cancel)).Select(t => new Plain(
                cases[t.ProposalId], "step", t.Id, "/history", $"{t.Gate.Label()}　{t.Label}　{Wareki.Iso(t.AsOf)}　{t.RecordedBy}", string.Join('\n', [t.Reason ?? "", .. t.Findings.Select(f => f.Text)]))),
            .. (await db.Attachments.AsNoTracking().Where(a => a.RemovedAt == null).ToListAsync(Cancel)).Select(a => new Plain(cases[a.ProposalId], "file", a.Id, "", a.Kind.Label(), a.FileName)),
        ];
    }

    sealed record Plain(Proposal Case, string Kind, long Id, string Page, string Where, string Text)
    {
        public string Normal { get; } = SearchText.Normalize(Text);
    }
}
