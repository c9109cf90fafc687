using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>案件審査一覧 as a workbook, of the cases that the reader may see. Asked for by POST, because an export is kept in the audit.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
[EnableRateLimiting(RateLimits.Heavy)]
public sealed class ExportModel(GovernanceDbContext db, Actor actor, TimeProvider clock, CityInfo city) : PageModel, IForm
{
    [BindProperty]
    public FormInput Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    public IReadOnlyList<SelectListItem> States { get; } = [.. Enum.GetValues<ProposalState>().Select(s => new SelectListItem(s.Label(), s.ToString()))];

    public async Task OnGetAsync(int? year, ProposalState? state, int? department, CancellationToken cancel)
    {
        (Input.AsOf, Input.Year, Input.State, Input.Department) = (clock.Today(), year, state, department);
        ModelState.Clear();
        await LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        RuleViolation.Require(IsOffered(Years, Input.Year), "export-year", "年度を一覧から選んでください。", "Year");
        RuleViolation.Require(IsOffered(Departments, Input.Department), "export-department", "所管課を一覧から選んでください。", "Department");
        var now = clock.GetUtcNow();
        var point = await Input.PointAsync(db, now, cancel);
        var filter = new CaseListFilter(Input.Year, Input.State, Input.Department);
        var (bytes, cases) = await CaseListSheet.WriteAsync(db, db.Proposals.VisibleTo(actor), filter, point, city, cancel);
        await db.SaveAsync(
            actor, new Act("案件審査一覧の出力", "proposals", $"{CaseListSheet.Title} {Wareki.Both(point.Day)}", $"{cases}件"), now, cancel);
        return File(bytes, SheetInput.MediaType, CaseListSheet.FileName(point.Day));
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var found = await db.Proposals.AsNoTracking().VisibleTo(actor).GroupBy(p => new { p.FiscalYear, p.DepartmentId, p.DepartmentName })
            .Select(g => g.Key).ToListAsync(cancel);
        Years = [.. found.Select(f => f.FiscalYear).Distinct().OrderDescending().Select(y => new SelectListItem(new FiscalYear(y).ToString(), $"{y}"))];
        Departments = [.. found.DistinctBy(f => f.DepartmentId).OrderBy(f => f.DepartmentName, StringComparer.Ordinal).Select(f => new SelectListItem(f.DepartmentName, $"{f.DepartmentId}"))];
        return true;
    }

    static bool IsOffered(IEnumerable<SelectListItem> items, int? chosen) => chosen is null || items.Any(i => i.Value == $"{chosen}");

    public sealed class FormInput : SheetInput
    {
        [Display(Name = "年度")]
        public int? Year { get; set; }

        [Display(Name = "状態"), EnumDataType(typeof(ProposalState))]
        public ProposalState? State { get; set; }

        [Display(Name = "所管課")]
        public int? Department { get; set; }
    }
}
