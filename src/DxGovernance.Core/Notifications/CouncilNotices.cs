using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Notifications;

/// <summary>Who is told of the council: members of what they may read now, owners of what they are asked for, the PMO office of what was reported.</summary>
public static class CouncilNotices
{
    /// <summary>The members of the day can read a pack or the 議事要旨.</summary>
    public static async Task PublishedAsync(
        GovernanceDbContext db, Meeting meeting, CouncilDocumentKind kind, int version, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var link = kind == CouncilDocumentKind.Pack ? $"/meetings/{meeting.Number}" : $"/meetings/{meeting.Number}/minutes";
        var members = await MembersAsync(db, now, cancel);
        await Outbox.AddMissingAsync(
            db,
            [
                .. members.Where(p => p != actor.PersonId).Select(p => new Notification(
                    $"council:{meeting.Number}:{kind}:{version}", p, $"{meeting.Caption}の{kind.Label()}{(version > 1 ? $"（第{version}版、差替え）" : "")}が公開されました",
                    $"開催日：{Wareki.Both(meeting.HeldOn)}\n画面で読むことも、Excelで受け取ることもできます。", link, now)),
            ],
            cancel);
    }

    public static async Task CancelledAsync(GovernanceDbContext db, Meeting meeting, string reason, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var members = await MembersAsync(db, now, cancel);
        await Outbox.AddMissingAsync(
            db,
            [
                .. members.Where(p => p != actor.PersonId).Select(p => new Notification(
                    $"council:{meeting.Number}:cancelled", p, $"{meeting.Caption}は中止になりました", $"開催日：{Wareki.Both(meeting.HeldOn)}\n理由：{reason}", $"/meetings/{meeting.Number}", now)),
            ],
            cancel);
    }

    /// <summary>Owners are told of new follow-ups; whoever decides a case is told where a judgement that they may have read was corrected.</summary>
    public static async Task JudgedAsync(
        GovernanceDbContext db, Meeting meeting, AgendaItem item, Proposal? proposal, bool isCorrection, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var today = TokyoTime.DayOf(now);
        var rows = new List<Notification>();
        foreach (var action in item.Actions.Where(a => a.Id == 0))
        {
            var owners = await ProposalNotices.WhoCanAsync(db, Permission.ReportActionItem, action.DepartmentId ?? 0, today, cancel);
            rows.AddRange(owners.Where(p => p != actor.PersonId).Select(p => new Notification(
                $"action:{meeting.Number}:{action.Number}:imposed", p, $"{meeting.Ordinal}推進会議の指摘{action.Number}（期限 {Wareki.Iso(action.DueOn)}）",
                $"{item.Caption}\n{action.Text}\n担当：{action.Owner}\n求める証拠：{action.Evidence}", $"/action-items?meeting={meeting.Number}", now)));
        }

        if (isCorrection && proposal is { State: ProposalState.Deciding })
        {
            var deciders = await ProposalNotices.WhoCanAsync(db, Permission.DecideProposal, proposal.DepartmentId, today, cancel);
            rows.AddRange(deciders.Where(p => p != actor.PersonId).Select(p => new Notification(
                FormattableString.Invariant($"council:{meeting.Number}:{item.Number}:corrected:{item.Judgements}"), p, $"{proposal.Caption}：推進会議の判断が訂正されました",
                $"{meeting.Caption} {item.Caption}：{item.Category}\n{item.JudgementText}", $"/council/{meeting.Number}/items/{item.Id}", now)));
        }

        await Outbox.AddMissingAsync(db, rows, cancel);
    }

    /// <summary>A follow-up was reported, sent back, met or withdrawn.</summary>
    public static async Task ActionAsync(GovernanceDbContext db, ActionItem action, string? comment, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var (permission, department) = action.State == ActionItemState.Reported ? (Permission.PrepareCouncil, 0) : (Permission.ReportActionItem, action.DepartmentId ?? 0);
        var told = await ProposalNotices.WhoCanAsync(db, permission, department, TokyoTime.DayOf(now), cancel);
        await Outbox.AddMissingAsync(
            db,
            [
                .. told.Where(p => p != actor.PersonId).Select(p => new Notification(
                    FormattableString.Invariant($"action:{action.Id}:{now.UtcDateTime:yyyyMMddHHmmssffffff}"), p, $"推進会議の指摘{action.Number}は「{action.State.Label()}」です",
                    $"{action.Text}{(comment is null ? "" : $"\nコメント：{comment}")}", $"/action-items/{action.Id}", now)),
            ],
            cancel);
    }

    static async Task<IReadOnlyList<int>> MembersAsync(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel) =>
        [.. (await CouncilMember.OnAsync(db, TokyoTime.DayOf(now), cancel)).Select(m => m.PersonId)];
}
