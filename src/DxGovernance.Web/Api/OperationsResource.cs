using System.ComponentModel;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Api;

/// <summary>業務: the key figures of the operations, as the list, the dashboard and the council's report have them.</summary>
static class OperationsResource
{
    const string PublicNote = "公表値（publishedRate）：" + OperationFigures.PublishedRateDefinition;

    const string Note = "ステップ完了率（stepRate）：" + OperationFigures.StepRateDefinition + PublicNote;

    public static void Map(RouteGroupBuilder api) => api.MapResource<OperationRecord>(
        "operations", Permission.SeeOperations, "20業務の現況",
        $"業務ごとの段階・期限・稼働の見込・ステップ・リスク・信号の色。公開データの鍵には {ApiDocument.NamesOf<PublicOperation>()} だけを返します。", ReadAsync);

    static async Task<IResult> ReadAsync([AsParameters] ApiQuery query, ApiReading reading, CancellationToken cancel)
    {
        var (db, point) = (reading.Db, reading.PointOf(query));
        var figures = await FiguresAsOf.LoadAsync(db, db.Operations.VisibleTo(reading.Actor).KnownAt(db, point), point, cancel);
        if (reading.Caller.IsPublic)
        {
            return await reading.AnswerAsync<PublicOperation>(query, point, [.. figures.Select(PublicOperation.Of)], PublicNote, null, cancel);
        }

        var thresholds = await Thresholds.AtAsync(db, point, cancel);
        return await reading.AnswerAsync<OperationRecord>(query, point, [.. figures.Select(f => OperationRecord.Of(Standing.On(point.Day, f, thresholds)))], Note, null, cancel);
    }
}

/// <summary>What anybody may know of an operation: what law, nation and city have made public.</summary>
sealed record PublicOperation(
    int Number, string Name, string Ministry, string? Department, string Stage, string StageLabel, bool IsSpecialTransition, DateOnly? LiveOn, DateOnly? CityDeadline,
    DateOnly? NationDeadline, decimal? PublishedRate, DateOnly? PublishedAsOf)
{
    public static PublicOperation Of(OperationFigures f) => new(
        f.Number, f.Name, f.Ministry, f.DepartmentName, f.Stage.ToString(), f.Stage.Label(), f.IsSpecialTransition, f.LiveOn, f.CityDeadline, f.NationDeadline, f.PublishedRate, f.PublishedAsOf);
}

[Description("業務の主要数値。")]
sealed record OperationRecord(
    [property: Description("業務の番号（政令順）。")] int Number,
    [property: Description("業務の名称。")] string Name,
    [property: Description("所管府省。")] string Ministry,
    [property: Description("所管課。")] string? Department,
    [property: Description("段階の符号。")] string Stage,
    [property: Description("段階。")] string StageLabel,
    [property: Description("特定移行支援システムか。")] bool IsSpecialTransition,
    [property: Description("特定移行支援システムの理由。")] string? TransitionReason,
    [property: Description("稼働した日。")] DateOnly? LiveOn,
    [property: Description("市の期限。")] DateOnly? CityDeadline,
    [property: Description("国の期限。")] DateOnly? NationDeadline,
    [property: Description("基準計画の版。0は計画なし。")] int BaselineNumber,
    [property: Description("稼働日の当初計画。")] DateOnly? GoLiveOriginal,
    [property: Description("稼働日の現計画。")] DateOnly? GoLiveBaseline,
    [property: Description("稼働日の見込。")] DateOnly? GoLiveForecast,
    [property: Description("稼働日の実績。")] DateOnly? GoLiveActual,
    [property: Description("現計画からの遅れ（日）。早いときは負。")] int? SlipDays,
    [property: Description("当初計画からの遅れ（日）。早いときは負。")] int? SlipFromOriginalDays,
    [property: Description("見込が市の期限を過ぎるか。")] bool IsPastCity,
    [property: Description("見込が国の期限を過ぎるか。")] bool IsPastNation,
    [property: Description("完了したステップの数（全40）。")] int StepsCompleted,
    [property: Description("作業中のステップの数。")] int StepsInProgress,
    [property: Description("対象外のステップの数。")] int StepsNotApplicable,
    [property: Description("ステップ完了率（0から1）。報告がなければ空。")] decimal? StepRate,
    [property: Description("国の公表値（0から1）。")] decimal? PublishedRate,
    [property: Description("公表値の時点。")] DateOnly? PublishedAsOf,
    [property: Description("未解決のリスク・課題の数。")] int OpenRisks,
    [property: Description("そのうち最大の評価点。")] int MaxRiskScore,
    [property: Description("信号の色の符号。Green・Yellow・Red。")] string Signal,
    [property: Description("信号の色。")] string SignalLabel,
    [property: Description("CIOが色を上書きしているか。")] bool IsSignalOverridden,
    [property: Description("ステップを最後に確認した日。")] DateOnly? StepsConfirmedOn,
    [property: Description("見込を最後に確認した日。")] DateOnly? ForecastsConfirmedOn,
    [property: Description("リスクを最後に確認した日。")] DateOnly? RisksConfirmedOn)
{
    public static OperationRecord Of(Standing s)
    {
        var f = s.Figures;
        return new(
            f.Number, f.Name, f.Ministry, f.DepartmentName, f.Stage.ToString(), f.Stage.Label(), f.IsSpecialTransition, f.TransitionReason?.Label(), f.LiveOn, f.CityDeadline, f.NationDeadline,
            f.BaselineNumber, f.GoLiveOriginal, f.GoLiveBaseline, f.GoLiveForecast, f.GoLiveActual, f.SlipDays, f.SlipFromOriginalDays, f.IsPastCity, f.IsPastNation,
            f.StepsCompleted, f.StepsInProgress, f.StepsNotApplicable, f.StepRate, f.PublishedRate, f.PublishedAsOf, f.OpenRisks, f.MaxRiskScore,
            s.Signal.ToString(), s.Signal.Label(), s.Assessment.Override is not null, f.StepsConfirmedOn, f.ForecastsConfirmedOn, f.RisksConfirmedOn);
    }
}
