using DxGovernance.Core;

namespace DxGovernance.Tests.Support;

/// <summary>A clock that stands still until it is told to move. Starts on Friday 2026-11-20 at 10:00 in Tokyo.</summary>
public sealed class FixedClock : TimeProvider
{
    public static DateTimeOffset Start { get; } = TokyoTime.At(new(2026, 11, 20), new(10, 0));

    public DateTimeOffset Now { get; set; } = Start;

    public DateOnly Today => TokyoTime.DayOf(Now);

    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Ten in the morning of the day, Tokyo time.</summary>
    public void MoveTo(DateOnly day) => Now = TokyoTime.At(day, new(10, 0));
}
