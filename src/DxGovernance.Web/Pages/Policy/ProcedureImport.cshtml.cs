using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Exchange;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Policy;

/// <summary>The list of procedures from a file, in two steps: what it would change is shown, and only then saved. Between them nothing is kept on the server.</summary>
[Authorize(Policy = nameof(Permission.EditPolicy))]
[EnableRateLimiting(RateLimits.Heavy)]
[RequestSizeLimit(MaxRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxRequest)]
public sealed class ProcedureImportModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    const int MaxRequest = 6 * 1024 * 1024;

    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>Rows that were shown to change something; checked anew before they are taken in.</summary>
    [BindProperty]
    public string? Lines { get; set; }

    /// <summary>Of the list beside which the changes were shown.</summary>
    [BindProperty]
    public string? Mark { get; set; }

    /// <summary>What the file would change; null before it was read.</summary>
    public ProcedureImport? Preview { get; private set; }

    public IReadOnlyList<ExchangeProblem> Problems { get; private set; } = [];

    public string NewMark { get; private set; } = "";

    public void OnGet()
    {
    }

    /// <summary>Reads the file and shows what it would change, or every cell that is wrong.</summary>
    public async Task<IActionResult> OnPostUploadAsync(CancellationToken cancel)
    {
        RuleViolation.Require(Input.File is not null, "import-missing", "取り込むファイルを選んでください。", "File");
        using var bytes = new MemoryStream();
        await Input.File.CopyToAsync(bytes, cancel);
        var known = await KnownAsync(tracked: false, cancel);
        var import = (await ExchangeAsync(known, cancel)).ReadFile(bytes.ToArray());
        if (import.Problems.Count > 0)
        {
            ModelState.AddModelError("Input.File", $"直す必要のあるセルが{import.Problems.Count}か所あります。下の表のセルを直して、もう一度取り込んでください。");
            Problems = import.Problems;
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }

        (Preview, NewMark) = (import, ProcedureExchange.Mark(known));
        // The rows of an earlier preview must not stand in the field of this one.
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancel)
    {
        var lines = ProcedureImport.Lines(Lines);
        var known = await KnownAsync(tracked: true, cancel);
        RuleViolation.Require(
            ProcedureExchange.Mark(known) == Mark, "import-stale", "内容を確かめている間に、手続の一覧が変わりました。ファイルをもう一度取り込んで、変わる内容を確かめてください。", "File");
        var exchange = await ExchangeAsync(known, cancel);
        var import = exchange.Check(lines);
        RuleViolation.Require(import.Problems.Count == 0 && import.Changes.Count > 0, "import-changed", "確かめた内容を取り込めません。ファイルをもう一度取り込んでください。", "File");
        var now = clock.GetUtcNow();
        db.OnlineProcedures.AddRange(exchange.Apply(import.Changes, actor, now));
        Change[] changes = [.. import.Changes.Select(c => new Change($"{c.Code ?? "新規"} {c.After.Name}", $"{Wareki.Iso(c.AsOf)}の状態", c.Before?.State.Label(), c.After.State.Label()))];
        await db.SaveAsync(actor, new Act("手続の取込み", "procedures", $"{import.Changes.Count}件", null, changes), now, cancel);
        TempData["Success"] = $"{import.Changes.Count}件を取り込みました。";
        return Redirect("/policy/procedures");
    }

    public Task<bool> LoadAsync(CancellationToken cancel) => Task.FromResult(true);

    async Task<List<OnlineProcedure>> KnownAsync(bool tracked, CancellationToken cancel) =>
        await (tracked ? db.OnlineProcedures : db.OnlineProcedures.AsNoTracking()).InOrder().ToListAsync(cancel);

    async Task<ProcedureExchange> ExchangeAsync(IReadOnlyList<OnlineProcedure> known, CancellationToken cancel) =>
        new(known, await PolicyLedger.ReadProceduresAsync(db, new AsOf(clock.Today(), DateTimeOffset.MaxValue), cancel), clock.Today());

    public sealed class Form
    {
        [Display(Name = "手続の一覧のファイル")]
        public IFormFile? File { get; set; }
    }
}
