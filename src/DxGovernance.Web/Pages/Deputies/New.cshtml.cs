using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Deputies;

/// <summary>Appoints a deputy; what the deputy will be able to do is shown before it is saved.</summary>
[Authorize(Policy = nameof(Permission.SeeHome))]
public sealed class NewModel(GovernanceDbContext db, Actor actor, ActorAccess access, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>Roles that can be lent, by assignment.</summary>
    public IReadOnlyList<SelectListItem> Lendable { get; private set; } = [];

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    /// <summary>The deputyship as it would be; null before the preview.</summary>
    public Deputy? Preview { get; private set; }

    /// <summary>Where the deputy will act, in words.</summary>
    public string Reach { get; private set; } = "";

    public IReadOnlyList<StuckCase> Stuck { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        (Input.From, Input.To) = (clock.Today(), clock.Today());
        await LoadAsync(cancel);
        Input.Assignment = Lendable.Count == 1 ? int.Parse(Lendable[0].Value, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        var deputy = await AppointAsync(cancel);
        db.ChangeTracker.Clear();
        await LoadAsync(cancel);
        Preview = deputy;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var alone = await FinishProof.AloneAsync(db, cancel);
        var deputy = await AppointAsync(cancel);
        FinishProof.Require(Stuck);
        db.Deputies.Add(deputy);
        await DeputyNotices.AppointedAsync(db, deputy, actor, now, cancel);
        await db.SaveAsync(actor, new Act("代理の登録", $"person:{deputy.PrincipalId}", deputy.Principal.Name, deputy.Reason), now, cancel);
        await alone.CommitAsync(cancel);
        access.Forget(deputy.PersonId);
        TempData["Success"] = $"「{deputy.Person.Name}」を「{deputy.Principal.Name}」の「{deputy.Role.Label()}」の代理にしました。本人と代理に知らせました。";
        return Redirect("/deputies");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var all = actor.Can(Permission.ManageDeputies);
        if (!all)
        {
            actor.Require(Permission.AppointDeputy, actor.DepartmentIds.Cast<int?>().FirstOrDefault());
        }

        var today = clock.Today();
        Lendable = await db.People.AsNoTracking().Where(p => all || p.Id == actor.PersonId)
            .SelectMany(p => p.Assignments.Where(a => a.ValidTo == null || a.ValidTo >= today).Select(a => new { p.Name, a.Id, a.Role, a.Title }))
            .OrderBy(a => a.Name).ThenBy(a => a.Id)
            .Select(a => new SelectListItem($"{a.Name}：{a.Role.Label()}（{a.Title}）", a.Id.ToString())).ToListAsync(cancel);
        People = await db.People.AsNoTracking().Where(p => p.Id != actor.PersonId || all).OrderBy(p => p.Name).ThenBy(p => p.Id)
            .Select(p => new SelectListItem(p.Name + "（" + (p.Assignments.Select(a => a.Title).FirstOrDefault() ?? p.Account) + "）", p.Id.ToString())).ToListAsync(cancel);
        return true;
    }

    async Task<Deputy> AppointAsync(CancellationToken cancel)
    {
        var principal = await db.People.Include(p => p.Assignments).ThenInclude(a => a.Department).FirstOrDefaultAsync(p => p.Assignments.Any(a => a.Id == Input.Assignment), cancel);
        var person = await db.People.FirstOrDefaultAsync(p => p.Id == Input.Deputy, cancel);
        RuleViolation.Require(principal is not null, "principal-unknown", "本人と役割を選んでください。", "Assignment");
        RuleViolation.Require(person is not null, "person-unknown", "代理を選んでください。", "Deputy");
        var role = principal.Assignments.Single(a => a.Id == Input.Assignment).Role;
        var deputy = new Deputy(principal, role, person, Input.From, Input.To, Input.Reason ?? "", actor, clock.GetUtcNow());
        var day = Input.From > clock.Today() ? Input.From : clock.Today();
        var world = (await FinishData.LoadAsync(db, clock.Today(), cancel)).World(day);
        Stuck = FinishProof.Worsened(world, world.Appointing(new(0, principal.Id, role, person.Id, person.Name, Input.From, Input.To)), day);
        Reach = role.IsCityWide()
            ? "市全体"
            : string.Join("・", principal.Assignments.Where(a => a.Role == role && a.ValidFrom <= Input.To && (a.ValidTo is null || a.ValidTo >= Input.From)).Select(a => a.Department.Name).Distinct()) + "とその下の部署";
        return deputy;
    }

    public sealed class Form
    {
        [Display(Name = "本人と役割")]
        [Required]
        public int? Assignment { get; set; }

        [Display(Name = "代理")]
        [Required]
        public int? Deputy { get; set; }

        [Display(Name = "始まりの日")]
        public DateOnly From { get; set; }

        [Display(Name = "終わりの日")]
        public DateOnly To { get; set; }

        [Display(Name = "理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }
    }
}
