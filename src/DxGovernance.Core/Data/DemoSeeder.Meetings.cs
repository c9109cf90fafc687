using DxGovernance.Core.Council;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>Three meetings of the council in the fictional year: two held, judged and published, the third with its pack before the members, to be held.</summary>
public static partial class DemoSeeder
{
    static IEnumerable<DemoEvent> Meetings(DemoCases cases, CityInfo city) =>
    [
        .. from row in SeedFile.Read("demo/council-meetings.csv")
           select Act(row, "推進会議：会議の登録", async (replay, actor, at) =>
           {
               var meeting = new Meeting(new(row.Int("number"), row.Day("held_on"), row["place"], row.Member<MeetingForm>("form")), actor, at);
               replay.Db.Meetings.Add(meeting);
               await replay.Db.SaveAsync(actor, new("推進会議：会議の登録", meeting.Subject, meeting.Caption), at, replay.Cancel);
           }),
        .. from row in SeedFile.Read("demo/council-agenda.csv")
           select Act(row, "推進会議：議題", async (replay, actor, at) =>
           {
               var meeting = await OpenAsync(replay, row.Int("meeting"));
               var subject = Subject(row, row.Member<AgendaKind>("kind") is AgendaKind.Case or AgendaKind.Effect ? cases.Open(replay, row["subject"]).Id : null);
               meeting.AddItem(subject, new(row["title"], row["asked"], row["explanation"]), actor, at);
               await replay.Db.SaveAsync(actor, new("推進会議：議題の追加", meeting.Subject, meeting.Caption), at, replay.Cancel);
           }),
        .. from row in SeedFile.Read("demo/council-steps.csv")
           select Act(row, row["action"], (replay, actor, at) => StepAsync(replay, cases, city, row, actor, at)),
        .. from row in SeedFile.Read("demo/council-actions.csv")
           select Act(row, row["action"], (replay, actor, at) => FollowAsync(replay, row, actor, at)),
    ];

    static DemoEvent Act(SeedFile.Row row, string what, Func<DemoReplay, Actor, DateTimeOffset, Task> act)
    {
        var at = DemoStamp.Moment(row);
        return new(at, async replay =>
        {
            try
            {
                await act(replay, await replay.ActorAsync(row["actor"], at), at);
            }
            catch (Exception e) when (e is RuleViolation or NotPermitted or FormatException or InvalidOperationException)
            {
                throw new FormatException($"{row.File} {row.Line}行目（{what}）: {e.Message}", e);
            }
        });
    }

    static AgendaSubject Subject(SeedFile.Row row, int? proposalId)
    {
        var kind = row.Member<AgendaKind>("kind");
        return kind switch
        {
            AgendaKind.Milestone => new(kind, OperationNumber: row.Int("subject")),
            AgendaKind.CostComparison => new(kind, OperationNumber: row["subject"].Length == 0 ? null : row.Int("subject")),
            AgendaKind.Initiative => new(kind, InitiativeCode: row["subject"]),
            _ => new(kind, proposalId),
        };
    }

    static Task<Meeting> OpenAsync(DemoReplay replay, int number) => replay.Db.Meetings.WithAll().SingleAsync(m => m.Number == number, replay.Cancel);

    static async Task StepAsync(DemoReplay replay, DemoCases cases, CityInfo city, SeedFile.Row row, Actor actor, DateTimeOffset at)
    {
        var meeting = await OpenAsync(replay, row.Int("meeting"));
        switch (row.Member<MeetingAction>("action"))
        {
            case MeetingAction.Freeze:
                var point = new AsOf(row.Day("as_of"), await LedgerClock.NewestAsync(replay.Db, replay.Cancel));
                await CouncilActs.FreezeAsync(replay.Db, meeting, await CouncilPack.MakeAsync(replay.Db, meeting.Id, point, city, isDraft: false, replay.Cancel), actor, at, replay.Cancel);
                break;
            case MeetingAction.Hold:
                var members = await CouncilMember.OnAsync(replay.Db, meeting.HeldOn, replay.Cancel);
                await CouncilActs.HoldAsync(
                    replay.Db, meeting,
                    new(meeting.HeldOn, meeting.Place, meeting.Form, row["text"], [.. members.Select(m => new AttendanceInput(m, Presence.Present, null))]), actor, at, replay.Cancel);
                break;
            case MeetingAction.Judge:
                await JudgeAsync(replay, cases, meeting, row, actor, at);
                break;
            case MeetingAction.PublishMinutes:
                var minutes = await CouncilMinutes.MakeAsync(replay.Db, meeting, await LedgerClock.NewestAsync(replay.Db, replay.Cancel), city, replay.Cancel);
                await CouncilActs.PublishMinutesAsync(replay.Db, meeting, minutes, actor, at, replay.Cancel);
                break;
            case var action:
                await CouncilActs.TakeAsync(replay.Db, meeting, action, row.Text("text"), actor, at, replay.Cancel);
                break;
        }
    }

    /// <summary>Opinions: kind ; speaker ; text. Follow-ups: text ; owner ; department ; due day ; evidence.</summary>
    static async Task JudgeAsync(DemoReplay replay, DemoCases cases, Meeting meeting, SeedFile.Row row, Actor actor, DateTimeOffset at)
    {
        var item = meeting.Agenda[row.Int("item") - 1];
        var proposal = item.Kind == AgendaKind.Case ? cases.Open(replay, item.ProposalId!.Value) : null;
        var rules = proposal is null ? null : await cases.RulesAsync(replay, proposal.RulesAt(at));
        var departments = await replay.Db.Departments.AsNoTracking().ToDictionaryAsync(d => d.Code, d => d.Id, replay.Cancel);
        var input = new JudgementInput(
            row["category"],
            row["text"],
            [.. DemoCaseForm.Rows(row["opinions"]).Select(o => new Opinion(Enum.Parse<OpinionKind>(o[0]), o[1], o[2]))],
            [
                .. DemoCaseForm.Rows(row["actions"]).Select(a => new ActionInput(
                    a[0], a[1], a[2].Length == 0 ? null : departments[a[2]], DateOnly.ParseExact(a[3], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), a[4], null)),
            ]);
        await CouncilActs.JudgeAsync(replay.Db, meeting, item, input, proposal, rules, actor, at, replay.Cancel);
    }

    static async Task FollowAsync(DemoReplay replay, SeedFile.Row row, Actor actor, DateTimeOffset at)
    {
        var (meeting, number) = (row.Int("meeting"), row.Int("number"));
        var action = await replay.Db.ActionItems.SingleAsync(a => a.AgendaItem.Meeting.Number == meeting && a.Number == number, replay.Cancel);
        if (row["action"] == "Report")
        {
            action.ReportDone(row["text"], actor, at);
        }
        else
        {
            action.Judge(row["action"] == "Confirm", row.Text("text"), actor, at);
        }

        await replay.Db.SaveAsync(actor, new("推進会議の指摘への対応", $"meeting:{meeting}", $"{Meeting.CaptionOf(meeting)} 指摘{number}", row.Text("text")), at, replay.Cancel);
    }
}
