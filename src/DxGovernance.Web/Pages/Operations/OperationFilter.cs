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
