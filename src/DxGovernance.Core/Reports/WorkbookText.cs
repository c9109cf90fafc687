using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace DxGovernance.Core.Reports;

/// <summary>What Excel lets a cell hold, and how much room it takes on paper.</summary>
static partial class WorkbookText
{
    public const int MaxLength = 32_767;

    // Excel decodes _x0041_ to "A" when it opens a file, so text that looks like that must be escaped to stay itself.
    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EscapeLookAlike { get; }

    /// <summary>A hash, which goes to the next line as a whole and leaves the rest of its own empty.</summary>
    [GeneratedRegex("[!-~]{24}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Unbroken { get; }

    /// <summary>Text a cell can hold. What does not fit is replaced by a sentence that says how much is missing.</summary>
    /// <param name="omitted">Characters left out, 0 as a rule.</param>
    public static string Fit(string text, out int omitted)
    {
        omitted = 0;
        var clean = Clean(text);
        if (clean.Length <= MaxLength)
        {
            return clean;
        }

        var keep = MaxLength - "（以下略：2147483647文字）".Length;
        if (char.IsHighSurrogate(clean[keep - 1]))
        {
            keep--;
        }

        omitted = clean[keep..].EnumerateRunes().Count();
        return $"{clean[..keep]}（以下略：{omitted}文字）";
    }

    /// <summary>Without the characters XML 1.0 cannot carry; line ends become \n.</summary>
    public static string Clean(string text)
    {
        var clean = text;
        if (NeedsCleaning(text))
        {
            var kept = new StringBuilder(text.Length);
            for (var i = 0; i < text.Length; i++)
            {
                if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    kept.Append(text, i++, 2);
                }
                else if (text[i] == '\r')
                {
                    kept.Append(i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\n");
                }
                else if (XmlConvert.IsXmlChar(text[i]))
                {
                    kept.Append(text[i]);
                }
            }

            clean = kept.ToString();
        }

        return clean;
    }

    public static string Escape(string text) => text.Contains("_x", StringComparison.Ordinal) ? EscapeLookAlike.Replace(text, "_x005F_") : text;

    public static bool LooksLikeFormula(string text) => text[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '\t';

    /// <summary>Lines the text takes in a column, half-width characters counting 1 and all others 2.</summary>
    public static int Lines(string text, double width, bool wrap) => text.Split('\n')
        .Sum(line => wrap ? Wrapped(line, Math.Max(2, width - 1.5)) : 1);

    /// <param name="room">Units in a line.</param>
    static int Wrapped(string line, double room)
    {
        static int Filled(string text, double room) => Math.Max(1, (int)Math.Ceiling(Units(text) / room));
        var lines = Filled(line, room);
        return lines > 1 && Unbroken.Match(line) is { Success: true, Index: > 0 and var at } ? Filled(line[..at], room) + Filled(line[at..], room) : lines;
    }

    /// <summary>A heading that does not fit in one line keeps its unit together: 未履行の条件（件） breaks before the bracket, not within it.</summary>
    public static string Heading(string text, double width) =>
        text.LastIndexOf('（') is > 0 and var at && Lines(text, width, wrap: true) > 1 ? $"{text[..at]}\n{text[at..]}" : text;

    /// <summary>The text in pieces of at most so many lines; put together again they are the text, line ends aside.</summary>
    public static IReadOnlyList<string> Split(string text, double width, int maxLines)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        var used = 0;
        foreach (var line in Clean(text).Split('\n').SelectMany(l => Slices(l, Math.Max(2, width - 1.5) * maxLines)))
        {
            var needed = Lines(line, width, wrap: true);
            if (used > 0 && used + needed > maxLines)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
                used = 0;
            }

            piece.Append(used > 0 ? "\n" : "").Append(line);
            used += needed;
        }

        return [.. pieces, piece.ToString()];
    }

    /// <summary>A line without line ends, cut where it would take more than the units.</summary>
    static IEnumerable<string> Slices(string line, double units)
    {
        var (from, at, used) = (0, 0, 0.0);
        foreach (var rune in line.EnumerateRunes())
        {
            var one = Units(rune);
            if (used + one > units)
            {
                yield return line[from..at];
                (from, used) = (at, 0);
            }

            at += rune.Utf16SequenceLength;
            used += one;
        }

        yield return line[from..];
    }

    static double Units(string line) => line.EnumerateRunes().Sum(Units);

    static double Units(Rune rune) => rune.Value is < 0x500 or (>= 0xFF61 and <= 0xFF9F) ? 1.0 : 2.0;

    static bool NeedsCleaning(string text)
    {
        foreach (var c in text)
        {
            if (c == '\r' || !XmlConvert.IsXmlChar(c))
            {
                return true;
            }
        }

        return false;
    }
}
