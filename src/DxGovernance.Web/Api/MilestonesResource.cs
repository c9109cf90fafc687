using System.ComponentModel;
using DxGovernance.Core;
using DxGovernance.Core.Api;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Api;

/// <summary>工程表: every milestone with a plan, its dates and its variances, as the schedule and the council's report have them.</summary>
static class MilestonesResource
{
    public static void Map(RouteGroupBuilder api) => api.MapResource<MilestoneRecord>(
        "milestones", Permission.SeeOperations, "マイルストーン",
        "基準計画のあるマイルストーンごとの計画・見込・実績と遅れ。公開データの鍵には、基準日までに公開された最も新しい推進会議報告書の時点の日程だけを、遅れの理由を除いて返します。", ReadAsync);

    static async Task<IResult> ReadAsync([AsParameters] ApiQuery query, ApiReading reading, CancellationToken cancel)
    {
        var (db, point) = (reading.Db, reading.PointOf(query));
        var operations = db.Operations.AsNoTracking().VisibleTo(reading.Actor);
        if (reading.Caller.IsPublic)
        {
            var published = await PublishedPoint.FindAsync(db, ReportKind.Council, point, cancel)
                ?? throw new NotPermitted($"この基準日までに{ReportKind.Council.Label()}が公開されていないため、公開データの鍵では見られません。");
            operations = published.OperationNumbers.Count == 0 ? operations : operations.Where(o => published.OperationNumbers.Contains(o.Number));
            var shown = await MilestonesAsOf.Rows(db, operations.KnownAt(db, published.Point), published.Point).ToListAsync(cancel);
            return await reading.AnswerAsync<PublicMilestone>(
                query, published.Point, [.. shown.Select(PublicMilestone.Of)], $"公開された{ReportKind.Council.Label()}の時点の日程。", null, cancel);
        }

        var rows = await MilestonesAsOf.Rows(db, operations.KnownAt(db, point), point).ToListAsync(cancel);
        return await reading.AnswerAsync<MilestoneRecord>(query, point, [.. rows.Select(MilestoneRecord.Of)], null, null, cancel);
    }
}

/// <summary>The days alone.</summary>
sealed record PublicMilestone(int Operation, string OperationName, string Code, string Name, int Order, DateOnly OriginalOn, DateOnly BaselineOn, DateOnly? ForecastOn, DateOnly? ActualOn)
{
    public static PublicMilestone Of(MilestoneStanding m) => new(m.OperationNumber, m.OperationName, m.Code, m.Name, m.Order, m.OriginalOn, m.BaselineOn, m.ForecastOn, m.ActualOn);
}

[Description("マイルストーンの日程と遅れ。")]
sealed record MilestoneRecord(
    [property: Description("業務の番号。")] int Operation,
    [property: Description("業務の名称。")] string OperationName,
    [property: Description("マイルストーンの符号。")] string Code,
    [property: Description("マイルストーンの名称。")] string Name,
    [property: Description("業務の中の順。")] int Order,
    [property: Description("当初計画の日。")] DateOnly OriginalOn,
    [property: Description("現計画の日。")] DateOnly BaselineOn,
    [property: Description("現計画の版。")] int BaselineNumber,
    [property: Description("見込の日。")] DateOnly? ForecastOn,
    [property: Description("実績の日。")] DateOnly? ActualOn,
    [property: Description("実績、なければ見込の日。")] DateOnly? ExpectedOn,
    [property: Description("現計画からの遅れ（日）。早いときは負。")] int? SlipDays,
    [property: Description("当初計画からの遅れ（日）。早いときは負。")] int? SlipFromOriginalDays,
    [property: Description("遅れているときの原因。")] string? Cause,
    [property: Description("原因の帰属。")] string? CauseOwner,
    [property: Description("遅れの説明。")] string? Explanation)
{
    public static MilestoneRecord Of(MilestoneStanding m) => new(
        m.OperationNumber, m.OperationName, m.Code, m.Name, m.Order, m.OriginalOn, m.BaselineOn, m.BaselineNumber, m.ForecastOn, m.ActualOn, m.ExpectedOn, m.FromBaseline, m.FromOriginal,
        m.Cause, m.Owner, m.Explanation);
}
