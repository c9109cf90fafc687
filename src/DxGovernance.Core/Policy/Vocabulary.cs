namespace DxGovernance.Core.Policy;

/// <summary>状況 of an initiative in a fiscal year, as its department reports it.</summary>
public enum InitiativeState
{
    NotStarted,
    OnTrack,
    Delayed,
    Completed,
    Stopped,
}

/// <summary>Whether a procedure can be done online, or is none of the city's.</summary>
public enum OnlineState
{
    Online,
    NotOnline,
    OutsideCity,
    NoProcedure,
    Abolished,
}

/// <summary>Where the value of an indicator comes from.</summary>
public enum IndicatorKind
{
    Measured,
    LiveOperations,
    OnlineRate,
}

public static class PolicyLabels
{
    public static string Label(this InitiativeState state) => state switch
    {
        InitiativeState.NotStarted => "未着手",
        InitiativeState.OnTrack => "予定どおり",
        InitiativeState.Delayed => "遅れ",
        InitiativeState.Completed => "完了",
        InitiativeState.Stopped => "取りやめ",
    };

    /// <summary>Colour of the chip that says the state.</summary>
    public static string Color(this InitiativeState state) => state switch
    {
        InitiativeState.NotStarted => "gray",
        InitiativeState.OnTrack => "green",
        InitiativeState.Delayed => "red",
        InitiativeState.Completed => "blue",
        InitiativeState.Stopped => "orange",
    };

    public static string Label(this OnlineState state) => state switch
    {
        OnlineState.Online => "オンライン化済み",
        OnlineState.NotOnline => "未オンライン化",
        OnlineState.OutsideCity => "本市対象外",
        OnlineState.NoProcedure => "該当する手続なし",
        OnlineState.Abolished => "廃止",
    };

    public static string Color(this OnlineState state) => state switch
    {
        OnlineState.Online => "green",
        OnlineState.NotOnline => "orange",
        OnlineState.OutsideCity or OnlineState.NoProcedure or OnlineState.Abolished => "gray",
    };

    public static string Label(this IndicatorKind kind) => kind switch
    {
        IndicatorKind.Measured => "担当課が測る値",
        IndicatorKind.LiveOperations => "標準化の台帳から数える値（稼働業務数）",
        IndicatorKind.OnlineRate => "手続の台帳から計算する値（オンライン化率）",
    };
}
