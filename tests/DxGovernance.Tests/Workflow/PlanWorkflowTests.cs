using DxGovernance.Core;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using static DxGovernance.Core.Standardization.PlanAction;
using static DxGovernance.Core.Standardization.PlanStatus;

namespace DxGovernance.Tests.Workflow;

/// <summary>The rules of plans written a second time, so that a change of the table must be meant.</summary>
public class PlanWorkflowTests
{
    static readonly Role[] Department = [Role.DepartmentStaff, Role.DepartmentHead];
    static readonly Role[] Office = [Role.PmoOffice];
    static readonly Role[] Cio = [Role.Cio];

    static readonly Dictionary<(PlanStatus From, PlanAction Action), (PlanStatus To, Role[] Who)> Allowed = new()
    {
        [(Draft, Submit)] = (Checking, Department),
        [(Draft, Withdraw)] = (Withdrawn, Department),
        [(Checking, Return)] = (Draft, Office),
        [(Checking, Freeze)] = (Frozen, Office),
        [(RebaselineDraft, Submit)] = (RebaselineChecking, Department),
        [(RebaselineDraft, Withdraw)] = (Withdrawn, Department),
        [(RebaselineChecking, Return)] = (RebaselineDraft, Office),
        [(RebaselineChecking, Forward)] = (Deciding, Office),
        [(Deciding, Return)] = (RebaselineDraft, Cio),
        [(Deciding, Approve)] = (Frozen, Cio),
        [(Deciding, Reject)] = (Rejected, Cio),
    };

    static readonly HashSet<(PlanStatus, PlanAction)> WithReason =
        [(Checking, Return), (RebaselineChecking, Return), (Deciding, Return), (Deciding, Reject)];

    static readonly HashSet<(PlanStatus, PlanAction)> ByAnotherPerson =
        [(Checking, Freeze), (RebaselineChecking, Forward), (Deciding, Approve), (Deciding, Reject)];

    public static TheoryData<PlanStatus, PlanAction, Role> Everything =>
    [
        .. from status in Enum.GetValues<PlanStatus>()
           from action in Enum.GetValues<PlanAction>()
           from role in Enum.GetValues<Role>()
           select new TheoryDataRow<PlanStatus, PlanAction, Role>(status, action, role),
    ];

    public static TheoryData<PlanStatus, PlanAction> Transitions =>
        [.. Allowed.Keys.Select(k => new TheoryDataRow<PlanStatus, PlanAction>(k.From, k.Action))];

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_plan_moves_exactly_as_the_table_says(PlanStatus status, PlanAction action, Role role)
    {
        var plan = PlanIn(status);
        var actor = Given.Acting(role);
        void Act() => plan.Perform(action, "理由", actor, FixedClock.Start);

        if (!Allowed.TryGetValue((status, action), out var rule))
        {
            Refused.By("transition-unknown", Act).Message.ShouldContain(status.Label());
        }
        else if (!rule.Who.Contains(role))
        {
            Refused.ForLackOfPermission(Act);
        }
        else
        {
            Act();
            plan.Status.ShouldBe(rule.To);
            var entry = plan.TakeNewEntries().OfType<PlanTransition>().Last();
            (entry.FromStatus, entry.Action, entry.ToStatus).ShouldBe((status, action, rule.To));
            entry.RecordedBy.ShouldBe(actor.Name);
            entry.Reason.ShouldBe("理由");
            return;
        }

        plan.Status.ShouldBe(status);
    }

    [Theory]
    [MemberData(nameof(Transitions))]
    public void Going_back_or_refusing_needs_a_reason(PlanStatus status, PlanAction action)
    {
        foreach (var blank in new[] { null, "", " 　" })
        {
            var plan = PlanIn(status);
            void Act() => plan.Perform(action, blank, Given.Acting(Allowed[(status, action)].Who[0]), FixedClock.Start);
            if (WithReason.Contains((status, action)))
            {
                Refused.By("comment-missing", Act).Field.ShouldBe("Comment");
                plan.Status.ShouldBe(status);
            }
            else
            {
                Should.NotThrow(Act);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Transitions))]
    public void Nobody_checks_or_decides_their_own_plan(PlanStatus status, PlanAction action)
    {
        var everything = Given.Acting(0, [Role.DepartmentHead, Role.PmoOffice, Role.Cio]);
        var plan = PlanIn(status, everything);
        void Act() => plan.Perform(action, "理由", everything, FixedClock.Start);
        if (ByAnotherPerson.Contains((status, action)))
        {
            Refused.By("separation-of-duties", Act).Message.ShouldContain("別の人");
            plan.Status.ShouldBe(status);
        }
        else
        {
            Should.NotThrow(Act);
        }
    }

    [Theory]
    [MemberData(nameof(Transitions))]
    public void A_department_acts_on_its_own_plan_only(PlanStatus status, PlanAction action)
    {
        var plan = PlanIn(status);
        var who = Allowed[(status, action)].Who[0];
        void Act() => plan.Perform(action, "理由", Given.Acting(who, departmentId: 99), FixedClock.Start);
        if (who.IsCityWide())
        {
            Should.NotThrow(Act);
        }
        else
        {
            Refused.ForLackOfPermission(Act);
        }
    }

    [Theory]
    [InlineData(Draft, true)]
    [InlineData(Checking, true)]
    [InlineData(RebaselineDraft, true)]
    [InlineData(RebaselineChecking, true)]
    [InlineData(Deciding, true)]
    [InlineData(Frozen, false)]
    [InlineData(Rejected, false)]
    [InlineData(Withdrawn, false)]
    public void A_plan_is_open_while_something_can_be_done_with_it(PlanStatus status, bool open)
    {
        status.IsOpen().ShouldBe(open);
        PlanWorkflow.Table.From(status).Any().ShouldBe(open);
    }

    [Fact]
    public void The_diagram_shows_every_state_and_transition()
    {
        var diagram = PlanWorkflow.Table.ToMermaid();
        diagram.ShouldStartWith("stateDiagram-v2");
        foreach (var ((from, _), (to, _)) in Allowed)
        {
            diagram.ShouldContain($"{from} --> {to} : ");
        }

        foreach (var status in Enum.GetValues<PlanStatus>())
        {
            diagram.ShouldContain($"{status} : {status.Label()}");
        }
    }

    /// <summary>A plan that came to the status by permitted acts alone.</summary>
    internal static Plan PlanIn(PlanStatus status, Actor? preparer = null)
    {
        var staff = preparer ?? Given.Acting(Role.DepartmentStaff);
        var operation = Given.OperationInMemory();
        Plan Start() => Given.Draft(operation, Given.GoLiveDay, staff, FixedClock.Start);
        static Plan Do(Plan on, Role role, PlanAction action)
        {
            on.Perform(action, "理由", Given.Acting(role), FixedClock.Start);
            return on;
        }

        Plan Submitted(Plan draft)
        {
            draft.Perform(Submit, null, staff, FixedClock.Start);
            return draft;
        }

        Plan Change()
        {
            Do(Submitted(Start()), Role.PmoOffice, Freeze);
            var change = Start();
            change.Edit(new Dictionary<int, DateOnly>(), "事業者の要員が足りない", SlipCause.VendorCapacity, staff);
            return change;
        }

        Plan Forwarded() => Do(Submitted(Change()), Role.PmoOffice, Forward);

        var plan = status switch
        {
            Draft => Start(),
            Checking => Submitted(Start()),
            RebaselineDraft => Change(),
            RebaselineChecking => Submitted(Change()),
            Deciding => Forwarded(),
            Frozen => Do(Submitted(Start()), Role.PmoOffice, Freeze),
            Rejected => Do(Forwarded(), Role.Cio, Reject),
            Withdrawn => Do(Start(), Role.DepartmentStaff, Withdraw),
        };
        plan.Status.ShouldBe(status);
        return plan;
    }
}
