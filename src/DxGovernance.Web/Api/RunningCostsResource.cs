using System.ComponentModel;
using DxGovernance.Core;
using DxGovernance.Core.Api;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Api;

/// <summary>運用経費: before and after standardization, with a ratio where there is one and the reason where there is none.</summary>
static class RunningCostsResource
{
    const string Operations = "operations", Totals = "totals";

    const string Note = RunningCostFigures.RatioDefinition + "比べられない業務の倍率は空で、理由を示します。金額は円。";

    public static void Map(RouteGroupBuilder api) => api.MapResource<RunningCostRow>(
        "running-costs", Permission.SeeRunningCosts, "標準化前後の運用経費",
        "業務と共通機能ごとの、平成30年度・現行・移行後の1年分の額と倍率。table=totals は比べられる業務の合計です。公開データの鍵には、基準日までに公開された最も新しい運用経費比較の時点の額を返します。", ReadAsync)
        .WithMetadata(new ApiTables([Operations, Totals]));

    static async Task<IResult> ReadAsync(
        [AsParameters] ApiQuery query, [Description("operations（業務別、初めの設定）または totals（合計）。")] string? table, ApiReading reading, CancellationToken cancel)
    {
        var (db, point) = (reading.Db, reading.PointOf(query));
        var name = ApiQueryReading.TableOf(table, Operations, Totals);
        var (operations, withCommon) = (db.Operations.VisibleTo(reading.Actor), reading.Actor.Can(Permission.SeeAllOperations));
        if (reading.Caller.IsPublic)
        {
            var published = await PublishedPoint.FindAsync(db, ReportKind.RunningCosts, point, cancel)
                ?? throw new NotPermitted($"この基準日までに{ReportKind.RunningCosts.Label()}が公開されていないため、公開データの鍵では見られません。");
            (point, withCommon) = (published.Point, published.OperationNumbers.Count == 0);
            operations = withCommon ? operations : operations.Where(o => published.OperationNumbers.Contains(o.Number));
        }

        var overview = (await RunningCostFigures.LoadAsync(db, operations, withCommon, point, cancel)).Compare();
        return name == Operations
            ? await reading.AnswerAsync<RunningCostRow>(query, point, [.. overview.Standings.Select(RunningCostRow.Of)], Note, name, cancel)
            : await reading.AnswerAsync<RunningCostTotalRow>(
                query, point, [.. new[] { overview.ToBaseline, overview.ToPresent }.Where(t => !t.IsEmpty).Select(RunningCostTotalRow.Of)], Note, name, cancel);
    }
}

[Description("業務の1年分の運用経費と倍率。")]
sealed record RunningCostRow(
    [property: Description("業務の番号。共通機能は0。")] int Number,
    [property: Description("業務の名称。")] string Name,
    [property: Description("所管課。")] string? Department,
    [property: Description("平成30年度の額（円）。全費目がなければ空。")] long? BaselineYen,
    [property: Description("現行の年度（始まる年の西暦）。")] int? PresentYear,
    [property: Description("現行の額（円）。全費目がなければ空。")] long? PresentYen,
    [property: Description("移行後の額の区分（計画・契約・実績）。")] string AfterStageLabel,
    [property: Description("移行後の年度（始まる年の西暦）。")] int? AfterYear,
    [property: Description("移行後の額（円）。全費目がなければ空。")] long? AfterYen,
    [property: Description("移行後÷平成30年度。比べられなければ空。")] decimal? RatioToBaseline,
    [property: Description("国・県の支援を引いた、移行後÷平成30年度。")] decimal? NetRatioToBaseline,
    [property: Description("平成30年度と比べられない理由。")] string? WhyNotToBaseline,
    [property: Description("移行後÷現行。比べられなければ空。")] decimal? RatioToPresent,
    [property: Description("国・県の支援を引いた、移行後÷現行。")] decimal? NetRatioToPresent,
    [property: Description("現行と比べられない理由。")] string? WhyNotToPresent,
    [property: Description("平成30年度と移行後の額を庁内PMO事務局が確認したか。")] bool IsConfirmed)
{
    public static RunningCostRow Of(RunningCostStanding s)
    {
        var (baseline, present) = (s.Subject[RunningCostStage.Baseline], s.Subject[RunningCostStage.Present]);
        return new(
            s.Subject.Number, s.Subject.Name, s.Subject.DepartmentName, Yen(baseline, baseline.Assumptions?.BaseYear), present.Assumptions?.BaseYear, Yen(present, present.Assumptions?.BaseYear),
            s.After.Stage.Label(), s.AfterYear, Yen(s.After, s.AfterYear), s.ToBaseline.Ratio, s.ToBaseline.NetRatio, Why(s.ToBaseline), s.ToPresent.Ratio, s.ToPresent.NetRatio, Why(s.ToPresent),
            s.ToBaseline.IsConfirmed);
    }

    static long? Yen(RunningCostSheet sheet, int? year) => year is { } y ? sheet.Total(y) : null;

    static string? Why(RunningCostComparison c) => c.IsComparable ? null : string.Concat(c.Obstacles);
}

/// <summary>The total over those that can be compared.</summary>
sealed record RunningCostTotalRow(
    string Before, string Counted, int LeftOut, string? Tax, int? BeforeYear, int? AfterYear, long BeforeYen, long AfterYen, long DifferenceYen, long BeforeFundingYen, long AfterFundingYen,
    decimal? Ratio, decimal? NetRatio, long LimitYen, long DistanceYen)
{
    public static RunningCostTotalRow Of(RunningCostTotal t) => new(
        t.BeforeStage.Label(), t.CountText, t.Left.Count, t.Tax?.Label(), t.BeforeYear, t.AfterYear, t.Before, t.After, t.Difference, t.BeforeFunding, t.AfterFunding, t.Ratio, t.NetRatio, t.Limit, t.Distance);
}
