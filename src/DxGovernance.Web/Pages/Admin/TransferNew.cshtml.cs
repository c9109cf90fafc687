using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Organization.Transfers;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Begins a plan; its rows come from a file.</summary>
[Authorize(Policy = nameof(Permission.ManageRoles))]
public sealed class TransferNewModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public void OnGet()
    {
        var today = clock.Today();
        var april = new DateOnly(today.Month < 4 ? today.Year : today.Year + 1, 4, 1);
        (Input.EffectiveOn, Input.Name) = (april, $"{Wareki.Era(april)}付け人事異動");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var transfer = Transfer.Prepare(Input.Name, Input.EffectiveOn, actor, clock.GetUtcNow());
        db.Transfers.Add(transfer);
        await db.SaveAsync(actor, new Act("人事異動の準備", $"transfer:{Wareki.Iso(transfer.EffectiveOn)}", transfer.Name, Input.Reason), clock.GetUtcNow(), cancel);
        TempData["Success"] = $"「{transfer.Name}」の準備を始めました。表を出力し、記入して取り込んでください。";
        return Redirect(TransferActs.Href(transfer));
    }

    public Task<bool> LoadAsync(CancellationToken cancel) => Task.FromResult(true);

    public sealed class Form
    {
        [Display(Name = "名称")]
        [Required]
        [MaxLength(Transfer.NameMaxLength)]
        public string? Name { get; set; }

        [Display(Name = "異動の日")]
        public DateOnly EffectiveOn { get; set; }

        [Display(Name = "メモ")]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }
    }
}
