using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Workflow;
using static DxGovernance.Core.Proposals.ProposalAction;
using static DxGovernance.Core.Proposals.ProposalGuard;
using static DxGovernance.Core.Proposals.ProposalState;

namespace DxGovernance.Core.Proposals;

public enum ProposalState
{
    Draft,
    HeadChecking,
    Intake,
    Reviewing,
    Inquiring,
    Tabling,
    Deciding,
    CouncilPending,
    Approved,
    ConditionallyApproved,
    Continued,
    Returned,
    Rejected,
    Withdrawn,
    Completed,
}

public enum ProposalAction
{
    Submit,
    Confirm,
    PullBack,
    Return,
    Accept,
    Ask,
    Answer,
    CloseInquiry,
    PutToPmo,
    BackToReview,
    Forward,
    ReferToCouncil,
    RecordJudgement,
    Approve,
    ApproveWithConditions,
    Continue,
    Reject,
    Resume,
    StartNext,
    StartChange,
    CancelChange,
    Withdraw,
    Complete,
}

/// <summary>What must hold of a case, besides state and permission, before a step is taken.</summary>
public enum ProposalGuard
{
    ReviewsDone,
    LightRoute,
    CioRoute,
    CouncilHeard,
    QuestionsLeft,
    NoQuestionsLeft,
    NextGateOpen,
    ChangePossible,
    InChange,
    NotInChange,
    LightInChange,
    LightNotInChange,
    NoGateLeft,
}

/// <summary>案件の状態遷移. The same table serves every gate; what differs is said by the guards. Words come from <c>seed/templates/workflow-labels.csv</c>.</summary>
public static class ProposalWorkflow
{
    static readonly Dictionary<string, string> Words =
        SeedFile.Read("templates/workflow-labels.csv").ToDictionary(r => r["key"], r => r["label"], StringComparer.Ordinal);

    /// <summary>What a decision can be; decision categories lead to one of these.</summary>
    public static IReadOnlyList<ProposalAction> Decisions { get; } = [Approve, ApproveWithConditions, Continue, Reject];

    /// <summary>Ended without going on: nothing more is asked of the case.</summary>
    public static IReadOnlyList<ProposalState> GivenUp { get; } = [Rejected, Withdrawn];

    public static Workflow<ProposalState, ProposalAction> Table { get; } = new(
        Label,
        [
            Row(Draft, Submit, HeadChecking, Permission.WriteProposal),
            Row(Draft, StartChange, Draft, Permission.WriteProposal, guard: ChangePossible),
            Row(Draft, CancelChange, Approved, Permission.WriteProposal, reason: true, guard: InChange),
            Row(Draft, Withdraw, Withdrawn, Permission.WriteProposal, reason: true, guard: NotInChange),
            Row(Returned, Submit, HeadChecking, Permission.WriteProposal),
            Row(Returned, CancelChange, Approved, Permission.WriteProposal, reason: true, guard: InChange),
            Row(Returned, Withdraw, Withdrawn, Permission.WriteProposal, reason: true, guard: NotInChange),
            Row(HeadChecking, Confirm, Intake, Permission.ConfirmProposal),
            Row(HeadChecking, Return, Returned, Permission.ConfirmProposal, reason: true),
            Row(HeadChecking, PullBack, Draft, Permission.WriteProposal),
            Row(Intake, Accept, Reviewing, Permission.ReceiveProposal, other: true),
            Row(Intake, Return, Returned, Permission.ReceiveProposal, reason: true),
            Row(Intake, Withdraw, Withdrawn, Permission.WriteProposal, reason: true, guard: NotInChange),
            Row(Reviewing, Ask, Inquiring, Permission.ReviewProposal, other: true),
            Row(Reviewing, PutToPmo, Tabling, Permission.ReceiveProposal, other: true, guard: ReviewsDone),
            Row(Reviewing, Return, Returned, Permission.ReceiveProposal, reason: true),
            Row(Reviewing, Withdraw, Withdrawn, Permission.WriteProposal, reason: true, guard: NotInChange),
            Row(Inquiring, Ask, Inquiring, Permission.ReviewProposal, other: true),
            Row(Inquiring, Answer, Inquiring, Permission.WriteProposal, guard: QuestionsLeft),
            Row(Inquiring, Answer, Reviewing, Permission.WriteProposal, guard: NoQuestionsLeft),
            Row(Inquiring, CloseInquiry, Inquiring, Permission.ReviewProposal, reason: true, guard: QuestionsLeft),
            Row(Inquiring, CloseInquiry, Reviewing, Permission.ReviewProposal, reason: true, guard: NoQuestionsLeft),
            Row(Inquiring, Return, Returned, Permission.ReceiveProposal, reason: true),
            Row(Inquiring, Withdraw, Withdrawn, Permission.WriteProposal, reason: true, guard: NotInChange),
            Row(Tabling, Forward, Deciding, Permission.ReceiveProposal, other: true, guard: CioRoute),
            Row(Tabling, Approve, Approved, Permission.DecideLightProposal, other: true, guard: LightRoute),
            Row(Tabling, ApproveWithConditions, ConditionallyApproved, Permission.DecideLightProposal, other: true, guard: LightRoute),
            Row(Tabling, Continue, Continued, Permission.DecideLightProposal, other: true, guard: LightRoute),
            Row(Tabling, Reject, Rejected, Permission.DecideLightProposal, other: true, guard: LightNotInChange),
            Row(Tabling, Reject, Approved, Permission.DecideLightProposal, other: true, guard: LightInChange),
            Row(Tabling, BackToReview, Reviewing, Permission.ReceiveProposal, reason: true),
            Row(Tabling, Return, Returned, Permission.ReceiveProposal, reason: true),
            Row(Deciding, Approve, Approved, Permission.DecideProposal, other: true, guard: CouncilHeard),
            Row(Deciding, ApproveWithConditions, ConditionallyApproved, Permission.DecideProposal, other: true, guard: CouncilHeard),
            Row(Deciding, Continue, Continued, Permission.DecideProposal, other: true),
            Row(Deciding, Reject, Rejected, Permission.DecideProposal, other: true, guard: NotInChange),
            Row(Deciding, Reject, Approved, Permission.DecideProposal, other: true, guard: InChange),
            Row(Deciding, ReferToCouncil, CouncilPending, Permission.DecideProposal, other: true),
            Row(Deciding, Return, Returned, Permission.DecideProposal, reason: true),
            Row(CouncilPending, RecordJudgement, Deciding, Permission.RecordCouncilJudgement, reason: true, other: true),
            Row(Continued, Resume, Reviewing, Permission.ReceiveProposal),
            Row(Continued, Withdraw, Withdrawn, Permission.WriteProposal, reason: true, guard: NotInChange),
            Row(Approved, StartNext, Draft, Permission.WriteProposal, guard: NextGateOpen),
            Row(Approved, StartChange, Draft, Permission.WriteProposal, guard: ChangePossible),
            Row(Approved, Complete, Completed, Permission.ReceiveProposal, guard: NoGateLeft),
            Row(ConditionallyApproved, StartNext, Draft, Permission.WriteProposal, guard: NextGateOpen),
            Row(ConditionallyApproved, StartChange, Draft, Permission.WriteProposal, guard: ChangePossible),
            Row(ConditionallyApproved, Complete, Completed, Permission.ReceiveProposal, guard: NoGateLeft),
        ]);

    public static string Label(this ProposalState state) => Word($"state:{state}");

    public static string Label(this ProposalAction action) => Word($"action:{action}");

    /// <summary>What must hold, as a rule read in the documents.</summary>
    public static string Label(this ProposalGuard guard) => guard switch
    {
        ReviewsDone => "必要な人数の審査が終わり、費用の明細があれば費用審査も終わっている",
        LightRoute => "経路が簡易",
        CioRoute => "経路が簡易でない",
        CouncilHeard => "推進会議付議の経路では、推進会議の判断が記録されている",
        QuestionsLeft => "ほかに回答待ちの照会がある",
        NoQuestionsLeft => "ほかに回答待ちの照会がない",
        NextGateOpen => "次の協議段階があり、それを止める条件がない",
        ChangePossible => "一度は承認され、申請中の協議がない",
        InChange => "変更協議の中である",
        NotInChange => "変更協議の中でない",
        LightInChange => "経路が簡易で、変更協議の中である",
        LightNotInChange => "経路が簡易で、変更協議の中でない",
        NoGateLeft => "必要な協議段階が全て終わり、未履行の条件がない",
    };

    /// <summary>The state that a decision leads to, in words.</summary>
    public static string ResultLabel(ProposalAction decision) => Table.Transitions.First(t => t.Action == decision).To.Label();

    public static bool IsDecision(this ProposalAction action) => Decisions.Contains(action);

    /// <summary>The department may write.</summary>
    public static bool IsWithDepartment(this ProposalState state) => state is Draft or Returned;

    /// <summary>Submitted and not yet decided.</summary>
    public static bool IsUnderReview(this ProposalState state) =>
        state is HeadChecking or Intake or Reviewing or Inquiring or Tabling or Deciding or CouncilPending or Continued;

    public static bool IsApproved(this ProposalState state) => state is Approved or ConditionallyApproved;

    /// <summary>Nothing follows any more.</summary>
    public static bool IsOver(this ProposalState state) => state is Rejected or Withdrawn or Completed;

    /// <summary>By which permission the next step is taken; null where the case is over.</summary>
    public static Permission? TurnOf(ProposalState state, Route? route) => state switch
    {
        Draft or Returned or Inquiring or Approved or ConditionallyApproved => Permission.WriteProposal,
        HeadChecking => Permission.ConfirmProposal,
        Reviewing => Permission.ReviewProposal,
        Tabling when route == Route.Light => Permission.DecideLightProposal,
        Intake or Tabling or Continued => Permission.ReceiveProposal,
        Deciding => Permission.DecideProposal,
        CouncilPending => Permission.RecordCouncilJudgement,
        Rejected or Withdrawn or Completed => null,
    };

    public static bool IsGivenUp(this ProposalState state) => GivenUp.Contains(state);

    static string Word(string key) =>
        Words.TryGetValue(key, out var word) ? word : throw new FormatException($"templates/workflow-labels.csv: 「{key}」がありません。");

    static Transition<ProposalState, ProposalAction> Row(
        ProposalState from, ProposalAction action, ProposalState to, Permission permission, bool reason = false, bool other = false, ProposalGuard? guard = null) =>
        new(from, action, to, permission, action.Label(), reason, other, guard);
}
