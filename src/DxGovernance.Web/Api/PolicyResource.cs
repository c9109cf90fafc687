using System.ComponentModel;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;

namespace DxGovernance.Web.Api;

/// <summary>DX方針: the initiatives with what the policy lays down for the year, their indicators, the procedures and their rate online.</summary>
static class PolicyResource
{
    const string Initiatives = "initiatives", Indicators = "indicators", Rates = "rates", Procedures = "procedures";

    public static void Map(RouteGroupBuilder api) => api.MapResource<InitiativeRow>(
        "policy", Permission.SeePolicy, "DX方針",
        "table=initiatives（取組事項、初めの設定）、table=indicators（取組事項の指標）、table=rates（区分ごとのオンライン化率）、table=procedures（手続の一覧）。公開データの鍵には、取組事項は方針に書かれたことだけ、指標は台帳から計算するものだけ、手続は状態までを返します。", ReadAsync)
        .WithMetadata(new ApiTables([Initiatives, Indicators, Rates, Procedures]));

    static async Task<IResult> ReadAsync(
        [AsParameters] ApiQuery query, [Description("initiatives（初めの設定）・indicators・rates・procedures のどれか。")] string? table, ApiReading reading, CancellationToken cancel)
    {
        var (db, point) = (reading.Db, reading.PointOf(query));
        var name = ApiQueryReading.TableOf(table, Initiatives, Indicators, Rates, Procedures);
        if (name == Initiatives)
        {
            var figures = (await PolicyLedger.ReadInitiativesAsync(db, point, cancel)).At(point, StandardizationProgress.None);
            return reading.Caller.IsPublic
                ? await reading.AnswerAsync<PublicInitiative>(query, point, [.. figures.Initiatives.Select(i => PublicInitiative.Of(i, figures.Year))], null, name, cancel)
                : await reading.AnswerAsync<InitiativeRow>(query, point, [.. figures.Initiatives.Select(i => InitiativeRow.Of(i, figures.Year))], null, name, cancel);
        }

        if (name == Indicators)
        {
            var (indicators, year) = ((await PolicyLedger.ReadIndicatorsAsync(db, point, cancel)).IndicatorsAt(point, await StandardizationProgress.AtAsync(db, point, cancel)), FiscalYear.Of(point.Day));
            return await reading.AnswerAsync<IndicatorRow>(
                query, point, [.. indicators.Where(i => !reading.Caller.IsPublic || i.Kind != IndicatorKind.Measured).Select(i => IndicatorRow.Of(i, year))], null, name, cancel);
        }

        var procedures = (await PolicyLedger.ReadProceduresAsync(db, point, cancel)).ProceduresAt(point);
        return name == Procedures
            ? await reading.AnswerAsync<ProcedureRow>(query, point, [.. procedures.Select(ProcedureRow.Of)], null, name, cancel)
            : await reading.AnswerAsync<RateRow>(
                query, point, [.. ProcedureRate.ByCategory(procedures).Append(ProcedureRate.Of(ProcedureRate.AllCategories, procedures)).Select(RateRow.Of)], ProcedureRate.Definition, name, cancel);
    }
}

/// <summary>What the printed policy says of an initiative, and who owns it.</summary>
sealed record PublicInitiative(string Code, int Pillar, string PillarName, string Name, string Owners, int FiscalYear, string Planned)
{
    public static PublicInitiative Of(InitiativeFigures i, FiscalYear year) => new(
        i.Code, i.Pillar, i.PillarName, i.Name, i.Owners, year.Year, string.Join('\n', i.PlannedIn(year).Select(c => c.Text)));
}

[Description("取組事項と、基準日の年度の状況。")]
sealed record InitiativeRow(
    [property: Description("取組事項の符号。")] string Code,
    [property: Description("基本方針の番号。")] int Pillar,
    [property: Description("基本方針。")] string PillarName,
    [property: Description("取組事項。")] string Name,
    [property: Description("所管課。")] string Owners,
    [property: Description("年度（始まる年の西暦）。基準日の年度。")] int FiscalYear,
    [property: Description("方針がその年度に定めること。1行に1つ。")] string Planned,
    [property: Description("報告された状況の符号。未報告なら空。")] string? State,
    [property: Description("報告された状況。")] string? StateLabel,
    [property: Description("実施したこと。")] string? Done,
    [property: Description("次にすること。")] string? NextStep,
    [property: Description("根拠。")] string? Evidence,
    [property: Description("報告の基準日。")] DateOnly? ReportedAsOf)
{
    public static InitiativeRow Of(InitiativeFigures i, FiscalYear year)
    {
        var (known, report) = (PublicInitiative.Of(i, year), i.In(year));
        return new(
            known.Code, known.Pillar, known.PillarName, known.Name, known.Owners, known.FiscalYear, known.Planned, report?.State.ToString(), report?.State.Label(), report?.Done, report?.NextStep,
            report?.Evidence, report?.AsOf);
    }
}

/// <summary>An indicator with its newest value, and what it shall be in the fiscal year of the as-of day or the next year that has a target.</summary>
/// <param name="LowerIsBetter">A smaller value is the better one.</param>
/// <param name="IsReached">Null where there is no value or no target.</param>
sealed record IndicatorRow(
    string InitiativeCode, string Name, string Unit, string Kind, string KindLabel, bool LowerIsBetter, decimal? Baseline, DateOnly? BaselineOn, int? TargetFiscalYear, decimal? Target, decimal? Value,
    DateOnly? MeasuredOn, bool? IsReached, string Source)
{
    public static IndicatorRow Of(PolicyIndicatorFigures i, FiscalYear year)
    {
        var target = i.TargetFor(year);
        return new(
            i.InitiativeCode, i.Name, i.Unit, i.Kind.ToString(), i.Kind.Label(), i.LowerIsBetter, i.Baseline, i.BaselineOn, target?.FiscalYear, target?.Value, i.Value, i.MeasuredOn, i.IsReached(year),
            i.Source);
    }
}

/// <summary>The rate of a category, or of all of them.</summary>
sealed record RateRow(string Category, bool IsTotal, int Online, int NotOnline, int OutsideCity, int NoProcedure, int Abolished, decimal? Rate, decimal? Percent)
{
    public static RateRow Of(ProcedureRate r) => new(
        r.Category, r.Category == ProcedureRate.AllCategories, r.Online, r.NotOnline, r.OutsideCity, r.NoProcedure, r.Abolished, r.Rate, r.Percent);
}

/// <summary>A procedure with its state.</summary>
sealed record ProcedureRow(string Code, string Category, int Number, string Name, string State, string StateLabel, DateOnly Since)
{
    public static ProcedureRow Of(ProcedureFigures p) => new(p.Code, p.Category, p.Number, p.Name, p.State.ToString(), p.State.Label(), p.Since);
}
