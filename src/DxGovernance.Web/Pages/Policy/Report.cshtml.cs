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

/// <summary>A department reports how one of its initiatives stands in a fiscal year, or puts an earlier report right.</summary>
[Authorize(Policy = nameof(Permission.ReportInitiative))]
public sealed class ReportModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute(Name = "initiative")]
    public string Code { get; set; } = "";

    /// <summary>Year in which the fiscal year begins; this one where the address names none.</summary>
    [BindProperty(SupportsGet = true, Name = "year")]
    [Display(Name = "年度")]
    public int? Year { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Initiative Initiative { get; private set; } = null!;

    /// <summary>What was reported for the year before, newest first.</summary>
    public IReadOnlyList<InitiativeReport> Reports { get; private set; } = [];

    public FiscalYear FiscalYear => Year is >= 2000 and <= 2100 ? new(Year.Value) : FiscalYear.Of(clock.Today());

    public IEnumerable<FiscalYear> Years => Initiative.Years.Select(y => y.FiscalYear).Append(FiscalYear.Of(clock.Today()).Year).Append(FiscalYear.Of(clock.Today()).Year - 1)
        .Append(FiscalYear.Year).Distinct().OrderDescending().Select(y => new FiscalYear(y));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Input.AsOf = clock.Today();
        if (Shown is { } known)
        {
            (Input.State, Input.Done, Input.NextStep, Input.Evidence) = (known.State, known.Done, known.NextStep, known.Evidence);
            // Why it is late stays true until it is not; why a past report was put right belongs to that row alone.
            Input.Reason = known.State is InitiativeState.Delayed or InitiativeState.Stopped ? known.Reason : null;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.Initiatives.Include(i => i.Years).FirstOrDefaultAsync(i => i.Code == Code, cancel) is not { } initiative)
        {
            return NotFound();
        }

        if ((initiative.Years.FirstOrDefault(y => y.FiscalYear == FiscalYear.Year)?.Version ?? 0) != Input.Version)
        {
            throw new StaleForm("ほかの人が先に報告しました。");
        }

        var now = clock.GetUtcNow();
        var report = new InitiativeReportInput(Input.State!.Value, Input.Done ?? "", Input.NextStep ?? "", Input.Evidence ?? "");
        initiative.Report(FiscalYear, report, Input.Reason, actor, now, Input.AsOf);
        await db.SaveAsync(actor, new Act("取組の状況の報告", initiative.Subject, $"{initiative.Caption} {FiscalYear}", Input.Reason), now, cancel);
        TempData["Success"] = $"{FiscalYear}の状況「{report.State.Label()}」を記録しました。";
        return Redirect($"/policy/initiatives/{Code}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Initiatives.AsNoTracking().Include(i => i.Years).FirstOrDefaultAsync(i => i.Code == Code, cancel) is not { } found)
        {
            return false;
        }

        if (!found.MayBeReportedBy(actor))
        {
            throw new NotPermitted($"「{found.Caption}」の状況を報告できるのは、所管課（{(found.DepartmentNames.Length == 0 ? "未登録" : string.Join("、", found.DepartmentNames))}）と庁内PMO事務局です。");
        }

        Initiative = found;
        Reports = await db.InitiativeReports.AsNoTracking().Where(r => r.InitiativeCode == Code && r.FiscalYear == FiscalYear.Year).NewestFirst().Take(20).ToListAsync(cancel);
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? Shown?.Version ?? 0 : Input.Version;
        return true;
    }

    InitiativeYear? Shown => Initiative.Years.FirstOrDefault(y => y.FiscalYear == FiscalYear.Year);

    public sealed class Form
    {
        [Display(Name = "状況")]
        [Required]
        [EnumDataType(typeof(InitiativeState))]
        public InitiativeState? State { get; set; }

        [Display(Name = "実施したこと")]
        [MaxLength(Initiative.TextMaxLength)]
        public string? Done { get; set; }

        [Display(Name = "遅れ・取りやめ・訂正の理由")]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        [Display(Name = "次の一手")]
        [MaxLength(Initiative.TextMaxLength)]
        public string? NextStep { get; set; }

        [Display(Name = "証拠")]
        [MaxLength(Initiative.TextMaxLength)]
        public string? Evidence { get; set; }

        [Display(Name = "基準日")]
        public DateOnly AsOf { get; set; }

        public uint Version { get; set; }
    }
}
