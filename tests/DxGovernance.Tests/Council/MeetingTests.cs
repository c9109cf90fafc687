using DxGovernance.Core.Council;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Council;

/// <summary>Meeting, agenda, attendance and judgements: what is refused, and what is written down.</summary>
public sealed class MeetingTests
{
    static readonly DateTimeOffset Now = FixedClock.Start;
    static readonly DateOnly Today = FixedClock.Start.Day();

    readonly Actor office = Given.Acting(Role.PmoOffice);
    readonly Actor other = Given.Acting(Role.PmoOffice);

    [Fact]
    public void What_a_meeting_needs_is_asked_for()
    {
        Refused.By("meeting-number", () => _ = new Meeting(GivenCouncil.Input(0), office, Now)).Message.ShouldBe("回は1から9999までの整数で入力してください。");
        Refused.By("meeting-place", () => _ = new Meeting(GivenCouncil.Input() with { Place = " " }, office, Now)).Message.ShouldBe("場所を入力してください。書面で開くときは空欄にできます。");
        Refused.By("meeting-place-long", () => _ = new Meeting(GivenCouncil.Input() with { Place = new('場', 101) }, office, Now));
        Refused.By("meeting-day", () => _ = new Meeting(GivenCouncil.Input(heldOn: new(1999, 1, 1)), office, Now));
        new Meeting(GivenCouncil.Input() with { Place = null, Form = MeetingForm.InWriting }, office, Now).Place.ShouldBe("");
        Refused.ForLackOfPermission(() => _ = new Meeting(GivenCouncil.Input(), Given.Acting(Role.Cio), Now));
    }

    [Fact]
    public void After_a_pack_was_frozen_day_and_place_change_only_with_a_reason_and_the_number_not_at_all()
    {
        var meeting = GivenCouncil.Preparing(office);
        Refused.By("meeting-same", () => meeting.Revise(GivenCouncil.Input(), null, office, Now));
        meeting.Revise(GivenCouncil.Input(7), null, office, Now);
        meeting.Freeze(GivenCouncil.Made(), office, Now);
        var later = GivenCouncil.Input(7, Today.AddDays(7));
        Refused.By("meeting-needs-reason", () => meeting.Revise(later, " ", office, Now)).Message.ShouldBe("資料を凍結した後に変えるときは、理由を入力してください。");
        Refused.By("meeting-number-frozen", () => meeting.Revise(later with { Number = 8 }, "理由", office, Now));
        meeting.Revise(later, "会場の都合", office, Now);
        meeting.HeldOn.ShouldBe(Today.AddDays(7));
        Refused.By("meeting-held", () => GivenCouncil.In(MeetingState.Held, office, other).Revise(later, "理由", office, Now));
    }

    [Fact]
    public void The_agenda_keeps_its_order_and_every_change_of_it()
    {
        var meeting = GivenCouncil.Preparing(office);
        var second = meeting.AddItem(new(AgendaKind.Milestone, OperationNumber: 12), GivenCouncil.Text("二番目"), office, Now);
        var third = meeting.AddItem(AgendaSubject.Free, GivenCouncil.Text("三番目"), office, Now);
        meeting.TakeNewEntries();

        meeting.MoveItem(third, 1, office, Now);
        meeting.Agenda.Select(i => i.Title).ShouldBe(["三番目", "試験の議題", "二番目"]);
        meeting.TakeNewEntries().OfType<AgendaEntry>().Select(e => (e.Title, e.Number)).ShouldBe([("三番目", 1), ("試験の議題", 2), ("二番目", 3)], ignoreOrder: true);
        meeting.RemoveItem(third, office, Now);
        meeting.Agenda.Select(i => (i.Number, i.Title)).ShouldBe([(1, "試験の議題"), (2, "二番目")]);
        meeting.EditItem(second, GivenCouncil.Text("二番目の改"), office, Now);
        second.Title.ShouldBe("二番目の改");

        Refused.By("agenda-place", () => meeting.MoveItem(second, 3, office, Now)).Message.ShouldBe("順番は1から2までの整数で入力してください。");
        Refused.By("agenda-removed", () => meeting.MoveItem(third, 1, office, Now));
        Refused.By("agenda-twice", () => meeting.AddItem(new(AgendaKind.Milestone, OperationNumber: 12), GivenCouncil.Text("また"), office, Now)).Message.ShouldBe("「また」はすでに議題にあります。");
        Refused.By("agenda-text-missing", () => meeting.AddItem(AgendaSubject.Free, GivenCouncil.Text(asked: " "), office, Now)).Message.ShouldBe("判断を求める事項を入力してください。");
        Refused.By("agenda-text-long", () => meeting.AddItem(AgendaSubject.Free, GivenCouncil.Text(new('題', 121)), office, Now)).Message.ShouldBe("議題名は120文字以内で入力してください。");
        meeting.Freeze(GivenCouncil.Made(), office, Now);
        Refused.By("agenda-frozen", () => meeting.RemoveItem(second, office, Now)).Message.ShouldContain("先に「資料を差し替える」を行ってください。");
    }

    [Fact]
    public void A_pack_that_is_replaced_is_a_new_version_with_the_reason_and_the_old_one_stays()
    {
        var meeting = GivenCouncil.Preparing(office);
        var first = meeting.Freeze(GivenCouncil.Made(title: "初めの資料"), office, Now);
        meeting.Perform(MeetingAction.Distribute, null, office, Now);
        meeting.Perform(MeetingAction.Replace, "金額に誤りがあった", office, Now);
        meeting.PublishedPack.ShouldBe(1, "members read the first version until the second is published");
        var second = meeting.Freeze(GivenCouncil.Made(title: "直した資料"), office, Now);
        (first.Version, first.Reason, first.Content.Title).ShouldBe((1, null, "初めの資料"));
        (second.Version, second.Reason, second.Content.Title).ShouldBe((2, "金額に誤りがあった", "直した資料"));
        meeting.Perform(MeetingAction.Distribute, null, office, Now);
        meeting.PublishedPack.ShouldBe(2);
        meeting.TakeNewEntries().OfType<CouncilPublication>().Select(p => p.Version).ShouldBe([1, 2]);
    }

    [Fact]
    public void Attendance_is_recorded_with_names_and_titles_and_corrected_with_a_reason()
    {
        var meeting = GivenCouncil.In(MeetingState.Distributed, office, other);
        CouncilMember one = new(1, "柏木 律子", "委員"), two = new(2, "鷲尾 昭", "委員");
        Refused.By("proxy-missing", () => meeting.Hold(GivenCouncil.Held(null, null, new AttendanceInput(one, Presence.Proxy, " ")), office, Now)).Message.ShouldContain("「柏木 律子」の代理");
        Refused.By("nobody-present", () => meeting.Hold(GivenCouncil.Held(null, null, new AttendanceInput(one, Presence.Absent, null)), office, Now));
        meeting.Hold(GivenCouncil.Held(null, null, new(one, Presence.Present, "消える"), new(two, Presence.Proxy, "課長 代わり 人")), office, Now);
        meeting.Attendances.Select(a => (a.Name, a.Title, a.Presence, a.Proxy)).ShouldBe([("柏木 律子", "委員", Presence.Present, null), ("鷲尾 昭", "委員", Presence.Proxy, "課長 代わり 人")]);
        meeting.TakeNewEntries();

        meeting.Hold(GivenCouncil.Held("出席簿の誤り", null, new(one, Presence.Present, null), new(two, Presence.Absent, null)), office, Now);
        var entries = meeting.TakeNewEntries().ToList();
        entries.OfType<AttendanceEntry>().Select(e => (e.Name, e.Presence, e.Reason)).ShouldContain(("鷲尾 昭", Presence.Absent, "出席簿の誤り"));
        entries.OfType<MeetingTransition>().ShouldHaveSingleItem().Action.ShouldBe(MeetingAction.Correct);
    }

    [Theory]
    [InlineData("NONE", "文", 0, "category-missing", "判断区分を選んでください。")]
    [InlineData("OTHER", " ", 0, "judgement-needs-text", "「その他」には判断の内容が必要です。判断の内容を入力してください。")]
    [InlineData("CONDITION", "条件を付ける", 0, "actions-missing", "「条件付了承」には指摘・条件が1件以上必要です。内容・担当・期限・求める証拠を入力してください。")]
    public void A_judgement_follows_the_table_of_categories(string category, string text, int actions, string rule, string sentence)
    {
        var meeting = GivenCouncil.In(MeetingState.Held, office, other);
        JudgementInput input = new(category, text, [], [.. Enumerable.Repeat(GivenCouncil.Action(), actions)]);
        Refused.By(rule, () => meeting.Judge(meeting.Agenda[0], input, GivenCouncil.Categories, null, null, office, Now)).Message.ShouldBe(sentence);
    }

    [Fact]
    public void What_is_incomplete_or_too_long_is_refused()
    {
        var meeting = GivenCouncil.In(MeetingState.Held, office, other);
        void Refuse(string rule, JudgementInput input) => Refused.By(rule, () => meeting.Judge(meeting.Agenda[0], input, GivenCouncil.Categories, null, null, office, Now));
        Refuse("judgement-text-long", GivenCouncil.Agreed(new('判', 701)));
        Refuse("action-incomplete", GivenCouncil.Agreed(actions: GivenCouncil.Action() with { Evidence = "" }));
        Refuse("action-past", GivenCouncil.Agreed(actions: GivenCouncil.Action(due: Today.AddDays(-1))));
        Refuse("action-gate", GivenCouncil.Agreed(actions: GivenCouncil.Action(blocks: Gate.GoLive)));
        Refuse("opinion-incomplete", GivenCouncil.Agreed() with { Opinions = [new(OpinionKind.Dissent, "", "反対である")] });
        Refuse("opinion-long", GivenCouncil.Agreed() with { Opinions = [new(OpinionKind.Opinion, "委員", new('意', 601))] });
        Refuse("opinions-many", GivenCouncil.Agreed() with { Opinions = [.. Enumerable.Repeat(new Opinion(OpinionKind.Opinion, "委員", "文"), 41)] });
        Refuse("actions-many", GivenCouncil.Agreed(actions: [.. Enumerable.Repeat(GivenCouncil.Action(), 21)]));
        meeting.Agenda[0].IsJudged.ShouldBeFalse();
    }

    [Fact]
    public void A_judgement_keeps_opinions_and_dissent_as_said_and_its_follow_ups()
    {
        var meeting = GivenCouncil.In(MeetingState.Held, office, other);
        meeting.TakeNewEntries();
        Opinion[] said = [new(OpinionKind.Opinion, "委員 柏木 律子", "早く進めるべきだ"), new(OpinionKind.Dissent, "委員 鷲尾 昭", "費用が高い")];
        var item = meeting.Agenda[0];
        meeting.Judge(item, new("CONDITION", "費用を見直すこと", said, [GivenCouncil.Action(), GivenCouncil.Action(5)]), GivenCouncil.Categories, null, null, office, Now);
        var entry = meeting.TakeNewEntries().OfType<JudgementEntry>().ShouldHaveSingleItem();
        (entry.CategoryCode, entry.Category, entry.Text, entry.IsCorrection, entry.HeldOn).ShouldBe(("CONDITION", "条件付了承", "費用を見直すこと", false, Today));
        entry.Opinions.ShouldBe(said);
        item.Actions.Select(a => (a.Number, a.DepartmentId, a.State)).ShouldBe([(1, null, ActionItemState.Open), (2, 5, ActionItemState.Open)]);
        item.Actions[0].TakeNewEntries().OfType<ActionItemEntry>().ShouldHaveSingleItem().Text.ShouldBe("費用の根拠を示す");
    }

    [Fact]
    public void A_judgement_is_corrected_by_one_more_row_with_a_reason_and_published_minutes_wait_for_a_new_version()
    {
        var meeting = GivenCouncil.In(MeetingState.Published, office, other);
        var item = meeting.Agenda[0];
        void Correct(JudgementInput input) => meeting.Judge(item, input, GivenCouncil.Categories, null, null, office, Now);
        Refused.By("comment-missing", () => Correct(new("RETURN", "戻す", [], [])));
        Refused.By("judgement-same", () => Correct(GivenCouncil.Agreed(reason: "同じ")));
        meeting.TakeNewEntries();
        Correct(new("RETURN", "戻す", [], [], "聞き違い"));
        var entries = meeting.TakeNewEntries().ToList();
        entries.OfType<JudgementEntry>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.IsCorrection.ShouldBeTrue(), e => e.Reason.ShouldBe("聞き違い"));
        (meeting.State, item.Category, item.Judgements).ShouldBe((MeetingState.Judged, "差戻し", 2));
        var minutes = meeting.PublishMinutes(GivenCouncil.Made(CouncilDocumentKind.Minutes), other, Now);
        (minutes.Version, minutes.Reason).ShouldBe((2, "聞き違い"));
    }

    [Fact]
    public void An_item_of_another_meeting_or_taken_off_cannot_be_judged()
    {
        var meeting = GivenCouncil.In(MeetingState.Held, office, other);
        var elsewhere = GivenCouncil.Preparing(office).Agenda[0];
        Refused.By("item-not-here", () => meeting.Judge(elsewhere, GivenCouncil.Agreed(), GivenCouncil.Categories, null, null, office, Now));
        Refused.ForLackOfPermission(() => meeting.Judge(meeting.Agenda[0], GivenCouncil.Agreed(), GivenCouncil.Categories, null, null, Given.Acting(Role.Cio), Now));
    }
}
