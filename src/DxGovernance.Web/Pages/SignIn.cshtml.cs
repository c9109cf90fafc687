using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages;

/// <summary>Where people without a session arrive. In a demo they choose a fictional person; a real provider adds its way here.</summary>
[AllowAnonymous]
public sealed class SignInModel(GovernanceDbContext db, DemoSignInOptions demo, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public bool DemoIsOn => demo.Enabled;

    public IReadOnlyList<DemoPerson> People { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        if (DemoIsOn)
        {
            var today = clock.Today();
            var people = await db.People.AsNoTracking()
                .Where(p => p.IsDemo)
                .SelectMany(p => p.Assignments
                    .Where(a => a.ValidFrom <= today && (a.ValidTo == null || a.ValidTo >= today))
                    .Select(a => new { p.Id, p.Name, a.Title, a.Role, Department = a.Department.Name }))
                .ToListAsync(cancel);
            People = [.. people.OrderBy(p => p.Role).ThenBy(p => p.Id).Select(p => new DemoPerson(p.Id, p.Name, p.Title, p.Role.Label(), p.Department))];
        }
    }

    public async Task<IActionResult> OnPostAsync(int personId, CancellationToken cancel)
    {
        if (!DemoIsOn || !await db.People.AnyAsync(p => p.Id == personId && p.IsDemo, cancel))
        {
            return NotFound();
        }

        await HttpContext.SignInAsync(SecuritySetup.Principal(personId));
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/");
    }

    public sealed record DemoPerson(int Id, string Name, string Title, string Role, string Department);
}
