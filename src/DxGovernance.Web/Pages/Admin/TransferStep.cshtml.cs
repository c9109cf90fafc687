using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Organization.Transfers;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Confirms, opens again, gives up, applies or undoes a transfer, after what will happen was shown.</summary>
[Authorize(Policy = nameof(Permission.ManageRoles))]
public sealed class TransferStepModel(GovernanceDbContext db, Actor actor, ActorAccess access, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [FromRoute]
    public int Id { get; set; }

    [FromRoute]
    public TransferStep Step { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Transfer Transfer { get; private set; } = null!;

    /// <summary>Null where the step can be taken.</summary>
    public string? Why { get; private set; }

    /// <summary>What stands against confirming or applying.</summary>
    public string? Against { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => ModelState.IsValid && await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var alone = await FinishProof.AloneAsync(db, cancel);
        if (await TransferActs.FindAsync(db, Id, cancel) is not { } transfer)
        {
            return NotFound();
        }

        if (transfer.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先にこの人事異動を変えました。");
        }

        var changed = await TakeAsync(transfer, now, cancel);
        await alone.CommitAsync(cancel);
        changed.ToList().ForEach(access.Forget);
        TempData["Success"] = Step switch
        {
            TransferStep.Confirm => $"「{transfer.Name}」を確定しました。{Wareki.Both(transfer.EffectiveOn)}の0時に適用します。",
            TransferStep.Apply => $"「{transfer.Name}」を適用しました。{changed.Count}人の役割が変わりました。",
            TransferStep.Undo => $"「{transfer.Name}」をまとめて取り消しました。",
            _ => $"「{transfer.Name}」は「{transfer.State.Label()}」になりました。",
        };
        return Redirect(TransferActs.Href(transfer));
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (!Enum.IsDefined(Step) || await db.Transfers.AsNoTracking().Include(t => t.Moves).FirstOrDefaultAsync(t => t.Id == Id, cancel) is not { } transfer)
        {
            return false;
        }

        (Transfer, Why) = (transfer, transfer.Refuses(Step, clock.Today()));
        if (Why is null && Step is TransferStep.Confirm or TransferStep.Apply)
        {
            Against = (await TransferRehearsal.OfAsync(db, transfer, await TransferGround.LoadAsync(db, cancel), cancel)).Against;
        }

        if (HttpContext.IsStale() || HttpMethods.IsGet(Request.Method))
        {
            ModelState.Forget("Input.Version");
            Input.Version = transfer.Version;
        }

        return true;
    }

    async Task<IReadOnlyList<int>> TakeAsync(Transfer transfer, DateTimeOffset now, CancellationToken cancel)
    {
        switch (Step)
        {
            case TransferStep.Apply:
                return await TransferActs.ApplyAsync(db, transfer, Input.Reason, actor, now, cancel);
            case TransferStep.Undo:
                return await TransferActs.UndoAsync(db, transfer, Input.Reason, actor, now, cancel);
            case TransferStep.Confirm:
                transfer.Confirm(await db.People.Where(p => p.Id == actor.PersonId).Select(p => p.Account).SingleAsync(cancel), actor, now);
                (await TransferRehearsal.OfAsync(db, transfer, await TransferGround.LoadAsync(db, cancel), cancel)).Require();
                break;
            case TransferStep.Reopen:
                transfer.Reopen(actor, now);
                break;
            default:
                transfer.Withdraw(actor, now);
                break;
        }

        await db.SaveAsync(actor, new Act($"人事異動：{Step.Label()}", TransferActs.Subject(transfer), transfer.Name, Input.Reason), now, cancel);
        return [];
    }

    public sealed class Form
    {
        [Display(Name = "理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        public uint Version { get; set; }
    }
}
