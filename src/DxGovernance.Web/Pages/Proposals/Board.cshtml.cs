using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>案件の状況: all open cases by state with their age, and how long each state takes.</summary>
[Authorize(Policy = nameof(Permission.SeeAllProposals))]
public sealed class BoardModel(GovernanceDbContext db, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    public const int Most = 10;

    public static IReadOnlyList<ProposalState> States { get; } = [.. Enum.GetValues<ProposalState>().Where(s => !s.IsOver())];

    public IReadOnlyDictionary<ProposalState, Column> Columns { get; private set; } = null!;

    public IReadOnlyList<LeadTime> LeadTimes { get; private set; } = [];

    public DateOnly Today => clock.Today();

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Columns = await ledgers.UntilSavedAsync(nameof(Columns), () => ReadAsync(cancel), cancel);
        LeadTimes = await ledgers.UntilSavedAsync((nameof(LeadTime), Today), () => LeadTime.OfYearBeforeAsync(db, Today, cancel), cancel);
    }

    public int Age(DateTimeOffset since) => Today.DayNumber - TokyoTime.DayOf(since).DayNumber;

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
