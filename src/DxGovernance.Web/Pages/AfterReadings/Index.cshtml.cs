using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.AfterReadings;

/// <summary>後閲: what deputies did in the name of the person, until they have read it.</summary>
[Authorize(Policy = nameof(Permission.SeeHome))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    [BindProperty, Display(Name = "所見（任意）"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Comment { get; set; }

    public Paged<Row> Rows { get; private set; } = null!;

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        var step = await db.ProposalTransitions.Include(t => t.Proposal).SingleOrDefaultAsync(t => t.Id == id && t.OnBehalfOfId == actor.PersonId, cancel);
        if (step is null)
        {
            return NotFound();
        }

        // Pressed twice it is the same reading; a page that was left open must not write a second row.
        if (!await db.AfterReadings.AnyAsync(a => a.TransitionId == id, cancel))
        {
            db.AfterReadings.Add(new AfterReading(step, actor, clock.GetUtcNow(), Comment));
            await db.SaveAsync(actor, new Act("後閲", step.Proposal.Subject, step.Proposal.Caption, $"{step.RecordedBy}による「{step.Label}」"), clock.GetUtcNow(), cancel);
        }

        TempData["Success"] = $"{step.Proposal.Caption}の「{step.Label}」（代理 {step.RecordedBy}）を後閲しました。";
        return RedirectToPage(new { p = PageNumber > 1 ? PageNumber : (int?)null });
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Rows = await (
            from t in db.ProposalTransitions.AsNoTracking()
            where t.OnBehalfOfId == actor.PersonId && !db.AfterReadings.Any(a => a.TransitionId == t.Id)
            orderby t.RecordedAt
            select new Row(t.Id, t.Proposal.Number, t.Proposal.Title, t.Proposal.DepartmentName, t.Gate, t.Label, t.Result, t.RecordedAt, t.RecordedBy, t.RecordedTitle, t.Reason))
            .ToPageAsync(PageNumber, Paged<Row>.DefaultSize, cancel);
        return true;
    }

    public sealed record Row(
        long Id, string Number, string Title, string DepartmentName, Gate Gate, string Label, string Result, DateTimeOffset At, string By, string ByTitle, string? Comment);
}
