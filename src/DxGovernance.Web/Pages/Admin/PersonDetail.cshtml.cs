using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>One person: roles of today, accounts at the provider, and where they are signed in.</summary>
[Authorize(Policy = nameof(Permission.ManageSignIn))]
public sealed class PersonDetailModel(GovernanceDbContext db, Actor actor, SignInSettings settings, TimeProvider clock) : PageModel
{
    [FromRoute]
    public int Id { get; set; }

    public Person Person { get; private set; } = null!;

    public IReadOnlyList<RoleLine> Roles { get; private set; } = [];

    public IReadOnlyList<ExternalIdentity> Identities { get; private set; } = [];

    public IReadOnlyList<PersonSession> Sessions { get; private set; } = [];

    public int IdleMinutes => settings.IdleMinutes;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var (today, now) = (clock.Today(), clock.GetUtcNow());
        if (await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == Id, cancel) is not { } person)
        {
            return NotFound();
        }

        Person = person;
        Roles = await db.Set<RoleAssignment>().AsNoTracking().Where(a => a.PersonId == Id && a.ValidFrom <= today && (a.ValidTo == null || a.ValidTo >= today)).OrderBy(a => a.Id)
            .Select(a => new RoleLine(a.Role, a.Title, a.Department.Name, a.ValidFrom, a.ValidTo, a.ConfirmedOn)).ToListAsync(cancel);
        Identities = await db.ExternalIdentities.AsNoTracking().Where(i => i.PersonId == Id).OrderBy(i => i.UnlinkedAt != null).ThenBy(i => i.Id).ToListAsync(cancel);
        Sessions = await SignIns.OpenOf(db, Id, now).AsNoTracking().ToListAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostSignOutAsync(CancellationToken cancel)
    {
        if (await db.People.FirstOrDefaultAsync(p => p.Id == Id, cancel) is not { } person)
        {
            return NotFound();
        }

        var count = await SignIns.EndAllAsync(db, Id, clock.GetUtcNow(), cancel);
        await db.SaveAsync(actor, new Act("全ての端末からのサインアウト", $"person:{Id}", person.Name, $"{count}台"), clock.GetUtcNow(), cancel);
        TempData["Success"] = $"「{person.Name}」を{count}台の端末からサインアウトさせました。数秒のうちに全てのサーバーで効きます。";
        return RedirectToPage(new { Id });
    }

    public sealed record RoleLine(Role Role, string Title, string Department, DateOnly From, DateOnly? To, DateOnly? ConfirmedOn);
}
