using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>Effects of a case: planned against measured for each indicator, and what is still to be measured.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class EffectsModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public CasePage Shown { get; private set; } = null!;

    public IReadOnlyList<EffectMeasurement> Measurements { get; private set; } = [];

    public IEnumerable<SelectListItem> Checks => Shown.Case.EffectChecks.Select(c => new SelectListItem(
        $"{c.Name}（{MonthsText(c.Months)}）{(c.Value is { } v ? $"：測定済み {v:0.####}{c.Unit}" : "")}", c.Id.ToString(CultureInfo.InvariantCulture)));

    public static string MonthsText(int months) => months == 0 ? "稼働前" : $"稼働{months}か月";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Input.Check = Shown.Case.EffectChecks.Where(c => c.Value is null).Select(c => (int?)c.Id).FirstOrDefault();
        Input.MeasuredOn = Shown.Today;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true) is not { } page)
        {
            return NotFound();
        }

        var check = page.Case.EffectChecks.FirstOrDefault(c => c.Id == Input.Check);
        RuleViolation.Require(check is not null, "effect-check-unknown", "測った指標を選んでください。", "Check");
        RuleViolation.Require(
            decimal.TryParse(ProposalForm.Normalize(FieldKind.Decimal, Input.Value), CultureInfo.InvariantCulture, out var value), "measured-number", "測定値には数字を入力してください。", "Value");
        var now = clock.GetUtcNow();
        page.Case.Measure(check, value, Input.MeasuredOn!.Value, Input.Note, actor, now);
        Change change = new(check.Name, MonthsText(check.Months), null, $"{value:0.####}{check.Unit}");
        await db.SaveAsync(actor.Acting(Permission.WriteProposal, page.Case.DepartmentId), new Act("案件：効果の測定", page.Case.Subject, page.Case.Caption, Input.Note, [change]), now, cancel);
        TempData["Success"] = $"「{check.Name}」（{MonthsText(check.Months)}）を記録しました。";
        return Redirect($"/proposals/{CaseNumber}/effects");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } page)
        {
            return false;
        }

        Shown = page;
        Measurements = await db.EffectMeasurements.AsNoTracking().Where(m => m.EffectCheck.ProposalId == page.Case.Id).OrderByDescending(m => m.Id).ToListAsync(cancel);
        return true;
    }

    public sealed class FormInput
    {
        [Display(Name = "指標と時期"), Required]
        public int? Check { get; set; }

        [Display(Name = "測定値"), Required, MaxLength(20)]
        public string? Value { get; set; }

        [Display(Name = "測定日"), Required]
        public DateOnly? MeasuredOn { get; set; }

        [Display(Name = "測り方と出所"), Required, MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Note { get; set; }
    }
}
