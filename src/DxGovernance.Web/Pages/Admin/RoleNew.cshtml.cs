using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Gives a person a role; what it permits is shown before it is saved.</summary>
[Authorize(Policy = nameof(Permission.ManageRoles))]
public sealed class RoleNewModel(GovernanceDbContext db, Actor actor, ActorAccess access, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    /// <summary>The role as it would be; null before the preview.</summary>
    public RoleAssignment? Preview { get; private set; }

    public IReadOnlyList<StuckCase> Stuck { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Input.From = clock.Today();
        await LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        var assignment = (await AppointAsync(cancel)).Assignment;
        db.ChangeTracker.Clear();
        await LoadAsync(cancel);
        Preview = assignment;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await using var alone = await FinishProof.AloneAsync(db, cancel);
        var (person, assignment) = await AppointAsync(cancel);
        FinishProof.Require(Stuck);
        await db.SaveAsync(actor, new Act("役割の付与", $"person:{person.Id}", person.Name, Input.Reason), clock.GetUtcNow(), cancel);
        await alone.CommitAsync(cancel);
        access.Forget(person.Id);
        TempData["Success"] = $"「{person.Name}」に「{assignment.Role.Label()}」の役割を与えました。";
        return Redirect("/admin/roles?time=All&q=" + Uri.EscapeDataString(person.Name));
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        People = await db.People.AsNoTracking().OrderBy(p => p.Name).ThenBy(p => p.Id)
            .Select(p => new SelectListItem(p.Name + "（" + p.Account + "）", p.Id.ToString())).ToListAsync(cancel);
        Departments = await db.Departments.AsNoTracking().Where(d => d.ValidTo == null || d.ValidTo >= today)
            .OrderBy(d => d.Parent == null ? d.Code : d.Parent.Code).ThenBy(d => d.ParentId != null).ThenBy(d => d.Code)
            .Select(d => new SelectListItem(d.Name, d.Id.ToString())).ToListAsync(cancel);
        return true;
    }

    async Task<(Person Person, RoleAssignment Assignment)> AppointAsync(CancellationToken cancel)
    {
        var person = await db.People.Include(p => p.Assignments).FirstOrDefaultAsync(p => p.Id == Input.PersonId, cancel);
        var department = await db.Departments.FirstOrDefaultAsync(d => d.Id == Input.DepartmentId, cancel);
        RuleViolation.Require(person is not null, "person-unknown", "人を選んでください。", "PersonId");
        RuleViolation.Require(department is not null, "department-unknown", "部署を選んでください。", "DepartmentId");
        var assignment = person.Appoint(Input.Role!.Value, Input.Title, department, Input.From, Input.To, actor, clock.GetUtcNow());
        var world = (await FinishData.LoadAsync(db, clock.Today(), cancel)).World(Input.From);
        var held = new HeldRole(int.MaxValue, person.Id, person.Name, assignment.Role, department.Id, Input.From, Input.To);
        Stuck = FinishProof.Worsened(world, world.Assigning(held), Input.From);
        return (person, assignment);
    }

    public sealed class Form
    {
        [Display(Name = "人")]
        [Required]
        public int? PersonId { get; set; }

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

        [Display(Name = "始まりの日")]
        public DateOnly From { get; set; }

        [Display(Name = "終わりの日")]
        public DateOnly? To { get; set; }

        [Display(Name = "理由")]
        [Required]
        [MaxLength(Core.Ledger.LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }
    }
}
