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

/// <summary>Texts as people wrote them, made comparable once, because they are searched again and again.</summary>
public sealed class SearchedTexts
{
    /// <summary>Stands in no word.</summary>
    const char Between = '\n';

    readonly string[] shown;

    /// <summary>Where each text begins in <see cref="Normal"/>, and behind the last.</summary>
    readonly int[] starts;

    /// <summary>Of texts that were shown once.</summary>
    readonly ExcerptPlaces?[] places;

    /// <param name="texts">With what is shown before them and not searched, e.g. the name of a field. At least one.</param>
    public SearchedTexts(params IReadOnlyList<(string? Label, string Text)> texts)
    {
        shown = [.. texts.Select(t => t.Label is null ? t.Text : $"{t.Label}：{t.Text}")];
        (starts, places) = (new int[shown.Length + 1], new ExcerptPlaces?[shown.Length]);
        var all = new System.Text.StringBuilder();
        for (var i = 0; i < shown.Length; i++)
        {
            all.Append(SearchText.Normalize(texts[i].Text)).Append(Between);
            starts[i + 1] = all.Length;
        }

        Normal = all.ToString();
    }

    /// <summary>All texts, comparable, without their labels.</summary>
    public string Normal { get; }

    public string First => shown[0];

    /// <summary>Each word stands in one of the texts.</summary>
    public bool Hold(IReadOnlyList<string> words) => AreIn(Normal, words);

    /// <summary>All words stand in the first text.</summary>
    public bool FirstHolds(IReadOnlyList<string> words) => AreIn(NormalOf(0), words);

    /// <summary>The first text with all words, else the one with the most of them: the part around the words, in the spelling of the text.</summary>
    /// <param name="words">Comparable.</param>
    /// <param name="count">How many of the texts are looked at.</param>
    /// <returns>Empty where no word stands in a text.</returns>
    public IReadOnlyList<ExcerptPart> Around(IReadOnlyList<string> words, int count = int.MaxValue)
    {
        var (best, most) = (0, 0);
        for (var i = 0; i < Math.Min(count, shown.Length) && most < words.Count; i++)
        {
            var held = HeldIn(NormalOf(i), words);
            (best, most) = held > most ? (i, held) : (best, most);
        }

        return most == 0 ? [] : Excerpt.Of(shown[best], places[best] ??= ExcerptPlaces.Of(shown[best]), words);
    }

    ReadOnlySpan<char> NormalOf(int i) => Normal.AsSpan(starts[i]..starts[i + 1]);

    static bool AreIn(ReadOnlySpan<char> text, IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!text.Contains(words[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    static int HeldIn(ReadOnlySpan<char> text, IReadOnlyList<string> words)
    {
        var held = 0;
        for (var i = 0; i < words.Count; i++)
        {
            held += text.Contains(words[i], StringComparison.Ordinal) ? 1 : 0;
        }

        return held;
    }
}

/// <summary>A piece of a text; a hit is to be marked.</summary>
public sealed record ExcerptPart(string Text, bool IsHit);

/// <summary>A comparable text and, for each of its characters, from where to where it stands in the text as written.</summary>
sealed record ExcerptPlaces(string Normal, IReadOnlyList<(int Start, int End)> At)
{
    static readonly ConcurrentDictionary<string, string> Normalized = new(StringComparer.Ordinal);

    public static ExcerptPlaces Of(string text)
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

        return new(normal.ToString(), places);
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
}

/// <summary>The part of a text around the words that were searched for, in the spelling of the text.</summary>
static class Excerpt
{
    /// <summary>Characters shown before the first hit and, at least, after it.</summary>
    const int Around = 40;

    /// <returns>Empty where no word stands in the text.</returns>
    public static IReadOnlyList<ExcerptPart> Of(string text, ExcerptPlaces places, IReadOnlyList<string> words)
    {
        var hits = new List<(int Start, int End)>();
        foreach (var word in words)
        {
            for (var at = places.Normal.IndexOf(word, StringComparison.Ordinal); at >= 0; at = places.Normal.IndexOf(word, at + word.Length, StringComparison.Ordinal))
            {
                hits.Add((places.At[at].Start, places.At[at + word.Length - 1].End));
            }
        }

        hits.Sort();
        return hits.Count == 0 ? [] : Cut(text, hits);
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
