using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Locks a person out at once, everywhere, or lets them in again; shown first what becomes of sessions and cases.</summary>
[Authorize(Policy = nameof(Permission.ManageSignIn))]
public sealed class PersonLockModel(GovernanceDbContext db, Actor actor, ActorAccess access, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Person Person { get; private set; } = null!;

    public string RoleWords { get; private set; } = "";

    public int Sessions { get; private set; }

    /// <summary>Cases that nobody could finish without the person. A lock is not refused for them: it may be urgent.</summary>
    public IReadOnlyList<StuckCase> Stuck { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var alone = await FinishProof.AloneAsync(db, cancel);
        if (await db.People.FirstOrDefaultAsync(p => p.Id == Id, cancel) is not { } person)
        {
            return NotFound();
        }

        if (person.LockedAt is not null != Input.ShownLocked)
        {
            throw new StaleForm("ほかの人が先にロックの状態を変えました。");
        }

        var act = person.LockedAt is null ? "ロック" : "ロックの解除";
        if (person.LockedAt is null)
        {
            person.Lock(await SignIns.Administrators(db, clock.Today()).CountAsync(id => id != Id, cancel), actor, now);
            await SignIns.EndAllAsync(db, Id, now, cancel);
        }
        else
        {
            person.Unlock(actor);
        }

        await db.SaveAsync(actor, new Act(act, $"person:{Id}", person.Name, Input.Reason), now, cancel);
        await alone.CommitAsync(cancel);
        access.Forget(Id);
        TempData["Success"] = person.LockedAt is null ? $"「{person.Name}」のロックを解除しました。" : $"「{person.Name}」をロックし、全ての端末からサインアウトさせました。数秒のうちに全てのサーバーで効きます。";
        return Redirect($"/admin/people/{Id}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var (today, now) = (clock.Today(), clock.GetUtcNow());
        if (await db.People.AsNoTracking().Include(p => p.Assignments).FirstOrDefaultAsync(p => p.Id == Id, cancel) is not { } person)
        {
            return false;
        }

        Person = person;
        var roles = person.Assignments.Where(a => a.IsOn(today)).Select(a => a.Role.Label()).Distinct().ToList();
        RoleWords = roles.Count == 0 ? "なし" : string.Join("・", roles);
        Sessions = await db.Sessions.CountAsync(s => s.PersonId == Id && s.EndedAt == null && s.EndsAt > now, cancel);
        if (person.LockedAt is null)
        {
            var world = (await FinishData.LoadAsync(db, today, cancel)).World(today);
            Stuck = FinishProof.Worsened(world, world.Locking(Id), today);
        }

        return true;
    }

    public sealed class Form
    {
        [Display(Name = "理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        /// <summary>As it stood when the form was opened.</summary>
        public bool ShownLocked { get; set; }
    }
}
