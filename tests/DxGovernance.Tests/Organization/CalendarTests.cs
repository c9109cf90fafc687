using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Organization;

public class CalendarTests
{
    static WorkingDays Days { get; } = new(SeedFile.Read("shimonoseki/holidays.csv").Select(r => r.Day("day")));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    [InlineData(5, 1)]
    [InlineData(6, 1)]
    [InlineData(7, 1)]
    [InlineData(8, 3)]
    [InlineData(9, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(12, 1)]
    public void The_first_working_day_of_each_month_of_2026_is_known(int month, int day) =>
        Days.FirstOf(new(2026, month, 15)).ShouldBe(new DateOnly(2026, month, day));

    [Theory]
    [InlineData("2026-05-01", 1, "2026-05-07")]
    [InlineData("2026-09-18", 1, "2026-09-24")]
    [InlineData("2026-11-02", 5, "2026-11-10")]
    [InlineData("2026-11-02", 8, "2026-11-13")]
    [InlineData("2026-12-28", 1, "2027-01-04")]
    [InlineData("2026-11-20", 0, "2026-11-20")]
    public void Working_days_are_counted_over_weekends_holidays_and_the_turn_of_the_year(string from, int count, string to) =>
        Days.Next(DateOnly.ParseExact(from, "yyyy-MM-dd"), count).ShouldBe(DateOnly.ParseExact(to, "yyyy-MM-dd"));

    [Theory]
    [InlineData("2026-12-28", true)]
    [InlineData("2026-12-29", false)]
    [InlineData("2026-12-31", false)]
    [InlineData("2026-01-02", false)]
    [InlineData("2026-05-06", false)]
    [InlineData("2026-11-21", false)]
    [InlineData("2026-11-22", false)]
    [InlineData("2026-11-20", true)]
    public void A_working_day_is_no_weekend_no_holiday_and_not_the_turn_of_the_year(string day, bool working) =>
        Days.IsWorkingDay(DateOnly.ParseExact(day, "yyyy-MM-dd")).ShouldBe(working);

    [Fact]
    public void A_year_without_holidays_is_an_error_that_says_which_file_to_extend()
    {
        var violation = Refused.By("holidays-missing", () => Days.Next(new(2027, 12, 28), 1));
        violation.Message.ShouldContain("2028年の祝日が登録されていません");
        violation.Message.ShouldContain("「祝日を取り込む」");
    }

    [Theory]
    [InlineData("2026-03-31", 2025, "令和7年度")]
    [InlineData("2026-04-01", 2026, "令和8年度")]
    [InlineData("2027-03-31", 2026, "令和8年度")]
    public void The_fiscal_year_starts_in_april(string day, int year, string words)
    {
        var fiscal = FiscalYear.Of(DateOnly.ParseExact(day, "yyyy-MM-dd"));
        fiscal.Year.ShouldBe(year);
        fiscal.ToString().ShouldBe(words);
        fiscal.First.ShouldBe(new DateOnly(year, 4, 1));
        fiscal.Last.ShouldBe(new DateOnly(year + 1, 3, 31));
    }

    [Fact]
    public void The_day_changes_at_fifteen_o_clock_utc()
    {
        TokyoTime.DayOf(new(2026, 11, 20, 14, 59, 59, TimeSpan.Zero)).ShouldBe(new DateOnly(2026, 11, 20));
        TokyoTime.DayOf(new(2026, 11, 20, 15, 0, 0, TimeSpan.Zero)).ShouldBe(new DateOnly(2026, 11, 21));
        new FixedClock { Now = new(2026, 12, 31, 15, 0, 0, TimeSpan.Zero) }.Today().ShouldBe(new DateOnly(2027, 1, 1));
    }

    [Fact]
    public void A_day_ends_one_microsecond_before_the_next_begins()
    {
        var day = new DateOnly(2026, 11, 20);
        TokyoTime.EndOf(day).ShouldBe(new DateTimeOffset(2026, 11, 20, 15, 0, 0, TimeSpan.Zero).AddMicroseconds(-1));
        TokyoTime.DayOf(TokyoTime.EndOf(day)).ShouldBe(day);
        TokyoTime.DayOf(TokyoTime.EndOf(day).AddMicroseconds(1)).ShouldBe(day.AddDays(1));
        TokyoTime.At(day, new(9, 30)).Offset.ShouldBe(TimeSpan.Zero);
        TokyoTime.Display(TokyoTime.At(day, new(9, 30))).ShouldBe("2026-11-20 09:30");
    }

    [Theory]
    [InlineData("2026-11-20", "2026-11-20", 0)]
    [InlineData("2026-11-20", "2027-10-31", 11)]
    [InlineData("2026-11-20", "2027-11-19", 11)]
    [InlineData("2026-11-20", "2027-11-20", 12)]
    [InlineData("2027-01-31", "2027-02-27", 0)]
    [InlineData("2027-01-31", "2027-02-28", 1)]
    [InlineData("2027-10-31", "2026-11-20", -11)]
    public void Months_are_counted_whole(string from, string to, int months) =>
        DateOnly.ParseExact(from, "yyyy-MM-dd").MonthsUntil(DateOnly.ParseExact(to, "yyyy-MM-dd")).ShouldBe(months);
}
