using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Workflow;

namespace DxGovernance.Core.Council;

/// <summary>How a meeting was held.</summary>
/// <param name="Others">説明者・事務局.</param>
/// <param name="Reason">Why it is corrected; only for a correction.</param>
public sealed record HeldInput(DateOnly HeldOn, string? Place, MeetingForm Form, string? Others, IReadOnlyList<AttendanceInput> Members, string? Reason = null);

/// <summary>The steps of a meeting, taken by <see cref="MeetingWorkflow.Table"/>.</summary>
public sealed partial class Meeting
{
    public const string OwnRecord = "判断や出欠を記録した人は、その議事要旨を公開できません（代理として行うこともできません）。別の人に確かめて公開してもらってください。";

    /// <summary>Separation of duties stands against the step, whatever the actor may do otherwise.</summary>
    public bool IsOwnRecord(Transition<MeetingState, MeetingAction> line, Actor actor) =>
        line.OtherThanSubmitter && actor.Can(line.Permission) && actor.Acting(line.Permission, null).PersonIds.Any(RecorderIds.Contains);

    /// <summary>The steps that the actor may take now, with what stands against each; null where nothing does.</summary>
    public IReadOnlyList<(Transition<MeetingState, MeetingAction> Line, string? Why)> StepsFor(Actor actor, DateOnly today) =>
    [
        .. MeetingWorkflow.Table.From(State).Where(t => actor.Can(t.Permission))
            .Select(t => (t, IsOwnRecord(t, actor) ? OwnRecord : t.Guard is null ? null : WhyNot(t.Guard, today))),
    ];

    /// <summary>Takes a step that carries nothing but a sentence.</summary>
    public MeetingTransition Perform(MeetingAction action, string? reason, Actor actor, DateTimeOffset now)
    {
        RuleViolation.Require(
            action is MeetingAction.Distribute or MeetingAction.Replace or MeetingAction.Conclude or MeetingAction.CallOff, "step-elsewhere", $"「{action.Label()}」は、その画面から行ってください。");
        var entry = Step(action, reason, actor, now);
        switch (action)
        {
            case MeetingAction.Distribute:
                PublishedPack = PackVersion;
                newEntries.Add(new CouncilPublication(this, CouncilDocumentKind.Pack, PackVersion, ActingFor(action, actor), now));
                break;
            case MeetingAction.Replace:
                Because(reason);
                break;
            default:
                break;
        }

        return entry;
    }

    /// <summary>Freezes what was made as the next version of the pack.</summary>
    public CouncilDocument Freeze(MadeDocument made, Actor actor, DateTimeOffset now)
    {
        RuleViolation.Require(made.Kind == CouncilDocumentKind.Pack, "document-kind", "会議資料ではありません。");
        Step(MeetingAction.Freeze, null, actor, now);
        PackVersion++;
        var document = new CouncilDocument(this, made, PackVersion, ActingFor(MeetingAction.Freeze, actor), now, PendingReason);
        PendingReason = null;
        newEntries.Add(document);
        return document;
    }

    /// <summary>Freezes what was made as the next version of the 議事要旨 and publishes it.</summary>
    public CouncilDocument PublishMinutes(MadeDocument made, Actor actor, DateTimeOffset now)
    {
        RuleViolation.Require(made.Kind == CouncilDocumentKind.Minutes, "document-kind", "議事要旨ではありません。");
        Step(MeetingAction.PublishMinutes, null, actor, now);
        MinutesVersion++;
        var by = ActingFor(MeetingAction.PublishMinutes, actor);
        var document = new CouncilDocument(this, made, MinutesVersion, by, now, PendingReason);
        PendingReason = null;
        newEntries.Add(document);
        newEntries.Add(new CouncilPublication(this, CouncilDocumentKind.Minutes, MinutesVersion, by, now));
        return document;
    }

    /// <summary>Records that the meeting was held, and who was there; once more, it is a 訂正.</summary>
    public void Hold(HeldInput input, Actor actor, DateTimeOffset now)
    {
        var action = State.WasHeld() ? MeetingAction.Correct : MeetingAction.Hold;
        MeetingWorkflow.Table.Find(State, action);
        var by = ActingFor(action, actor);
        CheckHeld(input, now);
        var (before, others) = ((HeldOn, Place, Form, Others), input.Others?.Trim() ?? "");
        HeldOn = input.HeldOn;
        Step(action, input.Reason, actor, now);
        (Place, Form, Others) = (input.Place?.Trim() ?? "", input.Form, others);
        var isChanged = before != (HeldOn, Place, Form, Others);
        if (isChanged)
        {
            newEntries.Add(new MeetingRevision(this, by, now, input.Reason));
        }

        foreach (var member in input.Members)
        {
            var attendance = attendances.FirstOrDefault(a => a.PersonId == member.Member.PersonId);
            if (attendance is null)
            {
                attendances.Add(attendance = new Attendance(this, member.Member));
            }

            if (attendance.Take(member))
            {
                isChanged = true;
                newEntries.Add(new AttendanceEntry(attendance, by, now, input.Reason));
            }
        }

        RuleViolation.Require(isChanged || action == MeetingAction.Hold, "meeting-same", "変わったところがありません。値を変えてから保存してください。");
        RecordedBy(by);
        Because(action == MeetingAction.Correct && MinutesVersion > 0 ? input.Reason : null);
    }

    /// <summary>
    /// Records the judgement of an item; once more, it is a 訂正. Where the item is a case that waits for it, 推進会議の判断 is recorded in the case too, and what
    /// the council asks for becomes its conditions, so that nothing is typed twice.
    /// </summary>
    /// <param name="item">Of this meeting, with its actions.</param>
    /// <param name="input">What was judged and said.</param>
    /// <param name="table">判断区分 of today.</param>
    /// <param name="proposal">The case of the item, read <see cref="ProposalQueries.WithAll"/>; null for other items.</param>
    /// <param name="rules">Those of the case.</param>
    /// <param name="actor">Who records.</param>
    /// <param name="now">When.</param>
    /// <returns>The step of the case; null where it took none.</returns>
    public ProposalTransition? Judge(
        AgendaItem item, JudgementInput input, JudgementCategories table, Proposal? proposal, Templates? rules, Actor actor, DateTimeOffset now)
    {
        RuleViolation.Require(item.Meeting == this && !item.IsRemoved, "item-not-here", "この議題はこの会議の議題ではありません。");
        var action = item.IsJudged || State != MeetingState.Held ? MeetingAction.Correct : MeetingAction.Judge;
        MeetingWorkflow.Table.Find(State, action);
        var by = ActingFor(action, actor);
        var category = table.All.FirstOrDefault(c => c.Code == input.Category);
        RuleViolation.Require(category is not null, "category-missing", "判断区分を選んでください。", "Category");
        Check(category, item, input, proposal, now);
        var entry = new JudgementEntry(item, category, input, by, now);
        if (action == MeetingAction.Correct)
        {
            RuleViolation.Require(
                input.Actions.Count > 0 || (item.CategoryCode, item.JudgementText) != (entry.CategoryCode, entry.Text) || !item.Opinions.SequenceEqual(entry.Opinions),
                "judgement-same", "変わったところがありません。値を変えてから保存してください。");
            Step(MeetingAction.Correct, input.Reason, actor, now);
            Because(MinutesVersion > 0 ? input.Reason : null);
        }

        item.Judged(entry);
        newEntries.Add(entry);
        RecordedBy(by);
        var step = proposal?.State == ProposalState.CouncilPending && !entry.IsCorrection
            ? proposal.Perform(ProposalAction.RecordJudgement, ProposalStep.Saying(Said(entry)), rules!, actor, now)
            : null;
        Impose(item, input.Actions, proposal, actor, by, now);
        return step;
    }

    /// <summary>What the case is told, cut to what its record can hold.</summary>
    string Said(JudgementEntry entry)
    {
        var text = $"{Caption}（{Wareki.Both(HeldOn)}）議題{entry.Number}の判断：{entry.Category}。{entry.Text}"
            + string.Concat(entry.Opinions.Select(o => $"　{o.Kind.Label()}（{o.Speaker}）：{o.Text}"));
        return text.Length <= LedgerEntry.ReasonMaxLength ? text : text[..(LedgerEntry.ReasonMaxLength - 14)] + "…（全文は議事要旨にある）";
    }

    void Impose(AgendaItem item, IReadOnlyList<ActionInput> actions, Proposal? proposal, Actor actor, Actor by, DateTimeOffset now)
    {
        if (proposal is { State: var state } && !state.IsOver())
        {
            proposal.ImposeByCouncil(
                item, [.. actions.Select(a => new ConditionInput(a.Text, a.Owner, a.DueOn, a.Evidence, a.BlocksGate))], $"{Caption} 議題{item.Number}の判断による。", actor, now);
            return;
        }

        var number = items.SelectMany(i => i.Actions).Select(a => a.Number).DefaultIfEmpty().Max();
        foreach (var input in actions)
        {
            item.Impose(++number, proposal is null ? input : input with { DepartmentId = proposal.DepartmentId }).Imposed(by, now);
        }
    }

    static void Check(JudgementCategory category, AgendaItem item, JudgementInput input, Proposal? proposal, DateTimeOffset now)
    {
        RuleViolation.Require(
            !category.NeedsReason || !string.IsNullOrWhiteSpace(input.Text), "judgement-needs-text", $"「{category.Name}」には判断の内容が必要です。判断の内容を入力してください。", "Text");
        RuleViolation.Require((input.Text ?? "").Trim().Length <= JudgementEntry.TextMaxLength, "judgement-text-long", $"判断の内容は{JudgementEntry.TextMaxLength}文字以内で入力してください。", "Text");
        RuleViolation.Require(
            !category.NeedsActions || input.Actions.Count > 0 || item.IsJudged, "actions-missing",
            $"「{category.Name}」には指摘・条件が1件以上必要です。内容・担当・期限・求める証拠を入力してください。", "Actions");
        RuleViolation.Require(input.Actions.Count <= ActionItem.MaxActions, "actions-many", $"一度に記録できる指摘・条件は{ActionItem.MaxActions}件までです。", "Actions");
        RuleViolation.Require(
            input.Actions.All(a => !string.IsNullOrWhiteSpace(a.Text) && !string.IsNullOrWhiteSpace(a.Owner) && !string.IsNullOrWhiteSpace(a.Evidence) && a.DueOn != default),
            "action-incomplete", "指摘・条件には、内容・担当・期限・求める証拠の全てを入力してください。", "Actions");
        RuleViolation.Require(input.Actions.All(a => a.DueOn >= TokyoTime.DayOf(now)), "action-past", "指摘・条件の期限が過ぎた日です。今日以降の日を入力してください。", "Actions");
        RuleViolation.Require(
            input.Actions.All(a => a.BlocksGate is null) || (proposal is { State: var state } && !state.IsOver()), "action-gate",
            "協議段階を止められるのは、終わっていない案件の議題だけです。", "Actions");
        RuleViolation.Require(input.Opinions.Count <= JudgementEntry.MaxOpinions, "opinions-many", $"意見は{JudgementEntry.MaxOpinions}件までです。", "Opinions");
        RuleViolation.Require(
            input.Opinions.All(o => !string.IsNullOrWhiteSpace(o.Speaker) && !string.IsNullOrWhiteSpace(o.Text)), "opinion-incomplete", "意見には、発言した人と内容の両方を入力してください。", "Opinions");
        RuleViolation.Require(
            input.Opinions.All(o => o.Speaker.Trim().Length <= JudgementEntry.SpeakerMaxLength && o.Text.Trim().Length <= JudgementEntry.OpinionMaxLength), "opinion-long",
            $"発言した人は{JudgementEntry.SpeakerMaxLength}文字、意見は{JudgementEntry.OpinionMaxLength}文字以内で入力してください。", "Opinions");
        RuleViolation.Require((item.Kind == AgendaKind.Case) == (proposal is not null), "item-case", "議題の案件が読み込まれていません。");
    }

    static void CheckHeld(HeldInput input, DateTimeOffset now)
    {
        CheckDay(input.HeldOn);
        RuleViolation.Require(input.HeldOn <= TokyoTime.DayOf(now), "held-in-future", "開催日が先の日です。開催してから記録してください。", "HeldOn");
        RuleViolation.Require(input.Form == MeetingForm.InWriting || !string.IsNullOrWhiteSpace(input.Place), "meeting-place", "場所を入力してください。書面で開くときは空欄にできます。", "Place");
        RuleViolation.Require((input.Place ?? "").Trim().Length <= PlaceMaxLength, "meeting-place-long", $"場所は{PlaceMaxLength}文字以内で入力してください。", "Place");
        RuleViolation.Require((input.Others ?? "").Trim().Length <= OthersMaxLength, "meeting-others-long", $"説明者・事務局は{OthersMaxLength}文字以内で入力してください。", "Others");
        var unnamed = input.Members.FirstOrDefault(m => m.Presence == Presence.Proxy && string.IsNullOrWhiteSpace(m.Proxy));
        RuleViolation.Require(unnamed is null, "proxy-missing", $"「{unnamed?.Member.Name}」の代理で出席した人の職名と氏名を入力してください。", "Members");
        RuleViolation.Require(
            input.Members.Count == 0 || input.Members.Any(m => m.Presence != Presence.Absent), "nobody-present", "全員が欠席です。出席した委員を選んでください。開かなかった会議は「中止」にします。", "Members");
    }

    /// <summary>Moves by the table, with the row that says so.</summary>
    MeetingTransition Step(MeetingAction action, string? reason, Actor actor, DateTimeOffset now)
    {
        var line = MeetingWorkflow.Table.Find(State, action, guard => WhyNot(guard, TokyoTime.DayOf(now)));
        var by = actor.Acting(line.Permission, null);
        RuleViolation.Require(!line.OtherThanSubmitter || !by.PersonIds.Any(RecorderIds.Contains), "separation-of-duties", OwnRecord);
        RuleViolation.Require(
            !line.NeedsReason || !string.IsNullOrWhiteSpace(reason), "comment-missing", $"「{line.Label}」には理由が必要です。理由を入力してください。", "Reason");
        var entry = new MeetingTransition(this, line, by, now, reason);
        newEntries.Add(entry);
        if (line.To != State)
        {
            (State, StateSince) = (line.To, now);
        }

        return entry;
    }

    static Actor ActingFor(MeetingAction action, Actor actor) =>
        actor.Acting(MeetingWorkflow.Table.Transitions.First(t => t.Action == action).Permission, null);

    void RecordedBy(Actor by) => RecorderIds = [.. RecorderIds.Union(by.PersonIds)];

    /// <summary>Several reasons until the next version stand side by side.</summary>
    void Because(string? reason)
    {
        if (!string.IsNullOrWhiteSpace(reason))
        {
            var all = PendingReason is null ? reason.Trim() : $"{PendingReason}／{reason.Trim()}";
            PendingReason = all.Length <= LedgerEntry.ReasonMaxLength ? all : all[..LedgerEntry.ReasonMaxLength];
        }
    }

    string? WhyNot(Enum guard, DateOnly today) => guard switch
    {
        MeetingGuard.AgendaReady => Agenda.Count > 0 ? null : "議題がありません。議題を加えてから凍結してください。",
        MeetingGuard.DayHasCome => HeldOn <= today ? null : $"開催日（{Wareki.Both(HeldOn)}）がまだ来ていません。",
        MeetingGuard.AllJudged => Agenda.FirstOrDefault(i => !i.IsJudged) is { } open ? $"{open.Caption}の判断が記録されていません。" : null,
        _ => throw new ArgumentOutOfRangeException(nameof(guard), guard, null),
    };
}
