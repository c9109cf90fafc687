using DxGovernance.Core.Data;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DxGovernance.Tests.Pages.Proposals;

/// <summary>The application with a case that has something of everything, and a case of another department that is linked to it and not shared.</summary>
public sealed class KeptPages : WebApp
{
    public StatementLog Sql { get; } = new();

    /// <summary>The department's, and three people who see all: PMO office, a member and the CIO.</summary>
    public Cast Us { get; private set; } = null!;

    public Department Ours { get; private set; } = null!;

    public Proposal Case { get; private set; } = null!;

    public Proposal Hidden { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Ours = await Given.Department("甲の課");
        Us = await Given.Cast(Ours);
        var theirs = await Given.Department("乙の課");
        var them = await Given.Cast(theirs);
        Case = await Given.Proposal(Database, Ours, Us, p => Live(p, ""), title: "甲の台帳");
        Hidden = await Given.Proposal(
            Database, theirs, them,
            p =>
            {
                p.Share(false, them.Staff);
                p.Write(p.Draft.Filled(p.Gate).With(ProposalForm.Related, Case.Number), them.Staff, Clock.Now);
            },
            title: "乙の隠れた台帳");
    }

    /// <summary>Another case of the department, approved with a condition, with an answered question, a file and confidential measures.</summary>
    public Task<Proposal> Another(string title) => Given.Proposal(Database, Ours, Us, p => Live(p, title), title: title);

    /// <summary>As on another node: nothing of it passes through the application under test.</summary>
    public Task Elsewhere(Proposal proposal, Actor actor, Action<Proposal> act) => Given.ActOnProposal(Database, proposal.Number, actor, (p, _) => act(p));

    /// <summary>The few seconds have passed for which the node believes what it read of a person.</summary>
    public async Task Later(Actor person)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActorAccess>().Forget(person.PersonId!.Value);
    }

    protected override void Configure(IWebHostBuilder web)
    {
        base.Configure(web);
        web.ConfigureServices(services => services.ConfigureDbContext<GovernanceDbContext>(o => o.AddInterceptors(Sql)));
    }

    void Live(Proposal p, string title)
    {
        p.Write(p.Draft.Filled(p.Gate).With("purpose", $"{title}所管の目的").With("measures", "秘密の対策").With("usage_form", "SaaS"), Us.Staff, Clock.Now);
        p.Attach(AttachmentKind.Specification, "仕様書.txt", System.Text.Encoding.UTF8.GetBytes($"仕様 {p.Number}"), Us.Staff, Clock.Now);
        p.BringToDecision(Us, Clock.Now);
        p.Perform(
            ProposalAction.ApproveWithConditions,
            new() { Category = "CONDITION", Comment = "条件を付ける理由", Conditions = [GivenProposals.Condition()] },
            GivenProposals.Rules, Us.Cio, Clock.Now);
    }
}

/// <summary>What pages keep in memory shows nobody what is not theirs, and nothing that somebody has changed meanwhile (docs/adr/0011, 0015).</summary>
public sealed class KeptPageTests(KeptPages app) : IClassFixture<KeptPages>
{
    async Task<(WebBrowser Staff, WebBrowser Office, WebBrowser Cio)> Browsers() =>
        (await app.SignedIn(app.Us.Staff), await app.SignedIn(app.Us.Office), await app.SignedIn(app.Us.Cio));

    string Path => $"/proposals/{app.Case.Number}";

    /// <summary>The least of three times: who somebody is, is read anew every few seconds.</summary>
    async Task<int> Statements(WebBrowser browser, string path)
    {
        var least = int.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            app.Sql.Clear();
            (await browser.Get(path)).Status.ShouldBe(200);
            least = Math.Min(least, app.Sql.Statements.Count);
        }

        return least;
    }

    [Fact]
    public async Task A_case_that_nobody_has_changed_takes_one_statement_whoever_looks_again()
    {
        var (staff, office, _) = await Browsers();
        await staff.Get(Path);
        await office.Get(Path);

        (await Statements(office, Path)).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_kept_for_one_is_not_shown_to_another()
    {
        var (staff, office, cio) = await Browsers();

        // Each after somebody who may see more, and again after somebody who may see less.
        (await staff.Get(Path)).Text.ShouldContain("秘密の対策");
        var forOffice = await office.Get(Path);
        forOffice.Text.ShouldNotContain("秘密の対策");
        forOffice.Text.ShouldContain("機密のため伏せています");
        forOffice.Text.ShouldContain(app.Hidden.Title);
        var forStaff = await staff.Get(Path);
        forStaff.Text.ShouldContain("秘密の対策");
        forStaff.Document.Body!.InnerHtml.ShouldNotContain(app.Hidden.Number);
        (await office.Get(Path)).Text.ShouldNotContain("秘密の対策");
        forStaff.Document.Body!.InnerHtml.ShouldNotContain(app.Us.Office.Name, customMessage: "the one who looked before");
        (await cio.Get(Path)).Document.QuerySelectorAll("input[name=__RequestVerificationToken]").Select(t => t.GetAttribute("value"))
            .ShouldNotContain(forOffice.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value"));
        using var stranger = await app.SignedInAs(Role.DepartmentStaff);
        (await stranger.Get(Path)).Text.ShouldNotContain("所管の目的");
        (await stranger.Get($"/proposals/{app.Hidden.Number}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task What_one_asked_to_read_stays_hidden_from_another_and_ends_with_the_day()
    {
        var (_, office, cio) = await Browsers();
        var made = await app.Another("乙の台帳");
        var path = $"/proposals/{made.Number}";
        var hidden = await cio.Get(path);
        hidden.Text.ShouldNotContain("秘密の対策");

        (await cio.Submit(hidden, "form[action*='Reveal']", [])).Status.ShouldBe(302);

        (await cio.Get(path)).Text.ShouldContain("秘密の対策");
        (await office.Get(path)).Text.ShouldNotContain("秘密の対策");
        (await cio.Get($"/proposals/{app.Case.Number}")).Text.ShouldNotContain("秘密の対策", customMessage: "asked for the other case alone");
        var today = app.Clock.Now;
        try
        {
            app.Clock.MoveTo(app.Clock.Today.AddDays(1));
            await app.Later(app.Us.Cio);

            (await cio.Get(path)).Text.ShouldNotContain("秘密の対策");
        }
        finally
        {
            app.Clock.Now = today;
        }

        await using var db = app.Database.NewContext();
        db.ConfidentialReads.Count(r => r.ProposalId == made.Id).ShouldBe(1);
        db.AuditEntries.Count(a => a.Subject == made.Subject && a.Title == "案件：機密部分の閲覧").ShouldBe(1);
    }

    [Fact]
    public async Task What_another_node_saves_is_seen_at_the_next_request()
    {
        var (staff, office, _) = await Browsers();
        var made = await app.Another("変わる台帳");
        var (path, us, now) = ($"/proposals/{made.Number}", app.Us, app.Clock.Now);
        async Task Seen(string sub, string text, Func<Task> act)
        {
            foreach (var browser in new[] { staff, office })
            {
                (await browser.Get(path + sub)).Text.ShouldNotContain(text);
            }

            await act();
            foreach (var browser in new[] { staff, office })
            {
                (await browser.Get(path + sub)).Text.ShouldContain(text);
            }
        }

        await Seen("/conditions", "証拠は別紙にある", () => app.Elsewhere(made, us.Staff, p => p.ReportCondition(p.Conditions[0], "証拠は別紙にある", us.Staff, now)));
        await Seen("/attachments", "後から.txt", () => app.Elsewhere(made, us.Staff, p => p.Attach(AttachmentKind.Other, "後から.txt", [.. "後"u8], us.Staff, now)));
        var second = await app.Given.Actor(Role.PmoOffice);
        await Seen("", "当初 SaaS → 訂正後 ガバメントクラウド", async () =>
        {
            await app.Elsewhere(made, us.Office, p => p.Correct("usage_form", "GovCloud", "誤記", us.Office, now));
            await app.Elsewhere(made, second, p => p.JudgeCorrection(p.Corrections[0], isRight: true, null, second, now));
        });
        await Seen("", "新しい目的", () => app.Elsewhere(made, us.Staff, p =>
        {
            p.JudgeCondition(p.Conditions[0], isMet: true, null, us.Office, now);
            p.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, us.Staff, now);
            p.Write(p.Draft.With("purpose", "新しい目的").Filled(p.Gate), us.Staff, now);
        }));
        await Seen("", "所属長の番です", () => app.Elsewhere(made, us.Staff, p => p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, us.Staff, now)));
        await Seen("", "差戻しの所見", () => app.Elsewhere(made, us.Head, p => p.Perform(
            ProposalAction.Return, new() { Comment = "直してください", Findings = [new("basic", "件名を直す")] }, GivenProposals.Rules, us.Head, now)));
        await Seen("", app.Hidden.Title[..2] + "の新しい相手", async () =>
        {
            var other = await app.Another(app.Hidden.Title[..2] + "の新しい相手");
            await app.Elsewhere(made, us.Staff, p => p.Write(p.Draft.With(ProposalForm.Related, other.Number), us.Staff, now));
        });
    }

    [Fact]
    public async Task Who_loses_a_role_no_longer_sees_what_was_kept_under_it()
    {
        var person = await app.Given.Actor(Role.PmoMember);
        using var member = await app.SignedIn(person);
        (await member.Get(Path)).Text.ShouldContain("所管の目的");
        (await member.Get(Search("所管の目的"))).Text.ShouldContain(app.Case.Number);
        (await member.Get("/")).Text.ShouldContain("自分を待っているもの");
        await using (var db = app.Database.NewContext())
        {
            var holder = await db.People.Include(p => p.Assignments).SingleAsync(p => p.Id == person.PersonId, Cancel);
            holder.Assign(Role.DepartmentStaff, "担当", await db.Departments.SingleAsync(d => d.Id == app.Hidden.DepartmentId, Cancel), app.Clock.Today.AddDays(-1), null);
            await app.Given.Save(db, app.Us.Office);
            await db.Database.ExecuteSqlAsync($"update role_assignment set valid_to = '2026-11-19' where person_id = {person.PersonId} and role = 'PmoMember'", Cancel);
        }

        await app.Later(person);

        (await member.Get(Path)).Text.ShouldNotContain("所管の目的");
        (await member.Get(Search("所管の目的"))).Text.ShouldContain("見つかりませんでした");
        (await member.Get($"/proposals/{app.Hidden.Number}")).Text.ShouldContain(app.Hidden.Title);
    }

    [Fact]
    public async Task A_search_finds_for_each_what_they_may_see_and_what_was_saved_since()
    {
        var (staff, office, _) = await Browsers();
        using var stranger = await app.SignedInAs(Role.DepartmentStaff);
        (await office.Get(Search("隠れた"))).Text.ShouldContain(app.Hidden.Number);
        (await staff.Get(Search("隠れた"))).Text.ShouldContain("見つかりませんでした");
        (await stranger.Get(Search("所管の目的"))).Text.ShouldContain("見つかりませんでした");
        (await staff.Get(Search("所管の目的"))).Text.ShouldContain(app.Case.Number);
        (await Statements(staff, Search("所管の目的"))).ShouldBe(1);

        var made = await app.Another("今できた");

        (await staff.Get(Search("所管の目的"))).Text.ShouldContain(made.Number);
        (await staff.Get(Search("乙"))).Text.ShouldNotContain(app.Hidden.Number);
    }

    [Fact]
    public async Task A_search_reads_what_another_node_saved_and_forgets_what_is_no_longer_there()
    {
        var (staff, office, _) = await Browsers();
        var (made, us, now) = (await app.Another("検索で変わる台帳"), app.Us, app.Clock.Now);
        async Task Found(string words, bool isFound)
        {
            foreach (var browser in new[] { staff, office })
            {
                (await browser.Get(Search(words))).Text.Contains(made.Number, StringComparison.Ordinal).ShouldBe(isFound, words);
            }
        }

        await Found("検索で変わる台帳所管", isFound: true);
        await Found("検索の証拠", isFound: false);
        await Found("前から", isFound: false);

        await app.Elsewhere(made, us.Staff, p => p.ReportCondition(p.Conditions[0], "履行した", us.Staff, now));
        app.Sql.Clear();
        (await office.Get(Search("所管"))).Status.ShouldBe(200);
        app.Sql.Statements.Count(s => s.Contains("proposal", StringComparison.Ordinal)).ShouldBe(2, "the cases that were saved, and their parts");
        (await Statements(office, Search(GivenProposals.Condition().Text))).ShouldBe(1);
        (await office.Get(Search(GivenProposals.Condition().Text))).Document.QuerySelectorAll(".search-hits li").Select(l => l.TextContent)
            .ShouldContain(hit => hit.Contains(made.Number, StringComparison.Ordinal) && hit.Contains($"条件1　{ConditionState.Reported.Label()}", StringComparison.Ordinal));
        await app.Elsewhere(made, us.Office, p => p.JudgeCondition(p.Conditions[0], isMet: true, null, us.Office, now));
        await app.Elsewhere(made, us.Staff, p =>
        {
            p.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, us.Staff, now);
            p.Write(p.Draft.With("purpose", "書き換えた後の所管"), us.Staff, now);
        });

        await Found("検索で変わる台帳所管", isFound: false);
        await Found("検索で変わる台帳", isFound: true);
        await Found("書き換えた後の所管", isFound: true);
        await app.Elsewhere(made, us.Staff, p => p.Attach(AttachmentKind.Other, "前から.txt", [.. "前"u8], us.Staff, now));
        await Found("前から", isFound: true);
        await app.Elsewhere(made, us.Staff, p => p.Detach(p.Attachments.Single(a => a.FileName == "前から.txt"), us.Staff, now));
        await Found("前から", isFound: false);
    }

    [Fact]
    public async Task A_word_of_many_cases_shows_those_that_moved_last_and_an_old_one_is_found_among_them()
    {
        var (staff, office, _) = await Browsers();
        var old = await app.Another("見失われた古文書の台帳");
        await using (var db = app.Database.NewContext())
        {
            foreach (var table in new[] { ("proposals", "id"), ("proposal_texts", "proposal_id") })
            {
                // More copies of a case than are shown, all moved later than the case.
                var changed = table.Item1 == "proposals"
                    ? "jsonb_build_object('id', p.id + k * 1000, 'number', 'R8-ICT-9' || lpad(k::text, 3, '0'), 'serial', 9000 + k, 'once', gen_random_uuid(), 'state_since', p.state_since + k * interval '1 second')"
                    : "jsonb_build_object('proposal_id', p.proposal_id + k * 1000)";
                var sql = $$"""insert into {{table.Item1}} select (jsonb_populate_record(p, {{changed}})).* from {{table.Item1}} p, generate_series(1, 200) k where p.{{table.Item2}} = {0}""";
                await db.Database.ExecuteSqlRawAsync(sql, [app.Case.Id], Cancel);
            }

            await app.Given.Save(db, app.Us.Staff);
        }

        try
        {
            foreach (var browser in new[] { staff, office })
            {
                var many = await browser.Get(Search("甲の台帳"));
                many.Text.ShouldContain("案件：20件以上");
                many.Text.ShouldContain("R8-ICT-9200");
                many.Text.ShouldNotContain("R8-ICT-9100");
                (await browser.Get(Search("古文書"))).Text.ShouldContain(old.Number);
                (await browser.Get(Search("古文書　台帳"))).Text.ShouldContain("案件：1件");
                (await browser.Get(Search("文古書"))).Text.ShouldContain("見つかりませんでした");
            }
        }
        finally
        {
            await using var db = app.Database.NewContext();
            await db.Database.ExecuteSqlRawAsync("delete from proposal_texts where proposal_id >= 1000; delete from proposals where id >= 1000", Cancel);
            await app.Given.Save(db, app.Us.Staff);
        }
    }

    [Fact]
    public async Task Home_shows_a_message_that_came_without_a_save_and_nobody_elses_work()
    {
        var (staff, office, _) = await Browsers();
        (await staff.Get("/")).Document.QuerySelector("#for-me")!.TextContent.ShouldContain("条件の履行を報告する");
        (await office.Get("/")).Document.QuerySelector("#for-me")!.TextContent.ShouldNotContain("条件の履行を報告する");
        (await Statements(staff, "/")).ShouldBe(1);
        await using var db = app.Database.NewContext();
        db.Notifications.Add(new Notification("保存なし", app.Us.Staff.PersonId!.Value, "監査の記録がないお知らせ", "本文", "/", app.Clock.Now));
        await db.SaveChangesAsync(Cancel);

        (await staff.Get("/")).Text.ShouldContain("監査の記録がないお知らせ");
        (await office.Get("/")).Text.ShouldNotContain("監査の記録がないお知らせ");
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Statements_by_hand_see_what_queries_see(Role role)
    {
        var actor = await app.Given.Actor(role, app.Ours);
        await using var db = app.Database.NewContext();
        async Task<int[]> ByHand(string which)
        {
            var sql = $"""select p.id as "Value" from proposals p where {which}""";
            return [.. (await db.Database.SqlQueryRaw<int>(sql, actor.DepartmentIds).ToListAsync(Cancel)).Order()];
        }

        (await ByHand(ProposalQueries.VisibleSql(actor))).ShouldBe(await db.Proposals.VisibleTo(actor).OrderBy(p => p.Id).Select(p => p.Id).ToArrayAsync(Cancel));
        (await ByHand(ProposalQueries.KnownSql(actor))).ShouldBe(await db.Proposals.KnownTo(actor).OrderBy(p => p.Id).Select(p => p.Id).ToArrayAsync(Cancel));
    }

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    static string Search(string words) => $"/search?q={Uri.EscapeDataString(words)}";
}
