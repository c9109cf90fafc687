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

/// <summary>A department records a measured value of an indicator, or puts an earlier one right.</summary>
[Authorize(Policy = nameof(Permission.ReportInitiative))]
public sealed class MeasureModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute(Name = "indicator")]
    public int Id { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public PolicyIndicator Indicator { get; private set; } = null!;

    public IReadOnlyList<PolicyMeasurement> Measurements { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Input.MeasuredOn = clock.Today();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var initiative = await db.Initiatives.Include(i => i.Indicators).FirstOrDefaultAsync(i => i.Indicators.Any(n => n.Id == Id), cancel);
        if (initiative?.Indicators.Single(n => n.Id == Id) is not { } indicator)
        {
            return NotFound();
        }

        if (indicator.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先に記録しました。");
        }

        var (value, now) = (PolicyNumbers.Read(Input.Value, "測定値", "Value")!.Value, clock.GetUtcNow());
        initiative.Measure(indicator, value, Input.Note, actor, now, Input.MeasuredOn);
        var change = new Change(indicator.Name, "測定値", null, $"{PolicyDiff.Number(value)}{indicator.Unit}（{Wareki.Iso(Input.MeasuredOn)}）");
        await db.SaveAsync(actor, new Act("取組の指標の測定", initiative.Subject, initiative.Caption, Input.Note, [change]), now, cancel);
        TempData["Success"] = $"「{indicator.Name}」の測定値を記録しました。";
        return Redirect($"/policy/initiatives/{initiative.Code}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.PolicyIndicators.AsNoTracking().Include(n => n.Initiative).FirstOrDefaultAsync(n => n.Id == Id, cancel) is not { } found)
        {
            return false;
        }

        if (!found.Initiative.MayBeReportedBy(actor))
        {
            throw new NotPermitted($"「{found.Name}」の測定値を記録できるのは、取組事項の所管課と庁内PMO事務局です。");
        }

        Indicator = found;
        Measurements = await db.PolicyMeasurements.AsNoTracking().Where(m => m.IndicatorId == Id).NewestFirst().Take(50).ToListAsync(cancel);
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? found.Version : Input.Version;
        return true;
    }

    public sealed class Form
    {
        [Display(Name = "測定値")]
        [Required]
        [MaxLength(PolicyNumbers.MaxLength)]
        public string? Value { get; set; }

        [Display(Name = "測定日")]
        public DateOnly MeasuredOn { get; set; }

        [Display(Name = "測り方と出所")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Note { get; set; }

        public uint Version { get; set; }
    }
}
