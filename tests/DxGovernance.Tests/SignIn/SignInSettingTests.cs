using DxGovernance.Core;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace DxGovernance.Tests.SignIn;

/// <summary>What cannot work is refused when the program starts, in words.</summary>
public sealed class SignInSettingTests
{
    const string Authority = "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0";

    [Theory]
    [InlineData("http://login.example.jp", "id", "secret", "sub", "https:// で始まるアドレスを指定してください。")]
    [InlineData("login.example.jp", "id", "secret", "sub", "https:// で始まるアドレスを指定してください。")]
    [InlineData(Authority, "", "secret", "sub", "設定 OpenIdConnect__ClientId に")]
    [InlineData(Authority, "id", "", "sub", "どちらか一つだけを指定してください。")]
    [InlineData(Authority, "id", "secret", "email", "メールアドレスや氏名は変わるため使えません。")]
    [InlineData(Authority, "id", "secret", "preferred_username", "sub か oid にしてください")]
    public void A_provider_that_cannot_be_used_is_refused(string authority, string client, string secret, string claim, string sentence) =>
        Should.Throw<RuleViolation>(() => new ProviderSettings { Authority = authority, ClientId = client, ClientSecret = secret, PersonClaim = claim }.Check()).Message.ShouldContain(sentence);

    [Fact]
    public void The_settings_of_the_document_are_accepted()
    {
        new ProviderSettings { Authority = Authority, ClientId = "id", ClientSecret = "secret", PersonClaim = "oid" }.Check().Secret.ShouldBe("secret");
        new ProviderSettings { Authority = "http://127.0.0.1:9000", ClientId = "id", ClientSecret = "secret" }.Check().Certificate.ShouldBeNull();
    }

    [Fact]
    public void Files_that_are_not_there_are_named() =>
        Should.Throw<RuleViolation>(() => new ProviderSettings { Authority = Authority, ClientId = "id", CertificateFile = "/no/such/file.pfx" }.Check())
            .Message.ShouldStartWith("設定 OpenIdConnect__CertificateFile のファイル「/no/such/file.pfx」を読めません：");

    [Theory]
    [InlineData(0, 10, 30, 35)]
    [InlineData(60, 25, 30, 35)]
    [InlineData(60, 10, 0, 35)]
    [InlineData(60, 10, 30, 400)]
    public void Limits_that_make_no_sense_are_refused(int idle, int longest, int recent, int kept) =>
        Refused.By("sign-in-setting", () => new SignInSettings { IdleMinutes = idle, LongestHours = longest, RecentMinutes = recent, RolesKeptDays = kept }.Check());

    /// <summary>Whatever the environment is called.</summary>
    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("Test")]
    [InlineData("Development ")]
    [InlineData("Ｄevelopment")]
    [InlineData("")]
    public void The_demo_door_is_not_built_outside_development(string environment) =>
        Refused.By("demo-sign-in-outside-development", () => _ = new DemoDoor(true, new HostingEnvironment { EnvironmentName = environment }, new()));

    [Fact]
    public void The_demo_door_is_not_built_beside_a_real_provider() =>
        Refused.By("demo-sign-in-beside-provider", () => _ = new DemoDoor(true, new HostingEnvironment { EnvironmentName = Environments.Development }, new() { Authority = Authority }));
}

/// <summary>The demo sign-in and people who are not fictional do not go together, whatever is set.</summary>
public sealed class DemoDoorTests
{
    [Fact]
    public async Task One_real_person_shuts_the_demo_door()
    {
        await using var app = new WebApp();
        await app.InitializeAsync();
        var demo = await app.Given.Person(Core.Organization.Role.PmoOffice, await app.Given.Department());
        using var administrator = await app.SignedInAs(Core.Organization.Role.Administrator);
        using var visitor = app.Visitor();
        var open = await visitor.Get("/signin");
        open.Text.ShouldContain("デモ用サインイン");

        (await administrator.Submit(
            await administrator.Get("/admin/people/new"), "main form", new() { ["Input.Account"] = "100001", ["Input.Name"] = "下関 花子", ["Input.Reason"] = "採用" })).Status.ShouldBe(302);

        var shut = await visitor.Get("/signin");
        shut.Text.ShouldContain("サインインの方法が設定されていません");
        shut.Text.ShouldNotContain(demo.Name);
        (await visitor.Post("/signin", open, new() { ["personId"] = $"{demo.Id}" })).Status.ShouldBe(404);
        (await visitor.Get("/operations")).Status.ShouldBe(302);
    }
}
