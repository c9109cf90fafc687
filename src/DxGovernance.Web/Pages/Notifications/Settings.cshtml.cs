using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Notifications;

/// <summary>How the person who signed in wants notices by mail.</summary>
[Authorize(Policy = nameof(Permission.SeeHome))]
public sealed class SettingsModel(GovernanceDbContext db, Actor actor, MailSettings mail, TimeProvider clock) : PageModel, IForm
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public Person Me { get; private set; } = null!;

    public bool IsMailOn => mail.IsOn;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Input = new() { Delivery = Me.MailDelivery, Hour = Me.MailHour, Version = Me.Version };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var me = await db.People.SingleAsync(p => p.Id == actor.PersonId, cancel);
        if (me.Version != Input.Version)
        {
            throw new StaleForm("別の画面で先に保存されました。");
        }

        me.ChooseMail(Input.Delivery!.Value, Input.Hour!.Value, actor);
        await db.SaveAsync(actor, new Act("お知らせの設定", $"person:{me.Id}", me.Name), clock.GetUtcNow(), cancel);
        TempData["Success"] = "お知らせの設定を保存しました。";
        return RedirectToPage();
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Me = await db.People.AsNoTracking().SingleAsync(p => p.Id == actor.PersonId, cancel);
        Input.Version = HttpContext.IsStale() ? Me.Version : Input.Version;
        return true;
    }

    public sealed class Form
    {
        [Display(Name = "メールの受け取り方")]
        [Required]
        [EnumDataType(typeof(MailDelivery))]
        public MailDelivery? Delivery { get; set; }

        [Display(Name = "まとめて送る時刻")]
        [Required]
        [Range(Person.FirstMailHour, Person.LastMailHour)]
        public int? Hour { get; set; }

        public uint Version { get; set; }
    }
}
