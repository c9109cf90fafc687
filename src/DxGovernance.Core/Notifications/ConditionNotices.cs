using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Core.Notifications;

/// <summary>Who is told when a condition was reported, met or sent back.</summary>
public static class ConditionNotices
{
    public static async Task AddAsync(
        GovernanceDbContext db, Proposal proposal, Condition condition, string? comment, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var permission = condition.State == ConditionState.Reported ? Permission.ReceiveProposal : Permission.WriteProposal;
        var told = await ProposalNotices.WhoCanAsync(db, permission, proposal.DepartmentId, TokyoTime.DayOf(now), cancel);
        await Outbox.AddMissingAsync(
            db,
            [
                .. told.Where(p => p != actor.PersonId).Select(p => new Notification(
                    FormattableString.Invariant($"condition:{proposal.Number}:{condition.Number}:{now.UtcDateTime:yyyyMMddHHmmssffffff}"),
                    p,
                    $"{proposal.Caption}：条件{condition.Number}は「{condition.State.Label()}」です",
                    $"{condition.Text}{(comment is null ? "" : $"\nコメント：{comment}")}",
                    $"/proposals/{proposal.Number}/conditions#condition-{condition.Number}",
                    now)),
            ],
            cancel);
    }
}
