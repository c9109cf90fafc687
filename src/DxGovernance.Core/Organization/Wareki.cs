using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DxGovernance.Core.Organization;

/// <summary>Dates as the city reads and writes them: 西暦 with 和暦. A new era is one more row of <see cref="Eras"/>.</summary>
public static partial class Wareki
{
    static readonly (string Name, char Letter, DateOnly First)[] Eras =
    [
        ("令和", 'R', new(2019, 5, 1)),
        ("平成", 'H', new(1989, 1, 8)),
        ("昭和", 'S', new(1926, 12, 25)),
    ];

    public const string InputHint = "例：2027-10-31 または 令和9年10月31日";

    /// <summary>2027-10-31 → 令和9年10月31日.</summary>
    public static string Era(DateOnly day)
    {
        var (name, year) = EraYear(day);
        return $"{name}{YearText(year)}年{day.Month}月{day.Day}日";
    }

    /// <summary>2027-10-31（令和9年10月31日）; a day before the first era known here in 西暦 alone.</summary>
    public static string Both(DateOnly day) => day < Eras[^1].First ? Iso(day) : $"{Iso(day)}（{Era(day)}）";

    public static string Both(DateOnly? day) => day is { } d ? Both(d) : "－";

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>2027年（令和9年）10月.</summary>
    public static string Month(DateOnly day)
    {
        var (name, year) = EraYear(day);
        return $"{day.Year}年（{name}{YearText(year)}年）{day.Month}月";
    }

    /// <summary>2027-10-31 → R9.10.31, for narrow cells.</summary>
    public static string Short(DateOnly day)
    {
        var era = Eras.First(e => day >= e.First);
        return $"{era.Letter}{day.Year - era.First.Year + 1}.{day.Month}.{day.Day}";
    }

    /// <summary>
    /// Reads 2027-10-31, 2027/10/31, 2027年10月31日, 令和9年10月31日, R9.10.31, full-width or half-width.
    /// </summary>
    /// <param name="text">What was typed; blank gives true with a null day.</param>
    /// <param name="day">The day, or null.</param>
    /// <param name="error">The Japanese sentence to show where it cannot be read.</param>
    public static bool TryParse(string? text, out DateOnly? day, out string? error)
    {
        day = null;
        error = null;
        var plain = WellFormed(text ?? "").Normalize(NormalizationForm.FormKC).Replace(" ", "", StringComparison.Ordinal).Trim();
        if (plain.Length == 0)
        {
            return true;
        }

        var match = DatePattern().Match(plain);
        if (!match.Success)
        {
            error = $"「{Shown(text)}」は日付として読めません。{InputHint} の形で入力してください。";
            return false;
        }

        var month = int.Parse(match.Groups["month"].Value, CultureInfo.InvariantCulture);
        var date = int.Parse(match.Groups["day"].Value, CultureInfo.InvariantCulture);
        var typedYear = match.Groups["year"].Value is "元" ? 1 : int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture);
        var era = match.Groups["era"].Value;
        var year = era.Length == 0 ? typedYear : EraStart(era).Year + typedYear - 1;
        if (year is < 1926 or > 2200 || month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month))
        {
            error = $"「{Shown(text)}」という日はありません。{InputHint} の形で、実在する日を入力してください。";
            return false;
        }

        day = new DateOnly(year, month, date);
        if (day < Eras[^1].First)
        {
            error = $"「{Shown(text)}」という日はありません。{Era(Eras[^1].First)}以降の日を入力してください。";
            day = null;
            return false;
        }

        if (era.Length > 0 && EraYear(day.Value) is var (name, inEra) && (name != EraStart(era).Name || inEra != typedYear))
        {
            error = $"「{Shown(text)}」は元号と年が合いません。この日は{Era(day.Value)}です。";
            day = null;
            return false;
        }

        return true;
    }

    static string Shown(string? text) => text!.Trim() is { Length: > 40 } long_ ? string.Concat(long_.AsSpan(0, 40), "…") : text.Trim();

    /// <summary>Half a surrogate pair would stop the normalization.</summary>
    static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    static string YearText(int year) => year == 1 ? "元" : year.ToString(CultureInfo.InvariantCulture);

    static (string Name, int Year) EraYear(DateOnly day)
    {
        var (name, _, first) = Eras.First(e => day >= e.First);
        return (name, day.Year - first.Year + 1);
    }

    static (string Name, int Year) EraStart(string era)
    {
        var (name, _, first) = Eras.First(e => e.Name == era || string.Equals(e.Letter.ToString(), era, StringComparison.OrdinalIgnoreCase));
        return (name, first.Year);
    }

    [GeneratedRegex(@"^(?<era>令和|平成|昭和|[RHSrhs])?(?<year>元|[0-9]{1,4})(年|[-/.])(?<month>[0-9]{1,2})(月|[-/.])(?<day>[0-9]{1,2})日?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DatePattern();
}
