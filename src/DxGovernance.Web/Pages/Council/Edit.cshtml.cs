using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Council;

/// <summary>Changes day, place or form of a meeting that was not held yet.</summary>
[Authorize(Policy = nameof(Permission.PrepareCouncil))]
public sealed class EditModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Meeting { get; set; }

    [BindProperty]
    public MeetingFields Input { get; set; } = new();

    public MeetingView Shown { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        var m = Shown.Meeting;
        (Input.Number, Input.HeldOn, Input.Place, Input.Form) = (m.Number, m.HeldOn, m.Place, m.Form);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await MeetingView.FindAsync(db, actor, clock, Meeting, cancel, tracked: true) is not { } view)
        {
            return NotFound();
        }

        view.RequireVersion(Input.Version);
        RuleViolation.Require(
            Input.Number == Meeting || !await db.Meetings.AnyAsync(m => m.Number == Input.Number, cancel), "meeting-number-taken", $"第{Input.Number}回の会議はすでにあります。回を直してください。", "Number");
        view.Meeting.Revise(Input.ToInput(), Input.Reason, actor, clock.GetUtcNow());
        await db.SaveAsync(
            actor.Acting(Permission.PrepareCouncil, null), new Act("推進会議：日程・場所の変更", view.Meeting.Subject, view.Meeting.Caption, Input.Reason), clock.GetUtcNow(), cancel);
        TempData["Success"] = "会議の日程・場所を保存しました。";
        return Redirect(view.Href);
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await MeetingView.FindAsync(db, actor, clock, Meeting, cancel) is not { } view)
        {
            return false;
        }

        Shown = view;
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? view.Meeting.Version : Input.Version;
        return true;
    }
}
