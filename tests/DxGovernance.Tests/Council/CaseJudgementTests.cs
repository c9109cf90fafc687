using DxGovernance.Core.Council;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Council;

/// <summary>An item that is a case: the judgement goes into the case in the same act, and what is asked for becomes its conditions.</summary>
public sealed class CaseJudgementTests
{
    static readonly DateTimeOffset Now = FixedClock.Start;

    readonly Cast cast = Cast.InMemory();
    readonly Actor other = Given.Acting(Role.PmoOffice);

    (Meeting Meeting, AgendaItem Item, Proposal Case) Held(Action<Proposal>? act = null)
    {
        var proposal = GivenProposals.Draft(cast.Staff, ProposalClass.Modification, amount: 60_000_000);
        (act ?? (p => p.BringToCouncil(cast, Now)))(proposal);
        var meeting = new Meeting(GivenCouncil.Input(3), cast.Office, Now);
        var item = meeting.AddItem(new(AgendaKind.Case, ProposalId: 1), GivenCouncil.Text(), cast.Office, Now);
        meeting.Freeze(GivenCouncil.Made(), cast.Office, Now);
        meeting.Perform(MeetingAction.Distribute, null, cast.Office, Now);
        meeting.Hold(GivenCouncil.Held(), cast.Office, Now);
        proposal.TakeNewEntries();
        return (meeting, item, proposal);
    }

    [Fact]
    public void The_case_hears_the_judgement_and_waits_for_the_cio()
    {
        var (meeting, item, proposal) = Held();
        var step = meeting.Judge(
            item, new("CONDITION", "費用を見直すこと", [new(OpinionKind.Dissent, "委員 鷲尾 昭", "高い")], [GivenCouncil.Action(blocks: Gate.Contract)]), GivenCouncil.Categories, proposal, GivenProposals.Rules, cast.Office, Now);

        step.ShouldNotBeNull().Action.ShouldBe(ProposalAction.RecordJudgement);
        step.Reason.ShouldBe("第3回 行財政改革推進会議（2026-11-20（令和8年11月20日））議題1の判断：条件付了承。費用を見直すこと　反対・少数意見（委員 鷲尾 昭）：高い");
        (proposal.State, proposal.CouncilHeard).ShouldBe((ProposalState.Deciding, true));
        var condition = proposal.Conditions.ShouldHaveSingleItem();
        (condition.Text, condition.Owner, condition.BlocksGate, condition.State).ShouldBe(("費用の根拠を示す", "担当課長", Gate.Contract, ConditionState.Open));
        condition.Blocks(Gate.Contract).ShouldBeTrue();
        proposal.OpenConditions.ShouldBe(1);
        proposal.TakeNewEntries().OfType<ConditionEntry>().ShouldHaveSingleItem().Reason.ShouldBe("第3回 行財政改革推進会議 議題1の判断による。");
        item.Actions.ShouldBeEmpty("nothing stands twice");
        proposal.Approve(cast);
    }

    [Fact]
    public void A_case_that_does_not_wait_for_the_council_takes_no_step_but_conditions_all_the_same()
    {
        var (meeting, item, proposal) = Held(p =>
        {
            p.BringToDecision(cast, Now);
            p.Approve(cast);
        });
        meeting.Judge(item, GivenCouncil.Agreed(null, null, GivenCouncil.Action()), GivenCouncil.Categories, proposal, GivenProposals.Rules, cast.Office, Now).ShouldBeNull();
        proposal.State.ShouldBe(ProposalState.Approved);
        proposal.Conditions.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_case_that_is_over_gets_no_condition_the_follow_up_is_its_departments()
    {
        var (meeting, item, proposal) = Held(p => p.Perform(ProposalAction.Withdraw, ProposalStep.Saying("取りやめ"), GivenProposals.Rules, cast.Staff, Now));
        Refused.By("action-gate", () => meeting.Judge(item, GivenCouncil.Agreed(null, null, GivenCouncil.Action(blocks: Gate.Contract)), GivenCouncil.Categories, proposal, GivenProposals.Rules, cast.Office, Now));
        meeting.Judge(item, GivenCouncil.Agreed(null, null, GivenCouncil.Action()), GivenCouncil.Categories, proposal, GivenProposals.Rules, cast.Office, Now);
        item.Actions.ShouldHaveSingleItem().DepartmentId.ShouldBe(proposal.DepartmentId);
        proposal.Conditions.ShouldBeEmpty();
    }

    [Fact]
    public void Who_wrote_the_case_records_no_judgement_of_it()
    {
        var author = Given.Acting(0, Role.DepartmentStaff, Role.PmoOffice);
        var mixed = cast with { Staff = author };
        var proposal = GivenProposals.Draft(author, ProposalClass.Modification, amount: 60_000_000);
        proposal.BringToCouncil(mixed, Now);
        var (meeting, item, _) = Held();
        Refused.By("separation-of-duties", () => meeting.Judge(item, GivenCouncil.Agreed(), GivenCouncil.Categories, proposal, GivenProposals.Rules, author, Now)).Message.ShouldBe(Proposal.OwnWork);
        proposal.State.ShouldBe(ProposalState.CouncilPending);
    }

    [Fact]
    public void A_gate_that_is_not_later_cannot_be_blocked()
    {
        var (meeting, item, proposal) = Held();
        Refused.By("condition-gate", () => meeting.Judge(
            item, GivenCouncil.Agreed(null, null, GivenCouncil.Action(blocks: proposal.Gate)), GivenCouncil.Categories, proposal, GivenProposals.Rules, cast.Office, Now));
    }

    [Fact]
    public void A_long_judgement_is_cut_in_the_case_and_says_so()
    {
        var (meeting, item, proposal) = Held();
        var step = meeting.Judge(
            item, GivenCouncil.Agreed(new('判', 700)) with { Opinions = [new(OpinionKind.Opinion, "委員", new('意', 600))] }, GivenCouncil.Categories, proposal, GivenProposals.Rules, cast.Office, Now);
        step!.Reason!.Length.ShouldBeLessThanOrEqualTo(1000);
        step.Reason.ShouldEndWith("…（全文は議事要旨にある）");
    }

    [Fact]
    public void A_correction_leaves_the_step_of_the_case_and_adds_what_is_asked_for_besides()
    {
        var (meeting, item, proposal) = Held();
        meeting.Judge(item, GivenCouncil.Agreed(), GivenCouncil.Categories, proposal, GivenProposals.Rules, cast.Office, Now);
        meeting.Judge(item, new("OTHER", "報告を受けた", [], [GivenCouncil.Action()], "区分の誤り"), GivenCouncil.Categories, proposal, GivenProposals.Rules, cast.Office, Now).ShouldBeNull();
        (proposal.State, proposal.Conditions.Count, item.Judgements).ShouldBe((ProposalState.Deciding, 1, 2));
    }
}
