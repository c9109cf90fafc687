using System.Text;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Benchmarks;

/// <summary>
/// Words to search for, none of them twice, so that what the product keeps of a search helps nowhere: parts of the texts of cases as often as they
/// stand in them, and pairs of words that stand in nearly every case, which are the hardest to find.
/// </summary>
/// <param name="All">Addresses of searches.</param>
/// <param name="Common">The same.</param>
sealed record DifferentWords(IReadOnlyList<string> All, IReadOnlyList<string> Common)
{
    const int Shortest = 2;
    const int Longest = 6;
    const int Most = 60_000;

    /// <summary>The demo's own cases; the copies say the same.</summary>
    const int Cases = 60;

    const double NearlyAll = 0.8;

    public static async Task<DifferentWords> ReadAsync(CaseDatabase database)
    {
        await using var source = database.Open();
        await using var db = BenchmarkDatabase.Context(source);
        var cases = await db.Proposals.AsNoTracking().OrderBy(p => p.Id).Take(Cases).ToListAsync();
        var texts = cases.Select(p => SearchText.Normalize(string.Join('\n', [p.Number, p.DepartmentName, .. ProposalText.Fields.Select(f => f.Display(p.Draft))]))).ToList();
        var parts = texts.Select(t => t.Split(' ').SelectMany(Parts).ToList()).ToList();
        var random = new Random(2026);
        var drawn = parts.SelectMany(p => p).ToArray();
        random.Shuffle(drawn);
        var frequent = parts.SelectMany(p => p.Distinct()).CountBy(p => p).Where(p => p.Value >= NearlyAll * Cases).Select(p => p.Key).ToList();
        var pairs = frequent.SelectMany(a => frequent.Where(b => b != a).Select(b => $"{a} {b}")).ToArray();
        random.Shuffle(pairs);
        return new([.. drawn.Distinct().Take(Most).Select(CaseBenchmark.Search)], [.. pairs.Take(Most).Select(CaseBenchmark.Search)]);
    }

    static IEnumerable<string> Parts(string word)
    {
        var runes = word.EnumerateRunes().Select(r => r.ToString()).ToArray();
        for (var length = Shortest; length <= Longest; length++)
        {
            for (var at = 0; at + length <= runes.Length; at++)
            {
                yield return string.Concat(runes[at..(at + length)]);
            }
        }
    }
}
