using System.Linq.Expressions;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Standardization;

/// <summary>The key figures of one operation, either now (from the projections) or at any point of the ledgers. Same numbers, two ways.</summary>
public sealed record OperationFigures
{
    /// <summary>Printed beside every step rate.</summary>
    public const string StepRateDefinition = "（完了済み＋対象外）÷40ステップ。庁内で報告されたステップから計算した値。ステップごとに作業量が違うため、移行作業量に対する割合ではない。";

    /// <summary>Printed beside every published rate.</summary>
    public const string PublishedRateDefinition = "国が公表した業務別のステップ完了率を、時点と出典とともに取り込んだ値。";

    static readonly Lazy<Func<Operation, OperationFigures>> Read = new(() => Now!.Compile());

    public required int Number { get; init; }

    public required string Name { get; init; }

    public int MicOrder { get; init; }

    public string Ministry { get; init; } = "";

    public int? DepartmentId { get; init; }

    public string? DepartmentName { get; init; }

    public OperationStage Stage { get; init; }

    public bool IsSpecialTransition { get; init; }

    public TransitionReason? TransitionReason { get; init; }

    public DateOnly? LiveOn { get; init; }

    public DateOnly? CityDeadline { get; init; }

    public DateOnly? NationDeadline { get; init; }

    public int BaselineNumber { get; init; }

    public DateOnly? GoLiveOriginal { get; init; }

    public DateOnly? GoLiveBaseline { get; init; }

    public DateOnly? GoLiveForecast { get; init; }

    public DateOnly? GoLiveActual { get; init; }

    public int StepsCompleted { get; init; }

    public int StepsInProgress { get; init; }

    public int StepsNotApplicable { get; init; }

    public decimal? PublishedRate { get; init; }

    public DateOnly? PublishedAsOf { get; init; }

    public int OpenRisks { get; init; }

    public int MaxRiskScore { get; init; }

    public DateOnly? StepsConfirmedOn { get; init; }

    public DateOnly? ForecastsConfirmedOn { get; init; }

    public DateOnly? RisksConfirmedOn { get; init; }

    public DateOnly? LastChangedOn { get; init; }

    public Signal? OverrideSignal { get; init; }

    public Signal? OverrideComputedThen { get; init; }

    public string? OverrideReason { get; init; }

    public DateOnly? OverrideExpiresOn { get; init; }

    /// <summary>The nation's rate: (完了済み＋対象外)÷40. Null where no step was ever reported here.</summary>
    public decimal? StepRate => StepsConfirmedOn is null ? null : (StepsCompleted + StepsNotApplicable) / (decimal)Operation.StepCount;

    public bool OwesReports => Stage != OperationStage.Live
        || OpenRisks > 0
        || (StepsConfirmedOn is not null && StepsCompleted + StepsNotApplicable < Operation.StepCount);

    public DateOnly? ExpectedGoLive => GoLiveActual ?? GoLiveForecast;

    public bool IsPastCity => Stage != OperationStage.Live && GoLiveForecast > CityDeadline;

    public bool IsPastNation => Stage != OperationStage.Live && GoLiveForecast > NationDeadline;

    /// <summary>Days by which the expected go-live is later than the current baseline; negative when earlier.</summary>
    public int? SlipDays => Days(GoLiveBaseline, ExpectedGoLive);

    public int? SlipFromOriginalDays => Days(GoLiveOriginal, ExpectedGoLive);

    public ActiveOverride? Override => OverrideSignal is { } signal
        ? new(signal, OverrideComputedThen ?? signal, OverrideReason, OverrideExpiresOn)
        : null;

    /// <summary>Days since the oldest of the three confirmations; null where one never happened.</summary>
    public int? AgeInDays(DateOnly day) =>
        StepsConfirmedOn is { } s && ForecastsConfirmedOn is { } f && RisksConfirmedOn is { } r
            ? day.DayNumber - Math.Min(s.DayNumber, Math.Min(f.DayNumber, r.DayNumber))
            : null;

    public int? UnchangedMonths(DateOnly day) => LastChangedOn?.MonthsUntil(day);

    public static int? Days(DateOnly? planned, DateOnly? expected) =>
        planned is { } p && expected is { } e ? e.DayNumber - p.DayNumber : null;

    /// <summary>From an operation that is loaded anyway.</summary>
    public static OperationFigures Of(Operation operation) => Read.Value(operation);

    /// <summary>From the projections: one row of one table.</summary>
    public static Expression<Func<Operation, OperationFigures>> Now { get; } = o => new OperationFigures
    {
        Number = o.Number,
        Name = o.Name,
        MicOrder = o.MicOrder,
        Ministry = o.Ministry,
        DepartmentId = o.DepartmentId,
        DepartmentName = o.DepartmentName,
        Stage = o.Stage,
        IsSpecialTransition = o.IsSpecialTransition,
        TransitionReason = o.TransitionReason,
        LiveOn = o.LiveOn,
        CityDeadline = o.CityDeadline,
        NationDeadline = o.NationDeadline,
        BaselineNumber = o.BaselineNumber,
        GoLiveOriginal = o.GoLiveOriginal,
        GoLiveBaseline = o.GoLiveBaseline,
        GoLiveForecast = o.GoLiveForecast,
        GoLiveActual = o.GoLiveActual,
        StepsCompleted = o.StepsCompleted,
        StepsInProgress = o.StepsInProgress,
        StepsNotApplicable = o.StepsNotApplicable,
        PublishedRate = o.PublishedRate,
        PublishedAsOf = o.PublishedAsOf,
        OpenRisks = o.OpenRisks,
        MaxRiskScore = o.MaxRiskScore,
        StepsConfirmedOn = o.StepsConfirmedOn,
        ForecastsConfirmedOn = o.ForecastsConfirmedOn,
        RisksConfirmedOn = o.RisksConfirmedOn,
        LastChangedOn = o.LastChangedOn,
        OverrideSignal = o.OverrideSignal,
        OverrideComputedThen = o.OverrideComputedThen,
        OverrideReason = o.OverrideReason,
        OverrideExpiresOn = o.OverrideExpiresOn,
    };
}
