using DxGovernance.Core.Council;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Council;

/// <summary>The application with the people of a council, each at a browser, and one case that the CIO has referred to it.</summary>
public sealed class CouncilApp : WebApp
{
    int last = 10;

    public Actor Office { get; private set; } = null!;

    /// <summary>Of the office too; publishes what the first has recorded.</summary>
    public Actor Other { get; private set; } = null!;

    public Actor Member { get; private set; } = null!;

    public Department Department { get; private set; } = null!;

    public Proposal Case { get; private set; } = null!;

    public WebBrowser AtOffice { get; private set; } = null!;

    public WebBrowser AtOther { get; private set; } = null!;

    public WebBrowser AtMember { get; private set; } = null!;

    public WebBrowser AtCio { get; private set; } = null!;

    public WebBrowser AtDepartment { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Department = await Given.Department();
        var cast = await Given.Cast(Department);
        (Office, Other, Member) = (cast.Office, await Given.Actor(Role.PmoOffice), await Given.Actor(Role.Council));
        Case = await Given.Proposal(Database, Department, cast, p => p.BringToCouncil(cast, Clock.Now), amount: 60_000_000, title: "付議した案件");
        (AtOffice, AtOther, AtMember) = (await SignedIn(Office), await SignedIn(Other), await SignedIn(Member));
        (AtCio, AtDepartment) = (await SignedIn(cast.Cio), await SignedIn(cast.Staff));
    }

    /// <summary>A number that no meeting has.</summary>
    public int NextNumber() => Interlocked.Increment(ref last);

    /// <summary>A saved meeting of today with one item, brought to the state by the office; its documents hold nothing worth reading.</summary>
    public async Task<Meeting> Meeting(MeetingState state)
    {
        var meeting = GivenCouncil.In(state, Office, Other, NextNumber());
        await using var db = Database.NewContext();
        db.Meetings.Add(meeting);
        await Given.Save(db, Office);
        return meeting;
    }

    public Task<Meeting> Read(int number) => Database.OnMeeting(number, (_, meeting) => Task.FromResult(meeting));

    /// <summary>Somebody else saves the meeting: forms that are open are stale then.</summary>
    public async Task TouchMeeting(int id)
    {
        await using var db = Database.NewContext();
        (await db.Database.ExecuteSqlAsync($"update meetings set id = id where id = {id}", Cancel)).ShouldBe(1);
    }

    public async Task TouchAction(int id)
    {
        await using var db = Database.NewContext();
        (await db.Database.ExecuteSqlAsync($"update action_items set id = id where id = {id}", Cancel)).ShouldBe(1);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var browser in new[] { AtOffice, AtOther, AtMember, AtCio, AtDepartment })
        {
            browser?.Dispose();
        }

        await base.DisposeAsync();
    }
}
