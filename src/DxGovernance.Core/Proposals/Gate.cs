namespace DxGovernance.Core.Proposals;

/// <summary>協議段階: the points of a case's life at which it is judged, in the order of the city's year.</summary>
public enum Gate
{
    Consultation,
    Budget,
    Procurement,
    Contract,
    Change,
    GoLive,
    PostEvaluation,
    OperationEvaluation,
}

/// <summary>案件区分.</summary>
public enum ProposalClass
{
    New,
    Renewal,
    Modification,
    LawChange,
    Retirement,
    Standardization,
    CloudService,
    Equipment,
    Network,
    Minor,
}

/// <summary>経路: who must act until a case is decided. Later members are the stricter ones.</summary>
public enum Route
{
    Light,
    Normal,
    Council,
}

public static class GateLabels
{
    public static string Label(this Gate gate) => gate switch
    {
        Gate.Consultation => "事前相談",
        Gate.Budget => "予算要求前協議",
        Gate.Procurement => "調達前協議（執行前）",
        Gate.Contract => "契約・着手報告",
        Gate.Change => "変更協議",
        Gate.GoLive => "稼働報告",
        Gate.PostEvaluation => "事後評価（稼働1年）",
        Gate.OperationEvaluation => "運用評価（5年）",
    };

    public static string Label(this ProposalClass @class) => @class switch
    {
        ProposalClass.New => "新規",
        ProposalClass.Renewal => "更新",
        ProposalClass.Modification => "改修",
        ProposalClass.LawChange => "制度改正",
        ProposalClass.Retirement => "廃止",
        ProposalClass.Standardization => "標準化",
        ProposalClass.CloudService => "SaaS等サービス利用",
        ProposalClass.Equipment => "機器",
        ProposalClass.Network => "ネットワーク",
        ProposalClass.Minor => "軽易",
    };

    public static string Label(this Route route) => route switch
    {
        Route.Light => "簡易",
        Route.Normal => "通常",
        Route.Council => "推進会議付議",
    };

    /// <summary>The way in words, for the applicant before writing.</summary>
    public static string Steps(this Route route) => route switch
    {
        Route.Light => "所属長の確認 → PMO事務局の受付・審査 → PMOの確認（CIOの決定なし）",
        Route.Normal => "所属長の確認 → PMO事務局の受付・審査 → PMO付議 → CIOの決定",
        Route.Council => "所属長の確認 → PMO事務局の受付・審査 → PMO付議 → CIOによる推進会議付議 → 推進会議の判断 → CIOの決定",
    };
}
