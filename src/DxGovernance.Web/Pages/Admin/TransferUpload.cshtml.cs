using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Exchange;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Organization.Transfers;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>The table of a transfer out and in. What is taken in is only the plan; roles stay as they are.</summary>
[Authorize(Policy = nameof(Permission.ManageRoles))]
[EnableRateLimiting(RateLimits.Heavy)]
[RequestSizeLimit(MaxRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxRequest)]
public sealed class TransferUploadModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    const int MaxRequest = 6 * 1024 * 1024;

    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Transfer Transfer { get; private set; } = null!;

    public IReadOnlyList<ExchangeProblem> Problems { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await TransferActs.FindAsync(db, Id, cancel) is not { } transfer)
        {
            return NotFound();
        }

        RuleViolation.Require(Input.File is not null, "import-missing", "取り込むファイルを選んでください。", "File");
        using var bytes = new MemoryStream();
        await Input.File.CopyToAsync(bytes, cancel);
        var file = TransferSheet.ReadFile(bytes.ToArray(), await TransferGround.LoadAsync(db, cancel), transfer.EffectiveOn);
        if (file.Problems.Count > 0)
        {
            db.ChangeTracker.Clear();
            await LoadAsync(cancel);
            ModelState.AddModelError("Input.File", $"直す必要のあるセルが{file.Problems.Count}か所あります。下の表のセルを直して、もう一度取り込んでください。");
            Problems = file.Problems;
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }

        db.RemoveRange(transfer.Fill(file.Moves, actor));
        await db.SaveAsync(actor, new Act("人事異動の取込み", TransferActs.Subject(transfer), transfer.Name, $"{file.Moves.Count}行"), clock.GetUtcNow(), cancel);
        TempData["Success"] = $"{file.Moves.Count}行を取り込みました（変わらない行 {file.Same}）。{string.Concat(file.Notices)}今の役割は変わっていません。";
        return Redirect(TransferActs.Href(transfer));
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Transfer = (await db.Transfers.AsNoTracking().FirstOrDefaultAsync(t => t.Id == Id, cancel))!;
        return Transfer is not null;
    }

    public sealed class Form
    {
        [Display(Name = "人事異動の表")]
        public IFormFile? File { get; set; }
    }
}
