using DxGovernance.Core.Audit;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Security;

/// <summary>What a page costs the database, and that looking changes nothing.</summary>
public sealed class StatementTests(TwoDepartments app) : IClassFixture<TwoDepartments>, IAsyncLifetime
{
    readonly Dictionary<Role, WebBrowser> browsers = [];

    const int MostOfList = 4;
    const int MostOfAnyPage = 8;

    /// <summary>
    /// No lists: the agenda weighs every rule of its table once, a pack is made from all ledgers (the whole council report and each item) before it is
    /// frozen, and a transfer is rehearsed over everything that is open (docs/adr/0028).
    /// </summary>
    static readonly Dictionary<string, int> OfPreparation = new(StringComparer.Ordinal)
    {
        ["council/{meeting:int}/agenda"] = 10,
        ["council/{meeting:int}/preview"] = 66,
        ["council/{meeting:int}/preview/file"] = 70,
        ["admin/transfers/{id:int}"] = 11,
    };

    /// <summary>A download is kept in the audit trail, so it is the one kind of GET that writes.</summary>
    static readonly string[] Downloads = ["reports/{id:int}/file", "council/{meeting:int}/file/{kind}/{version:int}", "meetings/{meeting:int}/file/{kind}/{version:int}"];

    public async ValueTask InitializeAsync()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            browsers[role] = await app.SignedInAs(role, app.Ours.Department);
        }
    }

    public ValueTask DisposeAsync()
    {
        browsers.Values.ToList().ForEach(b => b.Dispose());
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_list_takes_at_most_four_statements_and_any_page_eight()
    {
        var tooMany = new List<string>();
        var lists = 0;
        await EachPage(async (page, browser) =>
        {
            var most = page.IsList ? MostOfList : OfPreparation.GetValueOrDefault(page.Route, MostOfAnyPage);
            lists += page.IsList ? 1 : 0;
            var statements = await StatementsOf(browser, page.Address(app, app.Ours));
            tooMany.AddRange(statements.Count <= most ? [] : [$"/{page.Route}: {statements.Count} instead of at most {most}\n  {string.Join("\n  ", statements.Select(Short))}"]);
        });

        lists.ShouldBeGreaterThan(8);
        tooMany.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_operation_page_takes_at_most_eight_statements()
    {
        var browser = browsers[Role.PmoOffice];

        (await StatementsOf(browser, $"/operations/{app.Ours.Number}")).Count.ShouldBeInRange(3, MostOfAnyPage);
    }

    [Fact]
    public async Task The_list_of_running_costs_takes_at_most_four_statements()
    {
        var browser = browsers[Role.PmoOffice];

        (await StatementsOf(browser, "/running-costs")).Count.ShouldBeInRange(3, MostOfList);
    }

    [Fact]
    public async Task What_no_save_has_changed_is_not_read_again()
    {
        var browser = browsers[Role.Cio];
        await browser.Get("/dashboard");
        app.Sql.Clear();

        (await browser.Get("/dashboard")).Status.ShouldBe(200);

        app.Sql.Statements.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Looking_at_a_page_writes_nothing()
    {
        var writing = new List<string>();
        var before = await app.Database.Content();
        await EachPage(async (page, browser) =>
        {
            if (!Downloads.Contains(page.Route))
            {
                app.Sql.Clear();
                await browser.Get(page.Address(app, app.Ours));
                writing.AddRange(app.Sql.Writing.Select(s => $"/{page.Route}: {Short(s)}"));
            }
        });

        writing.ShouldBeEmpty();
        (await app.Database.ChangedSince(before)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_log_sees_writes_where_there_are_any()
    {
        var browser = browsers[Role.PmoOffice];
        app.Sql.Clear();

        (await browser.Get($"/reports/{app.PublishedReport}/file")).Status.ShouldBe(200);

        app.Sql.Writing.ShouldContain(s => s.Contains("INSERT INTO audit_entries", StringComparison.Ordinal), expectedCount: 1);
    }

    /// <summary>Each page as the first role that may open it.</summary>
    async Task EachPage(Func<PageRoute, WebBrowser, Task> look)
    {
        foreach (var page in await app.Pages())
        {
            await look(page, browsers[browsers.Keys.OrderBy(r => page.Expected(r, isOwn: true) == 200 ? 0 : 1).First(r => page.Expected(r, isOwn: true) is 200 or 404)]);
        }
    }

    /// <summary>The least of three times: who somebody is, is read anew every few seconds.</summary>
    async Task<IReadOnlyList<string>> StatementsOf(WebBrowser browser, string address)
    {
        await browser.Get(address);
        var runs = new List<IReadOnlyList<string>>();
        for (var run = 0; run < 3; run++)
        {
            await TickAsync();
            app.Sql.Clear();
            (await browser.Get(address)).Status.ShouldBeOneOf(200, 404);
            runs.Add(app.Sql.Statements);
        }

        return runs.MinBy(r => r.Count)!;
    }

    /// <summary>Somebody saved: what pages keep until the ledgers change is read again.</summary>
    async Task TickAsync()
    {
        await using var db = app.Database.NewContext();
        await db.Database.ExecuteSqlRawAsync("update ledger_clock set recorded_at = recorded_at + interval '1 microsecond'", Cancel);
        await db.SaveAsync(Actor.System, new Act("試験の保存", "test", "試験"), app.Clock.GetUtcNow(), Cancel);
    }

    static string Short(string sql) => string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > 160 } text ? text[..160] + "…" : sql;
}
