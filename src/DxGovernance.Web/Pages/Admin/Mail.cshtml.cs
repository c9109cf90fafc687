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

namespace DxGovernance.Web.Pages.Admin;

/// <summary>How mail is sent, how it goes, and the mails themselves, without what they say.</summary>
[Authorize(Policy = nameof(Permission.ManageMail))]
public sealed class MailModel(GovernanceDbContext db, Actor actor, MailSettings settings, TimeProvider clock) : PageModel, IForm
{
    [BindProperty(SupportsGet = true, Name = "state")]
    [Display(Name = "状態")]
    public MailState? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public MailSettings Settings => settings;

    public MailQueue Queue { get; private set; } = null!;

    public MailRelay Relay { get; private set; } = null!;

    public Paged<Row> Mails { get; private set; } = null!;

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        await LoadAsync(cancel);
    }

    /// <summary>A mail to oneself, through the queue like every other.</summary>
    public async Task<IActionResult> OnPostTestAsync(CancellationToken cancel)
    {
        RuleViolation.Require(settings.IsOn, "mail-off", "メールの設定がないため、試験メールを送れません。サーバーの設定を先にしてください。");
        var me = await db.People.SingleAsync(p => p.Id == actor.PersonId, cancel);
        RuleViolation.Require(me.MailAddress is not null, "mail-no-address", "自分のメールアドレスが登録されていません。「メールアドレス」で登録してから送ってください。");
        db.Mails.Add(new Mail(MailKind.Test, me.Id, MailAddresses.DomainOf(settings.From), Now));
        await TryRelayNowAsync(cancel);
        await db.SaveAsync(actor, new Act("試験メールの依頼", $"person:{me.Id}", me.Name), Now, cancel);
        TempData["Success"] = $"{me.MailAddress} への試験メールを送信待ちにしました。1分以内に送ります。「表示を更新する」で結果を確かめてください。";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostAgainAllAsync(CancellationToken cancel)
    {
        var parked = await db.Mails.Where(m => m.State == MailState.Parked).ToListAsync(cancel);
        RuleViolation.Require(parked.Count > 0, "mail-none-parked", "「送れない」のメールはありません。");
        parked.ForEach(m => m.SendAgain(actor, Now));
        await TryRelayNowAsync(cancel);
        await db.SaveAsync(actor, new Act("メールの送り直し", "mail:all", $"送れなかったメール{parked.Count}通"), Now, cancel);
        TempData["Success"] = $"送れなかったメール{parked.Count}通を送信待ちに戻しました。";
        return RedirectToPage();
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Queue = await MailQueue.ReadAsync(db, Now, cancel);
        Relay = await db.MailRelays.AsNoTracking().SingleAsync(cancel);
        Mails = await db.Mails.AsNoTracking().Where(m => State == null || m.State == State)
            .OrderByDescending(m => m.Id)
            .Select(m => new Row(
                m.Id, m.Kind, m.Person.Name, m.Address ?? m.Person.MailAddress, db.Notifications.Count(n => n.MailId == m.Id),
                m.State, m.CreatedAt, m.Attempts, m.DueAt, m.SentAt, m.Answer))
            .ToFirstPagesAsync(PageNumber, Paged<Row>.DefaultSize, 1000, cancel);
        return true;
    }

    async Task TryRelayNowAsync(CancellationToken cancel) => (await db.MailRelays.SingleAsync(cancel)).TryNow();

    public sealed record Row(
        long Id, MailKind Kind, string Person, string? Address, int Notices, MailState State, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset DueAt, DateTimeOffset? SentAt, string? Answer);
}
