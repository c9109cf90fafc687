using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Tests.Installation;

/// <summary>
/// PostgreSQL, a server of its own, killed with kill -9 while people save, and started again: a page says so politely, nobody signs in again, and what
/// was saved is whole.
/// </summary>
public sealed class DatabaseKilledTests(DatabaseKilledTests.Town town) : IClassFixture<DatabaseKilledTests.Town>
{
    const string Settings = "/notifications/settings";

    static readonly TimeSpan Slowest = TimeSpan.FromSeconds(30), Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task People_who_save_are_told_politely_go_on_by_themselves_and_nothing_is_half_saved()
    {
        List<WebBrowser> browsers = [];
        for (var i = 0; i < 4; i++)
        {
            browsers.Add(await town.SignedInAs(Role.DepartmentStaff));
        }

        var answers = new ConcurrentQueue<(int Status, string Text, TimeSpan Took)>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var people = browsers.Select(b => Task.Run(() => Save(b, answers, over.Token), Cancel)).ToList();
        await Until(() => answers.Count(a => a.Status == 302) > 40);

        await town.Server.KillAsync();
        await Until(() => answers.Count(a => a.Status >= 500) > 8);
        await town.Server.StartAsync();
        var before = answers.Count(a => a.Status == 302);
        await Until(() => answers.Count(a => a.Status == 302) > before + 40);
        await over.CancelAsync();
        await Task.WhenAll(people);

        // Nothing but: saved, the page itself (200), somebody else's turn (409), or the sentence.
        var refused = answers.Where(a => a.Status is not (200 or 302 or 409)).ToList();
        refused.Where(a => a.Status is not (500 or 503) || !a.Text.Contains("処理中にエラーが起きました。変更は保存されていません。", StringComparison.Ordinal)).ShouldBeEmpty();
        answers.Max(a => a.Took).ShouldBeLessThan(Slowest);
        browsers.ForEach(b => b.Dispose());

        await using var db = town.Database.NewContext();
        (await AuditChain.VerifyAsync(db, Cancel)).Fault.ShouldBeNull();
        var saved = await db.AuditEntries.AsNoTracking().Where(a => a.Title == "お知らせの設定").OrderBy(a => a.Id).ToListAsync(Cancel);

        // What was said to be saved is there; an answer that the kill cut off may have been saved without being said.
        saved.Count.ShouldBeInRange(answers.Count(a => a.Status == 302), answers.Count(a => a.Status == 302) + browsers.Count);
        var hours = await db.People.ToDictionaryAsync(p => $"person:{p.Id}", p => p.MailHour, Cancel);
        foreach (var person in saved.GroupBy(s => s.Subject))
        {
            // The entry and the row it tells of were one transaction.
            AuditEntry.Read(person.Last().Changes).Single(c => c.Field.Contains("時刻", StringComparison.Ordinal)).New.ShouldBe(hours[person.Key].ToString(CultureInfo.InvariantCulture));
        }
    }

    static async Task Save(WebBrowser browser, ConcurrentQueue<(int, string, TimeSpan)> answers, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            var page = await browser.Get(Settings);
            if (page.Status != 200)
            {
                answers.Enqueue((page.Status, page.Text, Stopwatch.GetElapsedTime(started)));
                await Task.Delay(100, CancellationToken.None);
                continue;
            }

            started = Stopwatch.GetTimestamp();
            var hour = int.Parse(page.Value("Input.Hour")!, CultureInfo.InvariantCulture) is < Person.LastMailHour and var now ? now + 1 : Person.FirstMailHour;
            var answer = await browser.Submit(page, "main form", new() { ["Input.Delivery"] = nameof(MailDelivery.Daily), ["Input.Hour"] = $"{hour}" });
            answers.Enqueue((answer.Status, answer.Text, Stopwatch.GetElapsedTime(started)));
        }
    }

    static async Task Until(Func<bool> holds)
    {
        var started = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Patience);
            await Task.Delay(50, Cancel);
        }
    }

    public sealed class Town : WebApp
    {
        public Town()
            : this(new OwnServer())
        {
        }

        Town(OwnServer server)
            : base(server) => Server = server;

        public OwnServer Server { get; }
    }

    /// <summary>A server that nobody else uses.</summary>
    public sealed class OwnServer : TestDatabase
    {
        readonly string name = $"killed-{Environment.ProcessId}";

        public override async ValueTask InitializeAsync()
        {
            var server = await TestCluster.StartAnotherAsync(name);
            await using (var admin = new NpgsqlConnection(server + ";Pooling=false"))
            {
                await admin.OpenAsync(Cancel);
                await admin.ExecuteAsync("create database killed");
                // A throwaway server does not wait for its log; this one must, as a real one does.
                await admin.ExecuteAsync("alter database killed set synchronous_commit = on");
            }

            var connection = new NpgsqlConnectionStringBuilder(server) { Database = "killed" }.ConnectionString;
            await TestTemplate.FillAsync(connection, (db, cancel) => FactSeeder.RunAsync(db, TestTemplate.FactsRecordedAt, cancel));
            Use(connection);
        }

        /// <summary>kill -9 of the server's first process; the others end by themselves.</summary>
        public async Task KillAsync()
        {
            string folder;
            await using (var admin = new NpgsqlConnection(ConnectionString + ";Pooling=false"))
            {
                await admin.OpenAsync(Cancel);
                await using var ask = new NpgsqlCommand("show data_directory", admin);
                folder = (string)(await ask.ExecuteScalarAsync(Cancel))!;
            }

            var id = (await File.ReadAllLinesAsync(Path.Combine(folder, "postmaster.pid"), Cancel))[0];
            using var server = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
            server.Kill();
            await server.WaitForExitAsync(Cancel);
        }

        public async Task StartAsync()
        {
            await TestCluster.StartAnotherAsync(name);

            // The tests' own connections are dead; the application must find that out about its own.
            Source.Clear();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await TestCluster.StopAnotherAsync(name);
            GC.SuppressFinalize(this);
        }
    }
}
