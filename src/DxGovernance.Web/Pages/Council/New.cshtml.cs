using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Council;

/// <summary>Begins to prepare a meeting.</summary>
[Authorize(Policy = nameof(Permission.PrepareCouncil))]
public sealed class NewModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [BindProperty]
    public MeetingFields Input { get; set; } = new();

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var last = await db.Meetings.AsNoTracking().OrderByDescending(m => m.Number).Select(m => new { m.Number, m.Place, m.Form }).FirstOrDefaultAsync(cancel);
        (Input.Number, Input.Place, Input.Form, Input.HeldOn) = ((last?.Number ?? 0) + 1, last?.Place, last?.Form ?? MeetingForm.InPerson, clock.Today().AddMonths(1));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        RuleViolation.Require(
            !await db.Meetings.AnyAsync(m => m.Number == Input.Number, cancel), "meeting-number-taken", $"第{Input.Number}回の会議はすでにあります。回を直してください。", "Number");
        var meeting = new Meeting(Input.ToInput(), actor, clock.GetUtcNow());
        db.Meetings.Add(meeting);
        await db.SaveAsync(actor.Acting(Permission.PrepareCouncil, null), new Act("推進会議：準備の開始", meeting.Subject, meeting.Caption), clock.GetUtcNow(), cancel);
        TempData["Success"] = $"{meeting.Caption}の準備を始めました。議題を加えてください。";
        return Redirect($"{MeetingView.HrefOf(meeting.Number)}/agenda");
    }

    public Task<bool> LoadAsync(CancellationToken cancel) => Task.FromResult(true);
}
