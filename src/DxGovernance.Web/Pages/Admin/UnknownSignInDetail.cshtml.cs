using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DxGovernance.Core;
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

/// <summary>Says who an unknown person is; what follows is shown before it is saved.</summary>
[Authorize(Policy = nameof(Permission.ManageSignIn))]
public sealed class UnknownSignInDetailModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    public LinkForm Input { get; set; } = new();

    public UnknownSignIn Row { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    /// <summary>Who it would be; null before the preview.</summary>
    public Person? Preview { get; private set; }

    public IReadOnlyList<Role> PreviewRoles { get; private set; } = [];

    public int PreviewOthers { get; private set; }

    public async Task<IActionResult> OnGetAsync(int? person, CancellationToken cancel)
    {
        Input.PersonId = person;
        return await LoadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        if (await FindAsync(Input.Version, cancel) is not { } signIn)
        {
            return NotFound();
        }

        var today = clock.Today();
        var identity = signIn.Link(await PersonAsync(cancel), actor, clock.GetUtcNow());
        (Preview, PreviewRoles) = (identity.Person, [.. identity.Person.Assignments.Where(a => a.IsOn(today)).Select(a => a.Role).Distinct()]);
        PreviewOthers = await db.ExternalIdentities.CountAsync(i => i.PersonId == identity.PersonId && i.UnlinkedAt == null, cancel);
        db.ChangeTracker.Clear();
        return await LoadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(Input.Version, cancel) is not { } signIn)
        {
            return NotFound();
        }

        var person = await PersonAsync(cancel);
        await SignIns.LinkAsync(db, signIn, person, Input.Reason, actor, clock.GetUtcNow(), cancel);
        TempData["Success"] = $"「{person.Name}」に結び付け、本人に知らせました。次のサインインから使えます。";
        return Redirect($"/admin/people/{person.Id}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.UnknownSignIns.AsNoTracking().FirstOrDefaultAsync(s => s.Id == Id, cancel) is not { } signIn)
        {
            return false;
        }

        Row = signIn;
        People = await db.People.AsNoTracking().Where(p => p.Id != actor.PersonId).OrderBy(p => p.Name).ThenBy(p => p.Id)
            .Select(p => new SelectListItem(p.Name + "（" + p.Account + "）", p.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(cancel);
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? signIn.Version : Input.Version;
        return true;
    }

    async Task<UnknownSignIn?> FindAsync(uint version, CancellationToken cancel)
    {
        var signIn = await db.UnknownSignIns.FirstOrDefaultAsync(s => s.Id == Id, cancel);
        return signIn is not null && signIn.Version != version ? throw new StaleForm("ほかの人が先に扱ったか、本人がもう一度試みました。") : signIn;
    }

    async Task<Person> PersonAsync(CancellationToken cancel) =>
        await db.People.Include(p => p.Assignments).FirstOrDefaultAsync(p => p.Id == Input.PersonId, cancel)
        ?? throw new RuleViolation("person-unknown", "人を選んでください。", "PersonId");

    public sealed class LinkForm
    {
        [Display(Name = "人")]
        [Required]
        public int? PersonId { get; set; }

        [Display(Name = "理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        public uint Version { get; set; }
    }
}
