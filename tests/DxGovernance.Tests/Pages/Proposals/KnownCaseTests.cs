using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages.Proposals;

/// <summary>What other departments see of a case that its department shares, and who reads confidential parts.</summary>
public sealed class KnownCaseTests(WebApp app) : IClassFixture<WebApp>
{
    async Task<(Proposal Case, Cast Cast)> Submitted()
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        var made = await app.Given.Proposal(app.Database, department, cast, p =>
        {
            p.Write(p.Draft.Filled(p.Gate).With("purpose", "所管だけの目的").With("measures", "秘密の対策"), cast.Staff, app.Clock.Now);
            p.BringToDecision(cast, app.Clock.Now);
        });
        return (made, cast);
    }

    [Fact]
    public async Task Another_department_sees_title_department_and_state_only()
    {
        var (made, _) = await Submitted();
        using var stranger = await app.SignedInAs(Role.DepartmentStaff);

        var page = await stranger.Get($"/proposals/{made.Number}");

        page.Status.ShouldBe(200);
        page.Text.ShouldContain(made.Title);
        page.Text.ShouldContain(made.State.Label());
        page.Text.ShouldNotContain("所管だけの目的");
        page.Text.ShouldNotContain("20,000,000");
        page.Text.ShouldNotContain(made.Gate.Label());
        (await stranger.Get($"/proposals/{made.Number}/history")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Confidential_parts_are_read_on_record_and_by_the_own_department_at_once()
    {
        var (made, cast) = await Submitted();
        using var staff = await app.SignedIn(cast.Staff);
        (await staff.Get($"/proposals/{made.Number}")).Text.ShouldContain("秘密の対策");
        using var cio = await app.SignedIn(cast.Cio);
        var hidden = await cio.Get($"/proposals/{made.Number}");
        hidden.Text.ShouldNotContain("秘密の対策");

        (await cio.Submit(hidden, "form[action*='Reveal']", [])).Status.ShouldBe(302);

        (await cio.Get($"/proposals/{made.Number}")).Text.ShouldContain("秘密の対策");
        await using var db = app.Database.NewContext();
        db.ConfidentialReads.Count(r => r.ProposalId == made.Id && r.RecordedById == cast.Cio.PersonId).ShouldBe(1);
        db.AuditEntries.Count(a => a.Subject == made.Subject && a.Title == "案件：機密部分の閲覧").ShouldBe(1);
    }
}
