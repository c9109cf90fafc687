using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Council;

/// <summary>Records that a meeting was held and who was there; afterwards, corrects it with a reason.</summary>
[Authorize(Policy = nameof(Permission.RecordCouncilJudgement))]
public sealed class HoldModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Meeting { get; set; }

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public MeetingView Shown { get; private set; } = null!;

    /// <summary>Who holds the role on the day, and who was recorded before.</summary>
    public IReadOnlyList<CouncilMember> Members { get; private set; } = [];

    public bool IsCorrection => Shown.Meeting.State.WasHeld();

    /// <summary>The state lets it happen.</summary>
    public bool MayHold => Shown.Meeting.State == MeetingState.Distributed || IsCorrection;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        var m = Shown.Meeting;
        (Input.HeldOn, Input.Place, Input.Form, Input.Others) = (m.HeldOn, m.Place, m.Form, m.Others);
        Input.Rows = [.. Members.Select(p => m.Attendances.FirstOrDefault(a => a.PersonId == p.PersonId)).Select(a => new MemberRow { Presence = a?.Presence ?? Presence.Present, Proxy = a?.Proxy })];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await MeetingView.FindAsync(db, actor, clock, Meeting, cancel, tracked: true) is not { } view)
        {
            return NotFound();
        }

        view.RequireVersion(Input.Version);
        var isCorrection = view.Meeting.State.WasHeld();
        var members = await MembersAsync(view.Meeting, cancel);
        RuleViolation.Require(
            Input.Rows.Count == members.Count && Input.Rows.All(r => r.Presence is not null), "presence-missing",
            "委員ごとの出欠がそろっていません。画面を開き直し、全ての委員の出欠を選んでください。", "Members");
        var rows = members.Zip(Input.Rows, (m, r) => new AttendanceInput(m, r.Presence!.Value, r.Proxy));
        await CouncilActs.HoldAsync(
            db, view.Meeting, new HeldInput(Input.HeldOn, Input.Place, Input.Form!.Value, Input.Others, [.. rows], isCorrection ? Input.Reason : null), actor, clock.GetUtcNow(), cancel);
        TempData["Success"] = isCorrection ? "訂正しました。" : "開催と出欠を記録しました。議題ごとに判断を記録してください。";
        return Redirect($"{view.Href}#agenda");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await MeetingView.FindAsync(db, actor, clock, Meeting, cancel) is not { } view)
        {
            return false;
        }

        (Shown, Members) = (view, await MembersAsync(view.Meeting, cancel));
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? view.Meeting.Version : Input.Version;
        return true;
    }

    async Task<IReadOnlyList<CouncilMember>> MembersAsync(Meeting meeting, CancellationToken cancel)
    {
        var recorded = meeting.Attendances.Select(a => new CouncilMember(a.PersonId, a.Name, a.Title)).ToList();
        return [.. recorded, .. (await CouncilMember.OnAsync(db, meeting.HeldOn, cancel)).Where(m => recorded.All(r => r.PersonId != m.PersonId))];
    }

    public sealed class FormInput
    {
        [Display(Name = "開催日")]
        public DateOnly HeldOn { get; set; }

        [Display(Name = "開催方法"), EnumDataType(typeof(MeetingForm)), Required(ErrorMessage = "開催方法を選んでください。")]
        public MeetingForm? Form { get; set; }

        [Display(Name = "場所"), MaxLength(Core.Council.Meeting.PlaceMaxLength)]
        public string? Place { get; set; }

        public List<MemberRow> Rows { get; set; } = [];

        [Display(Name = "説明者・事務局"), MaxLength(Core.Council.Meeting.OthersMaxLength)]
        public string? Others { get; set; }

        [Display(Name = "訂正の理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        public uint Version { get; set; }
    }

    public sealed class MemberRow
    {
        [Display(Name = "出欠"), EnumDataType(typeof(Presence))]
        public Presence? Presence { get; set; }

        [Display(Name = "代理で出席した人（職名・氏名）"), MaxLength(Attendance.ProxyMaxLength)]
        public string? Proxy { get; set; }
    }
}
