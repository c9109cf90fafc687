using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>Everything that happened to a case, with names and titles as they were, and how long each state lasted.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class HistoryModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    public CasePage Shown { get; private set; } = null!;

    public IReadOnlyList<StepLine> Transitions { get; private set; } = [];

    public IReadOnlyList<CorrectionLine> Corrections { get; private set; } = [];

    public bool ReadsConfidential { get; private set; }

    public IReadOnlyList<TrailLine> Trail { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } page)
        {
            return NotFound();
        }

        Shown = page;
        var readings = Confidential.Readings(db, page);
        var rest = await db.Proposals.AsNoTracking().Where(p => p.Id == page.Case.Id).Select(p => new
        {
            IsRead = readings.Any(),
            Steps = db.ProposalTransitions.Where(t => t.ProposalId == p.Id).OrderByDescending(t => t.Id)
                .Select(t => new { Step = t, Read = db.AfterReadings.Where(a => a.TransitionId == t.Id).OrderBy(a => a.Id).FirstOrDefault() }).ToList(),
            Corrections = db.CorrectionEntries.Where(e => e.Correction.ProposalId == p.Id).OrderByDescending(e => e.Id)
                .Select(e => new CorrectionLine(e, e.Correction)).ToList(),
        }).AsSingleQuery().SingleAsync(cancel);
        (Corrections, ReadsConfidential) = (rest.Corrections, page.IsOwn || rest.IsRead);
        Transitions = [.. rest.Steps.Select(s => new StepLine(s.Step, s.Read is { } a ? $"{Wareki.Iso(a.AsOf)} {a.RecordedBy} 後閲" : null))];
        Trail = await db.AuditEntries.AsNoTracking().Where(a => a.Subject == page.Case.Subject).OrderByDescending(a => a.RecordedAt).Take(50)
            .Select(a => new TrailLine(a.Id, a.Title, a.RecordedAt, a.RecordedBy, a.OnBehalfOf, a.Reason)).ToListAsync(cancel);
        return Page();
    }
}

/// <summary>One entry of the audit trail of a case.</summary>
public sealed record TrailLine(long Id, string Title, DateTimeOffset At, string By, string? OnBehalfOf, string? Reason);

/// <summary>A step with when its principal read it afterwards.</summary>
public sealed record StepLine(ProposalTransition Step, string? ReadAfterwards);

/// <summary>A correction proposed, confirmed or refused.</summary>
public sealed record CorrectionLine(CorrectionEntry Entry, Correction Correction);
