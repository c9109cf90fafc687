using DxGovernance.Core.Proposals;
using DxGovernance.E2E.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DxGovernance.E2E.Journeys;

/// <summary>サインイン: through the pages of a real provider to a decision that asks once more who decides, and out again, here and there.</summary>
public sealed class SignInJourney(ProviderSite site) : IClassFixture<ProviderSite>
{
    const string Button = "市のアカウントでサインインする";

    readonly List<string> violations = [];

    [Fact]
    public async Task The_CIO_signs_in_decides_after_proving_it_again_and_leaves_the_provider_too()
    {
        var page = await Watched(await site.Window());
        var path = $"/proposals/{await Deciding()}/step/{ProposalAction.Approve}";
        await page.Open(path);
        new Uri(page.Url).AbsolutePath.ShouldBe("/signin");
        await page.Accessible();
        await page.Link(Button).ClickAsync();
        await Login(page, "stranger");
        await Expect(page.Locator("h1")).ToHaveTextAsync("サインインできません");
        await Expect(page.Locator("main")).ToContainTextAsync("あなたは、このシステムの利用者として登録されていません。");
        await page.Accessible();

        // The provider would remember the account; another one is asked for.
        await page.Link("ほかのアカウントでサインインする").ClickAsync();
        await Login(page, ProviderSite.Cio);
        await page.Open(path);

        await page.Locator("[name='Input.Comment']").FillAsync("費用も妥当である。");
        await site.Wait(TimeSpan.FromMinutes(31));
        (await page.Send(() => page.Locator("form.case-form .button-row button").First.ClickAsync())).ShouldBe(403);
        await Expect(page.Locator("#error-summary")).ToContainTextAsync("この操作には30分以内のサインインが必要なため、保存していません。");
        await page.Accessible();

        var other = await Watched(await page.RunAndWaitForPopupAsync(() => page.Link("別の窓でサインインし直す").ClickAsync()));
        await other.WaitForLoadStateAsync();
        await other.Accessible();
        await other.Link("市のアカウントでもう一度サインインする").ClickAsync();
        await Login(other, ProviderSite.Cio);
        await Expect(other.Locator("main")).ToContainTextAsync("元の画面に入力した内容は残っています。");
        await other.Accessible();
        await other.CloseAsync();

        await Expect(page.Locator("[name='Input.Comment']")).ToHaveValueAsync("費用も妥当である。");
        (await page.Send(() => page.Locator("form.case-form .button-row button").First.ClickAsync())).ShouldBe(302);
        await Expect(page.Locator("main")).ToContainTextAsync("案件は「承認」です。");

        await page.Locator(".user-menu summary").ClickAsync();
        await page.Button("サインアウト").ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("この製品からはサインアウトしました。");
        await page.Accessible();
        await page.Link("市のアカウントからもサインアウトする").ClickAsync();
        await page.Locator("button[name=logout]").ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/signin");
        await page.Link(Button).ClickAsync();
        await Expect(page.Locator("input[name=login]")).ToBeVisibleAsync();
        violations.ShouldBeEmpty();
    }

    async Task<string> Deciding()
    {
        await using var db = site.Database.NewContext();
        return await db.Proposals.Where(p => p.State == ProposalState.Deciding && p.Route == Route.Normal).OrderBy(p => p.Number).Select(p => p.Number).FirstAsync(Cancel);
    }

    async Task Login(IPage page, string name)
    {
        await page.Locator("input[name=login]").FillAsync(name);
        await page.Locator("input[name=password]").FillAsync("any");
        await page.Locator("button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => url.StartsWith(site.Address.ToString(), StringComparison.Ordinal));
    }

    /// <summary>Nothing that our content security policy forbids happens on the way out and back; the provider's pages get no fonts from the internet.</summary>
    async Task<IPage> Watched(IPage page)
    {
        await page.RouteAsync("https://fonts.googleapis.com/**", route => route.AbortAsync());
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                violations.Add($"{page.Url}: {message.Text}");
            }
        };
        return page;
    }
}
