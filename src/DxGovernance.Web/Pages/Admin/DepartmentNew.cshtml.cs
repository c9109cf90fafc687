using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Registers a department. A renamed one is a new one, so that records keep the name of their day.</summary>
[Authorize(Policy = nameof(Permission.ManageOrganization))]
public sealed class DepartmentNewModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Divisions { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Input.From = clock.Today();
        await LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var parent = Input.ParentId is null ? null : await db.Departments.FirstOrDefaultAsync(d => d.Id == Input.ParentId, cancel);
        RuleViolation.Require(Input.ParentId is null || parent is not null, "department-unknown", "上位の部署を選び直してください。", "ParentId");
        var isTaken = await db.Departments.AnyAsync(d => d.Code == Input.Code!.Trim(), cancel);
        var department = Department.Open(Input.Code, Input.Name, parent, Input.From, isTaken, actor);
        db.Departments.Add(department);
        await db.SaveAsync(actor, new Act("部署の登録", $"department:{department.Code}", department.Name, Input.Reason), clock.GetUtcNow(), cancel);
        TempData["Success"] = $"「{department.Name}」を登録しました。";
        return Redirect("/admin/organization#departments");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        Divisions = await db.Departments.AsNoTracking().Where(d => d.Kind == DepartmentKind.Division && (d.ValidTo == null || d.ValidTo >= today)).OrderBy(d => d.Code)
            .Select(d => new SelectListItem(d.Name + "（" + d.Code + "）", d.Id.ToString())).ToListAsync(cancel);
        return true;
    }

    public sealed class Form
    {
        [Display(Name = "部署コード")]
        [Required]
        [MaxLength(Department.CodeMaxLength)]
        public string? Code { get; set; }

        [Display(Name = "名称")]
        [Required]
        [MaxLength(Department.NameMaxLength)]
        public string? Name { get; set; }

        [Display(Name = "上位の部署")]
        public int? ParentId { get; set; }

        [Display(Name = "始まりの日")]
        public DateOnly From { get; set; }

        [Display(Name = "理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }
    }
}
