using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Ledger;

/// <summary>Which day a person may give a ledger row, once for all ledgers.</summary>
public static class AsOfRule
{
    /// <param name="asOf">As given.</param>
    /// <param name="last">The newest day of the same subject, where a row may not go behind it; null where it may.</param>
    /// <param name="now">The moment of recording.</param>
    /// <param name="field">The input the sentence belongs to.</param>
    public static void RequireDay(DateOnly asOf, DateOnly? last, DateTimeOffset now, string field = "AsOf")
    {
        RuleViolation.Require(
            asOf <= TokyoTime.DayOf(now),
            "as-of-in-future",
            $"基準日に未来の日（{Wareki.Both(asOf)}）は指定できません。今日までの日を入力してください。",
            field);
        RuleViolation.Require(
            asOf.Year >= 2000, "as-of-too-old", "基準日を確かめてください。2000年より前の日は指定できません。", field);
        RuleViolation.Require(
            last is null || asOf >= last,
            "as-of-before-last",
            $"基準日が前回の報告（{Wareki.Both(last)}）より前です。前回以降の日を入力してください。",
            field);
    }

    /// <summary>A row before the newest one puts the past right; that needs a reason.</summary>
    public static void RequireReasonForThePast(DateOnly asOf, DateOnly? last, string? reason, string field = "Reason") => RuleViolation.Require(
        last is null || asOf >= last || !string.IsNullOrWhiteSpace(reason),
        "past-needs-reason",
        $"{Wareki.Both(last)}の記録より前の日の訂正です。訂正の理由を入力してください。",
        field);
}
