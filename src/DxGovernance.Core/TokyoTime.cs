namespace DxGovernance.Core;

/// <summary>The city's clock. Moments are stored in UTC; days, months and working hours are Tokyo's.</summary>
public static class TokyoTime
{
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    public static DateOnly Today(this TimeProvider clock) => DayOf(clock.GetUtcNow());

    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(ToTokyo(moment).DateTime);

    public static DateTimeOffset ToTokyo(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>The given wall-clock time in Tokyo, as a UTC moment (Npgsql stores UTC only).</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time) =>
        new DateTimeOffset(day.ToDateTime(time), TimeSpan.FromHours(9)).ToUniversalTime();

    /// <summary>The last microsecond of the day: "known by the end of that day".</summary>
    public static DateTimeOffset EndOf(DateOnly day) => At(day.AddDays(1), TimeOnly.MinValue).AddMicroseconds(-1);

    public static string Display(DateTimeOffset moment) =>
        ToTokyo(moment).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public static DateOnly FirstOfMonth(this DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>Whole months from one day to another, rounded down; negative when <paramref name="to"/> is past.</summary>
    public static int MonthsUntil(this DateOnly from, DateOnly to)
    {
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        return to >= from ? (from.AddMonths(months) > to ? months - 1 : months) : -to.MonthsUntil(from);
    }
}
