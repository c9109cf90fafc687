using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Api;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>案件の状況: all open cases by state with their age, and how long each state takes; now or as it was reported on a past day.</summary>
[Authorize(Policy = nameof(Permission.SeeAllProposals))]
public sealed class BoardModel(GovernanceDbContext db, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    public const int Most = 10;

    /// <summary>Later records that are shown.</summary>
    public const int MostChanges = 20;

    public static IReadOnlyList<ProposalState> States { get; } = [.. Enum.GetValues<ProposalState>().Where(s => !s.IsOver())];

    [BindProperty(SupportsGet = true), Display(Name = "基準日")]
    public DateOnly? AsOf { get; set; }

    public IReadOnlyDictionary<ProposalState, Column> Columns { get; private set; } = null!;

    public IReadOnlyList<LeadTime> LeadTimes { get; private set; } = [];

    /// <summary>The past day shown, as it was reported then; null for today.</summary>
    public AsOf? Past { get; private set; }

    /// <summary>Where the past day is known otherwise now, at most one more than <see cref="MostChanges"/>.</summary>
    public IReadOnlyList<StateChange> Later { get; private set; } = [];

    public IReadOnlyDictionary<string, CaseName> Names { get; private set; } = new Dictionary<string, CaseName>();

    public DateOnly Today => clock.Today();

    public DateOnly Day => Past?.Day ?? Today;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Past = this.PastPoint(AsOf, Today);
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        if (Past is { } past)
        {
            await LoadPastAsync(past, cancel);
            return;
        }

        Columns = await ledgers.UntilSavedAsync(nameof(Columns), () => ReadAsync(cancel), cancel);
        LeadTimes = await ledgers.UntilSavedAsync((nameof(LeadTime), Today), () => LeadTime.OfYearBeforeAsync(db, Today, cancel), cancel);
    }

    public int Age(DateTimeOffset since) => Day.DayNumber - TokyoTime.DayOf(since).DayNumber;

    /// <summary>The address of the list of cases in a state, of the same day.</summary>
    public string ListOf(ProposalState state) =>
        (Past is { } past ? new ProposalFilter { Scope = ProposalScope.All, State = state, AsOf = past.Day } : new ProposalFilter { Scope = ProposalScope.All, State = state, Sort = "since" }).Href;

    async Task LoadPastAsync(AsOf past, CancellationToken cancel)
    {
        var columns = await StatesAsOf.Rows(db, db.Proposals.AsNoTracking(), past).Where(s => States.Contains(s.State)).GroupBy(s => s.State)
            .Select(g => new { g.Key, Count = g.Count(), Oldest = g.OrderBy(s => s.Since).Take(Most).ToList() }).ToDictionaryAsync(g => g.Key, cancel);
        Later = await StatesAsOf.Changes(db, db.Proposals.AsNoTracking(), past, past with { KnownAt = clock.GetUtcNow() }).Take(MostChanges + 1).ToListAsync(cancel);
        LeadTimes = await LeadTime.OfYearBeforeAsync(db, past.Day, cancel);
        var numbers = columns.Values.SelectMany(c => c.Oldest).Select(s => s.CaseNumber).Union(Later.Select(c => c.CaseNumber)).ToArray();
        Names = await CasesAsOf.NamesAsync(db, db.Proposals.Where(p => numbers.Contains(p.Number)), past, cancel);
        Columns = States.ToDictionary(
            s => s,
            s => columns.TryGetValue(s, out var column) ? new Column(column.Count, [.. column.Oldest.Select(o => CardOf(o, Names[o.CaseNumber]))]) : new Column(0, []));
    }

    static Card CardOf(StateStanding at, CaseName name) =>
        new() { Number = at.CaseNumber, Title = name.Title, DepartmentName = name.DepartmentName, State = at.State, Since = at.Since };

    async Task<IReadOnlyDictionary<ProposalState, Column>> ReadAsync(CancellationToken cancel)
    {
        var counts = await db.Proposals.GroupBy(p => p.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        // Ten rows of each state by its index; a window over all cases would grow with them.
        var oldest = await States.Select(s => db.Proposals.AsNoTracking().Where(p => p.State == s).OrderBy(p => p.StateSince).Take(Most).Select(Card.Of))
            .Aggregate((all, next) => all.Concat(next)).ToListAsync(cancel);
        return States.ToDictionary(s => s, s => new Column(counts.GetValueOrDefault(s), [.. oldest.Where(c => c.State == s).OrderBy(c => c.Since)]));
    }

    public sealed record Column(int Count, IReadOnlyList<Card> Oldest);

    public sealed record Card
    {
        public string Number { get; init; } = "";

        public string Title { get; init; } = "";

        public string DepartmentName { get; init; } = "";

        public ProposalState State { get; init; }

        public DateTimeOffset Since { get; init; }

        public static System.Linq.Expressions.Expression<Func<Proposal, Card>> Of { get; } = p => new Card
        {
            Number = p.Number,
            Title = p.Title,
            DepartmentName = p.DepartmentName,
            State = p.State,
            Since = p.StateSince,
        };
    }
}
