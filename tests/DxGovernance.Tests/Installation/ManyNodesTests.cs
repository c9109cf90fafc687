using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Installation;

/// <summary>
/// Real processes of the built executable on one database. The number of kills is the environment's <c>DXG_TEST_KILLS</c>, 3 where it says
/// nothing: a run of the whole suite has no time for more.
/// </summary>
public sealed class ManyNodesTests(ManyNodesTests.Town town) : IClassFixture<ManyNodesTests.Town>
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("DXG_TEST_KILLS") ?? "3", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_cookie_and_a_form_of_one_node_are_good_on_the_other_and_a_job_node_has_no_pages()
    {
        var (first, second, jobs) = (await town.First.Address, await town.Second.Address, await (await town.Jobs(0)).Address);
        using var browser = NodeProcess.Browser(first);
        (await browser.Post("/signin", await browser.Get("/signin"), new() { ["personId"] = $"{town.Administrator.PersonId}" })).Status.ShouldBe(302);

        // Cookies belong to the host whatever its port, as they would behind a load balancer.
        var form = await browser.Get("/notifications/settings");
        form.Document.Body!.TextContent.ShouldContain(town.Administrator.Name);
        var page = await browser.Get(new Uri(second, "/notifications/settings").ToString());
        (page.Status, page.Document.Body!.TextContent.Contains(town.Administrator.Name, StringComparison.Ordinal)).ShouldBe((200, true));
        (await browser.Post(new Uri(second, "/notifications?handler=ReadAll").ToString(), form, [])).Status.ShouldBeOneOf(200, 302);

        (await browser.Get(new Uri(jobs, "/healthz/live").ToString())).Status.ShouldBe(200);
        (await browser.Get(new Uri(jobs, "/").ToString())).Status.ShouldBe(404);
        (await browser.Get(new Uri(jobs, "/signin").ToString())).Status.ShouldBe(404);
        var nodes = await town.Until(async db => await db.ServerNodes.AsNoTracking().ToListAsync(Cancel) is { Count: >= 4 } all ? all : null);
        nodes.Select(n => (n.ServesPages, n.RunsJobs)).Distinct().ShouldBe([(true, false), (false, true)], ignoreOrder: true);
    }

    [Fact]
    public async Task Traces_and_metrics_reach_a_collector_and_tell_nothing_of_anybody()
    {
        using var browser = NodeProcess.Browser(await town.First.Address);
        browser.Client.DefaultRequestHeaders.UserAgent.ParseAdd("secret-agent/7");
        await browser.Post("/signin", await browser.Get("/signin"), new() { ["personId"] = $"{town.Administrator.PersonId}" });
        (await browser.Get("/admin/people?q=%E7%A7%98%E5%AF%86%E3%81%AE%E8%A8%80%E8%91%89")).Status.ShouldBe(200);
        (await browser.Get("/healthz/ready")).Status.ShouldBe(200);

        await town.Until<object>(_ => Task.FromResult<object?>(
            town.Collector.All("/v1/traces").Contains("admin/people", StringComparison.Ordinal) && town.Collector.All("/v1/traces").Contains("db.query.text", StringComparison.Ordinal) && town.Collector.All("/v1/metrics").Contains("dxgovernance.queue.age", StringComparison.Ordinal) ? this : null));

        var (traces, metrics) = (town.Collector.All("/v1/traces"), town.Collector.All("/v1/metrics"));
        traces.ShouldContain("http.route");
        traces.ShouldContain("db.query.text", customMessage: "what the database was asked, without values");
        metrics.ShouldContain("http.server.request.duration");
        metrics.ShouldContain("dxgovernance.queue.length");
        foreach (var secret in new[] { "秘密の言葉", "%E7%A7%98%E5%AF%86", "secret-agent", town.Administrator.Name, "healthz" })
        {
            traces.ShouldNotContain(secret);
            metrics.ShouldNotContain(secret);
        }

        traces.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task Logs_are_lines_of_JSON_where_it_is_set()
    {
        await town.First.Address;

        var lines = town.First.Said.Split('\n');

        lines.ShouldNotBeEmpty();
        foreach (var line in lines)
        {
            System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("LogLevel").GetString().ShouldNotBeNullOrEmpty(line);
        }
    }

    /// <summary>
    /// Reports, mails and the monthly round, while one of two job nodes is killed at a random moment. Afterwards every report is there once with the
    /// bytes of an unhurried run, no mail came twice, and each round was opened once.
    /// </summary>
    [Fact]
    public async Task Nodes_killed_at_random_moments_lose_nothing_and_do_nothing_twice()
    {
        using var browser = NodeProcess.Browser(await town.First.Address);
        await browser.Post("/signin", await browser.Get("/signin"), new() { ["personId"] = $"{town.Administrator.PersonId}" });
        var page = await browser.Get("/admin/jobs");
        var random = new Random();
        var (opened, struck, moments) = (0, 0, new List<int>());
        var watch = Stopwatch.StartNew();
        for (var kill = 0; kill < Kills; kill++)
        {
            opened += await town.CloseRound();
            await town.Ask(kill);
            foreach (var job in new[] { "open-round", "send-mail", "make-reports" })
            {
                (await browser.Post($"/admin/jobs?handler=Run&key={job}", page, [])).Status.ShouldBe(302);
            }

            // Whichever of the two is at work by now, or comes to it.
            var victim = random.Next(2);
            await (await town.Jobs(victim)).Address;
            await town.Until(async db => await db.ReportRequests.CountAsync(r => r.Status != ReportStatus.Waiting, Cancel) > kill * Town.ReportsEach ? db : null);
            moments.Add(random.Next(800));
            await Task.Delay(moments[^1], Cancel);
            await (await town.Jobs(victim)).KillAsync();
            struck += await town.WorkOfTheDead();
            town.Replace(victim);
            await town.Until(async db => await db.Notifications.AnyAsync(n => n.MailSettledAt == null, Cancel) ? null : db);
        }

        var reports = await town.Until(async db =>
        {
            var all = await db.ReportRequests.AsNoTracking().OrderBy(r => r.Id).ToListAsync(Cancel);
            return all.Count > 0 && all.All(r => r.Status is ReportStatus.Done or ReportStatus.Failed) ? all : null;
        });
        await browser.Post("/admin/jobs?handler=Run&key=open-round", page, []);
        await town.Until(async db => await db.MonthlyRounds.AnyAsync(Cancel) || !await Town.RoundIsDue(db) ? db : null);
        await browser.Post("/admin/jobs?handler=Run&key=send-mail", page, []);
        var unsettled = "";
        var mails = await town.Until(
            async db =>
            {
                await town.LetLeasesRunOut();
                // What was abandoned waits a minute before its next attempt.
                await db.Mails.Where(m => m.State == MailState.Waiting && m.Attempts > 0).ExecuteUpdateAsync(s => s.SetProperty(m => m.DueAt, m => m.CreatedAt), Cancel);
                var all = await db.Mails.AsNoTracking().ToListAsync(Cancel);
                unsettled = string.Join('\n', all.Where(m => m.State is not (MailState.Sent or MailState.Uncertain)).Select(m => $"mail {m.Id} {m.State}, attempts {m.Attempts}, tried {m.TriedAt:O}, lease {m.LeaseUntil:O}, due {m.DueAt:O}, {m.Answer}"));
                return all.Count > 0 && !await db.Notifications.AnyAsync(n => n.MailSettledAt == null, Cancel) && all.All(m => m.State is MailState.Sent or MailState.Uncertain) ? all : null;
            },
            () => unsettled);
        TestContext.Current.SendDiagnosticMessage(
            "{0} kills, {1} of them in the middle of a report or mail, after {2} ms; {3} reports, {4} mails sent, {5} uncertain, {6:0} s", Kills, struck, string.Join(", ", moments), reports.Count, mails.Count(m => m.State == MailState.Sent), mails.Count(m => m.State == MailState.Uncertain), watch.Elapsed.TotalSeconds);

        reports.Count.ShouldBe(Kills * Town.ReportsEach);
        reports.ShouldAllBe(r => r.Status == ReportStatus.Done, string.Join('\n', reports.Select(r => r.Error)));
        await using var db = town.Database.NewContext();
        (await db.AuditEntries.CountAsync(a => a.Title == "報告書の作成", Cancel)).ShouldBe(reports.Count, "each was made once");
        foreach (var report in reports)
        {
            var bytes = await db.ReportFiles.Where(f => f.RequestId == report.Id).Select(f => f.Bytes).SingleAsync(Cancel);
            (Convert.ToHexStringLower(SHA256.HashData(bytes)), report.Sha256).ShouldBe((report.Sha256!, await town.Unhurried(report)));
        }

        foreach (var person in town.Readers)
        {
            var arrived = await town.Mail.To(person.Address);
            arrived.Select(m => m.MessageId).ShouldBeUnique();
            var texts = string.Concat(arrived.Select(m => m.Text));
            Enumerable.Range(0, Kills).ShouldAllBe(k => texts.Split(Town.Subject(k, person)).Length <= 2, "no notice came twice");
        }

        mails.Count(m => m.State == MailState.Sent).ShouldBeLessThanOrEqualTo((await Task.WhenAll(town.Readers.Select(p => town.Mail.To(p.Address)))).Sum(m => m.Count));
        mails.Count(m => m.State == MailState.Uncertain).ShouldBeLessThanOrEqualTo(Kills, "a kill leaves at most one mail in doubt");
        opened += await db.MonthlyRounds.CountAsync(Cancel);
        (await db.AuditEntries.CountAsync(a => a.Title == "月次報告の開始", Cancel)).ShouldBe(opened);
        (await Core.Audit.AuditChain.VerifyAsync(db, Cancel)).Fault.ShouldBeNull();
        (await ProjectionCheck.RunAsync(db, Cancel)).ShouldBeEmpty();
    }

    /// <summary>Two nodes for people, two for jobs, one mail server, one database.</summary>
    public sealed class Town : IAsyncLifetime
    {
        public const int ReportsEach = 2;

        readonly Dictionary<int, NodeProcess> jobs = [];
        readonly List<NodeProcess> dead = [];
        readonly Dictionary<(ReportKind, AsOf), string> hashes = [];

        public TestDatabase Database { get; } = new();

        public MailServer Mail { get; } = new();

        public Collector Collector { get; } = new();

        public NodeProcess First { get; private set; } = null!;

        public NodeProcess Second { get; private set; } = null!;

        public Actor Administrator { get; private set; } = null!;

        public IReadOnlyList<(int Id, string Address)> Readers { get; private set; } = [];

        Given Given { get; set; } = null!;

        public static string Subject(int kill, (int Id, string Address) reader) => $"お知らせ第{kill}号〔{reader.Id}〕";

        public async ValueTask InitializeAsync()
        {
            await Task.WhenAll(Database.InitializeAsync().AsTask(), Mail.InitializeAsync().AsTask());
            Given = new(Database);
            Administrator = await Given.Actor(Role.Administrator);
            await HolidaysOfThisYear();
            (First, Second) = (Web([("Logging__Console__FormatterName", "json"), .. Collector.Environment]), Web());
            Replace(0);
            Replace(1);
            var department = await Given.Department();
            for (var i = 0; i < 3; i++)
            {
                var person = await Given.Person(Role.DepartmentHead, department);
                var address = $"plain.{i}@demo.example";
                await using var db = Database.NewContext();
                await db.People.Where(p => p.Id == person.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.MailAddress, address), Cancel);
                Readers = [.. Readers, (person.Id, address)];
            }
        }

        public Task<NodeProcess> Jobs(int number) => Task.FromResult(jobs[number]);

        public void Replace(int number)
        {
            if (jobs.Remove(number, out var old))
            {
                dead.Add(old);
            }

            jobs[number] = NodeProcess.Start(Database, web: false, jobs: true, Mail.Environment(Mail.Plain, MailSecurity.None));
        }

        /// <summary>Two reports and a notice for each reader.</summary>
        public async Task Ask(int kill)
        {
            await using var db = Database.NewContext();
            var point = new AsOf(new(2026, 11, 1), await LedgerClock.NewestAsync(db, Cancel));
            db.ReportRequests.AddRange(
                new ReportRequest(ReportKind.PolicySchedule, point, [], Administrator, TimeProvider.System.GetUtcNow()),
                new ReportRequest(ReportKind.RunningCosts, point, [], Administrator, TimeProvider.System.GetUtcNow()));
            db.Notifications.AddRange(Readers.Select(r => new Notification($"kill:{kill}", r.Id, Subject(kill, r), "本文", "/", TimeProvider.System.GetUtcNow())));
            await db.SaveChangesAsync(Cancel);
        }

        /// <summary>Takes the round away, so that it is opened once more.</summary>
        /// <returns>How many were there.</returns>
        public async Task<int> CloseRound()
        {
            await using var db = Database.NewContext();
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            await db.RoundItems.ExecuteDeleteAsync(Cancel);
            var count = await db.MonthlyRounds.ExecuteDeleteAsync(Cancel);
            await transaction.CommitAsync(Cancel);
            return count;
        }

        public static async Task<bool> RoundIsDue(GovernanceDbContext db)
        {
            var today = TokyoTime.Today(TimeProvider.System);
            return new WorkingDays(await db.Holidays.Where(h => h.Day.Year == today.Year).Select(h => h.Day).ToListAsync(Cancel)).FirstOf(today.FirstOfMonth()) <= today;
        }

        /// <returns>1 where a report or mail is in the hands of nobody who lives: the advisory lock of a dead maker goes with its connection.</returns>
        public async Task<int> WorkOfTheDead()
        {
            await using var db = Database.NewContext();
            return (await db.Database.SqlQuery<int>($"""
                select (exists(select 1 from mails where state in ('Sending', 'HandedOver'))
                    or exists(select 1 from report_requests r where r.status = 'Running' and not exists (
                        select 1 from pg_locks l where l.locktype = 'advisory' and l.classid = {0x5250} and l.objid = r.id::oid
                            and l.database = (select oid from pg_database where datname = current_database()))))::int as "Value"
                """).ToListAsync(Cancel)).Single();
        }

        /// <summary>As if the time had passed after which a dead sender's mails are free.</summary>
        public async Task LetLeasesRunOut()
        {
            await using var db = Database.NewContext();
            var past = TimeProvider.System.GetUtcNow().AddMinutes(-1);
            await db.Mails.Where(m => m.LeaseUntil != null && m.TriedAt < past.AddSeconds(50)).ExecuteUpdateAsync(s => s.SetProperty(m => m.LeaseUntil, past), Cancel);
        }

        /// <summary>The hash of the same report made here, by nobody in a hurry; once for each.</summary>
        public async Task<string> Unhurried(ReportRequest report)
        {
            if (hashes.TryGetValue((report.Kind, report.Point), out var known))
            {
                return known;
            }

            await using var db = Database.NewContext();
            using var memory = new MemoryStream();
            await ReportDefinition.Find(report.Kind)!.WriteAsync(new(db, report.Point, report.OperationNumbers, new CityInfo("下関市", "352012"), memory, Progress: null), Cancel);
            return hashes[(report.Kind, report.Point)] = Convert.ToHexStringLower(SHA256.HashData(memory.ToArray()));
        }

        public async Task<T> Until<T>(Func<GovernanceDbContext, Task<T?>> look, Func<string>? missing = null)
            where T : class
        {
            var waited = Stopwatch.StartNew();
            while (waited.Elapsed < Patience)
            {
                await using var db = Database.NewContext();
                if (await look(db) is { } found)
                {
                    return found;
                }

                await Task.Delay(100, Cancel);
            }

            throw new TimeoutException($"It did not happen within {Patience}. {missing?.Invoke()}\n{string.Join("\n---\n", jobs.Values.Append(First).Select(n => n.Said))}");
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var node in dead.Concat(jobs.Values).Append(First).Append(Second).Where(n => n is not null))
            {
                await node.DisposeAsync();
            }

            Collector.Dispose();
            await Mail.DisposeAsync();
            await Database.DisposeAsync();
        }

        NodeProcess Web(params (string, string)[] environment) => NodeProcess.Start(Database, web: true, jobs: false, environment);

        /// <summary>So that a round can be opened in whatever year the test runs.</summary>
        async Task HolidaysOfThisYear()
        {
            await using var db = Database.NewContext();
            var year = TokyoTime.Today(TimeProvider.System).Year;
            if (!await db.Holidays.AnyAsync(h => h.Day.Year == year, Cancel))
            {
                db.Holidays.Add(new Holiday(new(year, 1, 1), "元日", "試験"));
                await db.SaveChangesAsync(Cancel);
            }
        }
    }
}
