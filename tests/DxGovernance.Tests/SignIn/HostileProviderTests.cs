using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace DxGovernance.Tests.SignIn;

/// <summary>
/// What a provider, or somebody between, may answer that must not let anybody in: always one clear page, no redirect, no session, and a line in
/// the audit trail with the number that stands on the page.
/// </summary>
public sealed class HostileProviderTests(HostileApp app) : IClassFixture<HostileApp>, IAsyncLifetime
{
    const string Session = "dxgovernance=";

    readonly Dictionary<string, object> claims = [];
    readonly WebBrowser browser = app.Visitor();

    HostileProvider Provider => app.Provider;

    public async ValueTask InitializeAsync()
    {
        // A minute later each time: a flood of refusals is not kept whole.
        app.Clock.Now = app.Clock.Now.AddMinutes(2);
        (Provider.Now, Provider.IsDown, Provider.SaidIssuer) = (app.Clock.Now, false, null);
        var person = await app.Given.Person(Role.PmoOffice, await app.Given.Department());
        await app.Given.Identity(person, person.Account, await app.Given.Actor(Role.Administrator), Provider.Issuer);
        var now = app.Clock.Now.ToUnixTimeSeconds();
        foreach (var (name, value) in new (string, object)[]
        {
            ("iss", Provider.Issuer), ("aud", HostileApp.ClientId), ("sub", person.Account), ("iat", now), ("exp", now + 300), ("name", person.Name), ("auth_time", now),
        })
        {
            claims[name] = value;
        }
    }

    public ValueTask DisposeAsync()
    {
        browser.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Begins a sign-in; what the provider is asked.</summary>
    async Task<Dictionary<string, string>> Begin(string start = "/signin?handler=Provider&returnUrl=%2Foperations")
    {
        var sent = await browser.Get(start);
        sent.Status.ShouldBe(302);
        sent.Location.ShouldStartWith(Provider.Issuer + "/authorize?");
        var asked = QueryHelpers.ParseQuery(new Uri(sent.Location!).Query).ToDictionary(q => q.Key, q => q.Value.ToString());
        claims["nonce"] = asked["nonce"];
        return asked;
    }

    Task<WebPage> Return(string state, string more = "&code=code") => browser.Get($"/signin-oidc?state={Uri.EscapeDataString(state)}{more}");

    /// <summary>The whole way with the answer of the token endpoint.</summary>
    async Task<WebPage> Try(Func<string?> idToken)
    {
        var asked = await Begin();
        Provider.Answer = () => HostileProvider.Tokens(idToken());
        return await Return(asked["state"]);
    }

    Task<WebPage> TryWith(Action change) => Try(() =>
    {
        change();
        return HostileProvider.Token(claims, Provider.Sign);
    });

    async Task ShouldBeRefused(WebPage answer, SignInRefusal refusal, int status = 400, string? more = null)
    {
        answer.Status.ShouldBe(status);
        answer.Location.ShouldBeNull();
        answer.Heading.ShouldBe("サインインできません");
        answer.Text.ShouldContain(refusal.Sentence());
        answer.Text.ShouldContain(refusal.Label());
        answer.Text.ShouldContain(refusal.Advice());
        answer.Text.ShouldContain("情報政策課（内線1234）");
        if (answer.Response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            cookies.Where(c => c.StartsWith(Session, StringComparison.Ordinal)).ShouldBeEmpty();
        }

        (await browser.Get("/operations")).Status.ShouldBe(302, "nobody may be in");
        await using var db = app.Database.NewContext();
        var entry = await db.AuditEntries.Where(a => a.Title == SignIns.Refused).OrderByDescending(a => a.Id).FirstAsync(Cancel);
        var code = answer.Document.QuerySelector("dd strong")!.TextContent;
        entry.Reason.ShouldNotBeNull().ShouldStartWith(refusal.Label());
        entry.Reason.ShouldContain($"（照会番号 {code}）");
        (entry.RecordedBy, entry.RecordedById).ShouldBe(("自動処理", null));
        if (more is not null)
        {
            entry.Reason.ShouldContain(more);
        }
    }

    [Fact]
    public async Task The_honest_answer_lets_the_person_in_and_leads_where_they_wanted()
    {
        var asked = await Begin();
        Provider.Answer = () => HostileProvider.Tokens(HostileProvider.Token(claims, Provider.Sign));

        var answer = await Return(asked["state"]);

        (answer.Status, answer.Location).ShouldBe((302, "/operations"));
        (await browser.Get("/operations")).Status.ShouldBe(200);
        (asked["response_type"], asked["code_challenge_method"], asked["scope"], asked["client_id"]).ShouldBe(("code", "S256", "openid profile", HostileApp.ClientId));
        asked["redirect_uri"].ShouldBe("http://localhost/signin-oidc");
        Provider.Asked!["code_verifier"].ToString().Length.ShouldBeGreaterThan(40);
        Provider.Asked["client_secret"].ToString().ShouldBe("secret");
    }

    [Theory]
    [InlineData("nonce", "another", SignInRefusal.WrongNonce)]
    [InlineData("nonce", null, SignInRefusal.WrongNonce)]
    [InlineData("nonce", "", SignInRefusal.WrongNonce)]
    [InlineData("aud", "another", SignInRefusal.WrongAudience)]
    [InlineData("aud", null, SignInRefusal.WrongAudience)]
    [InlineData("azp", "another", SignInRefusal.WrongAudience)]
    [InlineData("iss", "https://evil.example", SignInRefusal.WrongIssuer)]
    [InlineData("iss", null, SignInRefusal.WrongIssuer)]
    [InlineData("tid", "another-tenant", SignInRefusal.WrongIssuer)]
    [InlineData("exp", null, SignInRefusal.NoExpiry)]
    [InlineData("sub", null, SignInRefusal.NoSubject)]
    [InlineData("sub", "", SignInRefusal.NoSubject)]
    [InlineData("sub", "a\0b", SignInRefusal.NoSubject)]
    [InlineData("iat", null, SignInRefusal.NoExpiry)]
    public async Task A_claim_that_is_missing_or_not_ours_is_refused(string claim, string? value, SignInRefusal refusal)
    {
        var answer = await TryWith(() =>
        {
            claims.Remove(claim);
            if (value is not null)
            {
                claims[claim] = value;
            }
        });

        await ShouldBeRefused(answer, refusal);
    }

    [Fact]
    public async Task A_token_for_several_of_which_we_are_one_must_name_us_as_its_party()
    {
        await ShouldBeRefused(await TryWith(() => claims["aud"] = new[] { HostileApp.ClientId, "another" }), SignInRefusal.WrongAudience);
        await ShouldBeRefused(await TryWith(() => claims["sub"] = new string('x', 256)), SignInRefusal.WrongAudience);
        claims["aud"] = HostileApp.ClientId;
        await ShouldBeRefused(await TryWith(() => claims["sub"] = new string('x', 256)), SignInRefusal.NoSubject);
    }

    [Fact]
    public async Task An_old_token_is_refused_as_old()
    {
        var past = app.Clock.Now.AddMinutes(-20).ToUnixTimeSeconds();
        await ShouldBeRefused(await TryWith(() => (claims["iat"], claims["exp"]) = (past, past + 300)), SignInRefusal.Expired);
    }

    [Theory]
    [InlineData(-20, "このサーバーの時計は認証基盤より約20分進んでいます")]
    [InlineData(7, "このサーバーの時計は認証基盤より約7分遅れています")]
    public async Task Where_the_clocks_are_minutes_apart_page_and_trail_say_so(int minutes, string sentence)
    {
        var theirs = app.Clock.Now.AddMinutes(minutes);
        Provider.Now = theirs;
        var issued = theirs.ToUnixTimeSeconds();

        var answer = await TryWith(() => (claims["iat"], claims["nbf"], claims["exp"]) = (issued, issued, issued + 300));

        answer.Text.ShouldContain(sentence);
        await ShouldBeRefused(answer, SignInRefusal.ClockOff, 503, sentence);
    }

    [Fact]
    public async Task A_clock_that_is_off_by_seconds_stops_nobody()
    {
        var issued = app.Clock.Now.AddSeconds(90).ToUnixTimeSeconds();
        (await TryWith(() => (claims["iat"], claims["nbf"], claims["exp"]) = (issued, issued, issued + 300))).Status.ShouldBe(302);
    }

    [Theory]
    [InlineData("unsigned", SignInRefusal.BadSignature)]
    [InlineData("public key as secret", SignInRefusal.BadSignature, SignInRefusal.UnknownKey)]
    [InlineData("foreign key, known name", SignInRefusal.BadSignature)]
    [InlineData("foreign key, unknown name", SignInRefusal.UnknownKey)]
    [InlineData("cut", SignInRefusal.BadSignature)]
    [InlineData("not a token", SignInRefusal.BadSignature)]
    public async Task What_the_provider_has_not_signed_is_refused(string how, params SignInRefusal[] refusals)
    {
        var answer = await Try(() => how switch
        {
            "unsigned" => HostileProvider.Token(claims, null),
            "public key as secret" => HostileProvider.Token(
                claims, new(new SymmetricSecurityKey(Provider.Key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = Provider.Key.KeyId }, SecurityAlgorithms.HmacSha256)),
            "foreign key, known name" => HostileProvider.Token(claims, new(HostileProvider.NewKey(Provider.Key.KeyId), SecurityAlgorithms.RsaSha256)),
            "foreign key, unknown name" => HostileProvider.Token(claims, new(HostileProvider.NewKey("foreign"), SecurityAlgorithms.RsaSha256)),
            "cut" => HostileProvider.Token(claims, Provider.Sign)[..^10],
            _ => "abc",
        });

        var refusal = refusals.FirstOrDefault(r => answer.Text.Contains(r.Label(), StringComparison.Ordinal), refusals[0]);
        await ShouldBeRefused(answer, refusal);
    }

    [Fact]
    public async Task A_new_key_of_the_provider_is_fetched_and_the_person_let_in()
    {
        (await TryWith(() => { })).Status.ShouldBe(302);
        var read = Provider.KeysRead;
        Provider.Roll("second");

        (await TryWith(() => { })).Status.ShouldBe(302);

        Provider.KeysRead.ShouldBe(read + 1);
        (await TryWith(() => { })).Status.ShouldBe(302);
        Provider.KeysRead.ShouldBe(read + 1, "what is known is not asked again");
    }

    [Fact]
    public async Task An_answer_without_an_ID_token_is_refused() => await ShouldBeRefused(await Try(() => null), SignInRefusal.NoIdToken);

    [Theory]
    [InlineData(400, """{"error":"invalid_grant"}""", SignInRefusal.CodeRefused, 400)]
    [InlineData(401, """{"error":"invalid_client"}""", SignInRefusal.ProviderError, 400)]
    [InlineData(400, """{"error":"<script>alert(1)</script>\u0000"}""", SignInRefusal.ProviderError, 400)]
    [InlineData(302, "", SignInRefusal.ProviderError, 400)]
    [InlineData(200, "<html>", SignInRefusal.ProviderError, 400)]
    [InlineData(200, "[]", SignInRefusal.ProviderError, 400)]
    [InlineData(200, "{}", SignInRefusal.ProviderError, 400)]
    [InlineData(500, "", SignInRefusal.ProviderDown, 503)]
    public async Task Whatever_the_token_endpoint_says_instead_is_a_refusal(int status, string body, SignInRefusal refusal, int shown)
    {
        var asked = await Begin();
        Provider.Answer = () => (status, body);

        var answer = await Return(asked["state"]);

        answer.Text.ShouldNotContain("script");
        await ShouldBeRefused(answer, refusal, shown);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_named_before_and_after()
    {
        var asked = await Begin();
        Provider.IsDown = true;
        await ShouldBeRefused(await Return(asked["state"]), SignInRefusal.ProviderDown, 503);

        app.Clock.Now = app.Clock.Now.AddHours(13);
        (await browser.Get("/signin?handler=Provider")).Status.ShouldBe(302, "what was read half a day ago still serves");
        await using var fresh = new HostileApp();
        await fresh.InitializeAsync();
        fresh.Provider.IsDown = true;
        using var visitor = fresh.Visitor();
        var answer = await visitor.Get("/signin?handler=Provider");
        (answer.Status, answer.Heading).ShouldBe((503, "サインインできません"));
        answer.Text.ShouldContain("認証基盤につながらないため、サインインできません。 しばらくしてから");
        (fresh.Provider.IsDown, fresh.Provider.SaidIssuer) = (false, "https://evil.example");
        (await visitor.Get("/signin?handler=Provider")).Text.ShouldContain("認証基盤の設定が合わないため、サインインできません。");
        fresh.Provider.SaidIssuer = null;
        (await visitor.Get("/signin?handler=Provider")).Status.ShouldBe(302, "it comes back by itself");
    }

    [Fact]
    public async Task An_answer_to_a_sign_in_that_was_not_begun_here_is_refused()
    {
        await ShouldBeRefused(await browser.Get("/signin-oidc"), SignInRefusal.WrongState);
        await ShouldBeRefused(await Return("forged"), SignInRefusal.WrongState);

        // Begun by somebody else: their state, our browser.
        using var other = app.Visitor();
        var theirs = QueryHelpers.ParseQuery(new Uri((await other.Get("/signin?handler=Provider")).Location!).Query)["state"].ToString();
        await ShouldBeRefused(await Return(theirs), SignInRefusal.WrongState);
    }

    [Fact]
    public async Task The_same_answer_does_not_serve_twice()
    {
        var asked = await Begin();
        Provider.Answer = () => HostileProvider.Tokens(HostileProvider.Token(claims, Provider.Sign));
        (await Return(asked["state"])).Status.ShouldBe(302);
        await browser.Submit(await browser.Get("/signout"), "main form", []);

        await ShouldBeRefused(await Return(asked["state"]), SignInRefusal.WrongState);
    }

    [Fact]
    public async Task A_code_from_another_provider_is_not_even_sent()
    {
        var asked = await Begin();
        await ShouldBeRefused(await Return(asked["state"], "&code=code&iss=https%3A%2F%2Fevil.example"), SignInRefusal.WrongIssuer);
    }

    [Theory]
    [InlineData("access_denied", SignInRefusal.Cancelled, 403, "")]
    [InlineData("server_error", SignInRefusal.ProviderError, 400, "：server_error")]
    [InlineData("%3Cscript%3E", SignInRefusal.ProviderError, 400, "：不明")]
    public async Task What_the_provider_says_instead_of_a_code_is_told(string error, SignInRefusal refusal, int status, string more)
    {
        var asked = await Begin();
        await ShouldBeRefused(await Return(asked["state"], $"&error={error}&error_description=%E7%A7%98%E5%AF%86"), refusal, status, more);
    }

    [Fact]
    public async Task A_refused_attempt_leaves_the_session_that_was_there()
    {
        (await TryWith(() => { })).Status.ShouldBe(302);

        (await Return("forged")).Status.ShouldBe(400);

        (await browser.Get("/operations")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_proof_that_is_older_than_the_question_is_not_a_new_one()
    {
        (await TryWith(() => { })).Status.ShouldBe(302);
        app.Clock.Now = app.Clock.Now.AddMinutes(31);
        Provider.Now = app.Clock.Now;
        var (old, now) = (claims["auth_time"], app.Clock.Now.ToUnixTimeSeconds());
        (claims["iat"], claims["exp"]) = (now, now + 300);
        foreach (var said in new[] { old, null })
        {
            var asked = await Begin("/signin/again?handler=Provider&returnUrl=%2Foperations");
            (asked["prompt"], asked["max_age"]).ShouldBe(("login", "0"));
            claims.Remove("auth_time");
            if (said is not null)
            {
                claims["auth_time"] = said;
            }

            Provider.Answer = () => HostileProvider.Tokens(HostileProvider.Token(claims, Provider.Sign));
            var answer = await Return(asked["state"]);
            (answer.Status, answer.Heading).ShouldBe((400, "サインインできません"));
            answer.Text.ShouldContain(SignInRefusal.NotAgain.Sentence());
        }

        (await browser.Get("/operations")).Status.ShouldBe(200, "the session is the old one");
    }

    [Theory]
    [InlineData("下\0関\n𠮷郎\u202e", "下関𠮷郎")]
    [InlineData("\u0007", null)]
    [InlineData("long", "long")]
    public async Task The_name_of_an_unknown_person_is_kept_as_text_no_longer_than_a_name(string said, string? kept)
    {
        claims["sub"] = $"unknown-{app.Clock.Now.Ticks}";
        var answer = await TryWith(() => claims["name"] = said == "long" ? new string('長', 5000) : said);

        (answer.Status, answer.Heading).ShouldBe((403, "サインインできません"));
        await using var db = app.Database.NewContext();
        var name = await db.UnknownSignIns.OrderByDescending(s => s.Id).Select(s => s.Name).FirstAsync(Cancel);
        name.ShouldBe(said == "long" ? new string('長', Person.NameMaxLength) : kept);
    }

    [Fact]
    public async Task A_flood_of_refusals_is_counted_not_kept()
    {
        await using var own = new HostileApp();
        await own.InitializeAsync();
        using var attacker = own.Visitor();
        for (var i = 0; i < 40; i++)
        {
            (await attacker.Get($"/signin-oidc?state=x{i}")).Status.ShouldBe(400);
        }

        own.Clock.Now = own.Clock.Now.AddMinutes(1);
        await attacker.Get("/signin-oidc?state=last");

        await using var db = own.Database.NewContext();
        var kept = await db.AuditEntries.Where(a => a.Title == SignIns.Refused).OrderBy(a => a.Id).Select(a => a.Reason).ToListAsync(Cancel);
        kept.Count.ShouldBe(31);
        kept[^1].ShouldNotBeNull().ShouldContain("この前の10件は、1分に30件を超えたため記録していません");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task The_way_back_never_leads_to_another_site(string address)
    {
        var page = await browser.Get("/signin?returnUrl=" + Uri.EscapeDataString(address));
        page.Document.QuerySelectorAll("main a").Select(a => a.GetAttribute("href")).ShouldAllBe(h => !h!.Contains("evil") && !h.Contains("alert"));
        var asked = await Begin("/signin?handler=Provider&returnUrl=" + Uri.EscapeDataString(address));
        Provider.Answer = () => HostileProvider.Tokens(HostileProvider.Token(claims, Provider.Sign));

        (await Return(asked["state"])).Location.ShouldBe("/");

        (await browser.Get("/signin/again?returnUrl=" + Uri.EscapeDataString(address))).Document.QuerySelectorAll("main a").Select(a => a.GetAttribute("href")).ShouldBe(["/"]);
    }
}
