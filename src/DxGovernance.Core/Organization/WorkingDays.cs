using System.ComponentModel;
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

    public const int NameMaxLength = 40, SourceMaxLength = 200;

    [DisplayName("日")]
    public DateOnly Day { get; private set; }

    [DisplayName("名称")]
    public string Name { get; private set; } = "";

    [DisplayName("出典")]
    public string Source { get; private set; } = "";

    internal void Rename(string name, string source) => (Name, Source) = (name, source);
}

sealed class HolidayConfiguration : IEntityTypeConfiguration<Holiday>
{
    public void Configure(EntityTypeBuilder<Holiday> e)
    {
        e.HasKey(h => h.Day);
        e.Property(h => h.Name).HasMaxLength(Holiday.NameMaxLength);
        e.Property(h => h.Source).HasMaxLength(Holiday.SourceMaxLength);
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
            $"{day.Year}年の祝日が登録されていません。管理者が「組織と権限」の「祝日を取り込む」で、内閣府の「国民の祝日」CSVを取り込んでください。");
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
