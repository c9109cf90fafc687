using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using static DxGovernance.Core.Proposals.ProposalAction;
using static DxGovernance.Core.Proposals.ProposalState;

namespace DxGovernance.Tests.Proposals;

/// <summary>The rules of cases written a second time: every state × action × role, at every gate.</summary>
public sealed class ProposalWorkflowTests
{
    static readonly Role[] Writers = [Role.DepartmentStaff, Role.DepartmentHead];
    static readonly Role[] Head = [Role.DepartmentHead];
    static readonly Role[] Office = [Role.PmoOffice];
    static readonly Role[] Reviewers = [Role.PmoOffice, Role.PmoMember];
    static readonly Role[] Member = [Role.PmoMember];
    static readonly Role[] Cio = [Role.Cio];

    /// <summary>What may happen at a gate on the way to a decision; what starts or ends a gate is tested by name.</summary>
    static readonly Dictionary<(ProposalState From, ProposalAction Action), (ProposalState To, Role[] Who)> Allowed = new()
    {
        [(Draft, Submit)] = (HeadChecking, Writers),
        [(Returned, Submit)] = (HeadChecking, Writers),
        [(HeadChecking, Confirm)] = (Intake, Head),
        [(HeadChecking, Return)] = (Returned, Head),
        [(HeadChecking, PullBack)] = (Draft, Writers),
        [(Intake, Accept)] = (Reviewing, Office),
        [(Intake, Return)] = (Returned, Office),
        [(Reviewing, Ask)] = (Inquiring, Reviewers),
        [(Reviewing, PutToPmo)] = (Tabling, Office),
        [(Reviewing, Return)] = (Returned, Office),
        [(Inquiring, Ask)] = (Inquiring, Reviewers),
        [(Inquiring, Answer)] = (Reviewing, Writers),
        [(Inquiring, CloseInquiry)] = (Reviewing, Reviewers),
        [(Inquiring, Return)] = (Returned, Office),
        [(Tabling, BackToReview)] = (Reviewing, Office),
        [(Tabling, Return)] = (Returned, Office),
        [(Deciding, Approve)] = (Approved, Cio),
        [(Deciding, ApproveWithConditions)] = (ConditionallyApproved, Cio),
        [(Deciding, Continue)] = (Continued, Cio),
        [(Deciding, Reject)] = (Rejected, Cio),
        [(Deciding, ReferToCouncil)] = (CouncilPending, Cio),
        [(Deciding, Return)] = (Returned, Cio),
        [(CouncilPending, RecordJudgement)] = (Deciding, Office),
        [(Continued, Resume)] = (Reviewing, Office),
    };

    static readonly HashSet<ProposalAction> ByAnotherPerson =
        [Accept, Ask, PutToPmo, Forward, Approve, ApproveWithConditions, Continue, Reject, ReferToCouncil, RecordJudgement];

    static readonly HashSet<ProposalAction> WithReason = [Return, CloseInquiry, BackToReview, RecordJudgement, Withdraw, CancelChange];

    public static TheoryData<Gate> Gates => [.. Enum.GetValues<Gate>()];

    public static IReadOnlyList<ProposalState> UnderReview { get; } =
        [Draft, HeadChecking, Intake, Reviewing, Inquiring, Tabling, Deciding, CouncilPending, Continued, Returned];

    [Theory]
    [MemberData(nameof(Gates))]
    public void A_case_moves_exactly_as_the_table_says_at_every_gate(Gate gate)
    {
        foreach (var state in UnderReview)
        {
            foreach (var action in Enum.GetValues<ProposalAction>())
            {
                foreach (var role in Enum.GetValues<Role>())
                {
                    Try(gate, state, action, role);
                }
            }
        }
    }

    static void Try(Gate gate, ProposalState state, ProposalAction action, Role role)
    {
        var cast = Cast.InMemory();
        var proposal = CaseIn(gate, state, cast);
        var light = proposal.Route == Route.Light;
        if (light && state is Deciding or CouncilPending)
        {
            // The light way knows no CIO.
            return;
        }

        proposal.State.ShouldBe(state);
        var actor = Given.Acting(role);
        var (run, number) = (proposal.Run, proposal.SubmissionNumber);
        void Act() => proposal.Perform(action, StepFor(proposal, action), GivenProposals.Rules, actor, FixedClock.Start);
        var expected = ExpectedOf(gate, state, action, light);
        if (expected is null)
        {
            Should.Throw<Exception>(Act, $"{gate} {state} {action} {role}").GetType().Name.ShouldBeOneOf("RuleViolation", "NotPermitted");
        }
        else if (!expected.Value.Who.Contains(role))
        {
            Refused.ForLackOfPermission(Act);
        }
        else
        {
            Act();
            proposal.State.ShouldBe(expected.Value.To, $"{gate} {state} {action} {role}");
            var entry = proposal.TakeNewEntries().OfType<ProposalTransition>().Last();
            (entry.FromState, entry.Action, entry.ToState, entry.Gate, entry.RecordedBy).ShouldBe((state, action, expected.Value.To, gate, actor.Name));
            return;
        }

        (proposal.State, proposal.Run, proposal.SubmissionNumber).ShouldBe((state, run, number), "a refused step changes nothing");
    }

    /// <summary>Adds to the table what depends on the way and on the change.</summary>
    static (ProposalState To, Role[] Who)? ExpectedOf(Gate gate, ProposalState state, ProposalAction action, bool light)
    {
        var inChange = gate == Gate.Change;
        return (state, action) switch
        {
            (Tabling, Forward) => light ? null : (Deciding, Office),
            (Tabling, Approve) => light ? (Approved, Member) : null,
            (Tabling, ApproveWithConditions) => light ? (ConditionallyApproved, Member) : null,
            (Tabling, Continue) => light ? (Continued, Member) : null,
            (Tabling, Reject) => light ? (inChange ? Approved : Rejected, Member) : null,
            (Deciding, Reject) => (inChange ? Approved : Rejected, Cio),
            (Draft or Returned, CancelChange) => inChange ? (Approved, Writers) : null,
            (Draft or Returned or Intake or Reviewing or Inquiring or Continued, Withdraw) => inChange ? null : (Withdrawn, Writers),
            (Draft, StartChange) => !inChange && gate is not (Gate.Consultation or Gate.PostEvaluation or Gate.OperationEvaluation) ? (Draft, Writers) : null,
            _ => Allowed.TryGetValue((state, action), out var rule) ? rule : null,
        };
    }

    [Fact]
    public void Going_back_and_giving_up_need_a_reason()
    {
        foreach (var line in ProposalWorkflow.Table.Transitions)
        {
            line.NeedsReason.ShouldBe(WithReason.Contains(line.Action), $"{line.From} {line.Action}");
            line.OtherThanSubmitter.ShouldBe(ByAnotherPerson.Contains(line.Action), $"{line.From} {line.Action}");
        }
    }

    [Fact]
    public void Nobody_judges_what_they_wrote_whatever_roles_they_hold()
    {
        var everything = Given.Acting(0, [Role.DepartmentStaff, Role.DepartmentHead, Role.PmoOffice, Role.PmoMember, Role.Cio]);
        foreach (var ((state, action), _) in Allowed.Where(a => ByAnotherPerson.Contains(a.Key.Action)))
        {
            var proposal = CaseIn(Gate.Budget, state, Cast.InMemory() with { Staff = everything });
            Refused.By("separation-of-duties", () => proposal.Perform(action, StepFor(proposal, action), GivenProposals.Rules, everything, FixedClock.Start));
            proposal.State.ShouldBe(state);
        }
    }

    [Fact]
    public void A_department_acts_on_its_own_cases_only()
    {
        foreach (var ((state, action), (_, who)) in Allowed.Where(a => !a.Value.Who[0].IsCityWide()))
        {
            var proposal = CaseIn(Gate.Budget, state, Cast.InMemory());
            Refused.ForLackOfPermission(() => proposal.Perform(action, StepFor(proposal, action), GivenProposals.Rules, Given.Acting(who[0], departmentId: 99), FixedClock.Start));
        }
    }

    [Fact]
    public void Every_state_but_the_last_ones_leads_somewhere()
    {
        foreach (var state in Enum.GetValues<ProposalState>())
        {
            ProposalWorkflow.Table.From(state).Any().ShouldBe(!state.IsOver(), $"{state}");
            (ProposalWorkflow.TurnOf(state, Route.Normal) is null).ShouldBe(state.IsOver(), $"{state}");
        }
    }

    internal static ProposalStep StepFor(Proposal proposal, ProposalAction action) => action switch
    {
        Ask => new() { Comment = "理由", Questions = [new("cost", "根拠は", FixedClock.Start.Day())] },
        Answer or CloseInquiry => new() { Comment = "理由", Answers = proposal.Inquiries.Where(i => i.State == InquiryState.Asked).ToDictionary(i => i.Number, _ => "回答") },
        Approve => new() { Comment = "理由", Category = "APPROVE" },
        ApproveWithConditions => new() { Comment = "理由", Category = "CONDITION", Conditions = [GivenProposals.Condition()] },
        Continue => new() { Comment = "理由", Category = "CONTINUE" },
        Reject => new() { Comment = "理由", Category = "REJECT" },
        _ => ProposalStep.Saying("理由"),
    };

    /// <summary>A case that came to the gate and the state by permitted acts alone.</summary>
    internal static Proposal CaseIn(Gate gate, ProposalState state, Cast cast)
    {
        var proposal = AtGate(gate, cast);
        void Do(Actor by, ProposalAction action) => proposal.Perform(action, StepFor(proposal, action), GivenProposals.Rules, by, FixedClock.Start);
        proposal.Fill(cast.Staff);
        if (state == Draft)
        {
            return proposal;
        }

        // Every gate on the normal way where it has one; 事前相談 and the reports go the light way.
        var light = proposal.RouteNow(GivenProposals.Rules).Route == Route.Light;
        (Actor, ProposalAction)[] way =
        [
            (cast.Staff, Submit), (cast.Head, Confirm), (cast.Office, Accept),
        ];
        foreach (var (by, action) in way.TakeWhile(_ => proposal.State != state))
        {
            Do(by, action);
        }

        switch (state)
        {
            case Returned:
                Do(cast.Office, Return);
                break;
            case Inquiring:
                Do(cast.Office, Ask);
                break;
            case Tabling or Deciding or CouncilPending or Continued:
                foreach (var reviewer in cast.Reviewers.Take(proposal.RouteReviewers))
                {
                    proposal.Review(GivenProposals.FinalReview(GivenProposals.Rules, proposal.Gate), GivenProposals.Rules, reviewer, FixedClock.Start);
                }

                proposal.ReviewCosts(cast.Office, FixedClock.Start);
                Do(cast.Office, PutToPmo);
                break;
            default:
                break;
        }

        if (light && state == Continued)
        {
            Do(cast.Member, Continue);
        }
        else if (!light && state is Deciding or CouncilPending or Continued)
        {
            Do(cast.Office, Forward);
            if (state != Deciding)
            {
                Do(cast.Cio, state == Continued ? Continue : ReferToCouncil);
            }
        }

        if (state == Reviewing || state == Inquiring)
        {
            Reviewed(proposal, cast);
            proposal.ReviewCosts(cast.Office, FixedClock.Start);
        }

        proposal.TakeNewEntries();
        return proposal;
    }

    static void Reviewed(Proposal proposal, Cast cast)
    {
        foreach (var reviewer in cast.Reviewers.Take(proposal.RouteReviewers))
        {
            proposal.Review(GivenProposals.FinalReview(GivenProposals.Rules, proposal.Gate), GivenProposals.Rules, reviewer, FixedClock.Start);
        }
    }

    static Proposal AtGate(Gate gate, Cast cast)
    {
        var proposal = GivenProposals.Draft(cast.Staff);
        while (proposal.Gate != gate)
        {
            proposal.BringToDecision(cast);
            proposal.Approve(cast);
            if (gate == Gate.Change && proposal.ApprovedGate == Gate.Budget)
            {
                proposal.Perform(StartChange, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
                proposal.AskFor(21_000_000, cast.Staff);
                continue;
            }

            foreach (var check in proposal.EffectChecks.Where(c => c.Months == 0 && c.Value is null))
            {
                proposal.Measure(check, 1, FixedClock.Start.Day(), "実測", cast.Staff, FixedClock.Start);
            }

            proposal.Perform(StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        }

        return proposal;
    }
}
