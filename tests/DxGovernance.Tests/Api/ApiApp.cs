using System.Net.Http.Headers;
using System.Text.Json;
using DxGovernance.Core.Api;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Api;

/// <summary>Two departments, a case that was decided and is shared, a council's report published today, and a key of each kind.</summary>
public sealed class ApiApp : TwoDepartments
{
    /// <summary>Of the decided case; looks like a formula.</summary>
    public const string DecidedTitle = "=1+1の案件";

    public static readonly string[] Addresses =
    [
        "operations", "milestones", "cases", "cost-summary", "cost-summary?table=totals", "policy", "policy?table=indicators", "policy?table=rates", "policy?table=procedures", "running-costs", "running-costs?table=totals",
    ];

    public string CityKey { get; private set; } = "";

    public string PublicKey { get; private set; } = "";

    public string ExpiredKey { get; private set; } = "";

    public string RevokedKey { get; private set; } = "";

    public string DecidedCase { get; private set; } = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var administrator = await Given.Actor(Role.Administrator);
        CityKey = await Key(ApiScope.WholeCity, Clock.Now, administrator);
        PublicKey = await Key(ApiScope.PublicData, Clock.Now, administrator);
        ExpiredKey = await Key(ApiScope.WholeCity, Clock.Now.AddDays(-9), administrator, days: 8);
        RevokedKey = await Key(ApiScope.WholeCity, Clock.Now, administrator, revoke: true);
        DecidedCase = await Decided();
        var office = await Given.Actor(Role.PmoOffice);
        await using var db = Database.NewContext();
        var request = new ReportRequest(ReportKind.Council, AsOf.ReportedOn(Clock.Today), [Ours.Number], office, Clock.Now);
        request.Start(Clock.Now);
        var file = new ReportFile(request, [0x50, 0x4B]);
        request.Finish("試験.xlsx", file, Clock.Now);
        db.AddRange(request, file, request.Publish(office, Clock.Now));
        await Given.Save(db, office);
    }

    public async Task<HttpResponseMessage> Ask(string address, string? key, HttpMethod? method = null)
    {
        using var client = Raw();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, "/api/v1/" + address);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return await client.SendAsync(request, Cancel);
    }

    public async Task<JsonElement> Json(string address, string key) => await Answer(await Ask(address, key));

    public static async Task<JsonElement> Json(string address, WebBrowser browser) => await Answer(await browser.Client.GetAsync("/api/v1/" + address, Cancel));

    static async Task<JsonElement> Answer(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancel);
        ((int)response.StatusCode).ShouldBe(200, text);
        return JsonDocument.Parse(text).RootElement;
    }

    async Task<string> Key(ApiScope scope, DateTimeOffset at, Actor administrator, int days = 90, bool revoke = false)
    {
        await using var db = Database.NewContext();
        var (key, secret) = Core.Api.ApiKey.Issue($"{scope.Label()}の鍵", "試験", scope, Core.TokyoTime.DayOf(at).AddDays(days), administrator, at);
        db.ApiKeys.Add(key);
        if (revoke)
        {
            key.Revoke(administrator, at);
        }

        await Given.Save(db, administrator);
        return secret;
    }

    /// <summary>Approved with its costs; the next version, which nobody has decided, has another title.</summary>
    async Task<string> Decided()
    {
        var cast = await Given.Cast(Ours.Department);
        var made = await Given.Proposal(Database, Ours.Department, cast, p =>
        {
            p.BringToDecision(cast, Clock.Now);
            p.Approve(cast, Clock.Now);
            p.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, Clock.Now);
            p.Fill(cast.Staff, Clock.Now);
            p.Write(p.Draft.With(ProposalForm.Title, "まだ決まらない件名"), cast.Staff, Clock.Now);
            p.Perform(ProposalAction.Submit, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, Clock.Now);
        }, title: DecidedTitle);
        return made.Number;
    }
}
