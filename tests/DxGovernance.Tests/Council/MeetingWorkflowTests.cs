using DxGovernance.Core;
using DxGovernance.Core.Council;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using static DxGovernance.Core.Council.MeetingAction;
using static DxGovernance.Core.Council.MeetingState;

namespace DxGovernance.Tests.Council;

/// <summary>The rules of meetings written a second time: every state × action × role.</summary>
public sealed class MeetingWorkflowTests
{
    static readonly Dictionary<(MeetingState From, MeetingAction Action), MeetingState> Allowed = new()
    {
        [(Preparing, Freeze)] = Frozen,
        [(Preparing, CallOff)] = Cancelled,
        [(Frozen, Distribute)] = Distributed,
        [(Frozen, Replace)] = Preparing,
        [(Frozen, CallOff)] = Cancelled,
        [(Distributed, Hold)] = Held,
        [(Distributed, Replace)] = Preparing,
        [(Distributed, CallOff)] = Cancelled,
        [(Held, Judge)] = Held,
        [(Held, Correct)] = Held,
        [(Held, Conclude)] = Judged,
        [(Judged, Correct)] = Judged,
        [(Judged, PublishMinutes)] = Published,
        [(Published, Correct)] = Judged,
    };

    static readonly HashSet<MeetingAction> WithReason = [Replace, Correct, CallOff];

    static readonly Actor Office = Given.Acting(Role.PmoOffice);
    static readonly Actor Other = Given.Acting(Role.PmoOffice);

    public static TheoryData<MeetingState> States => [.. Enum.GetValues<MeetingState>()];

    [Theory]
    [MemberData(nameof(States))]
    public void A_meeting_moves_exactly_as_the_table_says(MeetingState state)
    {
        foreach (var action in Enum.GetValues<MeetingAction>())
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                var meeting = GivenCouncil.In(state, Office, Other);
                var actor = role == Role.PmoOffice ? (action == PublishMinutes ? Other : Office) : Given.Acting(role);
                var said = $"{state} {action} {role}";
                if (!Allowed.TryGetValue((state, action), out var to))
                {
                    Should.Throw<Exception>(() => Take(meeting, action, actor), said).ShouldSatisfyAllConditions(e => (e is RuleViolation or NotPermitted).ShouldBeTrue(said));
                }
                else if (role != Role.PmoOffice)
                {
                    Should.Throw<NotPermitted>(() => Take(meeting, action, actor), said);
                }
                else
                {
                    Take(meeting, action, actor);
                    meeting.State.ShouldBe(to, said);
                    meeting.TakeNewEntries().ShouldNotBeEmpty(said);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void What_needs_a_reason_is_refused_without_one(MeetingState state)
    {
        foreach (var action in WithReason.Where(a => Allowed.ContainsKey((state, a))))
        {
            var meeting = GivenCouncil.In(state, Office, Other);
            Refused.By("comment-missing", () => Take(meeting, action, Office, reason: " ")).Message.ShouldBe($"「{action.Label()}」には理由が必要です。理由を入力してください。");
        }
    }

    [Fact]
    public void Every_line_of_the_table_is_written_here() =>
        MeetingWorkflow.Table.Transitions.ToDictionary(t => (t.From, t.Action), t => t.To).ShouldBe(Allowed, ignoreOrder: true);

    [Fact]
    public void A_pack_is_frozen_only_with_an_agenda()
    {
        var meeting = new Meeting(GivenCouncil.Input(), Office, FixedClock.Start);
        Refused.By("transition-guarded", () => meeting.Freeze(GivenCouncil.Made(), Office, FixedClock.Start)).Message.ShouldContain("議題がありません。");
    }

    [Fact]
    public void A_meeting_is_held_only_on_its_day_or_after()
    {
        var meeting = GivenCouncil.In(Distributed, Office, Other);
        meeting.Revise(GivenCouncil.Input() with { HeldOn = FixedClock.Start.Day().AddDays(3) }, "日程の調整", Office, FixedClock.Start);
        meeting.StepsFor(Office, FixedClock.Start.Day()).Single(s => s.Line.Action == Hold).Why.ShouldNotBeNull().ShouldContain("まだ来ていません。");
        Refused.By("held-in-future", () => meeting.Hold(GivenCouncil.Held(on: FixedClock.Start.Day().AddDays(3)), Office, FixedClock.Start));
        meeting.Hold(GivenCouncil.Held(), Office, FixedClock.Start);
        meeting.HeldOn.ShouldBe(FixedClock.Start.Day());
    }

    [Fact]
    public void The_record_is_concluded_only_when_every_item_is_judged()
    {
        var meeting = GivenCouncil.In(Held, Office, Other);
        Refused.By("transition-guarded", () => meeting.Perform(Conclude, null, Office, FixedClock.Start)).Message.ShouldBe("議題1「試験の議題」の判断が記録されていません。");
    }

    [Fact]
    public void Who_recorded_a_judgement_does_not_publish_the_minutes_not_even_as_a_deputy()
    {
        var meeting = GivenCouncil.In(Judged, Office, Other);
        Refused.By("separation-of-duties", () => meeting.PublishMinutes(GivenCouncil.Made(CouncilDocumentKind.Minutes), Office, FixedClock.Start)).Message.ShouldBe(Meeting.OwnRecord);
        var deputy = Given.Acting(Role.Auditor);
        deputy = deputy with { Assignments = [new(Role.PmoOffice, "主任", [0], new Principal(Office.PersonId!.Value, Office.Name, Office.Title))] };
        Refused.By("separation-of-duties", () => meeting.PublishMinutes(GivenCouncil.Made(CouncilDocumentKind.Minutes), deputy, FixedClock.Start));
        meeting.StepsFor(Office, FixedClock.Start.Day()).Single(s => s.Line.Action == PublishMinutes).Why.ShouldBe(Meeting.OwnRecord);
    }

    [Fact]
    public void The_record_of_a_deputy_names_both()
    {
        var principal = new Principal(9, "本人 太郎", "課長補佐");
        var deputy = Given.Acting(Role.PmoMember) with { Assignments = [new(Role.PmoOffice, "主任", [0], principal)] };
        var meeting = new Meeting(GivenCouncil.Input(), deputy, FixedClock.Start);
        var entry = meeting.TakeNewEntries().ShouldHaveSingleItem();
        (entry.RecordedBy, entry.OnBehalfOfId, entry.OnBehalfOf).ShouldBe((deputy.Name, 9, "課長補佐 本人 太郎"));
    }

    static void Take(Meeting meeting, MeetingAction action, Actor actor, string reason = "試験の理由")
    {
        var now = FixedClock.Start;
        switch (action)
        {
            case Freeze:
                meeting.Freeze(GivenCouncil.Made(), actor, now);
                break;
            case PublishMinutes:
                meeting.PublishMinutes(GivenCouncil.Made(CouncilDocumentKind.Minutes), actor, now);
                break;
            case Hold when meeting.State == Distributed:
                meeting.Hold(GivenCouncil.Held(), actor, now);
                break;
            case Judge when meeting.State == Held:
                meeting.Judge(meeting.Agenda[0], GivenCouncil.Agreed(), GivenCouncil.Categories, null, null, actor, now);
                break;
            case Conclude when meeting.State == Held:
                meeting.Judge(meeting.Agenda[0], GivenCouncil.Agreed(), GivenCouncil.Categories, null, null, Office, now);
                meeting.TakeNewEntries();
                meeting.Perform(Conclude, reason, actor, now);
                break;
            case Correct when meeting.State.WasHeld():
                meeting.Hold(GivenCouncil.Held(reason) with { Others = "訂正した事務局" }, actor, now);
                meeting.TakeNewEntries().OfType<MeetingTransition>().ShouldContain(t => t.Action == Correct);
                meeting.Hold(GivenCouncil.Held("もう一度") with { Others = "戻した事務局" }, actor, now);
                break;
            default:
                meeting.Perform(action, reason, actor, now);
                break;
        }
    }
}
