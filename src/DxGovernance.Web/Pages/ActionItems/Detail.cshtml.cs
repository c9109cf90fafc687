using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.ActionItems;

/// <summary>One follow-up: its owner reports what was done, the PMO office confirms or sends it back.</summary>
[Authorize(Policy = nameof(Permission.SeeActionItems))]
public sealed class DetailModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public ActionItem Action { get; private set; } = null!;

    public IReadOnlyList<ActionItemEntry> Entries { get; private set; } = [];

    public DateOnly Today => clock.Today();

    public bool SeesCouncil => actor.Can(Permission.SeeCouncil);

    public bool MayReport => Action.State == ActionItemState.Open && actor.Can(Permission.ReportActionItem, Action.DepartmentId);

    public bool MayJudge => Action.State == ActionItemState.Reported && actor.Can(Permission.PrepareCouncil) && !actor.Acting(Permission.PrepareCouncil, null).PersonIds.Any(Action.ReporterIds.Contains);

    public bool MayWithdraw => Action.IsOpen && actor.Can(Permission.RecordCouncilJudgement);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostReportAsync(CancellationToken cancel) => ActAsync("指摘への対応の報告", Permission.ReportActionItem, (a, now) => a.ReportDone(Input.Text, actor, now), cancel);

    public Task<IActionResult> OnPostMetAsync(CancellationToken cancel) => ActAsync("指摘への対応の確認", Permission.PrepareCouncil, (a, now) => a.Judge(isMet: true, Input.Text, actor, now), cancel);

    public Task<IActionResult> OnPostSendBackAsync(CancellationToken cancel) => ActAsync("指摘への対応を認めない", Permission.PrepareCouncil, (a, now) => a.Judge(isMet: false, Input.Text, actor, now), cancel);

    public Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancel) => ActAsync("指摘の取下げ", Permission.RecordCouncilJudgement, (a, now) => a.Withdraw(Input.Text, actor, now), cancel);

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await Visible().AsNoTracking().FirstOrDefaultAsync(a => a.Id == Id, cancel) is not { } found)
        {
            return false;
        }

        Action = found;
        Entries = await db.ActionItemEntries.AsNoTracking().Where(e => e.ActionItemId == Id).OrderBy(e => e.Id).ToListAsync(cancel);
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? found.Version : Input.Version;
        return true;
    }

    IQueryable<ActionItem> Visible() => db.ActionItems.VisibleTo(actor).Include(a => a.Department).Include(a => a.AgendaItem).ThenInclude(i => i.Meeting);

    async Task<IActionResult> ActAsync(string title, Permission permission, Action<ActionItem, DateTimeOffset> act, CancellationToken cancel)
    {
        if (await Visible().FirstOrDefaultAsync(a => a.Id == Id, cancel) is not { } found)
        {
            return NotFound();
        }

        if (found.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先にこの指摘を変えました。");
        }

        var now = clock.GetUtcNow();
        act(found, now);
        await CouncilNotices.ActionAsync(db, found, Input.Text, actor, now, cancel);
        var meeting = found.AgendaItem.Meeting;
        await db.SaveAsync(
            actor.Acting(permission, permission == Permission.ReportActionItem ? found.DepartmentId : null), new Act($"推進会議：{title}", meeting.Subject, $"{meeting.Ordinal} 指摘{found.Number}", Input.Text), now, cancel);
        TempData["Success"] = $"指摘{found.Number}は「{found.State.Label()}」になりました。";
        return Redirect(FormattableString.Invariant($"/action-items/{Id}"));
    }

    public sealed class FormInput
    {
        [Display(Name = "内容・理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Text { get; set; }

        public uint Version { get; set; }
    }
}
