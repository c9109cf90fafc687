using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Notifications;

/// <summary>What a department owes for a case, or to the council, by a day.</summary>
public enum DueKind
{
    Question,
    Condition,
    Effect,
    ActionItem,
}

/// <summary>Something that is due, as reminders need it.</summary>
/// <param name="Key">Stable within its kind.</param>
/// <param name="What">In words, e.g. 条件2「…」.</param>
/// <param name="AuthorIds">Who wrote the case.</param>
public sealed record DueItem(DueKind Kind, string Key, string Number, string Title, int DepartmentId, string What, DateOnly DueOn, IReadOnlyList<int> AuthorIds)
{
    public string Link => Kind switch
    {
        DueKind.Question => $"/proposals/{Number}/inquiries",
        DueKind.Condition => $"/proposals/{Number}/conditions",
        DueKind.Effect => $"/proposals/{Number}/effects",
        DueKind.ActionItem => $"/action-items/{Key}",
    };
}

/// <summary>
/// 期限の催促: before the day to those who wrote the case, after it to the head, then to the PMO office, for conditions and what the council asked for also to the CIO.
/// Which message is due is computed from today alone, so that a day on which the job did not run is made up for; each message has a key.
/// </summary>
public static class ProposalReminders
{
    /// <summary>Days before the due day at which a reminder goes out.</summary>
    static int[] Before(DueKind kind, FollowUpDays days) =>
        kind == DueKind.Effect ? [days[FollowUpTerm.EffectReminder]] : [days[FollowUpTerm.FirstReminder], days[FollowUpTerm.LastReminder], 0];

    /// <summary>Adds the messages that are due and not there yet; the caller saves.</summary>
    /// <returns>How many were added.</returns>
    public static async Task<int> AddAsync(GovernanceDbContext db, DateOnly today, DateTimeOffset now, CancellationToken cancel)
    {
        var days = await FollowUpDays.OnAsync(db, today, cancel);
        var items = await DueAsync(db, days, today, cancel);
        if (items.Count == 0)
        {
            return 0;
        }

        var receivers = await Receivers.OnAsync(db, today, cancel);
        return await Outbox.AddMissingAsync(db, [.. items.SelectMany(i => For(i, days, today, receivers, now))], cancel);
    }

    static IEnumerable<Notification> For(DueItem item, FollowUpDays days, DateOnly today, Receivers receivers, DateTimeOffset now)
    {
        var left = item.DueOn.DayNumber - today.DayNumber;
        if (left >= 0)
        {
            // The nearest of the marks that are reached: who missed the first is not sent both.
            var mark = Before(item.Kind, days).Where(d => left <= d).Min();
            return Each($"before-{mark}", receivers.Authors(item), left == 0 ? "期限は今日です" : $"期限まで{left}日です", "期限までに済ませてください。");
        }

        var late = $"期限を{-left}日過ぎています";
        var rows = Each("head", receivers.Heads(item.DepartmentId), "期限を過ぎています", "担当者に確認し、済ませてください。");
        rows = item.Kind switch
        {
            DueKind.Condition => rows.Concat(Each("cio", receivers.Of(Role.Cio), "期限を過ぎています", "条件が履行されるまで、その先の協議段階は進みません。")),
            DueKind.ActionItem => rows.Concat(Each("cio", receivers.Of(Role.Cio), "期限を過ぎています", "推進会議の指摘への対応が終わっていません。次の会議の資料に載ります。")),
            _ => rows,
        };
        return -left < days[FollowUpTerm.OfficeAfter] ? rows : rows.Concat(Each("office", receivers.Of(Role.PmoOffice), late, "所管課に状況を確認してください。"));

        IEnumerable<Notification> Each(string stage, IEnumerable<int> people, string subject, string body) => people.Distinct().Select(person => new Notification(
            $"due:{item.Kind}:{item.Key}:{Wareki.Iso(item.DueOn)}:{stage}", person, $"{item.Number}：{Cut(item.What, 80)}の{subject}", $"{item.Title}\n{item.What}\n期限：{Wareki.Both(item.DueOn)}\n{body}", item.Link, now));
    }

    /// <summary>Everything whose first reminder may be due; one statement a kind.</summary>
    static async Task<IReadOnlyList<DueItem>> DueAsync(GovernanceDbContext db, FollowUpDays days, DateOnly today, CancellationToken cancel)
    {
        var (near, effectsNear) = (today.AddDays(Before(DueKind.Condition, days).Max()), today.AddDays(Before(DueKind.Effect, days).Max()));
        var questions = await db.Inquiries.AsNoTracking().Where(i => i.State == InquiryState.Asked && i.DueOn <= near).OrderBy(i => i.Id)
            .Select(i => new { i.Id, i.Number, i.Question, i.DueOn, Case = i.Proposal.Number, i.Proposal.Title, i.Proposal.DepartmentId, i.Proposal.AuthorIds })
            .ToListAsync(cancel);
        var conditions = await db.Conditions.AsNoTracking().Where(c => c.State == ConditionState.Open && c.DueOn <= near && !ProposalWorkflow.GivenUp.Contains(c.Proposal.State)).OrderBy(c => c.Id)
            .Select(c => new { c.Id, c.Number, c.Text, c.DueOn, Case = c.Proposal.Number, c.Proposal.Title, c.Proposal.DepartmentId, c.Proposal.AuthorIds })
            .ToListAsync(cancel);
        var effects = await db.EffectChecks.AsNoTracking().Where(c => c.Value == null && c.DueOn <= effectsNear).OrderBy(c => c.Id)
            .Select(c => new { c.Id, c.Name, c.Months, c.DueOn, Case = c.Proposal.Number, c.Proposal.Title, c.Proposal.DepartmentId, c.Proposal.AuthorIds })
            .ToListAsync(cancel);
        var actions = await db.ActionItems.AsNoTracking().Where(a => a.State == ActionItemState.Open && a.DueOn <= near).OrderBy(a => a.Id)
            .Select(a => new { a.Id, a.Number, a.Text, a.DueOn, a.DepartmentId, Meeting = a.AgendaItem.Meeting.Number, a.AgendaItem.Title }).ToListAsync(cancel);
        return
        [
            .. questions.Select(q => new DueItem(DueKind.Question, $"{q.Id}", q.Case, q.Title, q.DepartmentId, $"照会{q.Number}「{Cut(q.Question, 60)}」への回答", q.DueOn, q.AuthorIds)),
            .. conditions.Select(c => new DueItem(DueKind.Condition, $"{c.Id}", c.Case, c.Title, c.DepartmentId, $"条件{c.Number}「{Cut(c.Text, 60)}」の履行の報告", c.DueOn, c.AuthorIds)),
            .. effects.Select(c => new DueItem(
                DueKind.Effect, $"{c.Id}", c.Case, c.Title, c.DepartmentId, $"「{Cut(c.Name, 60)}」（{(c.Months == 0 ? "稼働前" : $"稼働{c.Months}か月後")}）の測定", c.DueOn!.Value, c.AuthorIds)),
            .. actions.Select(a => new DueItem(
                DueKind.ActionItem, $"{a.Id}", $"{Meeting.OrdinalOf(a.Meeting)}推進会議", a.Title, a.DepartmentId ?? 0, $"指摘{a.Number}「{Cut(a.Text, 60)}」への対応の報告", a.DueOn, [])),
        ];
    }

    static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}

/// <summary>Who is told on a day: everybody with their roles, own and as deputy.</summary>
public sealed class Receivers
{
    readonly IReadOnlyList<Holder> holders;
    readonly ILookup<(int Principal, Role Role), int> deputies;

    Receivers(IReadOnlyList<Holder> holders, ILookup<(int, Role), int> deputies) => (this.holders, this.deputies) = (holders, deputies);

    public static async Task<Receivers> OnAsync(GovernanceDbContext db, DateOnly day, CancellationToken cancel)
    {
        var held = await Holder.OnAsync(db, day, cancel, Role.DepartmentStaff, Role.DepartmentHead, Role.PmoOffice, Role.Cio, Role.Administrator);
        var lent = await db.Deputies.AsNoTracking().Where(d => d.RevokedOn == null && d.ValidFrom <= day && d.ValidTo >= day)
            .Select(d => new { d.PrincipalId, d.Role, d.PersonId }).ToListAsync(cancel);
        return new(held, lent.ToLookup(d => (d.PrincipalId, d.Role), d => d.PersonId));
    }

    public IEnumerable<int> Of(Role role) => WithDeputies(holders.Where(h => h.Role == role));

    public IEnumerable<int> Heads(int departmentId) => Or(WithDeputies(holders.Where(h => h.Role == Role.DepartmentHead && h.Covers(departmentId))), Role.PmoOffice);

    /// <summary>Those who wrote the case and still work in the department; else its staff, else the PMO office: a transfer loses nothing.</summary>
    public IEnumerable<int> Authors(DueItem item)
    {
        var staff = holders.Where(h => h.Role is Role.DepartmentStaff or Role.DepartmentHead && h.Covers(item.DepartmentId)).ToList();
        var authors = staff.Where(h => item.AuthorIds.Contains(h.PersonId)).ToList();
        return Or(WithDeputies(authors.Count > 0 ? authors : staff.Where(h => h.Role == Role.DepartmentStaff)), Role.PmoOffice);
    }

    IEnumerable<int> Or(IReadOnlyList<int> people, Role role) => people.Count > 0 ? people : WithDeputies(holders.Where(h => h.Role == role));

    IReadOnlyList<int> WithDeputies(IEnumerable<Holder> of) => [.. of.SelectMany(h => deputies[(h.PersonId, h.Role)].Prepend(h.PersonId)).Distinct()];
}
