using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
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

/// <summary>Proposes a disposal, with what it would take shown first.</summary>
[Authorize(Policy = nameof(Permission.ManageRetention))]
public sealed class DisposalNewModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    /// <summary>Rows of the list that the preview shows; all of them stand in the proposal.</summary>
    public const int Shown = 50;

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<RetentionEntry> Periods { get; private set; } = [];

    /// <summary>Null before the preview.</summary>
    public DisposalList? Preview { get; private set; }

    public RetentionPeriod? Period { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Input.UpTo = FiscalYear.Of(clock.Today()).First.AddDays(-1);
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        Preview = await FindAsync(cancel);
        RuleViolation.Require(Preview.Total > 0, "disposal-empty", Disposal.NothingToDo(Period!.Kind, Input.UpTo!.Value), "UpTo");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var (now, list) = (clock.GetUtcNow(), await FindAsync(cancel));
        var disposal = new Disposal(Period!, Input.UpTo!.Value, list.Listed, Input.Reason, actor, now);
        await DisposalWork.ProposeAsync(db, disposal, Input.Reason, actor, now, cancel);
        TempData["Success"] = $"「{disposal.Kind.Label()}」{disposal.Count:N0}件の廃棄案を作りました。庁内PMO事務局の承認を待ちます。まだ何も廃棄していません。";
        return Redirect($"/admin/retention/disposals/{disposal.Id}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Periods = await RetentionPeriods.NewestAsync(db, cancel);
        return true;
    }

    async Task<DisposalList> FindAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Period = Periods.Single(p => p.Kind == Input.Kind).Period;
        var years = Disposal.YearsOf(Period, Input.UpTo!.Value, clock.GetUtcNow());
        await DisposalWork.RequireNoneOpenAsync(db, Period.Kind, cancel);
        return await DisposalList.FindAsync(db, Period.Kind, Input.UpTo.Value, years, cancel);
    }

    public sealed class Form
    {
        [Display(Name = "記録の種類")]
        [Required]
        [EnumDataType(typeof(RecordKind))]
        public RecordKind? Kind { get; set; }

        [Display(Name = "満了の締め")]
        [Required]
        public DateOnly? UpTo { get; set; }

        [Display(Name = "廃棄する理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }
    }
}
