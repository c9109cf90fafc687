using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Retention;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>保存期間: how long each kind of record is kept, what is never disposed of and why, and how the periods came about.</summary>
[Authorize(Policy = nameof(Permission.SeeRetention))]
public sealed class RetentionModel(GovernanceDbContext db, Actor actor) : PageModel
{
    public IReadOnlyList<RetentionEntry> Periods { get; private set; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<RetentionEntry> History { get; private set; } = [];

    /// <summary>Disposals that wait for their approval.</summary>
    public int Waiting { get; private set; }

    public bool MayEdit => actor.Can(Permission.ManageRetention);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        History = await db.RetentionEntries.AsNoTracking().NewestFirst().ToListAsync(cancel);
        Periods = RetentionPeriods.Newest(History);
        Waiting = await db.Disposals.CountAsync(d => d.State == DisposalState.Proposed, cancel);
    }
}
