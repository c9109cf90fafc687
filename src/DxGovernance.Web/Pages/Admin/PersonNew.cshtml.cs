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
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Registers a person, who has no role and no way in yet.</summary>
[Authorize(Policy = nameof(Permission.ManageSignIn))]
public sealed class PersonNewModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>The unknown sign-in for which the person is registered.</summary>
    [BindProperty(SupportsGet = true, Name = "signIn")]
    public int? ForSignIn { get; set; }

    public string Back => ForSignIn is { } id ? $"/admin/unknown-sign-ins/{id}" : "/admin/people";

    public async Task OnGetAsync(CancellationToken cancel) =>
        Input.Name = ForSignIn is null ? null : await db.UnknownSignIns.Where(s => s.Id == ForSignIn).Select(s => s.Name).FirstOrDefaultAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var isTaken = await db.People.AnyAsync(p => p.Account == Input.Account!.Trim(), cancel);
        var person = Person.Register(Input.Account, Input.Name, isTaken, actor);
        db.People.Add(person);
        await db.SaveAsync(actor, new Act("人の登録", $"account:{person.Account}", person.Name, Input.Reason), clock.GetUtcNow(), cancel);
        TempData["Success"] = $"「{person.Name}」を登録しました。";
        return Redirect(ForSignIn is { } id ? $"/admin/unknown-sign-ins/{id}?person={person.Id}" : $"/admin/people/{person.Id}");
    }

    public Task<bool> LoadAsync(CancellationToken cancel) => Task.FromResult(true);

    public sealed class Form
    {
        [Display(Name = "アカウント")]
        [Required]
        [MaxLength(Person.AccountMaxLength)]
        public string? Account { get; set; }

        [Display(Name = "氏名")]
        [Required]
        [MaxLength(Person.NameMaxLength)]
        public string? Name { get; set; }

        [Display(Name = "理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }
    }
}
