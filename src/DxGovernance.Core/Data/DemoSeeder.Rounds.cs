using DxGovernance.Core.Audit;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>The monthly rounds: opened, reminded and escalated on the working days that the round itself says.</summary>
public static partial class DemoSeeder
{
    static readonly TimeOnly RoundTime = new(9, 0);

    static IEnumerable<DemoEvent> Rounds(WorkingDays workingDays)
    {
        foreach (var month in SeedFile.Read("demo/rounds.csv").Select(r => r.Day("month")))
        {
            var plan = new MonthlyRound(month, [], workingDays, Start);
            var (open, remind, escalate) =
                (TokyoTime.At(plan.OpensOn, RoundTime), TokyoTime.At(plan.RemindOn, RoundTime), TokyoTime.At(plan.EscalateOn, RoundTime));
            yield return new(open, replay => OpenRound(replay, month, open));
            yield return new(remind, replay => FollowRound(replay, month, remind, Role.DepartmentStaff, "催促", (r, now) => r.Reminded(now)));
            yield return new(escalate, replay => FollowRound(replay, month, escalate, Role.DepartmentHead, "所属長への通知", (r, now) => r.Escalated(now)));
        }
    }

    static async Task OpenRound(DemoReplay replay, DateOnly month, DateTimeOffset now)
    {
        var operations = await replay.Db.Operations.OrderBy(o => o.Number).ToListAsync(replay.Cancel);
        replay.Db.MonthlyRounds.Add(new MonthlyRound(month, operations, replay.WorkingDays, now));
        await replay.Db.SaveAsync(Actor.System, RoundAct(month, "開始"), now, replay.Cancel);
    }

    static async Task FollowRound(
        DemoReplay replay, DateOnly month, DateTimeOffset now, Role to, string word, Action<MonthlyRound, DateTimeOffset> mark)
    {
        var round = await replay.Db.MonthlyRounds.Include(r => r.Items).ThenInclude(i => i.Operation).SingleAsync(r => r.Month == month, replay.Cancel);
        var day = TokyoTime.DayOf(now);
        var people = await replay.Db.People
            .SelectMany(p => p.Assignments)
            .Where(a => a.Role == to && a.ValidFrom <= day && (a.ValidTo == null || a.ValidTo >= day))
            .Select(a => new { a.PersonId, a.DepartmentId })
            .ToListAsync(replay.Cancel);
        foreach (var missing in round.Items.Where(i => Missing(i.Operation, month)).GroupBy(i => i.DepartmentId))
        {
            var names = string.Join("、", missing.OrderBy(i => i.OperationNumber).Select(i => i.Operation.Name));
            replay.Db.Notifications.AddRange(people.Where(p => p.DepartmentId == missing.Key).Select(p => new Notification(
                $"round:{month:yyyy-MM}:{to}", p.PersonId, $"{month.Month}月の月次報告の{word}", $"まだ確認されていない業務：{names}", "/", now)));
        }

        mark(round, now);
        await replay.Db.SaveAsync(Actor.System, RoundAct(month, word), now, replay.Cancel);
    }

    static bool Missing(Operation o, DateOnly month) =>
        !(o.StepsConfirmedOn >= month && o.ForecastsConfirmedOn >= month && o.RisksConfirmedOn >= month);

    static Act RoundAct(DateOnly month, string word) => new("月次報告：" + word, $"round:{month:yyyy-MM}", $"{month.Year}年{month.Month}月の月次報告");
}
