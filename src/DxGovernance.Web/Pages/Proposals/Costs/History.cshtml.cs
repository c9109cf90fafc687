using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>金額の経過: the ledger rows behind the amounts of a case, newest first; all of them or those of a line, a year, a stage.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class HistoryModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    public const int PageSize = 50;

    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    [Display(Name = "明細番号")]
    public int? Line { get; set; }

    [BindProperty(SupportsGet = true)]
    [Display(Name = "年度")]
    public int? Year { get; set; }

    [BindProperty(SupportsGet = true)]
    [Display(Name = "額の種類")]
    public AmountStage? Stage { get; set; }

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public CostView Shown { get; private set; } = null!;

    public Paged<AmountEntry> Rows { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } view)
        {
            return NotFound();
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Shown = view;
        var rows = db.AmountEntries.Where(a => a.ProposalId == view.Case.Id);
        rows = Line is { } line ? rows.Where(a => a.Line == line) : rows;
        rows = Year is { } year ? rows.Where(a => a.FiscalYear == year) : rows;
        rows = Stage is { } stage ? rows.Where(a => a.Stage == stage) : rows;
        Rows = await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.AsNoTracking(rows).OrderByDescending(a => a.RecordedAt).ThenByDescending(a => a.Id).ToPageAsync(P, PageSize, cancel);
        return Page();
    }

    public string LineName(int line) => Shown.Standing.ByLine.GetValueOrDefault(line)?.Terms.Name ?? "";
}
