using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Retention;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Sets how long one kind of record is kept.</summary>
[Authorize(Policy = nameof(Permission.ManageRetention))]
public sealed class RetentionEditModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [FromRoute(Name = "kind")]
    public string KindText { get; set; } = "";

    [BindProperty]
    public Form Input { get; set; } = new();

    public RetentionEntry Stored { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Input = new() { IsPermanent = Stored.Years is null, Years = Stored.Years, Basis = Stored.Basis, IsProvisional = Stored.IsProvisional, Version = Stored.Id };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        if (Input.Version != Stored.Id)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        RuleViolation.Require(Input.IsPermanent || Input.Years is not null, "retention-years-missing", "保存年数を入力するか、「常用（廃棄しない）」を選んでください。", "Years");
        RuleViolation.Require(!Input.IsPermanent || Input.Years is null, "retention-both", "「常用（廃棄しない）」を選んだときは、保存年数を空にしてください。", "Years");
        var (now, label) = (clock.GetUtcNow(), Stored.Kind.Label());
        var row = Stored.Period.Revise(new(Stored.Kind, Input.Years, Input.Basis ?? "", Input.IsProvisional), Input.Reason, actor, now);
        db.RetentionEntries.Add(row);
        var changes = new Change[] { new(label, "保存期間", Stored.Period.Text, row.Period.Text), new(label, "根拠", Stored.Basis, row.Basis) }.Where(c => c.Old != c.New);
        await db.SaveAsync(actor, new Act("保存期間の変更", $"retention:{Stored.Kind}", label, Input.Reason, [.. changes]), now, cancel);
        TempData["Success"] = $"「{label}」の保存期間を{row.Period.Text}にしました。";
        return Redirect("/admin/retention");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (!Enum.TryParse<RecordKind>(KindText, out var kind) || kind.ToString() != KindText)
        {
            return false;
        }

        Stored = (await RetentionPeriods.NewestAsync(db, cancel)).Single(p => p.Kind == kind);
        return true;
    }

    public sealed class Form
    {
        [Display(Name = "保存年数")]
        [Range(1, RetentionPeriod.MostYears)]
        public int? Years { get; set; }

        [Display(Name = "常用（廃棄しない）")]
        public bool IsPermanent { get; set; }

        [Display(Name = "根拠")]
        [Required]
        [MaxLength(RetentionEntry.BasisMaxLength)]
        public string? Basis { get; set; }

        [Display(Name = "仮値（市の決定ではない）")]
        public bool IsProvisional { get; set; }

        [Display(Name = "変える理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        public long Version { get; set; }
    }
}
