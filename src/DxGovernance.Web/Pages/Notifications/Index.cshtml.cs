using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Notifications;

/// <summary>The messages to the person who signed in.</summary>
[Authorize(Policy = nameof(Permission.SeeHome))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, ActorAccess access, TimeProvider clock) : PageModel, IForm
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public Paged<Notification> Rows { get; private set; } = null!;

    public int Unread { get; private set; }

    IQueryable<Notification> Mine => db.Notifications.Where(n => n.PersonId == actor.PersonId);

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostReadAsync(long id, CancellationToken cancel)
    {
        var one = await Mine.Where(n => n.Id == id).ToListAsync(cancel);
        return one.Count == 0 ? NotFound() : await ReadAsync(one, "お知らせを既読にしました。", cancel);
    }

    public async Task<IActionResult> OnPostReadAllAsync(CancellationToken cancel)
    {
        var all = await Mine.Where(n => n.ReadAt == null).ToListAsync(cancel);
        return await ReadAsync(all, $"{all.Count}件のお知らせを既読にしました。", cancel);
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Unread = await Mine.CountAsync(n => n.ReadAt == null, cancel);
        Rows = await Mine.AsNoTracking()
            .OrderBy(n => n.ReadAt != null).ThenByDescending(n => n.CreatedAt).ThenByDescending(n => n.Id)
            .ToPageAsync(PageNumber, Paged<Notification>.DefaultSize, cancel);
        return true;
    }

    async Task<IActionResult> ReadAsync(IReadOnlyList<Notification> messages, string done, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var message in messages)
        {
            message.Read(now);
        }

        if (db.ChangeTracker.HasChanges())
        {
            await db.SaveAsync(actor, new Act("お知らせの既読", FormattableString.Invariant($"person:{actor.PersonId}"), actor.Name), now, cancel);
            access.Forget(actor.PersonId!.Value);
        }

        TempData["Success"] = done;
        return RedirectToPage();
    }
}
