using System.Linq.Expressions;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>One line of the list of operations.</summary>
public sealed record OperationRow(
    int Number,
    string Name,
    string Aliases,
    int MicOrder,
    int DigitalAgencyOrder,
    string? DepartmentName,
    OperationStage Stage,
    bool IsSpecialTransition,
    DateOnly? LiveOrForecastOn,
    int? Margin,
    int? StepsDone,
    decimal? PublishedRate,
    DateOnly? PublishedAsOf,
    int OpenRisks,
    int MaxRiskScore,
    DateOnly? ConfirmedOn)
{
    public static Expression<Func<Operation, OperationRow>> From { get; } = o => new OperationRow(
        o.Number,
        o.Name,
        o.Aliases,
        o.MicOrder,
        o.DigitalAgencyOrder,
        o.DepartmentName,
        o.Stage,
        o.IsSpecialTransition,
        o.LiveOn ?? o.GoLiveActual ?? o.GoLiveForecast,
        o.Stage == OperationStage.Live || o.GoLiveForecast == null ? null : o.CityDeadline!.Value.DayNumber - o.GoLiveForecast.Value.DayNumber,
        o.StepsConfirmedOn == null ? null : o.StepsCompleted + o.StepsNotApplicable,
        o.PublishedRate,
        o.PublishedAsOf,
        o.OpenRisks,
        o.MaxRiskScore,
        o.StepsConfirmedOn == null || o.ForecastsConfirmedOn == null || o.RisksConfirmedOn == null
            ? null
            : o.StepsConfirmedOn < o.ForecastsConfirmedOn
                ? (o.StepsConfirmedOn < o.RisksConfirmedOn ? o.StepsConfirmedOn : o.RisksConfirmedOn)
                : (o.ForecastsConfirmedOn < o.RisksConfirmedOn ? o.ForecastsConfirmedOn : o.RisksConfirmedOn));

    /// <summary>A line of a past day.</summary>
    public static OperationRow Of(OperationFigures f, string aliases, int digitalAgencyOrder) => new(
        f.Number, f.Name, aliases, f.MicOrder, digitalAgencyOrder, f.DepartmentName, f.Stage, f.IsSpecialTransition, f.LiveOn ?? f.GoLiveActual ?? f.GoLiveForecast,
        f.Stage == OperationStage.Live ? null : -OperationFigures.Days(f.CityDeadline, f.GoLiveForecast), f.StepsConfirmedOn is null ? null : f.StepsCompleted + f.StepsNotApplicable,
        f.PublishedRate, f.PublishedAsOf, f.OpenRisks, f.MaxRiskScore,
        f is { StepsConfirmedOn: { } s, ForecastsConfirmedOn: { } c, RisksConfirmedOn: { } r } ? new[] { s, c, r }.Min() : null);

    /// <summary>Days from the forecast to the city's deadline; null once live.</summary>
    public static Expression<Func<Operation, int?>> MarginOf { get; } = Argument<int?>(nameof(Margin));

    /// <summary>The oldest of the three monthly confirmations; null where one never happened.</summary>
    public static Expression<Func<Operation, DateOnly?>> ConfirmedOnOf { get; } = Argument<DateOnly?>(nameof(ConfirmedOn));

    public decimal? StepRate => StepsDone / (decimal)Operation.StepCount;

    public bool OwesReports => Stage != OperationStage.Live || OpenRisks > 0 || (StepsDone is { } done && done < Operation.StepCount);

    /// <summary>Both rates are known and disagree.</summary>
    public bool RatesDiffer => StepRate is { } own && PublishedRate is { } published && own != published;

    /// <summary>The expression a column is filled with, so that it is sorted by what it shows.</summary>
    static Expression<Func<Operation, T>> Argument<T>(string name)
    {
        var made = (NewExpression)From.Body;
        var index = Array.FindIndex(made.Constructor!.GetParameters(), p => p.Name == name);
        return Expression.Lambda<Func<Operation, T>>(made.Arguments[index], From.Parameters);
    }
}

/// <summary>An operation on a past day, and what it is found by.</summary>
public sealed record PastOperation(OperationRow Row, int? DepartmentId, string SearchText);

/// <summary>Sums of the operations of one department, for the head of the list and the choice of departments.</summary>
public sealed record DepartmentSums(
    int? Id, string? Name, int Operations, int Live, int Reported, int StepsDone, int Published, decimal PublishedSum, DateOnly? PublishedAsOf)
{
    public static Expression<Func<IGrouping<int?, Operation>, DepartmentSums>> From { get; } = g => new DepartmentSums(
        g.Key,
        g.Max(o => o.DepartmentName),
        g.Count(),
        g.Count(o => o.Stage == OperationStage.Live),
        g.Count(o => o.StepsConfirmedOn != null),
        g.Where(o => o.StepsConfirmedOn != null).Sum(o => o.StepsCompleted + o.StepsNotApplicable),
        g.Count(o => o.PublishedRate != null),
        g.Sum(o => o.PublishedRate ?? 0),
        g.Max(o => o.PublishedAsOf));

    /// <summary>The same over operations of a past day.</summary>
    public static DepartmentSums Of(IGrouping<int?, OperationFigures> g) => new(
        g.Key,
        g.Max(o => o.DepartmentName),
        g.Count(),
        g.Count(o => o.Stage == OperationStage.Live),
        g.Count(o => o.StepsConfirmedOn is not null),
        g.Where(o => o.StepsConfirmedOn is not null).Sum(o => o.StepsCompleted + o.StepsNotApplicable),
        g.Count(o => o.PublishedRate is not null),
        g.Sum(o => o.PublishedRate ?? 0),
        g.Max(o => o.PublishedAsOf));
}

/// <summary>The figures above the list, over everything the reader may see, whatever the filter.</summary>
public sealed record OperationTotals(IReadOnlyList<DepartmentSums> Departments)
{
    public int Operations => Departments.Sum(d => d.Operations);

    public int Live => Departments.Sum(d => d.Live);

    public int Reported => Departments.Sum(d => d.Reported);

    public int Published => Departments.Sum(d => d.Published);

    public DateOnly? PublishedAsOf => Departments.Max(d => d.PublishedAsOf);

    /// <summary>Over the operations whose steps were reported here; null without any.</summary>
    public decimal? StepRate => Reported == 0 ? null : Departments.Sum(d => d.StepsDone) / (decimal)(Reported * Operation.StepCount);

    /// <summary>Mean of the published rates, as the ministry makes the city's figure.</summary>
    public decimal? PublishedRate => Published == 0 ? null : Departments.Sum(d => d.PublishedSum) / Published;

    public bool RatesDiffer => StepRate is { } own && PublishedRate is { } published && own != published;
}
