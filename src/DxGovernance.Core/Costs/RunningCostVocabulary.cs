namespace DxGovernance.Core.Costs;

/// <summary>What a set of running costs stands for. The last three are the same thing, known better and better.</summary>
public enum RunningCostStage
{
    Baseline,
    Present,
    Planned,
    Contracted,
    Measured,
}

/// <summary>税込・税抜: amounts of different kinds are never added or compared.</summary>
public enum RunningCostTax
{
    Included,
    Excluded,
}

/// <summary>How far a set has come between the department that enters it and the PMO office that confirms it.</summary>
public enum RunningCostState
{
    Empty,
    Entered,
    Confirmed,
    Returned,
}

/// <summary>Which of the sets after migration is compared.</summary>
public enum RunningCostAfter
{
    /// <summary>The first that is complete: measured, contracted, planned.</summary>
    Best,
    Planned,
    Contracted,
    Measured,
}

public static class RunningCostLabels
{
    public static string Label(this RunningCostStage stage) => stage switch
    {
        RunningCostStage.Baseline => "平成30年度",
        RunningCostStage.Present => "現行",
        RunningCostStage.Planned => "移行後（計画）",
        RunningCostStage.Contracted => "移行後（契約）",
        RunningCostStage.Measured => "移行後（実績）",
    };

    /// <summary>What belongs there, for those who enter it.</summary>
    public static string Hint(this RunningCostStage stage) => stage switch
    {
        RunningCostStage.Baseline => "国の「3割削減」の基準になる年度の、1年分の運用経費の実績",
        RunningCostStage.Present => "標準準拠システムへ移行する前の、今のシステムの運用経費",
        RunningCostStage.Planned => "移行した後の運用経費の計画額（見積り・予算要求の額）",
        RunningCostStage.Contracted => "移行した後の運用経費の契約額",
        RunningCostStage.Measured => "移行した後に実際にかかった運用経費",
    };

    public static string Label(this RunningCostTax tax) => tax switch
    {
        RunningCostTax.Included => "税込",
        RunningCostTax.Excluded => "税抜",
    };

    public static string Label(this RunningCostState state) => state switch
    {
        RunningCostState.Empty => "未入力",
        RunningCostState.Entered => "未確認",
        RunningCostState.Confirmed => "確認済み",
        RunningCostState.Returned => "差戻し",
    };

    /// <summary>Colour of the chip that says the state.</summary>
    public static string Color(this RunningCostState state) => state switch
    {
        RunningCostState.Empty => "gray",
        RunningCostState.Entered => "yellow",
        RunningCostState.Confirmed => "green",
        RunningCostState.Returned => "red",
    };

    public static string Label(this RunningCostAfter after) => after switch
    {
        RunningCostAfter.Best => "最も確かな額（実績・契約・計画の順）",
        RunningCostAfter.Planned => "計画額",
        RunningCostAfter.Contracted => "契約額",
        RunningCostAfter.Measured => "実績額",
    };

    /// <summary>In the order in which they are preferred.</summary>
    public static IReadOnlyList<RunningCostStage> Stages(this RunningCostAfter after) => after switch
    {
        RunningCostAfter.Best => [RunningCostStage.Measured, RunningCostStage.Contracted, RunningCostStage.Planned],
        RunningCostAfter.Planned => [RunningCostStage.Planned],
        RunningCostAfter.Contracted => [RunningCostStage.Contracted],
        RunningCostAfter.Measured => [RunningCostStage.Measured],
    };
}
