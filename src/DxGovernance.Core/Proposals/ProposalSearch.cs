using System.Collections.Concurrent;
using System.Globalization;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Proposals;

/// <summary>What was typed, made comparable.</summary>
/// <param name="Words">Each must be found.</param>
/// <param name="Grams">What the index must hold.</param>
public sealed record SearchWords(IReadOnlyList<string> Words, string[] Grams)
{
    /// <summary>Empty where nothing was typed that can be searched for.</summary>
    public bool IsEmpty => Words.Count == 0;

    public static SearchWords Of(string? typed)
    {
        var text = typed ?? "";
        var normal = SearchText.Normalize(text.Length > SearchText.QueryMaxLength ? text[..SearchText.QueryMaxLength] : text);
        return new([.. normal.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()], SearchText.QueryGrams(normal));
    }

    /// <summary>Whether a text as people wrote it holds every word.</summary>
    public bool AreIn(string text) => SearchText.Normalize(text) is var normal && Words.All(w => normal.Contains(w, StringComparison.Ordinal));
}

public static class ProposalSearchQueries
{
    /// <summary>Words that stand in most titles and so make none similar.</summary>
    static readonly HashSet<string> Common =
    [
        .. ((string[])["システム", "情報", "業務", "導入", "更新", "改修", "整備", "構築", "調達", "委託", "対応", "事業", "について", "新規", "年度", "サービス", "機能", "管理"])
            .SelectMany(w => Pairs(SearchText.Normalize(w))),
    ];

    /// <summary>Cases in whose open parts all grams stand: exact for words of one or two characters, nearly so for longer ones.</summary>
    public static IQueryable<Proposal> Holding(this IQueryable<Proposal> proposals, SearchWords search)
    {
        var grams = search.Grams;
        return proposals.Where(p => grams.All(g => p.Words.Grams.Contains(g)));
    }

    /// <summary>Leaves out where the grams of a word come from two places. Reads the whole text, so only for few rows.</summary>
    public static IQueryable<Proposal> ReallyHolding(this IQueryable<Proposal> proposals, SearchWords search)
    {
        foreach (var word in search.Words.Where(w => w.EnumerateRunes().Count() > 2))
        {
            proposals = proposals.Where(p => p.Words.Text.Contains(word));
        }

        return proposals;
    }

    /// <summary>Cases whose title holds the words; all that may be searched in cases of which only the title is known.</summary>
    public static IQueryable<Proposal> TitleHolding(this IQueryable<Proposal> proposals, SearchWords search)
    {
        var grams = search.Grams;
        return proposals.Where(p => grams.All(g => p.Words.TitleGrams.Contains(g)));
    }

    /// <summary>What an actor finds: all open parts of the cases they may open, the titles of those they may know.</summary>
    public static IQueryable<Proposal> Found(this IQueryable<Proposal> proposals, SearchWords search, Actor actor)
    {
        if (search.IsEmpty || actor.Can(Permission.SeeAllProposals))
        {
            return search.IsEmpty ? proposals : proposals.Holding(search);
        }

        var grams = search.Grams;
        var departments = actor.DepartmentIds;
        return proposals.Where(p => (departments.Contains(p.DepartmentId) && grams.All(g => p.Words.Grams.Contains(g))) || grams.All(g => p.Words.TitleGrams.Contains(g)));
    }

    /// <summary>Cases with a title like this one, the likest first; none where the title says too little.</summary>
    /// <param name="proposals">Among which, e.g. those known to the actor.</param>
    /// <param name="title">As typed so far.</param>
    public static IQueryable<Proposal> Like(this IQueryable<Proposal> proposals, string title)
    {
        var grams = Pairs(SearchText.Normalize(title.Length > SearchText.QueryMaxLength ? title[..SearchText.QueryMaxLength] : title)).Except(Common).ToArray();
        var least = grams.Length > 2 ? 2 : 1;
        return proposals
            .Where(p => p.Words.TitleGrams.Any(g => grams.Contains(g)) && p.Words.TitleGrams.Count(g => grams.Contains(g)) >= least)
            .OrderByDescending(p => p.Words.TitleGrams.Count(g => grams.Contains(g))).ThenByDescending(p => p.FiscalYear).ThenByDescending(p => p.Serial);
    }

    static IEnumerable<string> Pairs(string normalized) => SearchText.Grams(normalized).Where(g => g.EnumerateRunes().Count() == 2);
}

/// <summary>A piece of a text; a hit is to be marked.</summary>
public sealed record ExcerptPart(string Text, bool IsHit);

/// <summary>The part of a text around the words that were searched for, in the spelling of the text.</summary>
public static class Excerpt
{
    /// <summary>Characters shown before the first hit and, at least, after it.</summary>
    const int Around = 40;

    static readonly ConcurrentDictionary<string, string> Normalized = new(StringComparer.Ordinal);

    /// <returns>Null where no word stands in the text.</returns>
    public static IReadOnlyList<ExcerptPart>? Of(string text, SearchWords search)
    {
        var (normal, places) = Map(text);
        var hits = search.Words
            .SelectMany(w => All(normal, w).Select(at => (Start: places[at].Start, End: places[at + w.Length - 1].End)))
            .OrderBy(h => h.Start).ToList();
        return hits.Count == 0 ? null : Cut(text, hits);
    }

    /// <summary>The normalized text and, for each of its characters, from where to where it stands in the text.</summary>
    static (string Normal, List<(int Start, int End)> Places) Map(string text)
    {
        var normal = new System.Text.StringBuilder(text.Length);
        var places = new List<(int, int)>(text.Length);
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var (element, start) = (elements.GetTextElement(), elements.ElementIndex);
            foreach (var c in NormalOf(element))
            {
                normal.Append(c);
                places.Add((start, start + element.Length));
            }
        }

        return (normal.ToString(), places);
    }

    /// <summary>One element alone; what is no word stands for a blank, the mark of a long vowel for nothing.</summary>
    static string NormalOf(string element)
    {
        if (element.Length == 1 && element[0] is >= 'ぁ' and <= 'ゖ')
        {
            return element;
        }

        // Long clusters of marks are rare and would let a writer fill the memory.
        return element.Length > 2 ? Read(element) : Normalized.GetOrAdd(element, Read);

        static string Read(string e) => SearchText.Normalize(e) is { Length: > 0 } n ? n : e is "ー" or "ｰ" ? "" : " ";
    }

    static IEnumerable<int> All(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
        {
            yield return at;
        }
    }

    static List<ExcerptPart> Cut(string text, List<(int Start, int End)> hits)
    {
        var from = Math.Max(0, hits[0].Start - Around);
        var to = Math.Min(text.Length, hits[0].End + (2 * Around));
        from -= from > 0 && char.IsLowSurrogate(text[from]) ? 1 : 0;
        to += to < text.Length && char.IsLowSurrogate(text[to]) ? 1 : 0;
        var parts = new List<ExcerptPart>();
        void Add(int start, int end, bool isHit)
        {
            if (end > start)
            {
                parts.Add(new(text[start..end], isHit));
            }
        }

        var at = from;
        parts.AddRange(from > 0 ? [new("…", false)] : []);
        foreach (var (start, end) in hits.Where(h => h.End <= to))
        {
            Add(at, start, false);
            Add(Math.Max(at, start), end, true);
            at = Math.Max(at, end);
        }

        Add(at, to, false);
        parts.AddRange(to < text.Length ? [new("…", false)] : []);
        return parts;
    }
}
