using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Notifications;

/// <summary>
/// CIO週報: once a week what waits for the CIO, what is late, what is stuck, what was decided, and the head of the audit chain, so that a
/// trail rewritten later does not agree with what was sent.
/// </summary>
public static class CioDigest
{
    /// <summary>Lines of a part; the rest is a number.</summary>
    const int Most = 10;

    /// <summary>Adds the digest of the week that begins on the Monday; the caller saves. A CIO has at most one of a week.</summary>
    /// <returns>How many were added.</returns>
    public static async Task<int> AddAsync(GovernanceDbContext db, DateOnly today, DateTimeOffset now, CancellationToken cancel)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var people = (await Receivers.OnAsync(db, today, cancel)).Of(Role.Cio).ToList();
        var key = $"digest:{Wareki.Iso(monday)}";
        if (people.Count == 0 || await db.Notifications.CountAsync(n => n.Key == key && people.Contains(n.PersonId), cancel) == people.Count)
        {
            return 0;
        }

        var body = await BodyAsync(db, monday, today, cancel);
        return await Outbox.AddMissingAsync(
            db, [.. people.Select(p => new Notification(key, p, $"ICT案件の週報（{Wareki.Both(monday)}の週）", body, "/dashboard", now))], cancel);
    }

    static async Task<string> BodyAsync(GovernanceDbContext db, DateOnly monday, DateOnly today, CancellationToken cancel)
    {
        var follow = await FollowUpDays.OnAsync(db, today, cancel);
        var stuckBefore = TokyoTime.EndOf(today.AddDays(-follow[FollowUpTerm.StuckAfter] - 1));
        ProposalState[] onTheWay = [.. Enum.GetValues<ProposalState>().Where(s => s.IsUnderReview())];
        var cases = await db.Proposals.AsNoTracking()
            .Where(p => p.State == ProposalState.Deciding || (onTheWay.Contains(p.State) && p.StateSince <= stuckBefore))
            .OrderBy(p => p.StateSince).Select(p => new { p.Number, p.Title, p.State, p.StateSince }).ToListAsync(cancel);
        var overdue = await db.Conditions.AsNoTracking().Where(c => c.State != ConditionState.Met && c.DueOn < today && !ProposalWorkflow.GivenUp.Contains(c.Proposal.State))
            .OrderBy(c => c.DueOn).Select(c => new { c.Proposal.Number, Condition = c.Number, c.Text, c.DueOn }).ToListAsync(cancel);
        var decided = await db.ProposalTransitions.AsNoTracking()
            .Where(t => ProposalWorkflow.Decisions.Contains(t.Action) && t.AsOf >= monday.AddDays(-7) && t.AsOf < monday)
            .OrderBy(t => t.RecordedAt).Select(t => new { t.Proposal.Number, t.Proposal.Title, t.Label, t.AsOf }).ToListAsync(cancel);
        var head = await AuditChain.HeadAsync(db, cancel);
        int Days(DateTimeOffset since) => today.DayNumber - TokyoTime.DayOf(since).DayNumber;
        return string.Join('\n',
        [
            .. Part("決定を待つ案件", cases.Where(p => p.State == ProposalState.Deciding).Select(p => $"{p.Number} {p.Title}（{Days(p.StateSince)}日）")),
            .. Part("期限を過ぎた承認条件", overdue.Select(c => $"{c.Number} 条件{c.Condition} {c.Text}（期限 {Wareki.Iso(c.DueOn)}）")),
            .. Part($"{follow[FollowUpTerm.StuckAfter]}日を超えて動いていない案件{(follow.IsProvisional ? "（仮値）" : "")}", cases.Where(p => p.StateSince <= stuckBefore).Select(p => $"{p.Number} {p.Title}（{p.State.Label()} {Days(p.StateSince)}日）")),
            .. Part($"先週（{Wareki.Iso(monday.AddDays(-7))}～{Wareki.Iso(monday.AddDays(-1))}）の決定", decided.Select(t => $"{t.Number} {t.Title}：{t.Label}（{Wareki.Iso(t.AsOf)}）")),
            $"監査証跡の末尾：{head.Sequence}番目",
            $"ハッシュ値：{head.Hash}",
            "この番号とハッシュ値を控えておくと、後から監査証跡が書き換えられたとき、突き合わせて分かります。",
        ]);
    }

    static IEnumerable<string> Part(string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        yield return $"■ {title}：{all.Count}件";
        foreach (var line in all.Take(Most))
        {
            yield return $"・{line}";
        }

        if (all.Count > Most)
        {
            yield return $"・ほか{all.Count - Most}件";
        }
    }
}
