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
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Ends a role after a last day, if every open case can still be finished without it.</summary>
[Authorize(Policy = nameof(Permission.ManageRoles))]
public sealed class RoleEndModel(GovernanceDbContext db, Actor actor, ActorAccess access, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public RoleRow Held { get; private set; } = null!;

    public bool IsPreview { get; private set; }

    public IReadOnlyList<StuckCase> Stuck { get; private set; } = [];

    /// <summary>Who acts in this role for the person on the day after.</summary>
    public IReadOnlyList<HeldDeputy> Deputies { get; private set; } = [];

    public DateOnly Today => clock.Today();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        (Input.LastDay, Input.ShownEnd) = (Held.From > Today ? Held.From : Today, Held.To);
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        if (await EndAsync(cancel) is null)
        {
            return NotFound();
        }

        db.ChangeTracker.Clear();
        await LoadAsync(cancel);
        IsPreview = true;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await using var alone = await FinishProof.AloneAsync(db, cancel);
        if (await EndAsync(cancel) is not { } person)
        {
            return NotFound();
        }

        FinishProof.Require(Stuck);
        await db.SaveAsync(actor, new Act("役割の終了", $"person:{person.Id}", person.Name, Input.Reason), clock.GetUtcNow(), cancel);
        await alone.CommitAsync(cancel);
        access.Forget(person.Id);
        Deputies.ToList().ForEach(d => access.Forget(d.PersonId));
        TempData["Success"] = $"「{person.Name}」の役割は{Wareki.Both(Input.LastDay)}で終わります。";
        return Redirect("/admin/roles?time=All&q=" + Uri.EscapeDataString(person.Name));
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Held = (await db.People.AsNoTracking()
            .SelectMany(p => p.Assignments.Where(a => a.Id == Id)
                .Select(a => new RoleRow(a.Id, p.Name, p.Account, p.IsDemo, a.Role, a.Title, a.Department.Name, a.ValidFrom, a.ValidTo, a.ProviderRoleId != null)))
            .FirstOrDefaultAsync(cancel))!;
        return Held is not null;
    }

    async Task<Person?> EndAsync(CancellationToken cancel)
    {
        if (await db.People.Include(p => p.Assignments).FirstOrDefaultAsync(p => p.Assignments.Any(a => a.Id == Id), cancel) is not { } person)
        {
            return null;
        }

        var role = person.Assignments.Single(a => a.Id == Id);
        if (role.ValidTo != Input.ShownEnd)
        {
            throw new StaleForm("ほかの人が先に終わりの日を変えました。");
        }

        var after = Input.LastDay.AddDays(1);
        var before = (await FinishData.LoadAsync(db, Today.AddDays(-1), cancel)).World(after);
        role.End(Input.LastDay, before.Administrators(after, r => r.Id != Id), actor, clock.GetUtcNow());
        Stuck = FinishProof.Worsened(before, before.Ending(Id, Input.LastDay), after);
        Deputies = [.. before.Deputies.Where(d => d.PrincipalId == person.Id && d.Role == role.Role && d.To >= after)];
        return person;
    }

    public sealed class Form
    {
        [Display(Name = "最後の日")]
        public DateOnly LastDay { get; set; }

        [Display(Name = "理由")]
        [Required]
        [MaxLength(Core.Ledger.LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        /// <summary>The end as it stood when the form was opened.</summary>
        public DateOnly? ShownEnd { get; set; }
    }
}
