using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Web.Pages.Risks;

public enum RiskState
{
    Open,
    Closed,
    All,
}

/// <summary>Which risks and issues a list shows and in which order; every part stands in the address.</summary>
public sealed record RiskFilter
{
    [Display(Name = "種別")]
    public RiskKind? Kind { get; init; }

    [Display(Name = "状態")]
    public RiskState State { get; init; }

    [Display(Name = "評価点（以上）")]
    public int? Score { get; init; }

    [Display(Name = "期限超過だけ")]
    public bool Overdue { get; init; }

    [Display(Name = "業務")]
    public int? Operation { get; init; }

    [Display(Name = "発生可能性")]
    public RiskLevel? Likelihood { get; init; }

    [Display(Name = "影響度")]
    public RiskLevel? Impact { get; init; }

    [Display(Name = "基準日")]
    public DateOnly? AsOf { get; init; }

    public string? Sort { get; init; }

    /// <summary>Pages from 1.</summary>
    public int P { get; init; } = 1;

    /// <summary>Without the cell of the heat table, whose counts must not follow their own choice.</summary>
    public IQueryable<Risk> Of(IQueryable<Risk> risks, DateOnly today)
    {
        risks = State switch
        {
            RiskState.Open => risks.Where(r => r.IsOpen),
            RiskState.Closed => risks.Where(r => !r.IsOpen),
            RiskState.All => risks,
        };
        risks = Kind is null ? risks : risks.Where(r => r.Kind == Kind);
        risks = Score is null ? risks : risks.Where(r => r.Score >= Score);
        risks = Operation is null ? risks : risks.Where(r => r.OperationNumber == Operation);
        return Overdue ? risks.Where(r => r.IsOpen && r.DueOn < today) : risks;
    }

    /// <summary>The same over risks of a past day.</summary>
    public IQueryable<RiskStanding> Of(IQueryable<RiskStanding> risks, DateOnly day)
    {
        risks = State switch
        {
            RiskState.Open => risks.Where(r => r.IsOpen),
            RiskState.Closed => risks.Where(r => !r.IsOpen),
            RiskState.All => risks,
        };
        risks = Kind is null ? risks : risks.Where(r => r.Kind == Kind);
        risks = Score is null ? risks : risks.Where(r => r.Score >= Score);
        risks = Operation is null ? risks : risks.Where(r => r.OperationNumber == Operation);
        return Overdue ? risks.Where(r => r.IsOpen && r.DueOn < day) : risks;
    }

    public IQueryable<RiskStanding> InCell(IQueryable<RiskStanding> risks) => risks
        .Where(r => Likelihood == null || r.Likelihood == Likelihood)
        .Where(r => Impact == null || r.Impact == Impact);

    public IQueryable<Risk> InCell(IQueryable<Risk> risks) => risks
        .Where(r => Likelihood == null || r.Likelihood == Likelihood)
        .Where(r => Impact == null || r.Impact == Impact);

    public bool HasCell(RiskLevel likelihood, RiskLevel impact) =>
        (Likelihood ?? likelihood) == likelihood && (Impact ?? impact) == impact;

    /// <summary>The part that decides which of today's risks are counted, without order, page and cell.</summary>
    public RiskFilter Population => this with { Likelihood = null, Impact = null, AsOf = null, Sort = null, P = 1 };

    public IOrderedQueryable<Risk> Sorted(IQueryable<Risk> risks)
    {
        var key = Sort?.TrimStart('-');
        Expression<Func<Risk, object?>> by = key switch
        {
            "operation" => r => r.OperationNumber,
            "kind" => r => r.Kind,
            "due" => r => r.DueOn,
            "rated" => r => r.RatedAsOf,
            _ => r => r.Score,
        };
        var down = key is null || Sort!.StartsWith('-');
        return (down ? risks.OrderByDescending(by) : risks.OrderBy(by)).ThenBy(r => r.OperationNumber).ThenBy(r => r.Id);
    }

    public IOrderedQueryable<RiskStanding> Sorted(IQueryable<RiskStanding> risks)
    {
        var key = Sort?.TrimStart('-');
        Expression<Func<RiskStanding, object?>> by = key switch
        {
            "operation" => r => r.OperationNumber,
            "kind" => r => r.Kind,
            "due" => r => r.DueOn,
            "rated" => r => r.RatedAsOf,
            _ => r => r.Score,
        };
        var down = key is null || Sort!.StartsWith('-');
        return (down ? risks.OrderByDescending(by) : risks.OrderBy(by)).ThenBy(r => r.OperationNumber).ThenBy(r => r.Id);
    }

    /// <summary>The address of the list with this filter; the page number goes.</summary>
    public string Href => "/risks" + QueryString.Create(
        new (string Key, object? Value)[]
        {
            ("state", State), ("kind", Kind), ("score", Score), ("operation", Operation), ("overdue", Overdue ? "true" : null),
            ("likelihood", Likelihood), ("impact", Impact), ("asOf", AsOf is { } day ? Wareki.Iso(day) : null), ("sort", Sort),
        }
        .Where(p => p.Value is not null)
        .Select(p => KeyValuePair.Create(p.Key, p.Value!.ToString())));

    public static string Label(RiskState state) => state switch
    {
        RiskState.Open => "未解決",
        RiskState.Closed => "解決済み",
        RiskState.All => "全て",
    };
}

/// <summary>One line of a list of risks.</summary>
public sealed record RiskRow(
    int Id,
    int Operation,
    string OperationName,
    RiskKind Kind,
    string Title,
    bool IsOpen,
    RiskLevel Likelihood,
    RiskLevel Impact,
    int Score,
    RiskResponse Response,
    string Owner,
    DateOnly? DueOn,
    DateOnly RatedAsOf,
    bool IsOverdue)
{
    public static Expression<Func<Risk, RiskRow>> Of(DateOnly today) => r => new RiskRow(
        r.Id,
        r.OperationNumber,
        r.Operation.Name,
        r.Kind,
        r.Title,
        r.IsOpen,
        r.Likelihood,
        r.Impact,
        r.Score,
        r.Response,
        r.Owner,
        r.DueOn,
        r.RatedAsOf,
        r.IsOpen && r.DueOn < today);

    /// <summary>A line of a past day.</summary>
    public static Expression<Func<RiskStanding, RiskRow>> At(DateOnly day) => r => new RiskRow(
        r.Id,
        r.OperationNumber,
        r.OperationName,
        r.Kind,
        r.Title,
        r.IsOpen,
        r.Likelihood,
        r.Impact,
        r.Score,
        r.Response,
        r.Owner,
        r.DueOn,
        r.RatedAsOf,
        r.IsOpen && r.DueOn < day);

    /// <summary>What is known now of a past day and was not reported then: empty where nothing is; null for today.</summary>
    public string? Later { get; init; }

    /// <summary>The same line with what is known now.</summary>
    public RiskRow With(RiskRow known) => this with
    {
        Later = string.Join("、", new[]
        {
            IsOpen == known.IsOpen ? null : known.StateText,
            (Likelihood, Impact) == (known.Likelihood, known.Impact) ? null : $"評価点 {known.Score}（発生可能性 {known.Likelihood.Label()}、影響度 {known.Impact.Label()}）",
            Response == known.Response ? null : $"対応方針 {known.Response.Label()}",
            Owner == known.Owner ? null : $"担当者 {(known.Owner.Length == 0 ? "－" : known.Owner)}",
            DueOn == known.DueOn ? null : $"対応期限 {(known.DueOn is { } due ? Wareki.Iso(due) : "－")}",
            RatedAsOf == known.RatedAsOf ? null : $"最後の評価 {Wareki.Iso(known.RatedAsOf)}",
        }.OfType<string>()),
    };

    public string StateText => IsOpen ? "未解決" : "解決済み";
}
