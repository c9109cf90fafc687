using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Standardization;

/// <summary>
/// Opens, reminds and escalates the monthly round. Each call may be repeated: the round says what was done, the notification keys
/// refuse a second message. Each returns the sentence that the run leaves behind.
/// </summary>
public static class RoundKeeper
{
    /// <exception cref="RuleViolation">No holidays on file for the year.</exception>
    public static async Task<string> OpenAsync(GovernanceDbContext db, DateOnly month, DateTimeOffset now, CancellationToken cancel)
    {
        month = month.FirstOfMonth();
        if (await db.MonthlyRounds.AsNoTracking().AnyAsync(r => r.Month == month, cancel))
        {
            return $"{MonthlyRound.TitleOf(month)}はすでに開いています";
        }

        var days = new WorkingDays(await db.Holidays.Where(h => h.Day.Year == month.Year).Select(h => h.Day).ToListAsync(cancel));
        if (days.FirstOf(month) is var first && first > TokyoTime.DayOf(now))
        {
            return $"{MonthlyRound.TitleOf(month)}は{Wareki.Both(first)}に開きます";
        }

        var operations = await db.Operations.OrderBy(o => o.Number).ToListAsync(cancel);
        var round = new MonthlyRound(month, operations, days, now);
        db.MonthlyRounds.Add(round);
        var owed = round.Items.Select(i => MissingReport.Of(i.Operation, round.OpensOn)).Where(m => m.Aspects.Count > 0).ToList();
        var left = await NotifyAsync(db, RoundNotice.Opened, round, owed, now, cancel);
        await db.SaveAsync(Actor.System, new Act("月次報告の開始", round.Subject, round.Title), now, cancel);
        return $"{round.Title}を開き、{owed.Count}業務に知らせました{left}";
    }

    public static Task<string> RemindAsync(GovernanceDbContext db, DateOnly today, DateTimeOffset now, CancellationToken cancel) =>
        FollowAsync(db, new(RoundNotice.Reminder, "催促", r => r.RemindOn, r => r.RemindedAt, r => r.Reminded(now)), today, now, cancel);

    public static Task<string> EscalateAsync(GovernanceDbContext db, DateOnly today, DateTimeOffset now, CancellationToken cancel) =>
        FollowAsync(db, new(RoundNotice.Escalation, "所属長への通知", r => r.EscalateOn, r => r.EscalatedAt, r => r.Escalated(now)), today, now, cancel);

    static async Task<string> FollowAsync(GovernanceDbContext db, Stage stage, DateOnly today, DateTimeOffset now, CancellationToken cancel)
    {
        // Only the newest round: whoever reports for it has answered the older ones too.
        var round = await db.MonthlyRounds.Where(r => r.OpensOn <= today).OrderByDescending(r => r.Month).FirstOrDefaultAsync(cancel);
        if (round is null)
        {
            return $"開いている月次報告がないため、{stage.Name}はありません";
        }

        if (stage.DoneAt(round) is not null || stage.DueOn(round) > today)
        {
            return stage.DoneAt(round) is { } done
                ? $"{round.Title}の{stage.Name}は{TokyoTime.Display(done)}に済んでいます"
                : $"{round.Title}の{stage.Name}は{Wareki.Both(stage.DueOn(round))}からです";
        }

        var missing = await MissingReport.OfRound(db, round.Month, round.OpensOn).ToListAsync(cancel);
        missing.RemoveAll(m => m.Aspects.Count == 0);
        stage.Mark(round);
        var left = await NotifyAsync(db, stage.Notice, round, missing, now, cancel);
        await db.SaveAsync(Actor.System, new Act($"月次報告の{stage.Name}", round.Subject, round.Title), now, cancel);
        return missing.Count == 0 ? $"{round.Title}は全て済んでいるため、{stage.Name}はありません" : $"{round.Title}の{stage.Name}を、{missing.Count}業務に送りました{left}";
    }

    /// <returns>A clause naming how many operations had nobody to tell in their department; empty where all had.</returns>
    static async Task<string> NotifyAsync(
        GovernanceDbContext db, RoundNotice kind, MonthlyRound round, IReadOnlyList<MissingReport> missing, DateTimeOffset now, CancellationToken cancel)
    {
        var holders = await Holder.OnAsync(db, TokyoTime.DayOf(now), cancel, Role.DepartmentStaff, Role.DepartmentHead, Role.PmoOffice);
        await Outbox.AddMissingAsync(db, RoundNotices.For(kind, round, missing, holders, now), cancel);
        var orphans = missing.Count(m => !RoundNotices.HasReceiver(m, kind, holders));
        return orphans == 0 ? "" : $"（所管に受け手のいない{orphans}業務は庁内PMO事務局へ）";
    }

    sealed record Stage(
        RoundNotice Notice, string Name, Func<MonthlyRound, DateOnly> DueOn, Func<MonthlyRound, DateTimeOffset?> DoneAt, Action<MonthlyRound> Mark);
}

/// <summary>An operation in a round with what it still owes: the aspects not confirmed since the round opened.</summary>
public sealed record MissingReport(
    int Number, string Name, int? DepartmentId, string? DepartmentName, DateOnly OpensOn, DateOnly? StepsOn, DateOnly? ForecastsOn, DateOnly? RisksOn)
{
    public IReadOnlyList<ReportAspect> Aspects =>
    [
        .. Enum.GetValues<ReportAspect>().Where(a => ConfirmedOn(a) is not { } day || day < OpensOn),
    ];

    public DateOnly? ConfirmedOn(ReportAspect aspect) => aspect switch
    {
        ReportAspect.Steps => StepsOn,
        ReportAspect.Forecasts => ForecastsOn,
        ReportAspect.Risks => RisksOn,
    };

    public static MissingReport Of(Operation o, DateOnly opensOn) =>
        new(o.Number, o.Name, o.DepartmentId, o.DepartmentName, opensOn, o.StepsConfirmedOn, o.ForecastsConfirmedOn, o.RisksConfirmedOn);

    /// <summary>The operations of a round, also those that owe nothing any more, in 政令順.</summary>
    public static IQueryable<MissingReport> OfRound(GovernanceDbContext db, DateOnly month, DateOnly opensOn) =>
        from i in db.RoundItems.AsNoTracking()
        where i.Month == month
        orderby i.OperationNumber
        let o = i.Operation
        select new MissingReport(
            o.Number, o.Name, o.DepartmentId, o.DepartmentName, opensOn, o.StepsConfirmedOn, o.ForecastsConfirmedOn, o.RisksConfirmedOn);
}
