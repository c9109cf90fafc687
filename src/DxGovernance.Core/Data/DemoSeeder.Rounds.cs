using DxGovernance.Core.Audit;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>The monthly rounds: opened, reminded and escalated on the working days that the round itself says.</summary>
public static partial class DemoSeeder
{
    const int UnreadDays = 14;

    static readonly TimeOnly RoundTime = new(9, 0);

    static IEnumerable<DemoEvent> Rounds(WorkingDays workingDays)
    {
        foreach (var row in SeedFile.Read("demo/rounds.csv"))
        {
            var month = row.Day("month");
            var calendar = new MonthlyRound(month, [], workingDays, Start);
            yield return OnDay(calendar.OpensOn, (replay, day, now) => RoundKeeper.OpenAsync(replay.Db, month, now, replay.Cancel));
            yield return OnDay(calendar.RemindOn, (replay, day, now) => RoundKeeper.RemindAsync(replay.Db, day, now, replay.Cancel));
            yield return OnDay(calendar.EscalateOn, (replay, day, now) => RoundKeeper.EscalateAsync(replay.Db, day, now, replay.Cancel));
        }
    }

    static DemoEvent OnDay(DateOnly day, Func<DemoReplay, DateOnly, DateTimeOffset, Task> work)
    {
        var now = TokyoTime.At(day, RoundTime);
        return new(now, replay => work(replay, day, now));
    }

    /// <summary>People of the demo set read a message on the next day; only those of the last two weeks are still unread.</summary>
    static async Task ReadOldMessages(DemoReplay replay, DateTimeOffset end)
    {
        await replay.Db.Notifications.Where(n => n.CreatedAt < end.AddDays(-UnreadDays))
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, x => x.CreatedAt.AddDays(1)), replay.Cancel);
        await replay.Db.SaveAsync(Storyteller, new Act("デモデータの通知の既読", "seed", "デモデータ"), end, replay.Cancel);
    }
}
