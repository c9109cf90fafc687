using System.ComponentModel;
using DxGovernance.Core.Api;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Web.Api;

/// <summary>案件: those submitted, with their five amounts; page by page.</summary>
static class CasesResource
{
    const string Note = "申請されたことのない下書きは含みません。金額は税込の円。";

    public static void Map(RouteGroupBuilder api) => api.MapResource<CaseRow>(
        "cases", Permission.SeeProposals, "ICT案件",
        $"申請された案件の段階・状態・決定・金額。番号の順にページに分けて返します。公開データの鍵には、決定（承認・条件付き承認）され、取下げ・不採択になっておらず、他課へ共有されている案件の、"
        + $"決定された版の {ApiDocument.NamesOf<PublicCase>()} だけを返します。", ReadAsync);

    static async Task<IResult> ReadAsync([AsParameters] ApiQuery query, [AsParameters] ApiPaging paging, ApiReading reading, CancellationToken cancel)
    {
        var (db, point) = (reading.Db, reading.PointOf(query));
        var (page, size) = paging.Checked();
        var skip = (int)Math.Min(int.MaxValue, (page - 1L) * size);
        if (reading.Caller.IsPublic)
        {
            var published = await CasesAsOf.LoadPublishedAsync(db, point, skip, size, cancel);
            return await reading.AnswerAsync<PublicCase>(query, point, [.. published.Rows.Select(PublicCase.Of)], new(page, size, published.Total), Note, null, cancel);
        }

        var cases = await CasesAsOf.LoadAsync(db, db.Proposals.VisibleTo(reading.Actor), point, skip, size, cancel);
        return await reading.AnswerAsync<CaseRow>(query, point, [.. cases.Rows.Select(CaseRow.Of)], new(page, size, cases.Total), Note, null, cancel);
    }
}

/// <summary>What leaves the city of a case that was decided.</summary>
sealed record PublicCase(string Number, int FiscalYear, string Title, string Department, string Gate, string GateLabel, DateOnly DecidedOn, long? DecidedYen)
{
    public static PublicCase Of(PublishedCase c) => new(c.Number, c.FiscalYear, c.Title, c.DepartmentName, c.Gate.ToString(), c.Gate.Label(), c.DecidedOn, c.DecidedYen);
}

[Description("案件と五つの金額。")]
sealed record CaseRow(
    [property: Description("案件番号。")] string Number,
    [property: Description("案件の年度（始まる年の西暦）。")] int FiscalYear,
    [property: Description("件名。")] string Title,
    [property: Description("申請した課。")] string Department,
    [property: Description("案件区分の符号。")] string Class,
    [property: Description("案件区分。")] string ClassLabel,
    [property: Description("協議段階の符号。")] string Gate,
    [property: Description("協議段階。")] string GateLabel,
    [property: Description("状態の符号。")] string State,
    [property: Description("状態。")] string StateLabel,
    [property: Description("その状態になった日。")] DateOnly Since,
    [property: Description("最も新しい決定の日。")] DateOnly? DecidedOn,
    [property: Description("決定された協議段階。")] string? DecidedGateLabel,
    [property: Description("決定の結果。")] string? Decision,
    [property: Description("要求額（円）。")] long? RequestedYen,
    [property: Description("査定額（円）。")] long? AssessedYen,
    [property: Description("決定額（円）。")] long? DecidedYen,
    [property: Description("契約額（円）。")] long? ContractedYen,
    [property: Description("実績額（円）。")] long? ActualYen)
{
    public static CaseRow Of(CaseRecord c) => new(
        c.Number, c.FiscalYear, c.Title, c.DepartmentName, c.Class.ToString(), c.Class.Label(), c.Gate.ToString(), c.Gate.Label(), c.State.ToString(), c.State.Label(), c.Since,
        c.DecidedOn, c.DecidedGate?.Label(), c.Decision, c.Totals.Requested, c.Totals.Assessed, c.Totals.Decided, c.Totals.Contracted, c.Totals.Actual);
}
