using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Pages.Proposals;

/// <summary>Two departments with a case each and one that they share: every list, search and count keeps to what its reader may see.</summary>
public sealed class ListedCases : WebApp
{
    public Department Ours { get; private set; } = null!;

    public Department Theirs { get; private set; } = null!;

    public Cast Us { get; private set; } = null!;

    public Cast Them { get; private set; } = null!;

    public Proposal Own { get; private set; } = null!;

    /// <summary>Of the other department, not shared, with a condition, an attachment and a finding.</summary>
    public Proposal Secret { get; private set; } = null!;

    /// <summary>Of the other department, shared; on the council's route.</summary>
    public Proposal Shared { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (Ours, Theirs) = (await Given.Department("甲の課"), await Given.Department("乙の課"));
        (Us, Them) = (await Given.Cast(Ours), await Given.Cast(Theirs));
        Own = await Conditioned(Ours, Us, "甲の児童手当給付システム更新", isShared: true);
        Secret = await Conditioned(Theirs, Them, "乙の秘密の給付台帳システム", isShared: false);
        Shared = await Given.Proposal(
            Database, Theirs, Them, p => p.BringToDecision(Them, Clock.Now), ProposalClass.New, 60_000_000, "乙の共有の給付台帳システム");
    }

    async Task<Proposal> Conditioned(Department department, Cast cast, string title, bool isShared) => await Given.Proposal(
        Database, department, cast,
        p =>
        {
            p.Share(isShared, cast.Staff);
            p.Attach(AttachmentKind.Specification, $"{title}の仕様書.txt", System.Text.Encoding.UTF8.GetBytes(title), cast.Staff, Clock.Now);
            p.BringToDecision(cast, Clock.Now);
            p.Perform(
                ProposalAction.ApproveWithConditions,
                new() { Category = "CONDITION", Comment = $"{title}への意見", Conditions = [GivenProposals.Condition() with { Text = $"{title}の条件" }] },
                GivenProposals.Rules, cast.Cio, Clock.Now);
        },
        ProposalClass.Modification, title: title);
}

public sealed class ProposalListTests(ListedCases app) : IClassFixture<ListedCases>
{
    [Fact]
    public async Task A_department_starts_with_its_own_cases_and_may_look_at_what_others_share()
    {
        using var staff = await app.SignedIn(app.Us.Staff);

        var own = await staff.Get("/proposals");
        own.Text.ShouldContain(app.Own.Title);
        own.Text.ShouldNotContain(app.Shared.Title);
        own.Document.QuerySelector("a[href='/proposals/new']").ShouldNotBeNull();
        var all = await staff.Get("/proposals?scope=All");
        all.Text.ShouldContain(app.Own.Title);
        all.Text.ShouldContain(app.Shared.Title);
        all.Text.ShouldNotContain(app.Secret.Title);
        var row = all.Document.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains(app.Shared.Title)).TextContent;
        row.ShouldNotContain("60,000", customMessage: "the amount is not shared");
        row.ShouldNotContain(Route.Council.Label() + "\n", customMessage: "nor the route");
    }

    [Theory]
    [InlineData("route=Council")]
    [InlineData("class=New")]
    [InlineData("gate=Consultation")]
    [InlineData("overdue=true")]
    public async Task A_filter_on_what_is_not_shared_leaves_other_departments_out(string filter)
    {
        using var staff = await app.SignedIn(app.Us.Staff);

        var page = await staff.Get($"/proposals?scope=All&{filter}");

        page.Text.ShouldNotContain(app.Shared.Title);
        page.Text.ShouldContain("所管の案件だけを表示しています");
    }

    [Fact]
    public async Task Words_find_other_departments_only_by_the_title()
    {
        using var staff = await app.SignedIn(app.Us.Staff);
        var field = ProposalForm.SectionsOf(Gate.Consultation).SelectMany(s => s.Fields).First(f => f.Kind == FieldKind.LongText && !f.IsConfidential).Label;

        (await staff.Get($"/proposals?scope=All&q={Uri.EscapeDataString(field)}")).Text.ShouldNotContain(app.Shared.Title);
        var page = await staff.Get($"/proposals?scope=All&q={Uri.EscapeDataString("給付")}");
        page.Text.ShouldContain(app.Shared.Title);
        page.Text.ShouldContain(app.Own.Title);
        page.Text.ShouldNotContain(app.Secret.Title);
    }

    [Fact]
    public async Task The_pmo_sees_all_filters_sorts_and_keeps_the_filter_in_every_link()
    {
        using var office = await app.SignedIn(app.Us.Office);

        var page = await office.Get($"/proposals?department={app.Theirs.Id}&group=UnderReview&sort=-amount");
        page.Text.ShouldContain(app.Shared.Title);
        page.Text.ShouldContain("60,000");
        page.Text.ShouldNotContain(app.Secret.Title);
        page.Document.QuerySelectorAll("thead a").ShouldAllBe(a => a.GetAttribute("href")!.Contains($"department={app.Theirs.Id}"));
        foreach (var sort in new[] { "number", "title", "department", "class", "gate", "state", "since", "route", "amount", "due" })
        {
            (await office.Get($"/proposals?sort={sort}")).Status.ShouldBe(200);
            using var staff = await app.SignedIn(app.Us.Staff);
            (await staff.Get($"/proposals?scope=All&sort=-{sort}")).Status.ShouldBe(200);
        }

        var none = await office.Get("/proposals?state=Withdrawn");
        none.Text.ShouldContain("条件に合う案件はありません");
        (await office.Get("/proposals?state=Nonsense&p=abc")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task The_board_counts_every_state_and_says_how_it_measures()
    {
        using var office = await app.SignedIn(app.Us.Office);
        using var staff = await app.SignedIn(app.Us.Staff);

        var page = await office.Get("/proposals/board");
        page.Text.ShouldContain(app.Secret.Number);
        page.Document.QuerySelectorAll("a[href*='state=Deciding']").ShouldNotBeEmpty();
        page.Text.ShouldContain("過去12か月の実測");
        (await staff.Get("/proposals/board")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Search_finds_each_kind_and_tells_nobody_of_what_they_may_not_see()
    {
        using var staff = await app.SignedIn(app.Us.Staff);
        using var office = await app.SignedIn(app.Us.Office);

        var mine = await staff.Get($"/search?q={Uri.EscapeDataString("給付")}");
        mine.Text.ShouldContain("案件：2件");
        mine.Text.ShouldContain("条件：1件");
        mine.Text.ShouldContain("決定・差戻しなどの記録：1件");
        mine.Text.ShouldContain("添付のファイル名：1件");
        mine.Document.QuerySelectorAll("mark").ShouldAllBe(m => m.TextContent == "給付");
        mine.Document.Body!.InnerHtml.ShouldNotContain("秘密");
        (await staff.Get($"/search?q={Uri.EscapeDataString("秘密")}")).Text.ShouldContain("見つかりませんでした");
        (await office.Get($"/search?q={Uri.EscapeDataString("秘密　ｼｽﾃﾑ")}")).Text.ShouldContain("条件：1件");
        (await office.Get($"/search?q={Uri.EscapeDataString("%_'\"")}")).Text.ShouldContain("探せる文字がありません");
        (await office.Get($"/search?q={new string('a', 101)}")).Status.ShouldBe(400);
        using var council = await app.SignedInAs(Role.Council);
        (await council.Get("/search?q=a")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Similar_titles_come_from_what_the_writer_may_know()
    {
        using var staff = await app.SignedIn(app.Us.Staff);

        var page = await staff.Get($"/proposals/similar?title={Uri.EscapeDataString("給付台帳の電子化")}");

        page.Document.Body!.TextContent.ShouldContain(app.Shared.Title);
        page.Document.Body!.TextContent.ShouldNotContain(app.Secret.Title);
        page.Document.QuerySelector("header").ShouldBeNull("it is a piece of a page");
        (await staff.Get("/proposals/similar")).Status.ShouldBe(200);
        (await staff.Get($"/proposals/similar?title={Uri.EscapeDataString("システム")}")).Document.Body!.TextContent.ShouldContain("見つかりませんでした", customMessage: "a word of most titles makes none similar");
    }

    [Fact]
    public async Task Conditions_and_effects_are_those_of_visible_cases()
    {
        using var staff = await app.SignedIn(app.Us.Staff);
        using var office = await app.SignedIn(app.Us.Office);

        var mine = await staff.Get("/conditions");
        mine.Text.ShouldContain($"{app.Own.Title}の条件");
        mine.Text.ShouldContain("履行を報告する");
        mine.Document.Body!.InnerHtml.ShouldNotContain("秘密");
        (await office.Get("/conditions")).Text.ShouldContain($"{app.Secret.Title}の条件");
        (await office.Get("/conditions?overdue=true")).Text.ShouldContain("選んだ内容に合う条件はありません");
        (await staff.Get("/effects?state=All")).Text.ShouldContain(app.Own.Number);
        (await staff.Get($"/effects?state=All&department={app.Theirs.Id}")).Text.ShouldNotContain(app.Secret.Number);
        (await office.Get("/effects?state=All&sort=-due")).Text.ShouldContain(app.Secret.Number);
    }

    [Fact]
    public async Task Home_shows_whose_turn_it_is_and_for_whom_one_waits()
    {
        using var staff = await app.SignedIn(app.Us.Staff);
        using var theirs = await app.SignedIn(app.Them.Staff);
        using var cio = await app.SignedIn(app.Them.Cio);

        var page = await staff.Get("/");
        page.Document.QuerySelector("#for-me")!.TextContent.ShouldContain("条件の履行を報告する");
        page.Document.QuerySelector($"#for-me a[href='/proposals/{app.Own.Number}/conditions']").ShouldNotBeNull();
        page.Document.Body!.InnerHtml.ShouldNotContain(app.Secret.Number);
        page.Document.Body!.InnerHtml.ShouldNotContain(app.Shared.Number);
        (await theirs.Get("/")).Document.QuerySelector("#for-others")!.TextContent.ShouldContain(app.Shared.Title);
        var council = await app.Given.Proposal(app.Database, app.Theirs, app.Them, p => p.BringToDecision(app.Them, app.Clock.Now), title: "決定を待つ案件");
        (await cio.Get("/")).Document.QuerySelector("#for-me")!.TextContent.ShouldContain(council.Title);
        (await cio.Get("/dashboard")).Text.ShouldContain("CIOの決定を待つ案件");
        (await cio.Get("/proposals?turn=true&sort=since")).Text.ShouldContain(council.Title);
    }

    [Fact]
    public async Task A_review_waits_for_who_did_not_write_the_case_and_has_not_reviewed_it()
    {
        var (department, reviewing) = (await app.Given.Department("丙の課"), ProposalAction.Accept);
        var cast = await app.Given.Cast(department);
        var proposal = await app.Given.Proposal(
            app.Database, department, cast,
            p =>
            {
                p.Fill(cast.Staff, app.Clock.Now);
                p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, app.Clock.Now);
                p.Perform(ProposalAction.Confirm, ProposalStep.Nothing, GivenProposals.Rules, cast.Head, app.Clock.Now);
                p.Perform(reviewing, ProposalStep.Nothing, GivenProposals.Rules, cast.Office, app.Clock.Now);
            },
            title: "丙の審査中の案件");
        using var office = await app.SignedIn(cast.Office);
        using var head = await app.SignedIn(cast.Head);

        (await office.Get("/")).Document.QuerySelector($"#for-me a[href='/proposals/{proposal.Number}/review']").ShouldNotBeNull();
        (await head.Get("/")).Document.QuerySelector("#for-others")!.TextContent.ShouldContain("審査者（庁内PMO）");
        await app.Given.ActOnProposal(
            app.Database, proposal.Number, cast.Office, (p, _) => p.Review(GivenProposals.FinalReview(GivenProposals.Rules, p.Gate), GivenProposals.Rules, cast.Office, app.Clock.Now));
        (await office.Get("/")).Document.QuerySelector($"#for-me a[href='/proposals/{proposal.Number}/step/PutToPmo']").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_a_deputy_did_waits_for_the_principal_and_only_for_them()
    {
        var department = await app.Given.Department("丁の課");
        var cast = await app.Given.Cast(department);
        var substitute = await app.Given.Actor(Role.DepartmentStaff);
        await using (var db = app.Database.NewContext())
        {
            var principal = await db.People.Include(p => p.Assignments).SingleAsync(p => p.Id == cast.Cio.PersonId, Cancel);
            var person = await db.People.SingleAsync(p => p.Id == substitute.PersonId, Cancel);
            db.Deputies.Add(new Deputy(principal, Role.Cio, person, app.Clock.Today, app.Clock.Today.AddDays(5), "出張", cast.Cio, app.Clock.Now));
            await app.Given.Save(db, cast.Cio);
        }

        await using var fresh = app.Database.NewContext();
        var deputy = (await Actor.LoadAsync(fresh, substitute.PersonId!.Value, app.Clock.Today, Cancel))!;
        var proposal = await app.Given.Proposal(
            app.Database, department, cast, p => { p.BringToDecision(cast, app.Clock.Now); p.Approve(cast with { Cio = deputy }, app.Clock.Now); }, title: "代決された案件");
        using var cio = await app.SignedIn(cast.Cio);
        using var other = await app.SignedIn(app.Us.Cio);

        (await cio.Get("/")).Document.QuerySelector("#for-me")!.TextContent.ShouldContain("後閲する");
        (await other.Get("/after-readings")).Text.ShouldNotContain(proposal.Title);
        var page = await cio.Get("/after-readings");
        page.Text.ShouldContain(proposal.Title);
        var step = await fresh.ProposalTransitions.SingleAsync(t => t.ProposalId == proposal.Id && t.OnBehalfOfId == cast.Cio.PersonId, Cancel);
        (await other.Post($"/after-readings?id={step.Id}", await other.Get("/after-readings"), [])).Status.ShouldBe(404);
        (await cio.Submit(page, $"form[action*='id={step.Id}']", new() { ["Comment"] = "確認した" })).Status.ShouldBe(302);
        (await cio.Post($"/after-readings?id={step.Id}", page, [])).Status.ShouldBe(302);
        (await cio.Get("/after-readings")).Text.ShouldContain("後閲を待っているものはありません");
        (await fresh.AfterReadings.SingleAsync(a => a.TransitionId == step.Id, Cancel)).Reason.ShouldBe("確認した");
        (await fresh.AuditEntries.CountAsync(a => a.Title == "後閲" && a.Subject == proposal.Subject, Cancel)).ShouldBe(1);
    }
}
