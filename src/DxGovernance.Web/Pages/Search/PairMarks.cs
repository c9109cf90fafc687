using System.Text;

namespace DxGovernance.Web.Pages.Search;

/// <summary>
/// In which places two or three characters may stand side by side: a row of bits for each of some thousand marks, a bit for each place. Each such run of characters has
/// four marks; runs may share some of them, so what is named must be looked at: some ten places in ten thousand in vain. Takes 4 KB a place, whatever stands there.
/// </summary>
sealed class PairMarks
{
    const int Bits = 15;
    const int Rows = 1 << Bits;
    const int Marks = 4;

    ulong[] bits = [];

    /// <summary>Length of a row; 64 places each.</summary>
    public int Width { get; private set; }

    /// <summary>Makes room.</summary>
    public void Reserve(int places)
    {
        var wanted = (places + 63) / 64;
        if (wanted <= Width)
        {
            return;
        }

        var (width, before, old) = (wanted + (wanted / 4) + 1, Width, bits);
        bits = new ulong[Rows * width];
        for (var row = 0; row < Rows; row++)
        {
            old.AsSpan(row * before, before).CopyTo(bits.AsSpan(row * width));
        }

        Width = width;
    }

    public void Clear() => Array.Clear(bits);

    public void Clear(int place)
    {
        for (var row = 0; row < Rows; row++)
        {
            bits[(row * Width) + (place >> 6)] &= ~(1UL << place);
        }
    }

    /// <summary>Marks what stands side by side.</summary>
    /// <param name="place">Where the text stands.</param>
    /// <param name="kind">Texts of one kind are found only by asking for it.</param>
    /// <param name="normal">See <see cref="Core.Proposals.SearchedTexts.Normal"/>.</param>
    public void Mark(int place, int kind, ReadOnlySpan<char> normal)
    {
        var (first, second) = (default(Rune), default(Rune));
        foreach (var rune in normal.EnumerateRunes())
        {
            if (rune.Value is ' ' or '\n')
            {
                (first, second) = (default, default);
                continue;
            }

            if (second.Value != 0)
            {
                Set(place, HashOf(kind, default, second, rune));
            }

            if (first.Value != 0)
            {
                Set(place, HashOf(kind, first, second, rune));
            }

            (first, second) = (second, rune);
        }
    }

    /// <summary>Leaves the places in which all words may stand; all of them for words of a single character.</summary>
    /// <param name="kind">Of the texts.</param>
    /// <param name="words">Comparable.</param>
    /// <param name="places">A row of bits.</param>
    public void Find(int kind, IReadOnlyList<string> words, Span<ulong> places)
    {
        places.Fill(ulong.MaxValue);
        foreach (var word in words)
        {
            var (first, second, length) = (default(Rune), default(Rune), 0);
            foreach (var rune in word.EnumerateRunes())
            {
                if (++length > 2)
                {
                    Keep(places, HashOf(kind, first, second, rune));
                }

                (first, second) = (second, rune);
            }

            if (length == 2)
            {
                Keep(places, HashOf(kind, default, first, second));
            }
        }
    }

    void Set(int place, ulong hash)
    {
        for (var mark = 0; mark < Marks; mark++, hash >>= Bits)
        {
            bits[((int)(hash & (Rows - 1)) * Width) + (place >> 6)] |= 1UL << place;
        }
    }

    void Keep(Span<ulong> places, ulong hash)
    {
        for (var mark = 0; mark < Marks; mark++, hash >>= Bits)
        {
            var row = bits.AsSpan((int)(hash & (Rows - 1)) * Width, places.Length);
            for (var i = 0; i < places.Length; i++)
            {
                places[i] &= row[i];
            }
        }
    }

    /// <summary>Its bits are spread by multiplying with large odd numbers; the rows are cut out of it.</summary>
    static ulong HashOf(int kind, Rune first, Rune second, Rune third)
    {
        var hash = (((ulong)first.Value << 42) | ((ulong)second.Value << 21) | (uint)third.Value) * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 32) ^ (uint)kind) * 0xD6E8FEB86659FD93;
        return hash ^ (hash >> 32);
    }
}
