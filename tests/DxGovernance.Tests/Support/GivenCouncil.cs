using DxGovernance.Core;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Support;

/// <summary>Meetings of the council: in memory, or saved through the domain's own methods.</summary>
public static class GivenCouncil
{
    public static CityInfo City { get; } = new("下関市", "352012");

    public static JudgementCategories Categories { get; } = new(null);

    public static AgendaText Text(string title = "試験の議題", string asked = "進めることの可否") => new(title, asked, "説明の文");

    public static MeetingInput Input(int number = 1, DateOnly? heldOn = null) => new(number, heldOn ?? FixedClock.Start.Day(), "本庁舎 大会議室", MeetingForm.InPerson);

    /// <summary>In memory, with one item of its own.</summary>
    public static Meeting Preparing(Actor office, int number = 1)
    {
        var meeting = new Meeting(Input(number), office, FixedClock.Start);
        meeting.AddItem(AgendaSubject.Free, Text(), office, FixedClock.Start);
        return meeting;
    }

    public static MadeDocument Made(CouncilDocumentKind kind = CouncilDocumentKind.Pack, string title = "資料") => new(
        kind, new AsOf(FixedClock.Start.Day(), FixedClock.Start),
        new()
        {
            Kind = kind,
            MeetingNumber = 1,
            Title = title,
            City = City.Name,
            IsDemo = false,
            AsOf = FixedClock.Start.Day(),
            RecordedUntil = FixedClock.Start,
            Facts = [],
            Sections = [],
        },
        [1, 2, 3], null);

    /// <summary>In memory, brought to the state on the usual way.</summary>
    public static Meeting In(MeetingState state, Actor office, Actor other, int number = 1)
    {
        var (meeting, now) = (Preparing(office, number), FixedClock.Start);
        if (state == MeetingState.Cancelled)
        {
            meeting.Perform(MeetingAction.CallOff, "定足数に足りない", office, now);
            return meeting;
        }

        foreach (var step in new Action[]
                 {
                     () => meeting.Freeze(Made(), office, now), () => meeting.Perform(MeetingAction.Distribute, null, office, now), () => meeting.Hold(Held(), office, now),
                     () =>
                     {
                         meeting.Judge(meeting.Agenda[0], Agreed(), Categories, null, null, office, now);
                         meeting.Perform(MeetingAction.Conclude, null, office, now);
                     },
                     () => meeting.PublishMinutes(Made(CouncilDocumentKind.Minutes), other, now),
                 })
        {
            if (meeting.State == state)
            {
                break;
            }

            step();
        }

        meeting.State.ShouldBe(state);
        return meeting;
    }

    public static HeldInput Held(string? reason = null, DateOnly? on = null, params AttendanceInput[] members) =>
        new(on ?? FixedClock.Start.Day(), "本庁舎 大会議室", MeetingForm.InPerson, "CIO、庁内PMO事務局", members, reason);

    public static JudgementInput Agreed(string? text = null, string? reason = null, params ActionInput[] actions) => new("AGREE", text, [], actions, reason);

    public static ActionInput Action(int? department = null, Gate? blocks = null, DateOnly? due = null) =>
        new("費用の根拠を示す", "担当課長", department, due ?? FixedClock.Start.Day().AddDays(30), "見積書", blocks);

    /// <summary>A saved meeting after the acts.</summary>
    public static async Task<Meeting> Meeting(this Given given, TestDatabase database, Actor office, int number, DateOnly heldOn, params (AgendaSubject Subject, AgendaText Text)[] items)
    {
        await using var db = database.NewContext();
        var meeting = new Meeting(Input(number, heldOn), office, given.Clock.Now);
        db.Meetings.Add(meeting);
        foreach (var (subject, text) in items)
        {
            meeting.AddItem(subject, text, office, given.Clock.Now);
        }

        await given.Save(db, office);
        return meeting;
    }

    /// <summary>The meeting as stored, with everything a step needs.</summary>
    public static async Task<T> OnMeeting<T>(this TestDatabase database, int number, Func<GovernanceDbContext, Meeting, Task<T>> act)
    {
        await using var db = database.NewContext();
        return await act(db, await db.Meetings.WithAll().SingleAsync(m => m.Number == number, Cancel));
    }

    public static Task OnMeeting(this TestDatabase database, int number, Func<GovernanceDbContext, Meeting, Task> act) =>
        database.OnMeeting(number, async (db, meeting) =>
        {
            await act(db, meeting);
            return true;
        });

    /// <summary>Makes the pack of now and freezes it.</summary>
    public static Task<CouncilDocument> FreezePack(this Given given, TestDatabase database, int number, DateOnly asOf, Actor office) =>
        database.OnMeeting(number, async (db, meeting) =>
        {
            var made = await CouncilPack.MakeAsync(db, meeting.Id, new AsOf(asOf, await LedgerClock.NewestAsync(db, Cancel)), City, isDraft: false, Cancel);
            return await CouncilActs.FreezeAsync(db, meeting, made, office, given.Clock.Now, Cancel);
        });

    public static Task Take(this Given given, TestDatabase database, int number, MeetingAction action, Actor office, string? reason = null) =>
        database.OnMeeting(number, (db, meeting) => CouncilActs.TakeAsync(db, meeting, action, reason, office, given.Clock.Now, Cancel));

    public static Task Hold(this Given given, TestDatabase database, int number, Actor office, DateOnly? on = null) => database.OnMeeting(number, async (db, meeting) =>
    {
        var members = await CouncilMember.OnAsync(db, meeting.HeldOn, Cancel);
        await CouncilActs.HoldAsync(db, meeting, Held(on: on ?? meeting.HeldOn, members: [.. members.Select(m => new AttendanceInput(m, Presence.Present, null))]), office, given.Clock.Now, Cancel);
    });

    public static Task<ProposalTransition?> Judge(this Given given, TestDatabase database, int number, int item, JudgementInput input, Actor office) =>
        database.OnMeeting(number, (db, meeting) => CouncilActs.JudgeAsync(db, meeting, meeting.Agenda[item - 1], input, office, given.Clock.Now, Cancel));

    public static Task<CouncilDocument> PublishMinutes(this Given given, TestDatabase database, int number, Actor other) => database.OnMeeting(number, async (db, meeting) =>
    {
        var made = await CouncilMinutes.MakeAsync(db, meeting, await LedgerClock.NewestAsync(db, Cancel), City, Cancel);
        return await CouncilActs.PublishMinutesAsync(db, meeting, made, other, given.Clock.Now, Cancel);
    });
}
