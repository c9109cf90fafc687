using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Core.Notifications;

/// <summary>Who is told when a plan has moved: whose turn it is now, and those who prepared it. Read from the workflow table.</summary>
public static class PlanNotices
{
    /// <summary>Adds the messages of the transition just performed; call it before saving.</summary>
    /// <param name="db">The context.</param>
    /// <param name="plan">After <see cref="Plan.Perform"/>, with its operation loaded.</param>
    /// <param name="action">What was performed.</param>
    /// <param name="comment">The sentence of who performed it.</param>
    /// <param name="actor">Who is not told of their own act.</param>
    /// <param name="now">When.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task AddAsync(
        GovernanceDbContext db, Plan plan, PlanAction action, string? comment, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var next = PlanWorkflow.Table.From(plan.Status).Select(t => t.Permission).Where(p => p != Permission.PreparePlan).ToHashSet();
        var roles = Enum.GetValues<Role>().Where(r => r.IsCityWide() && Permissions.Of(r).Overlaps(next)).ToArray();
        var waiting = roles.Length == 0 ? [] : await Holder.OnAsync(db, TokyoTime.DayOf(now), cancel, roles);
        var moved = action is PlanAction.Submit or PlanAction.Withdraw ? [] : plan.AuthorIds;
        Notification[] rows =
        [
            .. waiting.Select(h => New(h.PersonId, $"{plan.Operation.Name}：{plan.Status.Label()}です", "内容を確かめ、次の操作をしてください。")),
            .. moved.Select(person => New(person, $"{plan.Operation.Name}：計画は「{plan.Status.Label()}」になりました", Said(action, comment))),
        ];
        await Outbox.AddMissingAsync(db, [.. rows.Where(r => r.PersonId != actor.PersonId)], cancel);

        Notification New(int person, string subject, string body) => new(
            FormattableString.Invariant($"plan:{plan.Id}:{action}:{now.UtcDateTime:yyyyMMddHHmmssffffff}"),
            person,
            subject,
            $"{body}{(comment is null || body.Contains(comment) ? "" : $"\nコメント：{comment}")}",
            $"/operations/{plan.OperationNumber}/plan",
            now);
    }

    static string Said(PlanAction action, string? comment) => action switch
    {
        PlanAction.Return => $"差し戻されました。理由：{comment}",
        PlanAction.Freeze => "庁内PMOが確認し、基準計画として凍結しました。",
        PlanAction.Forward => "庁内PMOが確認し、CIOへ上申しました。",
        PlanAction.Approve => "CIOが計画変更を決定しました。",
        PlanAction.Reject => $"CIOは計画変更を認めませんでした。理由：{comment}",
        PlanAction.Submit => "庁内PMOへ提出しました。",
        PlanAction.Withdraw => "取り下げました。",
    };
}
