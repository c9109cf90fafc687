using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class DetailModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    const int NewestChanges = 10;

    [FromRoute]
    public int Number { get; set; }

    public Actor Actor => actor;

    public OperationHead Head { get; private set; } = null!;

    public Operation Operation => Head.Operation;

    public OperationFigures Figures { get; private set; } = null!;

    public Thresholds Thresholds { get; private set; } = null!;

    public Assessment Assessment { get; private set; } = null!;

    public IReadOnlyList<PhaseSums> Phases { get; private set; } = [];

    public IReadOnlyList<MilestoneLine> Milestones { get; private set; } = [];

    public IReadOnlyList<RiskLine> Risks { get; private set; } = [];

    public IReadOnlyList<ChangeLine> Changes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var found = await db.Operations.AsNoTracking().VisibleTo(actor).Where(o => o.Number == Number)
            .Select(OperationHead.From(db)).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return NotFound();
        }

        var now = clock.GetUtcNow();
        Head = found;
        Figures = OperationFigures.Of(found.Operation);
        Thresholds = await Thresholds.AtAsync(db, new AsOf(TokyoTime.DayOf(now), now), cancel);
        Assessment = SignalRule.Assess(Figures, Thresholds, TokyoTime.DayOf(now));
        await LoadPartsAsync(cancel);
        return Page();
    }

    async Task LoadPartsAsync(CancellationToken cancel)
    {
        var subject = $"operation:{Number}";
        Phases = await PhaseSums.Of(db, Number).ToListAsync(cancel);
        Milestones = await db.Milestones.Where(m => m.OperationNumber == Number).OrderBy(m => m.Order)
            .Select(m => new MilestoneLine(m.Name, m.OriginalOn, m.BaselineOn, m.ForecastOn, m.ActualOn)).ToListAsync(cancel);
        Risks = Figures.OpenRisks == 0 ? [] : await db.Risks.Where(r => r.OperationNumber == Number && r.IsOpen)
            .OrderByDescending(r => r.Score).ThenBy(r => r.DueOn)
            .Select(r => new RiskLine(r.Id, r.Kind, r.Title, r.Score, r.Owner, r.DueOn)).ToListAsync(cancel);
        Changes = await db.AuditEntries.Where(a => a.Subject == subject).OrderByDescending(a => a.RecordedAt).Take(NewestChanges)
            .Select(a => new ChangeLine(a.Title, a.RecordedAt, a.RecordedBy, a.RecordedTitle, a.Reason, a.Changes)).ToListAsync(cancel);
    }
}
