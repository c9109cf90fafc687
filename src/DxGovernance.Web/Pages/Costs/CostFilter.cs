using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Web.Pages.Costs;

/// <summary>Which cases the list of costs shows; every part stands in the address.</summary>
public sealed record CostFilter
{
    [Display(Name = "案件の年度")]
    public int? Year { get; init; }

    [Display(Name = "所管課")]
    public int? Department { get; init; }

    [Display(Name = "状況")]
    public StateGroup? Group { get; init; }

    [Display(Name = "減額のあるものだけ")]
    public bool Cut { get; init; }

    [Display(Name = "基準日")]
    public DateOnly? AsOf { get; init; }

    [Display(Name = "並び順")]
    public string? Sort { get; init; }

    [Display(Name = "ページ")]
    public int P { get; init; } = 1;

    public bool Narrows => Year is not null || Department is not null || Group is not null || Cut;

    public IQueryable<Proposal> Apply(IQueryable<Proposal> proposals, Actor actor)
    {
        proposals = proposals.VisibleTo(actor).Where(p => p.RequestedCost != null);
        proposals = Year is { } year ? proposals.Where(p => p.FiscalYear == year) : proposals;
        proposals = Department is { } department ? proposals.Where(p => p.DepartmentId == department) : proposals;
        if (Group is { } group)
        {
            var states = group.States();
            proposals = proposals.Where(p => states.Contains(p.State));
        }

        return Cut ? proposals.Where(p => p.AssessedCost < p.RequestedCost - p.UnassessedCost) : proposals;
    }

    public IQueryable<Proposal> Ordered(IQueryable<Proposal> proposals) => (Sort ?? "-number").TrimStart('-') switch
    {
        "title" => By(proposals, p => p.Title),
        "department" => By(proposals, p => p.DepartmentName),
        "requested" => By(proposals, p => p.RequestedCost ?? 0),
        "assessed" => By(proposals, p => p.AssessedCost ?? 0),
        "decided" => By(proposals, p => p.DecidedCost ?? 0),
        "contracted" => By(proposals, p => p.ContractedCost ?? 0),
        "actual" => By(proposals, p => p.ActualCost ?? 0),
        "cut" => By(proposals, p => p.RequestedCost - p.UnassessedCost - (p.AssessedCost ?? 0)),
        _ => IsDown ? proposals.OrderByDescending(p => p.FiscalYear).ThenByDescending(p => p.Serial) : proposals.OrderBy(p => p.FiscalYear).ThenBy(p => p.Serial),
    };

    bool IsDown => (Sort ?? "-number").StartsWith('-');

    IQueryable<Proposal> By<TKey>(IQueryable<Proposal> proposals, Expression<Func<Proposal, TKey>> key) =>
        (IsDown ? proposals.OrderByDescending(key) : proposals.OrderBy(key)).ThenByDescending(p => p.FiscalYear).ThenByDescending(p => p.Serial);
}
