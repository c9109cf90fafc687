using DxGovernance.Core;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Workflow;
using DxGovernance.Web.TagHelpers;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Council;

/// <summary>A meeting as its pages need it, with what the actor may do.</summary>
public sealed record MeetingView(Meeting Meeting, Actor Actor, DateOnly Today)
{
    public string Href => HrefOf(Meeting.Number);

    public IReadOnlyList<Crumb> Crumbs => [new("推進会議", "/council"), new(Meeting.Caption, Href)];

    public IReadOnlyList<(Transition<MeetingState, MeetingAction> Line, string? Why)> Steps { get; } = Meeting.StepsFor(Actor, Today);

    public bool MayPrepare => Meeting.State == MeetingState.Preparing && Actor.Can(Permission.PrepareCouncil);

    /// <summary>Day, place and form are still plans.</summary>
    public bool MayRevise => !Meeting.State.WasHeld() && Meeting.State != MeetingState.Cancelled && Actor.Can(Permission.PrepareCouncil);

    public bool MayRecord => Meeting.State.WasHeld() && Actor.Can(Permission.RecordCouncilJudgement);

    /// <summary>Where a step is taken.</summary>
    public string HrefTo(MeetingAction action) => action switch
    {
        MeetingAction.Freeze => $"{Href}/preview",
        MeetingAction.Hold => $"{Href}/hold",
        MeetingAction.Judge or MeetingAction.Correct => $"{Href}#agenda",
        _ => $"{Href}/step/{action}",
    };

    /// <summary>The usual way with where the meeting stands on it.</summary>
    public IEnumerable<Step> Way
    {
        get
        {
            if (Meeting.State == MeetingState.Cancelled)
            {
                return [new(MeetingState.Cancelled.Label(), StepState.Error)];
            }

            return Enum.GetValues<MeetingState>().Where(s => s != MeetingState.Cancelled).Select(s => new Step(
                s.Label(), s < Meeting.State || Meeting.State == MeetingState.Published ? StepState.Completed : s == Meeting.State ? StepState.Current : StepState.Upcoming));
        }
    }

    public static string HrefOf(int number) => FormattableString.Invariant($"/council/{number}");

    public static Task<MeetingView?> FindAsync(GovernanceDbContext db, Actor actor, TimeProvider clock, int number, CancellationToken cancel, bool tracked = false) =>
        FindAsync(db.Meetings.WithAll(), actor, clock, number, tracked, cancel);

    /// <summary>Without attendance and follow-ups, for the pages of the agenda.</summary>
    public static Task<MeetingView?> FindAgendaAsync(GovernanceDbContext db, Actor actor, TimeProvider clock, int number, CancellationToken cancel, bool tracked = false) =>
        FindAsync(db.Meetings.WithAgenda(), actor, clock, number, tracked, cancel);

    static async Task<MeetingView?> FindAsync(IQueryable<Meeting> query, Actor actor, TimeProvider clock, int number, bool tracked, CancellationToken cancel)
    {
        var found = await (tracked ? query : query.AsNoTrackingWithIdentityResolution()).FirstOrDefaultAsync(m => m.Number == number, cancel);
        return found is null ? null : new(found, actor, clock.Today());
    }

    /// <exception cref="StaleForm">Somebody changed the meeting since the form was opened.</exception>
    public void RequireVersion(uint version)
    {
        if (Meeting.Version != version)
        {
            throw new StaleForm("ほかの人が先に会議を変えました。");
        }
    }
}

/// <summary>How the words of the council look.</summary>
public static class CouncilLooks
{
    public static string Color(this MeetingState state) => state switch
    {
        MeetingState.Preparing => "gray",
        MeetingState.Frozen or MeetingState.Distributed => "blue",
        MeetingState.Held => "orange",
        MeetingState.Judged => "yellow",
        MeetingState.Published => "green",
        MeetingState.Cancelled => "red",
    };

    public static string Color(this ActionItemState state, bool isLate) => state switch
    {
        ActionItemState.Open => isLate ? "red" : "orange",
        ActionItemState.Reported => "blue",
        ActionItemState.Met => "green",
        ActionItemState.Withdrawn => "gray",
    };
}
