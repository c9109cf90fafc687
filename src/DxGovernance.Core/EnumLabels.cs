using DxGovernance.Core.Api;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Council;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Organization.Transfers;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Retention;
using DxGovernance.Core.SignIn;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Core;

/// <summary>The Japanese word of any enum member that users can meet; each word itself stands beside its enum.</summary>
public static class EnumLabels
{
    public static string Of(Enum member) => member switch
    {
        Role m => m.Label(),
        Permission m => m.Label(),
        ApiScope m => m.Label(),
        TransferState m => m.Label(),
        TransferStep m => m.Label(),
        MailDelivery m => m.Label(),
        MailKind m => m.Label(),
        MailState m => m.Label(),
        OperationStage m => m.Label(),
        TransitionReason m => m.Label(),
        DeadlineKind m => m.Label(),
        StepStatus m => m.Label(),
        SlipCause m => m.Label(),
        CauseOwner m => m.Label(),
        ReportAspect m => m.Label(),
        ConfirmationKind m => m.Label(),
        Signal m => m.Label(),
        ThresholdKey m => m.Label(),
        PlanKind m => m.Label(),
        PlanStatus m => m.Label(),
        RiskKind m => m.Label(),
        RiskLevel m => m.Label(),
        RiskResponse m => m.Label(),
        ReportKind m => m.Label(),
        ReportStatus m => m.Label(),
        HistoryKind m => m.Label(),
        Gate m => m.Label(),
        ProposalClass m => m.Label(),
        Route m => m.Label(),
        ProposalState m => m.Label(),
        ProposalAction m => m.Label(),
        ProposalGuard m => m.Label(),
        TemplateKind m => m.Label(),
        FollowUpTerm m => m.Label(),
        ChangeTrigger m => m.Label(),
        RowChange m => m.Label(),
        CheckAnswer m => m.Label(),
        InquiryState m => m.Label(),
        ConditionState m => m.Label(),
        AttachmentKind m => m.Label(),
        CorrectionState m => m.Label(),
        StateGroup m => m.Label(),
        CostCategory m => m.Label(),
        CostBasis m => m.Label(),
        TaxBasis m => m.Label(),
        FundingKind m => m.Label(),
        AmountStage m => m.Label(),
        CostVerdict m => m.Label(),
        CostNature m => m.Label(),
        CostCheckRule m => m.Label(),
        Rounding m => m.Label(),
        MeetingState m => m.Label(),
        MeetingAction m => m.Label(),
        MeetingGuard m => m.Label(),
        MeetingForm m => m.Label(),
        Presence m => m.Label(),
        AgendaKind m => m.Label(),
        AgendaRule m => m.Label(),
        OpinionKind m => m.Label(),
        ActionItemState m => m.Label(),
        CouncilDocumentKind m => m.Label(),
        InitiativeState m => m.Label(),
        OnlineState m => m.Label(),
        IndicatorKind m => m.Label(),
        PolicyChangeKind m => m.Label(),
        RunningCostStage m => m.Label(),
        RunningCostTax m => m.Label(),
        RunningCostState m => m.Label(),
        RunningCostAfter m => m.Label(),
        RunningCostSection m => m.Label(),
        RunningCostSide m => m.Label(),
        SignInMethod m => m.Label(),
        SignInRefusal m => m.Label(),
        UnknownSignInState m => m.Label(),
        RolePrecedence m => m.Label(),
        RecordKind m => m.Label(),
        DisposalState m => m.Label(),
        _ => throw new ArgumentOutOfRangeException(nameof(member), member, "No Japanese label."),
    };
}
