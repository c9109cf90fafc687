using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class DetailModel(GovernanceDbContext db, Actor actor, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    const int NewestChanges = 10;

    [FromRoute]
    public int Number { get; set; }

    public Actor Actor => actor;

    public DetailReading Reading { get; private set; } = null!;

    public OperationHead Head => Reading.Head;

    public Operation Operation => Head.Operation;

    public OperationFigures Figures => Reading.Figures;

    public Thresholds Thresholds => Reading.Thresholds;

    public Assessment Assessment => Reading.Assessment;

    public IReadOnlyList<PhaseSums> Phases => Reading.Phases;

    public IReadOnlyList<MilestoneLine> Milestones => Reading.Milestones;

    public IReadOnlyList<RiskLine> Risks => Reading.Risks;

    public IReadOnlyList<ChangeLine> Changes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        if (await ledgers.GetAsync((nameof(DetailReading), actor.VisibilityKey(), Number, today), () => ReadAsync(today, cancel), cancel) is not { } found)
        {
            return NotFound();
        }

        Reading = found;
        // Not every save leaves a ledger row, so the trail is read each time.
        var subject = $"operation:{Number}";
        Changes = await db.AuditEntries.Where(a => a.Subject == subject).OrderByDescending(a => a.RecordedAt).Take(NewestChanges)
            .Select(a => new ChangeLine(a.Title, a.RecordedAt, a.RecordedBy, a.RecordedTitle, a.Reason, a.Changes)).ToListAsync(cancel);
        return Page();
    }

    async Task<DetailReading?> ReadAsync(DateOnly today, CancellationToken cancel)
    {
        var head = await db.Operations.AsNoTracking().VisibleTo(actor).Where(o => o.Number == Number)
            .Select(OperationHead.From(db)).SingleOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var figures = OperationFigures.Of(head.Operation);
        var thresholds = await Thresholds.AtAsync(db, AsOf.ReportedOn(today), cancel);
        return new(
            head,
            figures,
            thresholds,
            SignalRule.Assess(figures, thresholds, today),
            await PhaseSums.Of(db, Number).ToListAsync(cancel),
            await db.Milestones.Where(m => m.OperationNumber == Number).OrderBy(m => m.Order)
                .Select(m => new MilestoneLine(m.Name, m.OriginalOn, m.BaselineOn, m.ForecastOn, m.ActualOn)).ToListAsync(cancel),
            await db.Risks.Where(r => r.OperationNumber == Number && r.IsOpen)
                .OrderByDescending(r => r.Score).ThenBy(r => r.DueOn)
                .Select(r => new RiskLine(r.Id, r.Kind, r.Title, r.Score, r.Owner, r.DueOn)).ToListAsync(cancel));
    }
}
