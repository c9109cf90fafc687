using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DxGovernance.Core;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Workflow;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Council;

/// <summary>Confirms one step of a meeting before it is taken; 議事要旨 are shown as they will be published.</summary>
[Authorize(Policy = nameof(Permission.SeeCouncil))]
public sealed class StepModel(GovernanceDbContext db, Actor actor, TimeProvider clock, CityInfo city) : PageModel, IForm, IAsksForRecentSignIn
{
    /// <summary>What members can read then cannot be taken back.</summary>
    public bool AsksForRecentSignIn => Act is MeetingAction.Distribute or MeetingAction.PublishMinutes;

    static readonly MeetingAction[] Here = [MeetingAction.Replace, MeetingAction.Distribute, MeetingAction.Conclude, MeetingAction.PublishMinutes, MeetingAction.CallOff];

    [FromRoute]
    public int Meeting { get; set; }

    [FromRoute]
    public MeetingAction Act { get; set; }

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public MeetingView Shown { get; private set; } = null!;

    /// <summary>Null where the meeting has moved on.</summary>
    public Transition<MeetingState, MeetingAction>? Line { get; private set; }

    public string? Why { get; private set; }

    public Principal? For => Line is null ? null : actor.Acting(Line.Permission, null).For;

    /// <summary>For <see cref="MeetingAction.PublishMinutes"/>.</summary>
    public CouncilContent? Minutes { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid || !await LoadAsync(cancel))
        {
            return NotFound();
        }

        if (MeetingWorkflow.Table.From(Shown.Meeting.State).FirstOrDefault(t => t.Action == Act) is { } line)
        {
            actor.Require(line.Permission, null);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!Here.Contains(Act) || await MeetingView.FindAsync(db, actor, clock, Meeting, cancel, tracked: true) is not { } view)
        {
            return NotFound();
        }

        view.RequireVersion(Input.Version);
        var meeting = view.Meeting;
        actor.Require(MeetingWorkflow.Table.Find(meeting.State, Act).Permission, null);
        if (Act == MeetingAction.PublishMinutes)
        {
            await PublishAsync(meeting, cancel);
        }
        else
        {
            await CouncilActs.TakeAsync(db, meeting, Act, Input.Reason, actor, clock.GetUtcNow(), cancel);
        }

        TempData["Success"] = $"「{Act.Label()}」を行いました。会議は「{meeting.State.Label()}」です。";
        return Redirect(view.Href);
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (!Here.Contains(Act) || await MeetingView.FindAsync(db, actor, clock, Meeting, cancel) is not { } view)
        {
            return false;
        }

        Shown = view;
        (Line, Why) = view.Steps.FirstOrDefault(s => s.Line.Action == Act);
        if (Act == MeetingAction.PublishMinutes && view.Meeting.State.WasHeld())
        {
            Minutes = await CouncilMinutes.PreviewAsync(db, view.Meeting, await LedgerClock.NewestAsync(db, cancel), city, cancel);
        }

        if (HttpContext.IsStale() || HttpMethods.IsGet(Request.Method))
        {
            // What is shown now is what the form must name, not what was shown before.
            ModelState.Forget("Input.Until");
            ModelState.Forget("Input.Hash");
            (Input.Version, Input.Until) = (view.Meeting.Version, Minutes?.RecordedUntil.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            Input.Hash = Minutes is null ? null : PreviewModel.HashOf(Minutes);
        }

        return true;
    }

    async Task PublishAsync(Meeting meeting, CancellationToken cancel)
    {
        RuleViolation.Require(
            DateTimeOffset.TryParse(Input.Until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) && until <= await LedgerClock.NewestAsync(db, cancel),
            "preview-forged", "確かめた議事要旨の記録の締めを読めません。もう一度開いて確かめてください。");
        var made = await CouncilMinutes.MakeAsync(db, meeting, until.ToUniversalTime(), city, cancel);
        if (PreviewModel.HashOf(made.Content) != Input.Hash)
        {
            throw new StaleForm("確かめた後に議事要旨の内容が変わりました。");
        }

        await CouncilActs.PublishMinutesAsync(db, meeting, made, actor, clock.GetUtcNow(), cancel);
    }

    public sealed class FormInput
    {
        [Display(Name = "理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        [MaxLength(40)]
        public string? Until { get; set; }

        [MaxLength(64)]
        public string? Hash { get; set; }

        public uint Version { get; set; }
    }
}
