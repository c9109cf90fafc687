namespace DxGovernance.Core.Standardization;

/// <summary>Where an operation stands: still moving (移行中) or live on a standard system (稼働).</summary>
public enum OperationStage
{
    Migrating,
    Live,
}

/// <summary>事由 1–4 for which the nation recognises a 特定移行支援システム (domain: デジタル庁 2025-09-30).</summary>
public enum TransitionReason
{
    Mainframe = 1,
    CustomBuilt = 2,
    NoSuccessor = 3,
    VendorCapacity = 4,
}

/// <summary>Whose deadline: the city's policy (令和9年10月) or the nation's (令和12年度). Never mixed.</summary>
public enum DeadlineKind
{
    City,
    Nation,
}

/// <summary>The nation's four states of a step, in the reporting tool's sense.</summary>
public enum StepStatus
{
    NotStarted,
    InProgress,
    Completed,
    NotApplicable,
}

/// <summary>Why a forecast moved later.</summary>
public enum SlipCause
{
    VendorCapacity,
    NationalSpecification,
    InternalCoordination,
    DataQuality,
    Counterpart,
    BudgetOrContract,
    Other,
}

/// <summary>Whose cause it is.</summary>
public enum CauseOwner
{
    City,
    Vendor,
    Nation,
    ThirdParty,
}

/// <summary>What a department confirms every month.</summary>
public enum ReportAspect
{
    Steps,
    Forecasts,
    Risks,
}

public enum ConfirmationKind
{
    Updated,
    NoChange,
}

/// <summary>Traffic light of an operation; a greater value is worse.</summary>
public enum Signal
{
    Green,
    Yellow,
    Red,
}

/// <summary>The Japanese words of this subject, each once.</summary>
public static class StandardizationLabels
{
    public static string Label(this OperationStage stage) => stage switch
    {
        OperationStage.Migrating => "移行中",
        OperationStage.Live => "稼働",
    };

    public static string Label(this TransitionReason reason) => reason switch
    {
        TransitionReason.Mainframe => "事由1 メインフレーム",
        TransitionReason.CustomBuilt => "事由2 個別開発システム",
        TransitionReason.NoSuccessor => "事由3 代替の見込みが立たない",
        TransitionReason.VendorCapacity => "事由4 事業者のリソースひっ迫",
    };

    public static string Label(this DeadlineKind kind) => kind switch
    {
        DeadlineKind.City => "市の期限",
        DeadlineKind.Nation => "国の期限",
    };

    public static string Label(this StepStatus status) => status switch
    {
        StepStatus.NotStarted => "未着手",
        StepStatus.InProgress => "作業中",
        StepStatus.Completed => "完了済み",
        StepStatus.NotApplicable => "対象外",
    };

    /// <summary>The word in the ministry's published workbook, where 未着手 is written 未.</summary>
    public static string NationalWord(this StepStatus status) => status == StepStatus.NotStarted ? "未" : status.Label();

    public static string Label(this SlipCause cause) => cause switch
    {
        SlipCause.VendorCapacity => "事業者のリソース",
        SlipCause.NationalSpecification => "国の仕様変更",
        SlipCause.InternalCoordination => "庁内調整",
        SlipCause.DataQuality => "データ品質",
        SlipCause.Counterpart => "連携先",
        SlipCause.BudgetOrContract => "予算・契約",
        SlipCause.Other => "その他",
    };

    public static string Label(this CauseOwner owner) => owner switch
    {
        CauseOwner.City => "市",
        CauseOwner.Vendor => "事業者",
        CauseOwner.Nation => "国",
        CauseOwner.ThirdParty => "その他の団体",
    };

    public static string Label(this ReportAspect aspect) => aspect switch
    {
        ReportAspect.Steps => "ステップ",
        ReportAspect.Forecasts => "見込",
        ReportAspect.Risks => "リスク・課題",
    };

    public static string Label(this ConfirmationKind kind) => kind switch
    {
        ConfirmationKind.Updated => "更新あり",
        ConfirmationKind.NoChange => "変更なし",
    };

    public static string Label(this Signal signal) => signal switch
    {
        Signal.Green => "緑",
        Signal.Yellow => "黄",
        Signal.Red => "赤",
    };
}
