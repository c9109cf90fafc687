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

    [Fact]
    public async Task A_changed_vendor_is_confidential_among_the_changes_too()
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        var made = await app.Given.Proposal(app.Database, department, cast, p =>
        {
            p.Write(p.Draft.Filled(p.Gate).With(ProposalForm.Vendor, "前の事業者"), cast.Staff, app.Clock.Now);
            p.BringToDecision(cast, app.Clock.Now);
            p.Approve(cast, app.Clock.Now);
            p.Perform(ProposalAction.StartChange, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, app.Clock.Now);
            p.Write(p.Draft.With(ProposalForm.Vendor, "次の事業者"), cast.Staff, app.Clock.Now);
        });
        using var staff = await app.SignedIn(cast.Staff);
        (await staff.Get($"/proposals/{made.Number}")).Text.ShouldContain("次の事業者");
        using var office = await app.SignedIn(cast.Office);

        var page = await office.Get($"/proposals/{made.Number}");

        page.Text.ShouldContain("事業者を変えるときは");
        page.Text.ShouldNotContain("次の事業者");
        page.Text.ShouldNotContain("前の事業者");
    }

    [Fact]
    public async Task A_condition_without_a_day_is_told_as_incomplete()
    {
        var (made, cast) = await Submitted();
        using var cio = await app.SignedIn(cast.Cio);
        var form = await cio.Get($"/proposals/{made.Number}/step/ApproveWithConditions");

        var answer = await cio.Submit(form, "form.case-form", new()
        {
            ["Input.Category"] = "CONDITION",
            ["Input.Comment"] = "理由",
            ["Input.Conditions[0].Text"] = "PIAを終える",
            ["Input.Conditions[0].Owner"] = "課長",
            ["Input.Conditions[0].Evidence"] = "報告書",
        });

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldContain("条件には、内容・担当・期限・求める証拠の全てを入力してください。");
        answer.Value("Input.Conditions[0].Text").ShouldBe("PIAを終える");
    }
}
