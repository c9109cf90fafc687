using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>What the list of operations is narrowed to and ordered by; lives in the address.</summary>
public sealed record OperationFilter
{
    public const int TextLimit = 100;

    /// <summary>The three orders the nation's papers use.</summary>
    public static readonly (string Key, string Text)[] Orders = [("number", "政令順"), ("mic", "総務省順"), ("digital", "デジタル庁順")];

    [Display(Name = "業務名・別名"), MaxLength(TextLimit)]
    public string? Q { get; init; }

    [Display(Name = "段階")]
    public OperationStage? Stage { get; init; }

    [Display(Name = "特定移行")]
    public bool? Special { get; init; }

    [Display(Name = "所管課")]
    public int? Department { get; init; }

    [Display(Name = "市の期限を過ぎる見込みだけ")]
    public bool Late { get; init; }

    [Display(Name = "基準日")]
    public DateOnly? AsOf { get; init; }

    [Display(Name = "並び順")]
    public string? Sort { get; init; }

    [Display(Name = "ページ")]
    public int P { get; init; } = 1;

    public bool Narrows => !string.IsNullOrWhiteSpace(Q) || Stage is not null || Special is not null || Department is not null || Late;

    public IQueryable<Operation> Apply(IQueryable<Operation> operations)
    {
        foreach (var word in Operation.SearchKey(Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            operations = operations.Where(o => o.SearchText.Contains(word));
        }

        operations = Stage is { } stage ? operations.Where(o => o.Stage == stage) : operations;
        operations = Special is { } special ? operations.Where(o => o.IsSpecialTransition == special) : operations;
        operations = Department is { } department ? operations.Where(o => o.DepartmentId == department) : operations;
        operations = Late ? operations.Where(o => o.Stage != OperationStage.Live && o.GoLiveForecast > o.CityDeadline) : operations;
        return Order(operations);
    }

    /// <summary>The same over rows of a past day; the words are sought in the names of today.</summary>
    public IEnumerable<OperationRow> Apply(IEnumerable<PastOperation> operations)
    {
        var words = Operation.SearchKey(Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = operations.Where(o => words.All(w => o.SearchText.Contains(w, StringComparison.Ordinal))
            && (Stage is null || o.Row.Stage == Stage)
            && (Special is null || o.Row.IsSpecialTransition == Special)
            && (Department is null || o.DepartmentId == Department)
            && (!Late || (o.Row.Stage != OperationStage.Live && o.Row.Margin < 0))).Select(o => o.Row);
        return Sort?.TrimStart('-') switch
        {
            "mic" => By(found, o => o.MicOrder),
            "digital" => By(found, o => o.DigitalAgencyOrder),
            "name" => By(found, o => o.Name),
            "department" => By(found, o => o.DepartmentName),
            "stage" => By(found, o => o.Stage.ToString()),
            "special" => By(found, o => !o.IsSpecialTransition),
            "live" => By(found, o => o.LiveOrForecastOn),
            "margin" => By(found, o => o.Margin),
            "steps" => By(found, o => o.StepsDone),
            "published" => By(found, o => o.PublishedRate),
            "risks" => By(found, o => o.OpenRisks),
            "confirmed" => By(found, o => o.ConfirmedOn),
            _ => By(found, o => o.Number),
        };
    }

    IEnumerable<OperationRow> By<TKey>(IEnumerable<OperationRow> rows, Func<OperationRow, TKey> key)
    {
        // Words in the order of their code points, as the database sorts them.
        var order = typeof(TKey) == typeof(string) ? (IComparer<TKey>)(object)StringComparer.Ordinal : Comparer<TKey>.Default;
        var known = rows.OrderBy(r => key(r) is null);
        return (Sort?.StartsWith('-') == true ? known.ThenByDescending(key, order) : known.ThenBy(key, order)).ThenBy(r => r.Number);
    }

    IQueryable<Operation> Order(IQueryable<Operation> operations) => Sort?.TrimStart('-') switch
    {
        "mic" => By(operations, o => (int?)o.MicOrder),
        "digital" => By(operations, o => (int?)o.DigitalAgencyOrder),
        "name" => By(operations, o => o.Name),
        "department" => By(operations, o => o.DepartmentName),
        "stage" => By(operations, o => o.Stage.ToString()),
        "special" => By(operations, o => (bool?)!o.IsSpecialTransition),
        "live" => By(operations, o => o.LiveOn ?? o.GoLiveActual ?? o.GoLiveForecast),
        "margin" => By(operations, OperationRow.MarginOf),
        "steps" => By(operations, o => o.StepsConfirmedOn == null ? null : (int?)(o.StepsCompleted + o.StepsNotApplicable)),
        "published" => By(operations, o => o.PublishedRate),
        "risks" => By(operations, o => (int?)o.OpenRisks),
        "confirmed" => By(operations, OperationRow.ConfirmedOnOf),
        _ => By(operations, o => (int?)o.Number),
    };

    IQueryable<Operation> By<TKey>(IQueryable<Operation> operations, Expression<Func<Operation, TKey>> key)
    {
        // What is not known stands last, whichever way the list is sorted.
        var unknown = Expression.Lambda<Func<Operation, bool>>(Expression.Equal(key.Body, Expression.Constant(null, typeof(TKey))), key.Parameters);
        var known = operations.OrderBy(unknown);
        return (Sort?.StartsWith('-') == true ? known.ThenByDescending(key) : known.ThenBy(key)).ThenBy(o => o.Number);
    }
}
