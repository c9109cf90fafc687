using System.Text.Json;
using DxGovernance.Core.Exchange;

namespace DxGovernance.Core.Organization;

/// <summary>One day as a file of holidays says it.</summary>
public sealed record HolidayLine(DateOnly Day, string Name);

/// <summary>What a file would change.</summary>
/// <param name="Before">Null for a day that is new.</param>
/// <param name="After">Null for a day that is no holiday any more.</param>
public sealed record HolidayChange(DateOnly Day, string? Before, string? After);

/// <summary>
/// 国民の祝日 from the file that the Cabinet Office publishes once a year (syukujitsu.csv, Shift_JIS, from 1955 on). Of each year that stands in the file the days
/// from tomorrow on follow it; what is past stays, because working days were counted with it.
/// </summary>
public static class HolidayImport
{
    public const string Day = "国民の祝日・休日月日", Name = "国民の祝日・休日名称";

    const int MostRows = 3000, MostLines = 400;

    /// <summary>The days from tomorrow on, or every cell that is wrong.</summary>
    public static (IReadOnlyList<HolidayLine> Lines, IReadOnlyList<ExchangeProblem> Problems) Read(byte[] bytes, DateOnly today)
    {
        var table = TableFile.Read(bytes, [Day, Name], [], new ExchangeLimits(MostRows, 10, 10 * MostRows));
        var (lines, problems) = (new List<HolidayLine>(), table.Problems.ToList());
        foreach (var row in table.Rows)
        {
            foreach (var header in new[] { Day, Name }.Where(h => row[h].Fault is not null))
            {
                problems.Add(new(row[header].Address, header, row[header].Fault!));
            }

            var (day, name) = (DayOf(row[Day].Text, out var error), row[Name].Text);
            if (day is null)
            {
                problems.Add(new(row[Day].Address, Day, error ?? "日を入力してください。"));
            }
            else if (day > today)
            {
                if (name.Length is 0 or > Holiday.NameMaxLength)
                {
                    problems.Add(new(row[Name].Address, Name, $"名称を{Holiday.NameMaxLength}文字以内で入力してください。"));
                }

                if (lines.Exists(l => l.Day == day))
                {
                    problems.Add(new(row[Day].Address, Day, "同じ日の行が2つあります。1行にしてください。"));
                }

                lines.Add(new(day.Value, name));
            }
        }

        RuleViolation.Require(
            problems.Count > 0 || lines.Count > 0, "holidays-none", $"明日（{Wareki.Both(today.AddDays(1))}）以降の祝日がファイルにありません。新しいファイルを選んでください。", "File");
        return (lines, problems);
    }

    /// <summary>What the days would change, the earliest first.</summary>
    public static IReadOnlyList<HolidayChange> Compare(IReadOnlyCollection<Holiday> known, IReadOnlyCollection<HolidayLine> lines, DateOnly today)
    {
        var years = lines.Select(l => l.Day.Year).ToHashSet();
        var before = known.Where(h => h.Day > today && years.Contains(h.Day.Year)).ToDictionary(h => h.Day, h => h.Name);
        var after = lines.ToDictionary(l => l.Day, l => l.Name);
        return
        [
            .. before.Keys.Union(after.Keys).Order()
                .Select(d => new HolidayChange(d, before.GetValueOrDefault(d), after.GetValueOrDefault(d))).Where(c => c.Before != c.After),
        ];
    }

    /// <summary>Makes the changes.</summary>
    /// <param name="known">Tracked.</param>
    /// <param name="changes">As compared.</param>
    /// <param name="source">Kept with each new day.</param>
    /// <param name="actor">Who takes them in.</param>
    /// <returns>Days that are new and days that go, for the caller to add and delete.</returns>
    public static (IReadOnlyList<Holiday> New, IReadOnlyList<Holiday> Gone) Apply(IReadOnlyCollection<Holiday> known, IReadOnlyCollection<HolidayChange> changes, string source, Actor actor)
    {
        actor.Require(Permission.ManageOrganization, null);
        foreach (var change in changes.Where(c => c is { Before: not null, After: not null }))
        {
            known.Single(h => h.Day == change.Day).Rename(change.After!, source);
        }

        return (
            [.. changes.Where(c => c.Before is null).Select(c => new Holiday(c.Day, c.After!, source))],
            [.. known.Where(h => changes.Any(c => c.Day == h.Day && c.After is null))]);
    }

    public static string ToJson(IReadOnlyCollection<HolidayLine> lines) => JsonSerializer.Serialize(lines);

    /// <exception cref="RuleViolation">These are no days of an import.</exception>
    public static IReadOnlyList<HolidayLine> FromJson(string? json, DateOnly today)
    {
        try
        {
            var lines = JsonSerializer.Deserialize<List<HolidayLine>>(json ?? "") ?? [];
            if (lines.Count is > 0 and <= MostLines && lines.TrueForAll(l => l is { Name.Length: > 0 and <= Holiday.NameMaxLength } && l.Day > today) && lines.DistinctBy(l => l.Day).Count() == lines.Count)
            {
                return lines;
            }
        }
        catch (JsonException)
        {
        }

        throw new RuleViolation("holidays-forged", "確かめた内容を取り込めません。ファイルをもう一度取り込んでください。", "File");
    }

    /// <summary>The file begins in 1955, before the days that <see cref="Wareki"/> reads.</summary>
    static DateOnly? DayOf(string text, out string? error)
    {
        if (DateOnly.TryParseExact(text, ["yyyy/M/d", "yyyy-MM-dd"], System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day))
        {
            error = null;
            return day;
        }

        return Wareki.TryParse(text, out var other, out error) ? other : null;
    }
}
