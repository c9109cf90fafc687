using System.ComponentModel;
using DxGovernance.Core.Api;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Setup;

namespace DxGovernance.Web.Api;

/// <summary>費用の集計: the five amounts of all cases by fiscal year, from <see cref="CostSums"/>.</summary>
static class CostSummaryResource
{
    const string Years = "years", Totals = "totals";

    const string Note = "金額は税込の円。取下げ・不採択の案件は isGivenUp が true の行に分けてあります。";

    public static void Map(RouteGroupBuilder api) => api.MapResource<CostYearRow>(
        "cost-summary", Permission.SeeProposals, "案件の費用の集計",
        "会計年度と段階（要求・査定・決定・契約・実績）ごとの合計。table=totals は全年度の合計です。公開データの鍵には、公開できる案件（cases を参照）の決定額の合計だけを返します。", ReadAsync)
        .WithMetadata(new ApiTables([Years, Totals]));

    static async Task<IResult> ReadAsync(
        [AsParameters] ApiQuery query, [Description("years（年度別、初めの設定）または totals（全年度）。")] string? table, ApiReading reading, LedgerCache ledgers,
        CancellationToken cancel)
    {
        var (db, point) = (reading.Db, reading.PointOf(query));
        var name = ApiQueryReading.TableOf(table, Years, Totals);
        var isPublic = reading.Caller.IsPublic;
        // A second or two with 10,000 cases, and a BI tool asks for both tables every time.
        var all = await ledgers.FewUntilSavedAsync(
            (nameof(CostSummaryResource), point, isPublic, reading.Actor.CasesKey()),
            () => CostSums.LoadAsync(db, isPublic ? db.Proposals.Published(db, point) : db.Proposals.VisibleTo(reading.Actor), point, cancel), cancel);
        var sums = all
            .Where(s => !isPublic || (s.Stage == AmountStage.Decided && !s.IsGivenUp)).ToList();
        return name == Years
            ? await reading.AnswerAsync<CostYearRow>(
                query, point, [.. sums.OrderBy(s => s.IsGivenUp).ThenBy(s => s.FiscalYear).ThenBy(s => s.Stage).Select(CostYearRow.Of)], Note, name, cancel)
            : await reading.AnswerAsync<CostTotalRow>(query, point, [.. sums.GroupBy(s => s.IsGivenUp).OrderBy(g => g.Key).SelectMany(CostTotalRow.Of)], Note, name, cancel);
    }
}

[Description("ある会計年度・段階の合計。")]
sealed record CostYearRow(
    [property: Description("会計年度（始まる年の西暦）。")] int FiscalYear,
    [property: Description("会計年度。")] string FiscalYearLabel,
    [property: Description("段階の符号。Requested・Assessed・Decided・Contracted・Actual。")] string Stage,
    [property: Description("段階。")] string StageLabel,
    [property: Description("取下げ・不採択の案件の合計か。")] bool IsGivenUp,
    [property: Description("合計（円）。")] long Yen)
{
    public static CostYearRow Of(CostSum s) => new(s.FiscalYear, new FiscalYear(s.FiscalYear).ToString(), s.Stage.ToString(), s.Stage.Label(), s.IsGivenUp, s.Yen);
}

/// <summary>The sum of all years at a stage.</summary>
sealed record CostTotalRow(string Stage, string StageLabel, bool IsGivenUp, long Yen)
{
    public static IEnumerable<CostTotalRow> Of(IGrouping<bool, CostSum> sums)
    {
        var totals = CostSums.Totals(sums);
        (AmountStage Stage, long? Yen)[] stages =
        [
            (AmountStage.Requested, totals.Requested), (AmountStage.Assessed, totals.Assessed), (AmountStage.Decided, totals.Decided), (AmountStage.Contracted, totals.Contracted),
            (AmountStage.Actual, totals.Actual),
        ];
        return from s in stages where s.Yen is not null select new CostTotalRow(s.Stage.ToString(), s.Stage.Label(), sums.Key, s.Yen!.Value);
    }
}
