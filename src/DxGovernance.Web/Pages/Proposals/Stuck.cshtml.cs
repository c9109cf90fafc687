using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>Cases that nobody could finish as things stand today: which step, and why. For those who can give roles or appoint deputies.</summary>
[Authorize(Policy = nameof(Permission.ManageDeputies))]
public sealed class StuckModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    public const int Size = 50;

    /// <summary>Page of the list, from 1.</summary>
    [FromQuery(Name = "p")]
    public int At { get; set; } = 1;

    public Actor Actor => actor;

    public DateOnly Today => clock.Today();

    public int OpenCases { get; private set; }

    /// <summary>How many cases for each step that nobody can take.</summary>
    public IReadOnlyList<(string Step, int Cases)> Steps { get; private set; } = [];

    public int Total { get; private set; }

    public IReadOnlyList<StuckCase> Stuck { get; private set; } = [];

    /// <summary>Still fine today; the nearest recorded ends leave nobody.</summary>
    public IReadOnlyList<StuckCase> Coming { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var world = (await FinishData.LoadAsync(db, Today, cancel)).World(Today);
        var all = FinishProof.Stuck(world, Today);
        (OpenCases, Total, Coming) = (world.Cases.Count, all.Count, FinishProof.Coming(world, Today));
        Steps = [.. all.GroupBy(s => s.Step).Select(g => (g.Key, g.Select(s => s.Number).Distinct().Count())).OrderByDescending(s => s.Item2)];
        At = Math.Clamp(At, 1, Math.Max(1, (Total + Size - 1) / Size));
        Stuck = [.. all.Skip((At - 1) * Size).Take(Size)];
    }
}
