using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Standardization;

/// <summary>One of the three views on an operation, with the sentence that says why it has this colour.</summary>
public sealed record SignalReason(string Aspect, Signal Signal, string Text);

/// <summary>The colour of an operation on a day: computed, and as shown after the CIO's override.</summary>
public sealed record Assessment(Signal Computed, Signal Shown, IReadOnlyList<SignalReason> Reasons, ActiveOverride? Override)
{
    public string Summary => Override is { } o
        ? $"CIO上書き（{o.Signal.Label()}）：{o.Reason}"
        : string.Join("／", Reasons.Where(r => r.Signal == Computed).Select(r => r.Text));
}

public sealed record ActiveOverride(Signal Signal, Signal ComputedThen, string? Reason, DateOnly? ExpiresOn);

/// <summary>
/// The colour rule, the only place that knows it: schedule, risks and age of data; the worst wins.
/// </summary>
public static class SignalRule
{
    /// <summary>The rule in words, as printed on screen and sheet.</summary>
    public static IReadOnlyList<string> Explain(Thresholds t) =>
    [
        $"日程：稼働見込が市の期限を過ぎる、または現計画より{t[ThresholdKey.SlipRedDays]}日以上遅れる → 赤。余裕が{t[ThresholdKey.MarginYellowDays]}日未満、現計画より{t[ThresholdKey.SlipYellowDays]}日以上遅れる、または計画がない → 黄。",
        $"リスク：未解決の最大評価点（発生可能性×影響度）が{t[ThresholdKey.RiskRedScore]}点以上 → 赤、{t[ThresholdKey.RiskYellowScore]}点以上 → 黄。",
        $"データの古さ：最も古い確認から{t[ThresholdKey.AgeRedDays]}日を超える → 赤、{t[ThresholdKey.AgeYellowDays]}日を超える、または未報告 → 黄。",
        "三つのうち最も悪い色を示す。稼働済みの業務は日程を緑とし、報告の残りがなければデータの古さを見ない。",
        "CIOは悪い色への上書きを自由に、良い色への上書きを理由と期限つきで行える。計算した色が上書き時より悪くなれば、良い色への上書きは効かない。",
    ];

    public static Assessment Assess(OperationFigures f, Thresholds t, DateOnly day)
    {
        SignalReason[] reasons = [Schedule(f, t), Risk(f, t), Age(f, t, day)];
        var computed = reasons.Max(r => r.Signal);
        var active = f.Override is { } o && (o.ExpiresOn is null || o.ExpiresOn >= day) && Holds(o, computed) ? o : null;
        return new(computed, active?.Signal ?? computed, reasons, active);
    }

    static bool Holds(ActiveOverride o, Signal computed) =>
        o.Signal >= computed || (o.Signal < o.ComputedThen && computed <= o.ComputedThen);

    static SignalReason Schedule(OperationFigures f, Thresholds t)
    {
        if (f.Stage == OperationStage.Live)
        {
            return new("日程", Signal.Green, "稼働済み");
        }

        if (f.GoLiveForecast is not { } forecast)
        {
            return new("日程", Signal.Yellow, "稼働日の計画がない");
        }

        var margin = f.CityDeadline is { } due ? due.DayNumber - forecast.DayNumber : int.MaxValue;
        var slip = f.GoLiveBaseline is { } planned ? forecast.DayNumber - planned.DayNumber : 0;
        return (margin, slip) switch
        {
            ( < 0, _) => new("日程", Signal.Red, $"稼働見込が市の期限を{-margin}日過ぎる"),
            (_, var s) when s >= t[ThresholdKey.SlipRedDays] => new("日程", Signal.Red, $"現計画より{s}日遅れ"),
            (var m, _) when m < t[ThresholdKey.MarginYellowDays] => new("日程", Signal.Yellow, $"市の期限まで余裕{m}日"),
            (_, var s) when s >= t[ThresholdKey.SlipYellowDays] => new("日程", Signal.Yellow, $"現計画より{s}日遅れ"),
            _ => new("日程", Signal.Green, "計画どおり"),
        };
    }

    static SignalReason Risk(OperationFigures f, Thresholds t) => f.MaxRiskScore switch
    {
        var s when s >= t[ThresholdKey.RiskRedScore] => new("リスク", Signal.Red, $"評価点{s}のリスク・課題が未解決"),
        var s when s >= t[ThresholdKey.RiskYellowScore] => new("リスク", Signal.Yellow, $"評価点{s}のリスク・課題が未解決"),
        _ => new("リスク", Signal.Green, f.OpenRisks == 0 ? "未解決なし" : $"未解決{f.OpenRisks}件（低）"),
    };

    static SignalReason Age(OperationFigures f, Thresholds t, DateOnly day)
    {
        if (!f.OwesReports)
        {
            return new("データの古さ", Signal.Green, "報告の残りなし");
        }

        return f.AgeInDays(day) switch
        {
            null => new("データの古さ", Signal.Yellow, "まだ報告がない"),
            { } age when age > t[ThresholdKey.AgeRedDays] => new("データの古さ", Signal.Red, $"確認から{age}日"),
            { } age when age > t[ThresholdKey.AgeYellowDays] => new("データの古さ", Signal.Yellow, $"確認から{age}日"),
            { } age => new("データの古さ", Signal.Green, $"確認から{age}日"),
        };
    }
}

/// <summary>Ledger of the CIO's overrides; a row without a signal takes the override back.</summary>
public sealed class SignalOverride : LedgerEntry
{
    SignalOverride()
    {
    }

    internal SignalOverride(Operation operation, Signal? signal, Signal computedThen, DateOnly? expiresOn, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        (Operation, OperationNumber, Signal, ComputedThen, ExpiresOn) = (operation, operation.Number, signal, computedThen, expiresOn);
    }

    public int OperationNumber { get; private set; }

    public Operation Operation { get; private set; } = null!;

    public Signal? Signal { get; private set; }

    public Signal ComputedThen { get; private set; }

    public DateOnly? ExpiresOn { get; private set; }
}

public sealed partial class Operation
{
    [System.ComponentModel.DisplayName("上書きした色")]
    public Signal? OverrideSignal { get; private set; }

    public Signal? OverrideComputedThen { get; private set; }

    [System.ComponentModel.DisplayName("上書きの理由")]
    public string? OverrideReason { get; private set; }

    [System.ComponentModel.DisplayName("上書きの期限")]
    public DateOnly? OverrideExpiresOn { get; private set; }

    /// <summary>Sets another colour than the computed one: worse freely, better only with reason and expiry; null takes it back.</summary>
    public void OverrideColour(Signal? signal, Signal computed, string? reason, DateOnly? expiresOn, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.OverrideColour, DepartmentId);
        var today = TokyoTime.DayOf(now);
        reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        RuleViolation.Require(signal is not null || OverrideSignal is not null, "override-none", "取り消す上書きがありません。", "Signal");
        RuleViolation.Require(signal != computed, "override-same", "計算した色と同じ色です。上書きは要りません。", "Signal");
        RuleViolation.Require(
            signal is null || (signal, computed, reason, expiresOn) != (OverrideSignal, OverrideComputedThen, OverrideReason, OverrideExpiresOn),
            "override-unchanged", "この内容ですでに上書きしています。", "Signal");
        if (signal < computed)
        {
            RuleViolation.Require(reason is not null, "override-needs-reason", "良い色への上書きには理由が必要です。", "Reason");
            RuleViolation.Require(expiresOn is not null, "override-needs-expiry", "良い色への上書きには期限が必要です。", "ExpiresOn");
        }

        RuleViolation.Require(expiresOn is null || expiresOn >= today, "override-expired", "期限には今日以降の日を入力してください。", "ExpiresOn");
        (OverrideSignal, OverrideComputedThen) = (signal, signal is null ? null : computed);
        (OverrideReason, OverrideExpiresOn) = signal is null ? (null, null) : (reason, expiresOn);
        Record(new SignalOverride(this, signal, computed, expiresOn, actor, now, today, reason));
    }
}

sealed class SignalOverrideConfiguration : IEntityTypeConfiguration<SignalOverride>
{
    public void Configure(EntityTypeBuilder<SignalOverride> e)
    {
        e.HasOne(o => o.Operation).WithMany().HasForeignKey(o => o.OperationNumber);
        e.HasLedgerIndex(o => o.OperationNumber);
    }
}
