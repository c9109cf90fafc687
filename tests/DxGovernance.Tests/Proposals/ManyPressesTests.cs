using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Security;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Proposals;

/// <summary>What is pressed twice, forged, replayed or guessed is refused in words and written down.</summary>
public sealed class ManyPressesTests(WebApp app) : IClassFixture<WebApp>
{
    const int Presses = 200;

    async Task<(Proposal Case, Cast Cast)> Deciding()
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        return (await app.Given.Proposal(app.Database, department, cast, p => p.BringToDecision(cast, app.Clock.Now)), cast);
    }

    async Task<List<string>> Refusals()
    {
        await using var db = app.Database.NewContext();
        return await db.AuditEntries.Where(a => a.Title == RefusalTrail.Title).OrderBy(a => a.Id).Select(a => $"{a.SubjectLabel} {a.Subject}").ToListAsync(Cancel);
    }

    [Fact]
    public async Task Two_hundred_presses_of_approval_leave_one_decision_and_polite_refusals()
    {
        var (made, cast) = await Deciding();
        using var cio = await app.SignedIn(cast.Cio);
        var form = await cio.Get($"/proposals/{made.Number}/step/Approve");

        var answers = await Task.WhenAll(Enumerable.Range(0, Presses).Select(_ => cio.Submit(form, "form.case-form", new() { ["Input.Category"] = "APPROVE" })));

        answers.Count(a => a.Status == 302).ShouldBe(1);
        answers.Count(a => a.Status == 409).ShouldBe(Presses - 1);
        answers.Where(a => a.Status == 409).ShouldAllBe(a => a.Errors.Any(e => e.Contains("ほかの人が先に", StringComparison.Ordinal)));
        await using var db = app.Database.NewContext();
        (await db.ProposalTransitions.CountAsync(t => t.ProposalId == made.Id && t.Action == ProposalAction.Approve, Cancel)).ShouldBe(1);
        (await db.Proposals.SingleAsync(p => p.Id == made.Id, Cancel)).State.ShouldBe(ProposalState.Approved);
        (await db.Notifications.CountAsync(n => n.PersonId == cast.Staff.PersonId && n.Subject.Contains(made.Number) && n.Subject.Contains("承認"), Cancel)).ShouldBe(1);
        (await Core.Audit.AuditChain.VerifyAsync(db, Cancel)).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_form_that_was_sent_before_is_refused_and_written_down()
    {
        var (made, cast) = await Deciding();
        using var cio = await app.SignedIn(cast.Cio);
        var form = await cio.Get($"/proposals/{made.Number}/step/Continue");
        Dictionary<string, string?> typed() => new() { ["Input.Category"] = "CONTINUE", ["Input.Comment"] = "追加の資料を待つ" };
        (await cio.Submit(form, "form.case-form", typed())).Status.ShouldBe(302);

        var again = await cio.Submit(form, "form.case-form", typed());

        again.Status.ShouldBe(409);
        again.Errors.ShouldContain(e => e.StartsWith("ほかの人が先に案件を進めました。", StringComparison.Ordinal));
        (await Refusals()).ShouldContain($"409 POST /proposals/{made.Number}/step/Continue");
    }

    [Fact]
    public async Task A_case_cannot_be_started_twice_by_one_form()
    {
        var department = await app.Given.Department();
        using var staff = await app.SignedInAs(Role.DepartmentStaff, department);
        var form = await staff.Get("/proposals/new");
        Dictionary<string, string?> typed() => new()
        {
            ["Input.Title"] = "二重の申請",
            ["Input.Class"] = "New",
            ["Input.HasPersonalData"] = "False",
            ["Input.IsCityWide"] = "False",
        };
        (await staff.Submit(form, "main form", typed())).Status.ShouldBe(302);

        var again = await staff.Submit(form, "main form", typed());

        again.Status.ShouldBe(409);
        await using var db = app.Database.NewContext();
        (await db.Proposals.CountAsync(p => p.Title == "二重の申請", Cancel)).ShouldBe(1);
    }

    [Theory]
    [InlineData("Input.State", "Approved")]
    [InlineData("Input.Route", "Light")]
    [InlineData("Case.Version", "1")]
    [InlineData("v.title", "別の件名")]
    public async Task A_field_that_the_form_does_not_have_is_refused_and_written_down(string field, string value)
    {
        var (made, cast) = await Deciding();
        using var cio = await app.SignedIn(cast.Cio);
        var form = await cio.Get($"/proposals/{made.Number}/step/Approve");

        var answer = await cio.Submit(form, "form.case-form", new() { ["Input.Category"] = "APPROVE", [field] = value });

        answer.Status.ShouldBe(400);
        answer.Text.ShouldContain("この画面にない項目が送られたため、受け付けませんでした。");
        (await Refusals()).ShouldContain($"400 POST /proposals/{made.Number}/step/Approve");
        await using var db = app.Database.NewContext();
        (await db.Proposals.SingleAsync(p => p.Id == made.Id, Cancel)).State.ShouldBe(ProposalState.Deciding);
    }

    [Fact]
    public async Task A_guessed_number_a_missing_token_and_an_act_of_others_are_refused_and_written_down()
    {
        var (made, cast) = await Deciding();
        using var stranger = await app.SignedInAs(Role.DepartmentStaff, await app.Given.Department());
        (await stranger.Get("/proposals/R8-ICT-9999")).Status.ShouldBe(404);
        (await stranger.Get($"/proposals/{made.Number}/history")).Status.ShouldBe(404);
        using var staff = await app.SignedIn(cast.Staff);
        (await staff.Get($"/proposals/{made.Number}/step/Approve")).Status.ShouldBe(403);
        using var cio = await app.SignedIn(cast.Cio);
        var form = await cio.Get($"/proposals/{made.Number}/step/Approve");
        (await cio.Submit(form, "form.case-form", new() { ["Input.Category"] = "APPROVE", ["__RequestVerificationToken"] = null })).Status.ShouldBe(400);

        var refusals = await Refusals();

        refusals.ShouldContain("404 GET /proposals/R8-ICT-9999");
        refusals.ShouldContain($"404 GET /proposals/{made.Number}/history");
        refusals.ShouldContain($"403 GET /proposals/{made.Number}/step/Approve");
        refusals.ShouldContain($"400 POST /proposals/{made.Number}/step/Approve");
    }
}
