using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Adds a row to the table from the provider's roles to those here; what it permits is shown before it is saved.</summary>
[Authorize(Policy = nameof(Permission.ManageSignIn))]
public sealed class ProviderRoleNewModel(GovernanceDbContext db, Actor actor, SignInSettings settings, ProviderSettings provider, TimeProvider clock)
    : PageModel, IForm, IAsksForRecentSignIn
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    /// <summary>The row as it would be; null before the preview.</summary>
    public ProviderRole? Preview { get; private set; }

    /// <summary>The table is empty so far.</summary>
    public bool IsFirst { get; private set; }

    public RolePrecedence Precedence => settings.RolePrecedence;

    public string Claim => provider.RoleClaim;

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        Preview = await MakeAsync(cancel);
        IsFirst = !await db.ProviderRoles.AnyAsync(r => r.EndedAt == null, cancel);
        db.ChangeTracker.Clear();
        await LoadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var row = await MakeAsync(cancel);
        db.ProviderRoles.Add(row);
        await db.SaveAsync(actor, new Act("認証基盤の役割の対応の追加", $"provider-role:{row.Claim}"[..Math.Min(100, row.Claim.Length + 14)], $"{row.Claim} → {row.Role.Label()}（{row.Department.Name}）", Input.Reason), clock.GetUtcNow(), cancel);
        TempData["Success"] = $"値「{row.Claim}」を「{row.Role.Label()}」に対応させました。次のサインインから働きます。";
        return Redirect("/admin/provider-roles");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        Departments = await db.Departments.AsNoTracking().Where(d => d.ValidTo == null || d.ValidTo >= today)
            .OrderBy(d => d.Parent == null ? d.Code : d.Parent.Code).ThenBy(d => d.ParentId != null).ThenBy(d => d.Code)
            .Select(d => new SelectListItem(d.Name, d.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(cancel);
        return true;
    }

    async Task<ProviderRole> MakeAsync(CancellationToken cancel)
    {
        var department = await db.Departments.FirstOrDefaultAsync(d => d.Id == Input.DepartmentId, cancel);
        RuleViolation.Require(department is not null, "department-unknown", "部署を選んでください。", "DepartmentId");
        var row = new ProviderRole(Input.Claim!, Input.Role!.Value, Input.Title!, department, actor);
        RuleViolation.Require(
            !await db.ProviderRoles.AnyAsync(r => r.EndedAt == null && r.Claim == row.Claim && r.Role == row.Role && r.DepartmentId == department.Id, cancel),
            "provider-role-exists", $"値「{row.Claim}」と{department.Name}の「{row.Role.Label()}」の対応は、すでにあります。", "Claim");
        return row;
    }

    public sealed class Form
    {
        [Display(Name = "認証基盤の値")]
        [Required]
        [MaxLength(ProviderRole.ClaimMaxLength)]
        public string? Claim { get; set; }

        [Display(Name = "役割")]
        [Required]
        [EnumDataType(typeof(Role))]
        public Role? Role { get; set; }

        [Display(Name = "職名")]
        [Required]
        [MaxLength(RoleAssignment.TitleMaxLength)]
        public string? Title { get; set; }

        [Display(Name = "部署")]
        [Required]
        public int? DepartmentId { get; set; }

        [Display(Name = "理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }
    }
}
