using System.Net.Http.Headers;
using System.Text.Json;
using DxGovernance.Core;
using DxGovernance.Core.Api;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Api;

/// <summary>A key from its issue to its end, and the past as a program reads it.</summary>
public sealed class ApiKeyTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task A_key_is_shown_once_counts_its_uses_without_filling_the_trail_and_ends_when_revoked()
    {
        using var browser = await app.SignedInAs(Role.Administrator);
        await Submit(browser, new() { ["Input.Name"] = "カタログ", ["Input.Purpose"] = "毎月の公開", ["Input.Scope"] = nameof(ApiScope.PublicData), ["Input.ExpiresOn"] = "令和9年3月31日" }, 302);
        var shown = await browser.Get("/admin/api-keys");
        var secret = shown.Document.QuerySelector("#issued-key").ShouldNotBeNull().TextContent;
        secret.ShouldMatch("^dxg_[A-Za-z0-9_-]{43}$");
        (await browser.Get("/admin/api-keys")).Document.Body!.InnerHtml.ShouldNotContain(secret);
        await using var db = app.Database.NewContext();
        var key = await db.ApiKeys.AsNoTracking().SingleAsync(k => k.Name == "カタログ", Cancel);
        var content = await app.Database.Content();

        (await Status(secret)).ShouldBe(200);
        (await Status(secret)).ShouldBe(200);

        (await app.Database.ChangedSince(content)).ShouldHaveSingleItem().ShouldStartWith("api_keys");
        var used = await db.ApiKeys.AsNoTracking().SingleAsync(k => k.Id == key.Id, Cancel);
        (key.Uses, key.LastUsedOn, used.Uses, used.LastUsedOn).ShouldBe((0, null, 2, app.Clock.Today));
        var list = (await browser.Get("/admin/api-keys")).Text;
        list.ShouldContain("2026-11-20");
        list.ShouldContain("公開データだけ");

        var form = await browser.Get($"/admin/api-keys/{key.Id}/revoke");
        (await browser.Submit(form, "main form", new() { ["Reason"] = "" })).Errors.ShouldHaveSingleItem().ShouldContain("理由");
        (await browser.Submit(form, "main form", new() { ["Reason"] = "入替え" })).Status.ShouldBe(302);
        (await Status(secret)).ShouldBe(401);
        (await browser.Submit(form, "main form", new() { ["Reason"] = "二度目" })).Errors.ShouldBe(["この鍵はすでに失効しています。"]);
        var trail = await db.AuditEntries.AsNoTracking().Where(a => a.Subject == $"api-key:{key.Hint}").OrderBy(a => a.Id).ToListAsync(Cancel);
        trail.Select(a => (a.Title, a.Reason)).ShouldBe([("APIキーの発行", "毎月の公開"), ("APIキーの失効", "入替え")]);
        trail.ShouldAllBe(a => !a.Changes.Contains(secret) && !a.Changes.Contains(key.Hash));
    }

    [Theory]
    [InlineData("Input.Name", "", "名称を入力してください。")]
    [InlineData("Input.Purpose", "", "用途を入力してください。")]
    [InlineData("Input.ExpiresOn", "2026-11-19", "有効期限には今日以降の日を入力してください。")]
    [InlineData("Input.ExpiresOn", "2027-11-22", "有効期限は1年以内（2027-11-21（令和9年11月21日）まで）の日を入力してください。")]
    public async Task A_key_without_name_purpose_or_end_is_not_issued(string field, string value, string sentence)
    {
        using var browser = await app.SignedInAs(Role.Administrator);
        var fields = new Dictionary<string, string?>
        {
            ["Input.Name"] = "鍵",
            ["Input.Purpose"] = "用途",
            ["Input.Scope"] = nameof(ApiScope.WholeCity),
            ["Input.ExpiresOn"] = "2026-12-31",
            [field] = value,
        };

        (await Submit(browser, fields, 400)).Errors.ShouldBe([sentence]);
    }

    [Fact]
    public async Task The_past_is_read_as_it_was_reported_and_as_it_is_known_later()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.PlannedOperation(department);
        var staff = await app.Given.Actor(Role.DepartmentStaff, department);
        using var browser = await app.SignedIn(staff);
        var yesterday = await Forecast(browser, "");
        var day = app.Clock.Today;
        app.Clock.MoveTo(day.AddDays(1));
        using var next = await app.SignedIn(staff);
        await app.Given.Act(operation.Number, staff, o => o.ReportMilestones(
            [new(o.Milestones.Single(m => m.IsGoLive).Id, new(2028, 1, 31), null, SlipCause.DataQuality, CauseOwner.City, "訂正")], staff, app.Clock.Now, day));

        (await Forecast(next, "")).ShouldBe("2028-01-31");
        (await Forecast(next, $"?asOf={Wareki.Iso(day)}")).ShouldBe(yesterday);
        (await Forecast(next, $"?asOf={Wareki.Iso(day)}&recordedUntil={Wareki.Iso(day.AddDays(1))}")).ShouldBe("2028-01-31");
        (await Forecast(next, $"?asOf={Wareki.Iso(day)}&recordedUntil={Wareki.Iso(day)}T23:00:00%2B09:00")).ShouldBe(yesterday);
        app.Clock.MoveTo(day);
    }

    [Fact]
    public void Wrong_keys_are_counted_by_address()
    {
        using var failed = new FailedKeys(new());
        var (one, other) = (System.Net.IPAddress.Parse("192.0.2.1"), System.Net.IPAddress.Parse("192.0.2.2"));

        Enumerable.Range(0, new Web.Security.LimitSettings().WrongKeysPerMinute).ShouldAllBe(_ => failed.MayFail(one));
        failed.MayFail(one).ShouldBeFalse();
        failed.MayFail(other).ShouldBeTrue();
    }

    static async Task<string?> Forecast(WebBrowser browser, string query)
    {
        var text = await browser.Client.GetStringAsync("/api/v1/operations" + query, Cancel);
        return JsonDocument.Parse(text).RootElement.GetProperty("rows").EnumerateArray().Single().GetProperty("goLiveForecast").GetString();
    }

    async Task<int> Status(string secret)
    {
        using var client = app.Raw();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/policy?table=rates");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return (int)(await client.SendAsync(request, Cancel)).StatusCode;
    }

    static async Task<WebPage> Submit(WebBrowser browser, Dictionary<string, string?> fields, int status)
    {
        var answer = await browser.Submit(await browser.Get("/admin/api-keys/new"), "main form", fields);
        answer.Status.ShouldBe(status);
        return answer;
    }
}

/// <summary>Whoever sends wrong keys without end is told to stop; a right key from the same address goes on working.</summary>
public sealed class ApiLimitTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task Many_wrong_keys_are_429_and_the_right_one_still_works()
    {
        var administrator = await app.Given.Actor(Role.Administrator);
        await using var db = app.Database.NewContext();
        var (key, secret) = ApiKey.Issue("鍵", "試験", ApiScope.WholeCity, app.Clock.Today, administrator, app.Clock.Now);
        db.ApiKeys.Add(key);
        await app.Given.Save(db, administrator);
        using var client = app.Raw();
        async Task<HttpResponseMessage> Ask(string bearer)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/policy?table=rates");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            return await client.SendAsync(request, Cancel);
        }

        for (var i = 0; i < new Web.Security.LimitSettings().WrongKeysPerMinute; i++)
        {
            ((int)(await Ask("dxg_wrong")).StatusCode).ShouldBe(401);
        }

        var limited = await Ask("dxg_wrong");
        ((int)limited.StatusCode, limited.Headers.RetryAfter!.Delta).ShouldBe((429, TimeSpan.FromMinutes(1)));
        (await limited.Content.ReadAsStringAsync(Cancel)).ShouldContain("使えないAPIキーが続けて送られました。鍵を確かめ、60秒待ってからやり直してください。");
        ((int)(await Ask(secret)).StatusCode).ShouldBe(200);
    }
}
