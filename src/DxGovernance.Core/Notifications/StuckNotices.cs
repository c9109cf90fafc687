using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Core.Notifications;

/// <summary>
/// 完了できない案件: roles and deputyships end by themselves, so the day's job tells the PMO office and the administrators which cases nobody
/// can finish any more. Once for each case and step; where there are very many, once a week how many.
/// </summary>
public static class StuckNotices
{
    public const string Page = "/proposals/stuck";

    /// <summary>More than this are told together.</summary>
    const int Most = 20;

    const int StepMaxLength = 60;

    /// <summary>Adds the messages that are not there yet; the caller saves.</summary>
    /// <returns>How many were added.</returns>
    public static async Task<int> AddAsync(GovernanceDbContext db, DateOnly today, DateTimeOffset now, CancellationToken cancel)
    {
        var stuck = FinishProof.Stuck((await FinishData.LoadAsync(db, today, cancel)).World(today), today);
        if (stuck.Count == 0)
        {
            return 0;
        }

        var receivers = await Receivers.OnAsync(db, today, cancel);
        var people = receivers.Of(Role.PmoOffice).Concat(receivers.Of(Role.Administrator)).Distinct().ToList();
        return await Outbox.AddMissingAsync(db, [.. people.SelectMany(p => For(p, stuck, today, now))], cancel);
    }

    static IEnumerable<Notification> For(int person, IReadOnlyList<StuckCase> stuck, DateOnly today, DateTimeOffset now)
    {
        if (stuck.Count > Most)
        {
            var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
            var cases = stuck.Select(s => s.Number).Distinct().Count();
            return [new($"stuck:many:{Wareki.Iso(monday)}", person, $"完了できない案件が{cases}件あります", "できる人がいない手続があります。一覧で理由を確かめ、役割か代理を登録してください。", Page, now)];
        }

        return stuck.Select(s => new Notification(
            $"stuck:{s.Number}:{Cut(s.Step)}", person, $"{s.Number}：「{Cut(s.Step)}」をできる人がいません", $"{s.Title}\n{s.Why}\n役割か代理を登録してください。", Page, now));
    }

    static string Cut(string text) => text.Length <= StepMaxLength ? text : text[..(StepMaxLength - 1)] + "…";
}
