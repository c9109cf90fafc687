using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Proposals;

/// <summary>Where a case stands on its way, for filters that are coarser than the state.</summary>
public enum StateGroup
{
    WithDepartment,
    UnderReview,
    Approved,
    Over,
}

public static class TurnLabels
{
    /// <summary>Who takes the next step.</summary>
    public static string Whose(this Permission? turn) => turn switch
    {
        null => "－",
        Permission.WriteProposal => "所管課",
        Permission.ConfirmProposal => "所属長",
        Permission.ReceiveProposal => "PMO事務局",
        Permission.ReviewProposal => "審査者（庁内PMO）",
        Permission.DecideLightProposal => "PMO構成員",
        Permission.DecideProposal => "CIO",
        Permission.RecordCouncilJudgement => "推進会議",
        { } other => other.Label(),
    };

    public static string Label(this StateGroup group) => group switch
    {
        StateGroup.WithDepartment => "所管課で作成中",
        StateGroup.UnderReview => "申請中・審査中",
        StateGroup.Approved => "承認済み",
        StateGroup.Over => "終わったもの",
    };

    public static StateGroup Group(this ProposalState state) =>
        state.IsWithDepartment() ? StateGroup.WithDepartment : state.IsUnderReview() ? StateGroup.UnderReview : state.IsApproved() ? StateGroup.Approved : StateGroup.Over;

    public static ProposalState[] States(this StateGroup group) => [.. Enum.GetValues<ProposalState>().Where(s => s.Group() == group)];
}

public static class ProposalTurnQueries
{
    /// <summary>Departments in which the actor has the permission without a city-wide role.</summary>
    public static int[] DepartmentsWith(this Actor actor, Permission permission) =>
    [
        .. actor.Assignments.Where(a => !a.Role.IsCityWide() && Permissions.Of(a.Role).Contains(permission)).SelectMany(a => a.DepartmentIds).Distinct(),
    ];

    /// <summary>
    /// The cases whose next step the actor may take: returned cases and questions of their department, drafts they write themselves, and
    /// for the PMO and the CIO what is not their own work. 承認 waits for nobody: when the next gate is started is the department's choice, the home page names it apart.
    /// </summary>
    public static IQueryable<Proposal> WaitingFor(this IQueryable<Proposal> proposals, Actor actor)
    {
        var me = actor.PersonId ?? 0;
        var (writing, confirming) = (actor.DepartmentsWith(Permission.WriteProposal), actor.DepartmentsWith(Permission.ConfirmProposal));
        var (receives, reviews, decidesLight) = (Persons(actor, Permission.ReceiveProposal), Persons(actor, Permission.ReviewProposal), Persons(actor, Permission.DecideLightProposal));
        var (decides, records) = (Persons(actor, Permission.DecideProposal), Persons(actor, Permission.RecordCouncilJudgement));
        var states = States(actor);
        return proposals.Where(p => states.Contains(p.State)).Where(p =>
            (writing.Contains(p.DepartmentId)
                && (p.State == ProposalState.Returned || p.State == ProposalState.Inquiring || (p.State == ProposalState.Draft && p.AuthorIds.Contains(me))))
            || (confirming.Contains(p.DepartmentId) && p.State == ProposalState.HeadChecking)
            || (receives.Length > 0 && !p.AuthorIds.Any(a => receives.Contains(a))
                && (p.State == ProposalState.Intake || p.State == ProposalState.Continued
                    || (p.State == ProposalState.Tabling && p.Route != Route.Light)
                    || (p.State == ProposalState.Reviewing && p.ReviewerIds.Length >= p.RouteReviewers)))
            || (reviews.Length > 0 && !p.AuthorIds.Any(a => reviews.Contains(a)) && p.State == ProposalState.Reviewing
                && p.ReviewerIds.Length < p.RouteReviewers && !p.ReviewerIds.Contains(me))
            || (decidesLight.Length > 0 && !p.AuthorIds.Any(a => decidesLight.Contains(a)) && p.State == ProposalState.Tabling && p.Route == Route.Light)
            || (decides.Length > 0 && !p.AuthorIds.Any(a => decides.Contains(a)) && p.State == ProposalState.Deciding)
            || (records.Length > 0 && !p.AuthorIds.Any(a => records.Contains(a)) && p.State == ProposalState.CouncilPending));
    }

    /// <summary>The states in which the actor can have a turn at all; lets the index on the state find them.</summary>
    static ProposalState[] States(Actor actor) =>
    [
        .. Enum.GetValues<ProposalState>().Where(s => s.IsWithDepartment() || s.IsUnderReview()).Where(s =>
            actor.Can(ProposalWorkflow.TurnOf(s, Route.Normal)!.Value) || actor.Can(ProposalWorkflow.TurnOf(s, Route.Light)!.Value)
            || (s == ProposalState.Reviewing && actor.Can(Permission.ReceiveProposal))),
    ];

    /// <summary>The persons in whose name the actor would act; empty where they may not.</summary>
    static int[] Persons(Actor actor, Permission permission) => actor.Can(permission, null) ? [.. actor.Acting(permission, null).PersonIds] : [];
}
