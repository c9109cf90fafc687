using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Core.Notifications;

public enum RoundNotice
{
    Opened,
    Reminder,
    Escalation,
}

/// <summary>The messages of the monthly round: one to a person, naming all operations that person answers for.</summary>
public static class RoundNotices
{
    /// <param name="kind">Which message.</param>
    /// <param name="round">The round.</param>
    /// <param name="missing">Operations whose report is not complete.</param>
    /// <param name="holders">Those who may receive it. Operations that none of them covers go to the PMO office.</param>
    /// <param name="now">When.</param>
    public static IReadOnlyList<Notification> For(
        RoundNotice kind, MonthlyRound round, IEnumerable<MissingReport> missing, IReadOnlyList<Holder> holders, DateTimeOffset now)
    {
        var role = kind == RoundNotice.Escalation ? Role.DepartmentHead : Role.DepartmentStaff;
        return
        [
            .. missing
                .SelectMany(m => Receivers(m, role, holders).Select(person => (Person: person, Report: m)))
                .GroupBy(x => x.Person, x => x.Report)
                .Select(g => new Notification(
                    $"round:{Wareki.Iso(round.Month)}:{kind}", g.Key, Subject(kind, round), Body(kind, round, [.. g]), "/", now)),
        ];
    }

    /// <summary>Operations that nobody in their department answers for.</summary>
    public static bool HasReceiver(MissingReport report, RoundNotice kind, IReadOnlyList<Holder> holders) =>
        holders.Any(h => h.Role == (kind == RoundNotice.Escalation ? Role.DepartmentHead : Role.DepartmentStaff) && h.Covers(report.DepartmentId));

    static IEnumerable<int> Receivers(MissingReport report, Role role, IReadOnlyList<Holder> holders)
    {
        var own = holders.Where(h => h.Role == role && h.Covers(report.DepartmentId)).ToList();
        return (own.Count > 0 ? own : holders.Where(h => h.Role == Role.PmoOffice)).Select(h => h.PersonId).Distinct();
    }

    static string Subject(RoundNotice kind, MonthlyRound round) => kind switch
    {
        RoundNotice.Opened => $"{round.Title}が始まりました",
        RoundNotice.Reminder => $"{round.Title}がまだ済んでいません",
        RoundNotice.Escalation => $"所管の{round.Title}が{MonthlyRound.EscalateAfter}開庁日を過ぎても済んでいません",
    };

    static string Body(RoundNotice kind, MonthlyRound round, IReadOnlyList<MissingReport> reports) => string.Join(
        '\n',
        [
            kind switch
            {
                RoundNotice.Opened => $"{Wareki.Both(round.RemindOn)}までに報告してください。変わりがなければ、ホームの「変更なし」を押すだけで済みます。",
                RoundNotice.Reminder => $"{Wareki.Both(round.EscalateOn)}までに済まないときは、所属長に知らせます。",
                RoundNotice.Escalation => "担当者に確認を促してください。未報告のままでは、CIOダッシュボードの色がデータの古さで悪くなります。",
            },
            .. reports.Select(r => $"・{r.Name}（{string.Join('、', r.Aspects.Select(a => a.Label()))}）{(r.DepartmentId is null ? "　所管課が未登録です" : "")}"),
        ]);
}
