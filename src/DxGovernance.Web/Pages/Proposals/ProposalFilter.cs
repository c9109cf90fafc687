using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using DxGovernance.Core.Api;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Route = DxGovernance.Core.Proposals.Route;

namespace DxGovernance.Web.Pages.Proposals;

public enum ProposalScope
{
    Mine,
    Own,
    All,
}

/// <summary>Which cases the list shows and in which order; every part stands in the address.</summary>
public sealed record ProposalFilter
{
    public const string Newest = "-number";

    [Display(Name = "範囲")]
    public ProposalScope? Scope { get; init; }

    [Display(Name = "言葉"), MaxLength(SearchText.QueryMaxLength)]
    public string? Q { get; init; }

    [Display(Name = "状況")]
    public StateGroup? Group { get; init; }

    [Display(Name = "状態")]
    public ProposalState? State { get; init; }

    [Display(Name = "協議段階")]
    public Gate? Gate { get; init; }

    [Display(Name = "案件区分")]
    public ProposalClass? Class { get; init; }

    [Display(Name = "経路")]
    public Route? Route { get; init; }

    [Display(Name = "年度")]
    public int? Year { get; init; }

    [Display(Name = "所管課")]
    public int? Department { get; init; }

    [Display(Name = "期限を過ぎた条件・照会があるものだけ")]
    public bool Overdue { get; init; }

    [Display(Name = "自分の番のものだけ")]
    public bool Turn { get; init; }

    [Display(Name = "基準日")]
    public DateOnly? AsOf { get; init; }

    [Display(Name = "並び順")]
    public string? Sort { get; init; }

    [Display(Name = "ページ")]
    public int P { get; init; } = 1;

    public bool Narrows => !string.IsNullOrWhiteSpace(Q) || Group is not null || State is not null || Year is not null || Department is not null || NeedsWhole;

    /// <summary>Asks for what other departments do not share: their cases are left out, or the filter would tell it.</summary>
    public bool NeedsWhole => Gate is not null || Class is not null || Route is not null || Overdue || Turn;

    public ProposalScope ScopeFor(Actor actor) => Scope ?? (actor.Can(Permission.SeeAllProposals) ? ProposalScope.All : ProposalScope.Own);

    public IQueryable<Proposal> Apply(IQueryable<Proposal> proposals, Actor actor, DateOnly today)
    {
        var scope = ScopeFor(actor);
        var (me, own) = (actor.PersonId ?? 0, actor.DepartmentIds);
        proposals = scope == ProposalScope.All && !NeedsWhole ? proposals.KnownTo(actor) : proposals.VisibleTo(actor);
        proposals = scope switch
        {
            ProposalScope.Mine => proposals.Where(p => p.AuthorIds.Contains(me)),
            ProposalScope.Own => proposals.Where(p => own.Contains(p.DepartmentId)),
            ProposalScope.All => proposals,
        };
        proposals = Group is { } group ? Among(proposals, group.States()) : proposals;
        proposals = State is { } state ? proposals.Where(p => p.State == state) : proposals;
        proposals = Gate is { } gate ? proposals.Where(p => p.Gate == gate) : proposals;
        proposals = Class is { } @class ? proposals.Where(p => p.Class == @class) : proposals;
        proposals = Route is { } route ? proposals.Where(p => p.Route == route) : proposals;
        proposals = Year is { } year ? proposals.Where(p => p.FiscalYear == year) : proposals;
        proposals = Department is { } department ? proposals.Where(p => p.DepartmentId == department) : proposals;
        proposals = Overdue ? proposals.Where(p => p.ConditionDueOn < today || p.QuestionDueOn < today) : proposals;
        proposals = Turn ? proposals.WaitingFor(actor) : proposals;
        return proposals.Found(SearchWords.Of(Q), actor);
    }

    /// <summary>What is asked for and not known of a past day; the names of the fields.</summary>
    public IEnumerable<string> NotOfThePast() => new (string Name, bool Asked)[]
    {
        ("協議段階", Gate is not null), ("案件区分", Class is not null), ("経路", Route is not null), ("期限を過ぎた条件・照会があるものだけ", Overdue), ("自分の番のものだけ", Turn),
    }.Where(f => f.Asked).Select(f => f.Name);

    /// <summary>Cases of a past day: the state is that of the day, the words are sought in what is written today; only cases that the actor may open.</summary>
    public IQueryable<Proposal> Apply(IQueryable<Proposal> proposals, GovernanceDbContext db, Core.Ledger.AsOf past, Actor actor)
    {
        var now = this with { State = null, Group = null };
        proposals = now.Apply(proposals.VisibleTo(actor), actor, past.Day);
        proposals = Group is { } group ? proposals.InState(db, past, group.States()) : proposals;
        return State is { } state ? proposals.InState(db, past, [state]) : proposals;
    }

    public IQueryable<Proposal> Ordered(IQueryable<Proposal> proposals, Actor actor)
    {
        var (all, own) = (actor.Can(Permission.SeeAllProposals), actor.DepartmentIds);
        return (Sort ?? Newest).TrimStart('-') switch
        {
            "title" => By(proposals, p => p.Title),
            "department" => By(proposals, p => p.DepartmentName),
            "state" => By(proposals, p => p.State.ToString()),
            // What is not shown must not be told by the order either: cases of others stand last.
            "since" => all ? By(proposals, p => p.StateSince) : By(proposals, p => own.Contains(p.DepartmentId) ? (DateTimeOffset?)p.StateSince : null),
            "gate" => By(proposals, p => all || own.Contains(p.DepartmentId) ? p.Gate.ToString() : null),
            "class" => By(proposals, p => all || own.Contains(p.DepartmentId) ? p.Class.ToString() : null),
            "route" => By(proposals, p => all || own.Contains(p.DepartmentId) ? p.Route.ToString() : null),
            "amount" => By(proposals, p => all || own.Contains(p.DepartmentId) ? p.Amount : null),
            "due" => By(proposals, p => all || own.Contains(p.DepartmentId) ? p.ConditionDueOn : null),
            _ => IsDown ? proposals.OrderByDescending(p => p.FiscalYear).ThenByDescending(p => p.Serial) : proposals.OrderBy(p => p.FiscalYear).ThenBy(p => p.Serial),
        };
    }

    /// <summary>The address of the list with this filter; the page number goes.</summary>
    public string Href => "/proposals" + QueryString.Create(
        new (string Key, object? Value)[]
        {
            ("scope", Scope), ("q", Q), ("group", Group), ("state", State), ("gate", Gate), ("class", Class), ("route", Route), ("year", Year),
            ("department", Department), ("asOf", AsOf is { } day ? Wareki.Iso(day) : null), ("overdue", Overdue ? "true" : null), ("turn", Turn ? "true" : null), ("sort", Sort),
        }
        .Where(p => p.Value is not null)
        .Select(p => KeyValuePair.Create(p.Key, p.Value!.ToString())));

    public static string Label(ProposalScope scope) => scope switch
    {
        ProposalScope.Mine => "自分の案件",
        ProposalScope.Own => "所管の案件",
        ProposalScope.All => "全ての案件",
    };

    bool IsDown => (Sort ?? Newest).StartsWith('-');

    IQueryable<Proposal> By<TKey>(IQueryable<Proposal> proposals, Expression<Func<Proposal, TKey>> key)
    {
        var isNullable = default(TKey) is null && typeof(TKey) != typeof(string) || key.Body is ConditionalExpression;
        var unknown = isNullable ? Expression.Lambda<Func<Proposal, bool>>(Expression.Equal(key.Body, Expression.Constant(null, typeof(TKey))), key.Parameters) : null;
        // What is not known stands last, whichever way the list is sorted.
        var ordered = unknown is null
            ? IsDown ? proposals.OrderByDescending(key) : proposals.OrderBy(key)
            : IsDown ? proposals.OrderBy(unknown).ThenByDescending(key) : proposals.OrderBy(unknown).ThenBy(key);
        return ordered.ThenByDescending(p => p.FiscalYear).ThenByDescending(p => p.Serial);
    }

    static IQueryable<Proposal> Among(IQueryable<Proposal> proposals, ProposalState[] states) => proposals.Where(p => states.Contains(p.State));
}
