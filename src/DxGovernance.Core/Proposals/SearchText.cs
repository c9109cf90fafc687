using System.Globalization;
using System.Text;
using DxGovernance.Core.Data;

namespace DxGovernance.Core.Proposals;

/// <summary>
/// Text made comparable for search: one width, one case, one kana, new forms of characters; cut into single characters and pairs, so
/// that any part of a word is found without a dictionary (docs/adr/0014).
/// </summary>
public static class SearchText
{
    /// <summary>Longest query that is looked at, in characters.</summary>
    public const int QueryMaxLength = 100;

    static readonly Dictionary<string, string> NewForms =
        SeedFile.Read("templates/old-characters.csv").ToDictionary(r => r["old"], r => r["new"], StringComparer.Ordinal);

    /// <summary>What becomes of each character that is no half of a pair; filled as they come.</summary>
    static readonly string?[] Comparable = new string?[char.MaxValue + 1];

    /// <summary>Words separated by single blanks.</summary>
    public static string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        var whole = (text.IsNormalized(NormalizationForm.FormKC) ? text : text.Normalize(NormalizationForm.FormKC)).ToLowerInvariant();
        foreach (var rune in whole.EnumerateRunes())
        {
            var one = rune.IsBmp ? Comparable[rune.Value] ??= Of(rune) : Of(rune);
            if (one is not " " || (result.Length > 0 && result[^1] != ' '))
            {
                result.Append(one);
            }
        }

        return result.ToString().TrimEnd();
    }

    static string Of(Rune rune)
    {
        var one = NewForms.GetValueOrDefault(rune.ToString(), rune.ToString());

        // サーバー and サーバ are one word; everything that is no letter or digit parts words.
        return one switch
        {
            [>= 'ァ' and <= 'ヶ'] => ((char)(one[0] - 0x60)).ToString(),
            "ー" => "",
            _ => IsWord(rune) ? one : " ",
        };
    }

    /// <summary>Single characters and pairs of a normalized text, each once.</summary>
    public static string[] Grams(string normalized)
    {
        var grams = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in normalized.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var runes = word.EnumerateRunes().Select(r => r.ToString()).ToArray();
            for (var i = 0; i < runes.Length; i++)
            {
                grams.Add(runes[i]);
                if (i + 1 < runes.Length)
                {
                    grams.Add(runes[i] + runes[i + 1]);
                }
            }
        }

        return [.. grams];
    }

    /// <summary>What a row that holds the query must contain: its longest grams.</summary>
    public static string[] QueryGrams(string normalized) =>
    [
        .. normalized.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(w => new StringInfo(w).LengthInTextElements == 1 ? Grams(w) : Grams(w).Where(g => g.EnumerateRunes().Count() == 2))
            .Distinct(),
    ];

    static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune);
}
