using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>The cost lines out to Excel and back: what a file would change is shown, and only then saved by the page of the grid. Nothing is kept between.</summary>
[Authorize(Policy = nameof(Permission.WriteProposal))]
[EnableRateLimiting(RateLimits.Heavy)]
[RequestSizeLimit(MaxRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxRequest)]
public sealed class ExcelModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    const int MaxRequest = 6 * 1024 * 1024;

    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty]
    public Form Input { get; set; } = new();

    public CostView Shown { get; private set; } = null!;

    /// <summary>What the file would change; null before it was read.</summary>
    public CostImport? Preview { get; private set; }

    /// <summary>The lines of the preview as the page of the grid takes them.</summary>
    public string Lines { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnGetFileAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        var (view, now) = (Shown, clock.GetUtcNow());
        var years = GridData.Years(view.Draft.Years, view.Case.FiscalYear);
        var bytes = await CostExchange.WriteAsync(view.Draft, view.Tables, years, $"{view.Case.Number} {view.Case.Title}", await db.People.AnyAsync(p => p.IsDemo, cancel), now, cancel);
        return File(bytes, SheetInput.MediaType, CostExchange.FileName(view.Case.Number));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        RuleViolation.Require(Shown.MayWrite, "proposal-locked", $"「{Shown.Case.State.Label()}」の案件は直せません。差戻しを受けるか、引き戻してから直してください。", "File");
        RuleViolation.Require(Input.File is not null, "import-missing", "取り込むファイルを選んでください。", "File");
        using var bytes = new MemoryStream();
        await Input.File.CopyToAsync(bytes, cancel);
        Preview = CostExchange.Read(bytes.ToArray(), Shown.Draft, Shown.Tables);
        if (Preview.Problems.Count > 0)
        {
            ModelState.AddModelError("Input.File", $"直す必要のあるセルが{Preview.Problems.Count}か所あります。下の表のセルを直して、もう一度取り込んでください。");
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }

        Lines = GridData.ToLinesJson(Preview.Lines, Shown.Tables);
        return Page();
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } view)
        {
            return false;
        }

        Shown = view;
        return true;
    }

    public sealed class Form
    {
        [Display(Name = "記入したファイル")]
        public IFormFile? File { get; set; }
    }
}
