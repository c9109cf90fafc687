using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Organization;

/// <summary>A national holiday (国民の祝日), with where it was taken from.</summary>
public sealed class Holiday
{
    Holiday()
    {
    }

    public Holiday(DateOnly day, string name, string source) => (Day, Name, Source) = (day, name, source);

    public DateOnly Day { get; private set; }

    public string Name { get; private set; } = "";

    public string Source { get; private set; } = "";
}

sealed class HolidayConfiguration : IEntityTypeConfiguration<Holiday>
{
    public void Configure(EntityTypeBuilder<Holiday> e)
    {
        e.HasKey(h => h.Day);
        e.Property(h => h.Name).HasMaxLength(40);
        e.Property(h => h.Source).HasMaxLength(200);
    }
}

/// <summary>
/// The city's working days: not weekends, not national holidays, not 12/29–1/3 (地方自治法第4条の2).
/// A year without holidays on file is an error that somebody sees, never a guess.
/// </summary>
public sealed class WorkingDays(IEnumerable<DateOnly> holidays)
{
    readonly HashSet<DateOnly> holidays = [.. holidays];

    public bool IsWorkingDay(DateOnly day)
    {
        RuleViolation.Require(
            holidays.Any(h => h.Year == day.Year),
            "holidays-missing",
            $"{day.Year}年の祝日が登録されていません。seed/shimonoseki/holidays.csv に{day.Year}年の祝日を加えて seed を実行してください。");
        return day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
            && !holidays.Contains(day)
            && (day.Month, day.Day) is not ((12, >= 29) or (1, <= 3));
    }

    public DateOnly FirstOf(DateOnly month) => Next(month.FirstOfMonth().AddDays(-1), 1);

    /// <summary>The <paramref name="count"/>-th working day after the given day.</summary>
    public DateOnly Next(DateOnly day, int count)
    {
        while (count > 0)
        {
            day = day.AddDays(1);
            count -= IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }
}
