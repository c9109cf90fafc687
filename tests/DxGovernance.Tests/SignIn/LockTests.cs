using DxGovernance.Core;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.SignIn;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.SignIn;

/// <summary>Locking a person: who may, what it does to sessions, rights, cases and messages.</summary>
public sealed class LockTests(WebApp app) : IClassFixture<WebApp>
{
    const string Form = "main form";

    static Dictionary<string, string?> Why => new() { ["Input.Reason"] = "端末の紛失" };

    [Fact]
    public async Task A_locked_person_is_out_within_seconds_is_nobody_and_gets_no_messages()
    {
        var person = await app.Given.Person(Role.PmoMember, await app.Given.Department());
        using var browser = await app.SignedIn(person.Id);
        using var administrator = await app.SignedInAs(Role.Administrator);

        var done = await administrator.Submit(await administrator.Get($"/admin/people/{person.Id}/lock"), Form, Why);

        done.Location.ShouldBe($"/admin/people/{person.Id}");
        (await administrator.Get(done.Location!)).Text.ShouldContain($"「{person.Name}」をロックし、全ての端末からサインアウトさせました。");
        (await browser.Get("/operations")).Status.ShouldBe(302);
        (await browser.Post("/signin", await browser.Get("/signin"), new() { ["personId"] = $"{person.Id}" })).Status.ShouldBe(404);
        await using var db = app.Database.NewContext();
        (await Actor.LoadAsync(db, person.Id, app.Clock.Today, Cancel)).ShouldBeNull();
        (await Outbox.AddMissingAsync(db, [new("test:locked", person.Id, "件名", "本文", "/", app.Clock.Now)], Cancel)).ShouldBe(0);
        (await administrator.Get("/admin/people?state=Locked")).Text.ShouldContain(person.Name);
    }

    [Fact]
    public async Task A_session_of_another_node_ends_when_the_row_is_read_again()
    {
        var person = await app.Given.Person(Role.PmoMember, await app.Given.Department());
        using var browser = await app.SignedIn(person.Id);
        await using (var db = app.Database.NewContext())
        {
            await SignIns.EndAllAsync(db, person.Id, app.Clock.Now, Cancel);
            await app.Given.Save(db, await app.Given.Actor(Role.Administrator));
        }

        // What the node knows is five seconds old at most, by the machine's clock.
        var limit = System.Diagnostics.Stopwatch.StartNew();
        while ((await browser.Get("/operations")).Status == 200 && limit.Elapsed < TimeSpan.FromSeconds(8))
        {
            await Task.Delay(100, Cancel);
        }

        limit.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(6));
        (await browser.Get("/operations")).Status.ShouldBe(302);
    }

    [Fact]
    public async Task The_page_says_which_cases_stop_and_locks_all_the_same()
    {
        var department = await app.Given.Department("止まる課");
        var cast = await app.Given.Cast(department);
        var proposal = await app.Given.Proposal(app.Database, department, cast, p =>
        {
            p.Fill(cast.Staff);
            p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, app.Clock.Now);
        });
        using var administrator = await app.SignedInAs(Role.Administrator);
        var path = $"/admin/people/{cast.Head.PersonId}/lock";

        var page = await administrator.Get(path);

        page.Text.ShouldContain("進められなくなる案件が1件あります");
        page.Text.ShouldContain(proposal.Number);
        (await administrator.Submit(page, Form, Why)).Status.ShouldBe(302);
        await using (var db = app.Database.NewContext())
        {
            var world = (await FinishData.LoadAsync(db, app.Clock.Today, Cancel)).World(app.Clock.Today);
            FinishProof.Stuck(world, app.Clock.Today).ShouldContain(s => s.Number == proposal.Number);
        }

        (await administrator.Submit(await administrator.Get(path), Form, Why)).Status.ShouldBe(302);
        (await administrator.Get(path)).Text.ShouldContain("進められなくなる案件が1件あります", customMessage: "unlocked: the question is asked anew");
        await using var after = app.Database.NewContext();
        FinishProof.Stuck((await FinishData.LoadAsync(after, app.Clock.Today, Cancel)).World(app.Clock.Today), app.Clock.Today).ShouldNotContain(s => s.Number == proposal.Number);
    }

    [Fact]
    public void Who_may_lock_whom()
    {
        var person = new Person("account", "氏名", isDemo: true);
        var administrator = Given.Acting(Role.Administrator) with { PersonId = 7 };
        var now = FixedClock.Start;

        Refused.ForLackOfPermission(() => person.Lock(1, Given.Acting(Role.PmoOffice), now));
        Refused.By("lock-self", () => person.Lock(1, administrator with { PersonId = person.Id }, now));
        Refused.By("last-administrator", () => person.Lock(0, administrator, now));
        Refused.By("not-locked", () => person.Unlock(administrator));
        person.Lock(1, administrator, now);
        Refused.By("locked", () => person.Lock(1, administrator, now));
        Refused.ForLackOfPermission(() => person.Unlock(Given.Acting(Role.Auditor)));
        person.Unlock(administrator);
        person.LockedAt.ShouldBeNull();
    }

    [Fact]
    public async Task The_last_administrator_cannot_be_locked_even_by_a_deputy()
    {
        await using var own = new WebApp();
        await own.InitializeAsync();
        var principal = await own.Given.Actor(Role.Administrator);
        var deputy = await own.Given.Actor(Role.DxTeam);
        await own.Given.Deputy(principal, Role.Administrator, deputy, own.Clock.Today, own.Clock.Today, principal);
        using var browser = await own.SignedIn(deputy);

        var refused = await browser.Submit(await browser.Get($"/admin/people/{principal.PersonId}/lock"), Form, Why);

        refused.Status.ShouldBe(400);
        refused.Errors.ShouldBe(["最後の管理者はロックできません。先に、ほかの人に管理者の役割を与えてください。"]);
        (await browser.Submit(await browser.Get($"/admin/people/{deputy.PersonId}/lock"), Form, Why)).Errors.ShouldBe(["自分をロックすることはできません。ほかの管理者に依頼してください。"]);
    }

    [Fact]
    public async Task A_locked_administrator_does_not_count_as_another_one()
    {
        await using var own = new WebApp();
        await own.InitializeAsync();
        var (first, second, third) = (await own.Given.Person(Role.Administrator, await own.Given.Department()), await own.Given.Actor(Role.Administrator), await own.Given.Actor(Role.Administrator));
        using var browser = await own.SignedIn(second);
        (await browser.Submit(await browser.Get($"/admin/people/{first.Id}/lock"), Form, Why)).Status.ShouldBe(302);
        (await browser.Submit(await browser.Get($"/admin/people/{third.PersonId}/lock"), Form, Why)).Status.ShouldBe(302);
        await using var db = own.Database.NewContext();
        var mine = await db.People.Where(p => p.Id == second.PersonId).SelectMany(p => p.Assignments).SingleAsync(Cancel);

        var refused = await browser.Submit(await browser.Get($"/admin/roles/{mine.Id}/end"), Form, new() { ["Input.LastDay"] = "2026-11-20", ["Input.Reason"] = "退職" });

        refused.Errors.ShouldBe(["最後の管理者の役割は終えられません。先に、ほかの人に管理者の役割を与えてください。"]);
    }

    [Fact]
    public async Task All_devices_are_signed_out_without_a_lock_and_an_account_is_taken_away()
    {
        var person = await app.Given.Person(Role.PmoMember, await app.Given.Department());
        var identity = await app.Given.Identity(person, $"id-{person.Id}", await app.Given.Actor(Role.Administrator));
        using var browser = await app.SignedIn(person.Id);
        using var administrator = await app.SignedInAs(Role.Administrator);
        var page = await administrator.Get($"/admin/people/{person.Id}");
        page.Text.ShouldContain("サインイン中（1）");

        (await administrator.Submit(page, Form, [])).Status.ShouldBe(302);

        (await administrator.Get($"/admin/people/{person.Id}")).Text.ShouldContain("1台の端末からサインアウトさせました。");
        await using var db = app.Database.NewContext();
        (await db.Sessions.Where(s => s.PersonId == person.Id).SingleAsync(Cancel)).EndedAt.ShouldBe(app.Clock.Now);
        var end = await administrator.Get($"/admin/identities/{identity.Id}/end");
        end.Text.ShouldContain("ほかに結び付いた識別子がないため、結び付け直すまでサインインできません。");
        (await administrator.Submit(end, Form, new() { ["Reason"] = "間違い" })).Status.ShouldBe(302);
        (await administrator.Submit(end, Form, new() { ["Reason"] = "間違い" })).Errors.ShouldBe(["この結び付けはすでに解かれています。"]);
        (await administrator.Get("/admin/people?state=Unlinked&q=" + Uri.EscapeDataString(person.Name))).Text.ShouldContain(person.Name);
    }

    [Fact]
    public async Task Only_who_manages_sign_in_comes_here_and_nobody_links_themselves()
    {
        using var office = await app.SignedInAs(Role.PmoOffice);
        foreach (var path in new[] { "/admin/people", "/admin/people/new", "/admin/unknown-sign-ins", "/admin/provider-roles", "/admin/provider-roles/new" })
        {
            (await office.Get(path)).Status.ShouldBe(403, path);
        }

        using var administrator = await app.SignedInAs(Role.Administrator);
        foreach (var path in new[] { "/admin/people/987654", "/admin/people/987654/lock", "/admin/identities/987654/end", "/admin/unknown-sign-ins/987654", "/admin/unknown-sign-ins/987654/dismiss", "/admin/provider-roles/987654/end" })
        {
            (await administrator.Get(path)).Status.ShouldBe(404, path);
        }

        var me = await app.Given.Actor(Role.Administrator);
        await using var db = app.Database.NewContext();
        var self = await db.People.SingleAsync(p => p.Id == me.PersonId, Cancel);
        Refused.By("identity-self", () => _ = new ExternalIdentity(self, Given.Issuer, "mine", me, app.Clock.Now));
        var unknown = new UnknownSignIn(Given.Issuer, "somebody", "氏名", app.Clock.Now);
        Refused.ForLackOfPermission(() => unknown.Dismiss(Given.Acting(Role.PmoOffice)));
        Refused.ForLackOfPermission(() => unknown.Link(self, Given.Acting(Role.PmoOffice), app.Clock.Now));
        unknown.Dismiss(me);
        Refused.By("sign-in-handled", () => unknown.Dismiss(me));
    }

    [Fact]
    public async Task The_account_of_a_person_is_theirs_alone()
    {
        var known = await app.Given.Person(Role.PmoMember, await app.Given.Department());
        using var administrator = await app.SignedInAs(Role.Administrator);

        var refused = await administrator.Submit(
            await administrator.Get("/admin/people/new"), Form, new() { ["Input.Account"] = known.Account, ["Input.Name"] = "別の人", ["Input.Reason"] = "採用" });

        (refused.Status, refused.Value("Input.Name")).ShouldBe((400, "別の人"));
        refused.Errors.ShouldBe([$"アカウント「{known.Account}」の人は、すでに登録されています。"]);
    }

    [Fact]
    public void Reference_codes_can_be_read_aloud() =>
        Enumerable.Range(0, 200).Select(_ => ReferenceCode.New()).ShouldAllBe(c =>
            c.Length == ReferenceCode.Length && c[4] == '-' && c.Remove(4, 1).All(l => char.IsAsciiLetterUpper(l) || char.IsAsciiDigit(l)) && !c.Any("IO01".Contains));
}
