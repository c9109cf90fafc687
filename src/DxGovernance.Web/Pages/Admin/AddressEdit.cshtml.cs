using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Where mail to one person goes.</summary>
[Authorize(Policy = nameof(Permission.ManageMail))]
public sealed class AddressEditModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Person Person { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Input = new() { Address = Person.MailAddress, Version = Person.Version };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.People.FirstOrDefaultAsync(p => p.Id == Id, cancel) is not { } person)
        {
            return NotFound();
        }

        if (person.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        person.RegisterMailAddress(Input.Address, actor);
        await db.SaveAsync(actor, new Act("メールアドレスの登録", $"person:{person.Id}", person.Name), clock.GetUtcNow(), cancel);
        TempData["Success"] = person.MailAddress is null ? $"「{person.Name}」のメールアドレスを消しました。" : $"「{person.Name}」のメールアドレスを {person.MailAddress} にしました。";
        return Redirect("/admin/addresses?q=" + Uri.EscapeDataString(person.Name));
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Person = (await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == Id, cancel))!;
        Input.Version = HttpContext.IsStale() && Person is not null ? Person.Version : Input.Version;
        return Person is not null;
    }

    public sealed class Form
    {
        [Display(Name = "メールアドレス")]
        [MaxLength(MailAddresses.MaxLength)]
        public string? Address { get; set; }

        public uint Version { get; set; }
    }
}
