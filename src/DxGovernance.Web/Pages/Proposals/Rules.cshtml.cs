using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>By which tables a case submitted today is judged; for everybody who writes or reads cases.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class RulesModel(GovernanceDbContext db, TimeProvider clock) : PageModel
{
    public Templates Rules { get; private set; } = null!;

    public FollowUpDays FollowUps { get; private set; } = null!;

    /// <summary>Versions that begin later.</summary>
    public IReadOnlyList<(TemplateKind Kind, int Number, DateOnly From)> Coming { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        Rules = await Templates.AtAsync(db, AsOf.ReportedOn(today), cancel);
        FollowUps = await FollowUpDays.OnAsync(db, today, cancel);
        var coming = await db.TemplateVersions.AsNoTracking().Where(v => v.AsOf > today).OrderBy(v => v.AsOf).ThenBy(v => v.Number)
            .Select(v => new { v.Kind, v.Number, v.AsOf }).ToListAsync(cancel);
        Coming = [.. coming.Select(v => (v.Kind, v.Number, v.AsOf))];
    }
}
