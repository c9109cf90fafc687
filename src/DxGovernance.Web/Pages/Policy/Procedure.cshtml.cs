using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Policy;

/// <summary>One procedure: its state, the form to record another, and every entry before.</summary>
[Authorize(Policy = nameof(Permission.SeePolicy))]
public sealed class ProcedureModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute(Name = "procedure")]
    public string Code { get; set; } = "";

    [BindProperty]
    public Form Input { get; set; } = new();

    public OnlineProcedure Procedure { get; private set; } = null!;

    public IReadOnlyList<ProcedureEntry> Entries { get; private set; } = [];

    public bool MayEdit => actor.Can(Permission.EditPolicy);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        (Input.State, Input.Name, Input.Evidence, Input.AsOf) = (Procedure.State, Procedure.Name, Procedure.Evidence, clock.Today());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.OnlineProcedures.FirstOrDefaultAsync(p => p.Code == Code, cancel) is not { } procedure)
        {
            return NotFound();
        }

        actor.Require(Permission.EditPolicy, null);
        if (procedure.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        var now = clock.GetUtcNow();
        var point = new AsOf(Input.AsOf, TokyoTime.EndOf(clock.Today()));
        var was = await db.ProcedureEntries.AsNoTracking().At(point).NewestFirst().Where(e => e.ProcedureId == procedure.Id)
            .Select(e => new ProcedureInput(e.Name, e.State, e.Evidence)).FirstOrDefaultAsync(cancel);
        var isPast = Input.AsOf < procedure.ChangedAsOf;
        procedure.Change(new(Input.Name!, Input.State!.Value, Input.Evidence ?? ""), Input.Reason, was, actor, now, Input.AsOf);
        Change[] changes = isPast ? [new(procedure.Caption, $"{Wareki.Iso(Input.AsOf)}の状態（過去の訂正）", was?.State.Label(), Input.State.Value.Label())] : [];
        await db.SaveAsync(actor, new Act("手続のオンライン化の記録", procedure.Subject, procedure.Caption, Input.Reason, changes), now, cancel);
        TempData["Success"] = isPast ? $"{Wareki.Both(Input.AsOf)}の状態の訂正を記録しました。今の状態は変わりません。" : $"「{procedure.Name}」を「{procedure.State.Label()}」と記録しました。";
        return Redirect($"/policy/procedures/{Code}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.OnlineProcedures.AsNoTracking().FirstOrDefaultAsync(p => p.Code == Code, cancel) is not { } found)
        {
            return false;
        }

        Procedure = found;
        Entries = await db.ProcedureEntries.AsNoTracking().Where(e => e.ProcedureId == found.Id).NewestFirst().ToListAsync(cancel);
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? found.Version : Input.Version;
        return true;
    }

    public sealed class Form
    {
        [Display(Name = "状態")]
        [Required]
        [EnumDataType(typeof(OnlineState))]
        public OnlineState? State { get; set; }

        [Display(Name = "手続名")]
        [Required]
        [MaxLength(OnlineProcedure.NameMaxLength)]
        public string? Name { get; set; }

        [Display(Name = "根拠")]
        [MaxLength(OnlineProcedure.EvidenceMaxLength)]
        public string? Evidence { get; set; }

        [Display(Name = "変わった日")]
        public DateOnly AsOf { get; set; }

        [Display(Name = "理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        public uint Version { get; set; }
    }
}
