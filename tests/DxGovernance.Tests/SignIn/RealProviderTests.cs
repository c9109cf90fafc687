using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.SignIn;
using DxGovernance.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.SignIn;

/// <summary>The whole handshake with a real OpenID provider, over its own pages.</summary>
[Collection(nameof(OneProvider))]
public sealed class RealProviderTests(ProviderApp app) : IClassFixture<ProviderApp>
{
    const string Form = "main form";

    async Task<IReadOnlyList<string>> Trail(int? person)
    {
        await using var db = app.Database.NewContext();
        return await db.AuditEntries.Where(a => a.Subject == $"person:{person}").OrderBy(a => a.Id).Select(a => a.Title).ToListAsync(Cancel);
    }

    Task<WebBrowser> Administrator() => As(Role.Administrator);

    async Task<WebBrowser> As(Role role) => await app.SignedInAtProvider((await app.Known(role)).Login);

    [Fact]
    public async Task A_person_signs_in_works_and_signs_out_here_and_at_the_provider()
    {
        var (person, login) = await app.Known(Role.PmoOffice);
        using var browser = app.Visitor();
        using var provider = new ProviderBrowser();
        var visit = await browser.Get("/operations?sort=name");
        var page = await browser.Get(new Uri(visit.Location!).PathAndQuery);
        page.Text.ShouldContain("市のアカウントで本人を確かめます。");
        page.Text.ShouldNotContain("デモ");
        var start = page.Document.QuerySelector("main a[href*='handler=Provider']")!.GetAttribute("href")!;

        var back = await ProviderApp.SignIn(browser, provider, login, start);

        (back.Status, back.Location).ShouldBe((302, "/operations?sort=name"));
        (await browser.Get("/operations?sort=name")).Document.Body!.TextContent.ShouldContain(person.Name);
        provider.WasAsked.ShouldBeTrue();

        var done = await browser.Submit(await browser.Get("/signout"), Form, []);
        done.Location.ShouldBe("/signin");
        var signIn = await browser.Get("/signin");
        signIn.Text.ShouldContain("サインアウトしました。");
        (await browser.Get("/operations")).Status.ShouldBe(302);
        (await Trail(person.Id)).ShouldBe([SignIns.SignedIn, SignIns.SignedOut]);

        // Still known at the provider, until that is left too.
        (await ProviderApp.SignIn(browser, provider, login)).Status.ShouldBe(302);
        provider.WasAsked.ShouldBeFalse();
        await browser.Submit(await browser.Get("/signout"), Form, []);
        var away = (await browser.Get("/signin")).Document.QuerySelector("main a[href^='/signout?handler=Provider']")!.GetAttribute("href")!;
        var end = await browser.Get(away);
        QueryHelpers.ParseQuery(new Uri(end.Location!).Query).Keys.ShouldBe(["client_id", "post_logout_redirect_uri", "id_token_hint"], ignoreOrder: true);
        (await provider.SignOut(end.Location!)).PathAndQuery.ShouldStartWith("/signin");
        (await ProviderApp.SignIn(browser, provider, login)).Status.ShouldBe(302);
        provider.WasAsked.ShouldBeTrue();
    }

    [Fact]
    public async Task A_code_serves_once()
    {
        var (_, login) = await app.Known(Role.PmoOffice);
        using var browser = app.Visitor();
        using var provider = new ProviderBrowser();
        var sent = await browser.Get("/signin?handler=Provider");
        var back = await provider.Answer(sent.Location!, login);
        (await browser.Get(back.PathAndQuery)).Status.ShouldBe(302);

        // With a fresh state of our own, as one who has stolen the code would.
        var state = QueryHelpers.ParseQuery(new Uri((await browser.Get("/signin?handler=Provider")).Location!).Query)["state"].ToString();
        var code = QueryHelpers.ParseQuery(back.Query)["code"].ToString();
        var answer = await browser.Get($"/signin-oidc?code={code}&state={Uri.EscapeDataString(state)}");

        answer.Status.ShouldBe(400);
        answer.Text.ShouldContain(SignInRefusal.CodeRefused.Label());
    }

    [Fact]
    public async Task Somebody_unknown_is_told_whom_to_ask_and_the_administrator_says_who_it_is()
    {
        using var administrator = await Administrator();
        using var visitor = app.Visitor();
        using var provider = new ProviderBrowser();
        var login = $"new-{Guid.NewGuid():N}";

        var refused = await ProviderApp.SignIn(visitor, provider, login);

        refused.Status.ShouldBe(403);
        refused.Text.ShouldContain("あなたは、このシステムの利用者として登録されていません。");
        refused.Text.ShouldContain("情報政策課（内線1234）");
        var code = refused.Document.QuerySelector("dd strong")!.TextContent;
        (await visitor.Get("/operations")).Status.ShouldBe(302);
        (await ProviderApp.SignIn(visitor, provider, login)).Document.QuerySelector("dd strong")!.TextContent.ShouldBe(code, "one number a person");

        (await administrator.Get("/notifications")).Text.ShouldContain($"登録のない人がサインインしようとしました（照会番号 {code}）");
        var list = await administrator.Get("/admin/unknown-sign-ins");
        list.Text.ShouldContain($"{login} の氏名");
        list.Text.ShouldContain("2回");
        var path = list.Document.QuerySelectorAll("main tbody a").Single(a => a.TextContent == code).GetAttribute("href")!;

        // Registered first, then linked, with what follows shown before.
        var made = await administrator.Submit(
            await administrator.Get($"/admin/people/new?signIn={path.Split('/')[^1]}"), Form, new() { ["Input.Account"] = login, ["Input.Reason"] = "採用" });
        made.Location.ShouldStartWith(path + "?person=");
        var page = await administrator.Get(made.Location!);
        var preview = await administrator.Submit(page, Form, new() { ["Input.Reason"] = "電話で確かめた" });
        preview.Status.ShouldBe(302, string.Join(' ', preview.Errors));

        await using var db = app.Database.NewContext();
        var person = await db.People.SingleAsync(p => p.Account == login, Cancel);
        (person.Name, person.IsDemo).ShouldBe(($"{login} の氏名", false));
        (await db.Notifications.SingleAsync(n => n.PersonId == person.Id, Cancel)).Subject.ShouldBe("認証基盤の利用者があなたに結び付けられました");
        (await db.UnknownSignIns.SingleAsync(s => s.Code == code, Cancel)).Name.ShouldBeNull("the name is kept no longer than needed");
        var audit = string.Concat(await db.AuditEntries.Where(a => a.Title == SignIns.Refused || a.Subject == SignIns.Nobody).Select(a => a.SubjectLabel + a.Reason + a.Changes).ToListAsync(Cancel));
        audit.ShouldContain(code);
        audit.ShouldNotContain(login);

        // Known, but without a role of today.
        var without = await ProviderApp.SignIn(visitor, provider, login);
        (without.Status, without.Text.Contains("あなたには、今日の役割が登録されていません。", StringComparison.Ordinal)).ShouldBe((403, true));
        (await Trail(person.Id)).ShouldBe(["認証基盤との結び付け", SignIns.Refused]);
    }

    [Fact]
    public async Task Somebody_dismissed_stays_outside_and_is_only_counted()
    {
        using var administrator = await Administrator();
        using var visitor = app.Visitor();
        using var provider = new ProviderBrowser();
        var login = $"no-{Guid.NewGuid():N}";
        var code = (await ProviderApp.SignIn(visitor, provider, login)).Document.QuerySelector("dd strong")!.TextContent;
        var path = (await administrator.Get($"/admin/unknown-sign-ins?code={code}")).Document.QuerySelector("main tbody a")!.GetAttribute("href")!;
        (await administrator.Submit(await administrator.Get(path + "/dismiss"), Form, new() { ["Reason"] = "使わない部署" })).Location.ShouldBe("/admin/unknown-sign-ins");

        (await ProviderApp.SignIn(visitor, provider, login)).Status.ShouldBe(403);

        await administrator.Get("/admin/unknown-sign-ins");
        (await administrator.Get("/admin/unknown-sign-ins")).Text.ShouldNotContain(code);
        var row = (await administrator.Get($"/admin/unknown-sign-ins?code={code}")).Text;
        (row.Contains("却下した", StringComparison.Ordinal), row.Contains("2回", StringComparison.Ordinal), row.Contains("氏名", StringComparison.Ordinal) && row.Contains(login + " の氏名", StringComparison.Ordinal))
            .ShouldBe((true, true, false));
    }

    [Fact]
    public async Task A_lock_ends_every_session_at_once_and_shuts_the_door()
    {
        var (person, login) = await app.Known(Role.PmoMember);
        using var first = await app.SignedInAtProvider(login);
        using var second = await app.SignedInAtProvider(login);
        using var administrator = await Administrator();
        var page = await administrator.Get($"/admin/people/{person.Id}/lock");
        page.Text.ShouldContain("サインイン中の2台の端末から、数秒のうちにサインアウトします。");

        (await administrator.Submit(page, Form, new() { ["Input.Reason"] = "端末の紛失" })).Status.ShouldBe(302);

        foreach (var browser in new[] { first, second })
        {
            (await browser.Get("/operations")).Status.ShouldBe(302);
        }

        using var provider = new ProviderBrowser();
        var refused = await ProviderApp.SignIn(first, provider, login);
        (refused.Status, refused.Text.Contains("あなたの利用は止められています。", StringComparison.Ordinal)).ShouldBe((403, true));
        (await Trail(person.Id)).ShouldBe([SignIns.SignedIn, SignIns.SignedIn, "ロック", SignIns.Refused]);
        (await administrator.Submit(page, Form, new() { ["Input.Reason"] = "二度目" })).Status.ShouldBe(409);

        (await administrator.Submit(await administrator.Get($"/admin/people/{person.Id}/lock"), Form, new() { ["Input.Reason"] = "見つかった" })).Status.ShouldBe(302);
        (await ProviderApp.SignIn(first, provider, login)).Status.ShouldBe(302);
    }

    [Fact]
    public async Task Signing_in_as_another_person_ends_the_session_of_the_first()
    {
        var ((one, firstLogin), (_, secondLogin)) = (await app.Known(Role.PmoOffice), await app.Known(Role.Auditor));
        using var browser = await app.SignedInAtProvider(firstLogin);
        using var provider = new ProviderBrowser();

        (await ProviderApp.SignIn(browser, provider, secondLogin)).Status.ShouldBe(302);

        await using var db = app.Database.NewContext();
        (await db.Sessions.CountAsync(s => s.PersonId == one.Id && s.EndedAt == null, Cancel)).ShouldBe(0);
        (await browser.Get("/admin/organization")).Status.ShouldBe(200, "the auditor's page");
    }

    [Fact]
    public async Task Before_a_decision_the_person_proves_again_who_they_are_and_loses_nothing_typed()
    {
        var department = await app.Given.Department();
        var cast = await app.Given.Cast(department);
        var proposal = await app.Given.Proposal(app.Database, department, cast, p => p.BringToDecision(cast, app.Clock.Now));
        await using (var db = app.Database.NewContext())
        {
            await app.Given.Identity(await db.People.SingleAsync(p => p.Id == cast.Cio.PersonId, Cancel), "the-cio", await app.Given.Actor(Role.Administrator), app.Provider.Issuer);
        }

        using var browser = app.Visitor();
        using var provider = new ProviderBrowser();
        (await ProviderApp.SignIn(browser, provider, "the-cio")).Status.ShouldBe(302);
        var path = $"/proposals/{proposal.Number}/step/{ProposalAction.Approve}";
        var form = await browser.Get(path);
        form.Status.ShouldBe(200);
        Dictionary<string, string?> typed = new() { ["Input.Comment"] = "費用も妥当である", ["Input.Category"] = form.Document.QuerySelector("[name='Input.Category'] option")!.GetAttribute("value") };
        await app.Wait(TimeSpan.FromMinutes(31));
        var before = await app.Database.Content();

        var late = await browser.Submit(form, "form.case-form", typed);

        late.Status.ShouldBe(403);
        late.Errors.ShouldHaveSingleItem().ShouldBe("この操作には30分以内のサインインが必要なため、保存していません。下の案内のとおりサインインし直してから、もう一度送ってください。");
        late.Value("Input.Comment").ShouldBe("費用も妥当である");
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
        (await browser.Get($"/proposals/{proposal.Number}")).Status.ShouldBe(200, "what is not grave goes on");

        // In another window: asked for the password although the provider knows them.
        var again = await browser.Get(late.Document.QuerySelector("a[target=_blank]")!.GetAttribute("href")!);
        again.Text.ShouldContain("30分以内のサインインが必要です");
        var back = await ProviderApp.SignIn(browser, provider, "the-cio", again.Document.QuerySelector("main a[href*='handler=Provider']")!.GetAttribute("href")!);
        provider.WasAsked.ShouldBeTrue();
        (await browser.Get(back.Location!)).Text.ShouldContain("元の画面に入力した内容は残っています。");

        (await browser.Submit(late, "form.case-form", [])).Status.ShouldBe(302, "the form that was typed before");

        // And before a form is filled at all.
        await app.Wait(TimeSpan.FromMinutes(31));
        var asked = await browser.Get("/deputies/new");
        asked.Location.ShouldBe("/signin/again?returnUrl=%2Fdeputies%2Fnew");
        (await browser.Get($"/proposals/{proposal.Number}/step/{ProposalAction.Approve}")).Status.ShouldBe(302);
        back = await ProviderApp.SignIn(browser, provider, "the-cio", "/signin/again?handler=Provider&returnUrl=%2Fdeputies%2Fnew");
        back.Location.ShouldBe("/deputies/new");
        (await browser.Get("/deputies/new")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Roles_of_the_provider_come_and_go_with_the_sign_in()
    {
        var department = await app.Given.Department();
        var row = await Row("PMO.Office", Role.PmoOffice, department);
        var (person, login) = await app.Known(Role.DxTeam);
        using var provider = new ProviderBrowser();
        using var browser = app.Visitor();
        async Task<WebBrowser> SignIn(Dictionary<string, object> claims)
        {
            await app.Provider.SetAccount(login, claims);
            (await ProviderApp.SignIn(browser, provider, login)).Status.ShouldBe(302);
            return browser;
        }

        (await (await SignIn([])).Get("/rounds")).Status.ShouldBe(403);
        (await (await SignIn(new() { ["roles"] = new[] { "PMO.Office", "Other" } })).Get("/rounds")).Status.ShouldBe(200);
        (await Trail(person.Id)).ShouldContain("認証基盤による役割の変更");

        // The provider leaves groups out where there are too many, and says so: nothing is known, nothing changes.
        (await (await SignIn(new() { ["_claim_names"] = new { roles = "src1" } })).Get("/rounds")).Status.ShouldBe(200);
        await using (var db = app.Database.NewContext())
        {
            (await db.AuditEntries.Where(a => a.Subject == $"person:{person.Id}").OrderByDescending(a => a.Id).Select(a => a.Reason).FirstAsync(Cancel))
                .ShouldBe("認証基盤。グループが多すぎて認証基盤が答えないため、役割は前のままにしました");
        }

        (await (await SignIn([])).Get("/rounds")).Status.ShouldBe(403);
        (await browser.Get("/operations")).Status.ShouldBe(200, "the role of the administrator stays");
        (await Trail(person.Id)).Count(t => t == "認証基盤による役割の変更").ShouldBe(2);

        // Ending the row ends what came from it at once.
        (await (await SignIn(new() { ["roles"] = "PMO.Office" })).Get("/rounds")).Status.ShouldBe(200);
        using var administrator = await Administrator();
        var held = await administrator.Get("/admin/roles?q=" + Uri.EscapeDataString(person.Name));
        held.Text.ShouldContain("PMO事務局 認証基盤");
        var ends = held.Document.QuerySelectorAll("main tbody a").Single(a => a.GetAttribute("aria-label")!.Contains("PMO事務局", StringComparison.Ordinal)).GetAttribute("href")!;
        (await administrator.Get(ends)).Text.ShouldContain("この役割は認証基盤から与えられています");
        var page = await administrator.Get($"/admin/provider-roles/{row}/end");
        page.Text.ShouldContain($"次の1人の「PMO事務局」の役割が、すぐに終わります。");
        (await administrator.Submit(page, Form, new() { ["Reason"] = "廃止" })).Status.ShouldBe(302);
        (await browser.Get("/rounds")).Status.ShouldBe(403);
    }

    async Task<int> Row(string claim, Role role, Department department)
    {
        using var administrator = await Administrator();
        Dictionary<string, string> input = new()
        {
            ["Input.Claim"] = claim,
            ["Input.Role"] = $"{role}",
            ["Input.Title"] = role.Label(),
            ["Input.DepartmentId"] = $"{department.Id}",
            ["Input.Reason"] = "試験",
        };
        var preview = await administrator.Post("/admin/provider-roles/new?handler=Preview", await administrator.Get("/admin/provider-roles/new"), input);
        preview.Text.ShouldContain("次のサインインから");
        preview.Text.ShouldContain("月次報告の提出状況を見る");
        (await administrator.Submit(preview, Form, [])).Status.ShouldBe(302);
        (await administrator.Submit(preview, Form, [])).Errors.ShouldBe([$"値「{claim}」と{department.Name}の「{role.Label()}」の対応は、すでにあります。"]);
        await using var db = app.Database.NewContext();
        return await db.ProviderRoles.Where(r => r.Claim == claim).Select(r => r.Id).SingleAsync(Cancel);
    }

    [Fact]
    public async Task A_session_ends_without_work_and_in_any_case_after_its_longest_time()
    {
        var (_, login) = await app.Known(Role.PmoOffice);
        using var idle = await app.SignedInAtProvider(login);
        await app.Wait(TimeSpan.FromMinutes(59));
        (await idle.Get("/operations")).Status.ShouldBe(200);
        await app.Wait(TimeSpan.FromMinutes(59));
        (await idle.Get("/operations")).Status.ShouldBe(200, "each request begins the time anew");
        await app.Wait(TimeSpan.FromMinutes(61));
        (await idle.Get("/operations")).Status.ShouldBe(302);

        using var busy = await app.SignedInAtProvider(login);
        for (var half = 0; half < 19; half++)
        {
            await app.Wait(TimeSpan.FromMinutes(30));
            (await busy.Get("/operations")).Status.ShouldBe(200);
        }

        await app.Wait(TimeSpan.FromMinutes(31));
        (await busy.Get("/operations")).Status.ShouldBe(302);
    }

    [Fact]
    public async Task A_copied_cookie_is_worth_nothing_after_sign_out()
    {
        var (_, login) = await app.Known(Role.PmoOffice);
        using var browser = app.Visitor();
        using var provider = new ProviderBrowser();
        var back = await ProviderApp.SignIn(browser, provider, login);
        var cookie = back.Response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("dxgovernance=", StringComparison.Ordinal)).Split(';')[0];
        using var thief = app.Raw();
        async Task<int> Steal()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/operations");
            request.Headers.Add("Cookie", cookie);
            return (int)(await thief.SendAsync(request, Cancel)).StatusCode;
        }

        (await Steal()).ShouldBe(200, "the test would not fail otherwise");
        await browser.Submit(await browser.Get("/signout"), Form, []);

        (await Steal()).ShouldBe(302);
    }
}

/// <summary>Classes that move the clock of the real provider run one after another.</summary>
[CollectionDefinition(nameof(OneProvider))]
public sealed class OneProvider;

/// <summary>The ways in which the application proves itself to the provider.</summary>
[Collection(nameof(OneProvider))]
public sealed class ClientProofTests
{
    [Theory]
    [InlineData("basic")]
    [InlineData("certificate")]
    public async Task The_application_proves_itself_by_secret_or_certificate(string how)
    {
        await using var app = new ProvenApp(how);
        await app.InitializeAsync();

        using var browser = await app.SignedInAtProvider((await app.Known(Role.PmoOffice)).Login);

        (await browser.Get("/operations")).Status.ShouldBe(200);
    }

    sealed class ProvenApp(string how) : ProviderApp
    {
        readonly string file = Path.Combine(Path.GetTempPath(), $"dxg-{Guid.NewGuid():N}");

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            File.Delete(file + ".pem");
            File.Delete(file);
        }

        protected override void Configure(IWebHostBuilder web)
        {
            base.Configure(web);
            web.UseSetting("OpenIdConnect:ClientId", $"dxgovernance-{how}");
            web.UseSetting("OpenIdConnect:ClientSecret", "");
            if (how == "basic")
            {
                // A provider that lists both takes the one that was registered; this one lists both, so it is told which.
                File.WriteAllText(file, "secret of: the+tests\n");
                web.UseSetting("OpenIdConnect:ClientSecretFile", file);
                web.UseSetting("OpenIdConnect:SecretInHeader", "true");
            }
            else
            {
                File.WriteAllText(file + ".pem", $"{Provider.Certificate.ExportCertificatePem()}\n{System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPrivateKey(Provider.Certificate)!.ExportPkcs8PrivateKeyPem()}\n");
                web.UseSetting("OpenIdConnect:CertificateFile", file + ".pem");
            }
        }
    }
}

/// <summary>Cookies as they are outside Development.</summary>
[Collection(nameof(OneProvider))]
public sealed class ProductionCookieTests
{
    [Fact]
    public async Task Every_cookie_is_secure_hidden_from_scripts_and_bound_to_the_host()
    {
        await using var app = new ProductionApp();
        await app.InitializeAsync();
        var (_, login) = await app.Known(Role.Cio);
        using var browser = app.Visitor();
        using var provider = new ProviderBrowser();
        List<string> set = [];
        async Task<WebPage> Keep(Task<WebPage> page)
        {
            set.AddRange((await page).Response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : []);
            return await page;
        }

        var sent = await Keep(browser.Get("/signin?handler=Provider"));
        var back = await provider.Answer(sent.Location!, login);
        (await Keep(browser.Get(back.PathAndQuery))).Status.ShouldBe(302);
        await Keep(browser.Submit(await Keep(browser.Get("/signout")), "main form", []));

        set.Select(c => c.Split('=')[0]).Select(n => n.StartsWith("__Secure-dxgovernance-signin", StringComparison.Ordinal) ? "__Secure-dxgovernance-signin" : n).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(["__Host-dxgovernance", "__Host-dxgovernance-antiforgery", "__Host-dxgovernance-message", "__Secure-dxgovernance-signin"]);
        set.ShouldAllBe(c => c.Contains("; secure", StringComparison.OrdinalIgnoreCase) && c.Contains("; httponly", StringComparison.OrdinalIgnoreCase) && c.Contains("; samesite=lax", StringComparison.OrdinalIgnoreCase));
        set.Where(c => c.StartsWith("__Host-", StringComparison.Ordinal)).ShouldAllBe(c => c.Contains("; path=/;", StringComparison.OrdinalIgnoreCase) && !c.Contains("domain=", StringComparison.OrdinalIgnoreCase));
        set.Where(c => c.StartsWith("__Host-dxgovernance=", StringComparison.Ordinal) && !c.Contains("1970", StringComparison.Ordinal)).ShouldAllBe(c => !c.Contains("expires=", StringComparison.OrdinalIgnoreCase));
    }

    sealed class ProductionApp : ProviderApp
    {
        protected override bool OverTls => true;

        protected override void Configure(IWebHostBuilder web)
        {
            base.Configure(web);
            web.UseSetting("environment", "Production");

            // As behind a proxy; the provider of the tests lets nobody come back over TLS.
            web.UseSetting("OpenIdConnect:PublicUrl", "http://localhost");
        }
    }
}
