using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Council;

/// <summary>Acts of the council as a whole: the rules, the ledger rows, the messages and the audit entry, saved together or not at all.</summary>
public static class CouncilActs
{
    /// <summary>Freezes a pack. The audit entry holds the hashes, so that the chain covers them too.</summary>
    public static async Task<CouncilDocument> FreezeAsync(GovernanceDbContext db, Meeting meeting, MadeDocument made, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var document = meeting.Freeze(made, actor, now);
        await db.SaveAsync(
            actor.Acting(Permission.PrepareCouncil, null), new Act($"推進会議：{MeetingAction.Freeze.Label()}", meeting.Subject, meeting.Caption, document.Reason, Hashes(document)), now, cancel);
        return document;
    }

    /// <summary>Freezes the 議事要旨 and publishes them.</summary>
    public static async Task<CouncilDocument> PublishMinutesAsync(
        GovernanceDbContext db, Meeting meeting, MadeDocument made, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var document = meeting.PublishMinutes(made, actor, now);
        await CouncilNotices.PublishedAsync(db, meeting, document.Kind, document.Version, actor, now, cancel);
        await db.SaveAsync(
            actor.Acting(Permission.PublishReport, null), new Act($"推進会議：{MeetingAction.PublishMinutes.Label()}", meeting.Subject, meeting.Caption, document.Reason, Hashes(document)), now, cancel);
        return document;
    }

    /// <summary>A step that carries nothing but a sentence.</summary>
    public static async Task<MeetingTransition> TakeAsync(
        GovernanceDbContext db, Meeting meeting, MeetingAction action, string? reason, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var wasDistributed = meeting.State == MeetingState.Distributed;
        var entry = meeting.Perform(action, reason, actor, now);
        if (action == MeetingAction.Distribute)
        {
            await CouncilNotices.PublishedAsync(db, meeting, CouncilDocumentKind.Pack, meeting.PackVersion, actor, now, cancel);
        }
        else if (action == MeetingAction.CallOff && wasDistributed)
        {
            await CouncilNotices.CancelledAsync(db, meeting, reason!, actor, now, cancel);
        }

        var permission = MeetingWorkflow.Table.Find(entry.FromState, entry.Action).Permission;
        await db.SaveAsync(actor.Acting(permission, null), new Act($"推進会議：{entry.Label}", meeting.Subject, meeting.Caption, reason), now, cancel);
        return entry;
    }

    /// <summary>Records that the meeting was held and who was there, or corrects it.</summary>
    public static async Task HoldAsync(GovernanceDbContext db, Meeting meeting, HeldInput input, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var action = meeting.State.WasHeld() ? MeetingAction.Correct : MeetingAction.Hold;
        meeting.Hold(input, actor, now);
        await db.SaveAsync(
            actor.Acting(Permission.RecordCouncilJudgement, null), new Act($"推進会議：{action.Label()}", meeting.Subject, meeting.Caption, input.Reason), now, cancel);
    }

    /// <summary>
    /// Records the judgement of an item, and with it 推進会議の判断 and the conditions of its case: one transaction, so that meeting and case can never differ.
    /// </summary>
    /// <param name="db">The context.</param>
    /// <param name="meeting">Tracked, read <see cref="MeetingQueries.WithAll"/>.</param>
    /// <param name="item">Of the meeting.</param>
    /// <param name="input">What was judged and said.</param>
    /// <param name="actor">Who records.</param>
    /// <param name="now">When.</param>
    /// <param name="cancel">Stops it; nothing is saved then.</param>
    public static async Task<ProposalTransition?> JudgeAsync(
        GovernanceDbContext db, Meeting meeting, AgendaItem item, JudgementInput input, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var proposal = item.Kind == AgendaKind.Case ? await db.Proposals.WithAll().SingleAsync(p => p.Id == item.ProposalId, cancel) : null;
        var rules = proposal is null ? null : await Templates.AtAsync(db, proposal.RulesAt(now), cancel);
        return await JudgeAsync(db, meeting, item, input, proposal, rules, actor, now, cancel);
    }

    internal static async Task<ProposalTransition?> JudgeAsync(
        GovernanceDbContext db, Meeting meeting, AgendaItem item, JudgementInput input, Proposal? proposal, Templates? rules, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var table = await JudgementCategories.OnAsync(db, TokyoTime.DayOf(now), cancel);
        var isCorrection = item.IsJudged;
        var step = meeting.Judge(item, input, table, proposal, rules, actor, now);
        if (step is not null)
        {
            await ProposalNotices.AddAsync(db, proposal!, step, actor, now, cancel);
        }

        await CouncilNotices.JudgedAsync(db, meeting, item, proposal, isCorrection, actor, now, cancel);
        var by = actor.Acting(Permission.RecordCouncilJudgement, null);
        await db.SaveAsync(by, new Act($"推進会議：{(isCorrection ? MeetingAction.Correct : MeetingAction.Judge).Label()}", meeting.Subject, $"{meeting.Ordinal} {item.Caption}"[..Math.Min(100, $"{meeting.Ordinal} {item.Caption}".Length)], input.Reason), now, cancel);
        return step;
    }

    static IReadOnlyList<Change> Hashes(CouncilDocument d)
    {
        var subject = $"{d.Kind.Label()} 第{d.Version}版";
        return
        [
            new(subject, "SHA-256（Excel）", null, d.Sha256), new(subject, "SHA-256（数値）", null, d.FiguresSha256),
            new(subject, "基準日", null, Organization.Wareki.Iso(d.AsOf)), new(subject, "記録の締め", null, d.RecordedUntil.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture)),
        ];
    }
}
