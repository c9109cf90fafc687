using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DxGovernance.Core.Jobs;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Mails;

/// <summary>What becomes of a mail when the relay or we do not do as hoped: nobody is forgotten, nobody gets it twice.</summary>
[Collection(nameof(Mailing))]
public sealed class MailDeliveryTests(MailApp app) : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public ValueTask InitializeAsync() => app.Fresh();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Refused_for_now_is_tried_again_as_the_same_mail()
    {
        var person = await app.Person("later2");
        await app.Notice(person, "知らせ");

        (await app.Run()).Text.ShouldBe("メール：後で再送1通。");
        var first = await app.Only(person);
        (first.State, first.Attempts, first.DueAt, first.Answer).ShouldBe((MailState.Waiting, 1, app.Clock.Now.AddMinutes(1), "451 4.7.1 Greylisted, try again later"));
        (await app.Run()).Text.ShouldBeNull("not before its time");
        app.Clock.Now += TimeSpan.FromMinutes(1);
        (await app.Run()).Postponed.ShouldBe(1);
        (await app.Only(person)).DueAt.ShouldBe(app.Clock.Now.AddMinutes(5));
        app.Clock.Now += TimeSpan.FromMinutes(5);
        (await app.Run()).Text.ShouldBe("メール：送信1通。");

        var mail = (await app.Server.To(person.Address)).ShouldHaveSingleItem();
        mail.MessageId.ShouldBe($"<{first.MessageId}>");
        mail.Header("date").ShouldBe("Fri, 20 Nov 2026 10:00:00 +0900");
        (await app.Only(person)).Attempts.ShouldBe(3);
        (await app.Relay()).Failures.ShouldBe(0);
    }

    [Fact]
    public async Task Refused_for_now_for_ever_waits_longer_and_longer_and_is_parked()
    {
        var person = await app.Person("later");
        await app.Notice(person, "知らせ");
        var pauses = new List<TimeSpan>();

        for (var run = await app.Run(); run.Parked == 0; run = await app.Run())
        {
            run.Postponed.ShouldBe(1);
            var due = (await app.Only(person)).DueAt;
            pauses.Add(due - app.Clock.Now);
            app.Clock.Now = due;
        }

        pauses.ShouldBe([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(6)]);
        var mail = await app.Only(person);
        (mail.State, mail.Attempts, mail.Answer).ShouldBe((MailState.Parked, 6, "450 4.2.1 Mailbox busy"));
        app.Clock.Now += TimeSpan.FromDays(3);
        (await app.Run()).ShouldBe(MailRun.Nothing);
    }

    [Theory]
    [InlineData("refused", "550 5.1.1 No such user here")]
    [InlineData("datarefused", "554 5.7.1 Spam")]
    public async Task Refused_for_good_is_parked_at_once_and_holds_nobody_up(string way, string answer)
    {
        var (person, next) = (await app.Person(way), await app.Person());
        await app.Notice(person, "知らせ");
        await app.Notice(next, "知らせ");

        (await app.Run()).Text.ShouldBe("メール：送信1通、送れない1通。");

        var mail = await app.Only(person);
        (mail.State, mail.Attempts, mail.Answer, mail.SentAt).ShouldBe((MailState.Parked, 1, answer, null));
        (await app.Server.To(person.Address)).ShouldBeEmpty();
        (await app.Server.To(next.Address)).Count.ShouldBe(1);
        (await app.Relay()).Failures.ShouldBe(0);
    }

    [Fact]
    public async Task Refused_for_now_after_the_content_is_tried_again_too()
    {
        var person = await app.Person("datalater1");
        await app.Notice(person, "知らせ");

        (await app.Run()).Postponed.ShouldBe(1);
        (await app.Only(person)).Answer.ShouldBe("452 4.3.1 Insufficient storage");
        app.Clock.Now += TimeSpan.FromMinutes(1);
        (await app.Run()).Sent.ShouldBe(1);

        (await app.Server.To(person.Address)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("cutbefore", "との接続が、メールを渡す前に切れました。")]
    [InlineData("closing", "421 4.3.2 Closing down")]
    public async Task A_connection_lost_before_the_content_costs_an_attempt_and_a_pause_for_all(string way, string answer)
    {
        var (person, next) = (await app.Person(way), await app.Person());
        await app.Notice(person, "知らせ");
        await app.Notice(next, "知らせ");

        var run = await app.Run();

        run.Trouble.ShouldNotBeNull().ShouldContain(answer);
        var mail = await app.Only(person);
        (mail.State, mail.Attempts, mail.DueAt).ShouldBe((MailState.Waiting, 1, app.Clock.Now.AddMinutes(1)));
        mail.Answer.ShouldNotBeNull().ShouldContain(answer);
        (await app.Only(next)).Attempts.ShouldBe(0);
        (await app.Relay()).RetryAt.ShouldBe(app.Clock.Now.AddMinutes(1));
        app.Clock.Now += TimeSpan.FromMinutes(1);

        // The one that was never tried goes first.
        (await app.Run()).Sent.ShouldBe(1);
        (await app.Server.To(next.Address)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("cutafter")]
    [InlineData("silent")]
    public async Task Handed_over_without_an_answer_is_never_sent_again_by_itself(string way)
    {
        var person = await app.Person(way);
        await app.Notice(person, "知らせ");

        var run = await app.Run(app.Server.Settings(o => o with { TimeoutSeconds = "1" }));

        (run.Uncertain, run.Trouble).ShouldBe((1, $"中継サーバー 127.0.0.1:{app.Server.Plain} に渡しましたが、返事がないまま接続が切れました。届いたかどうか分かりません。"));
        var mail = await app.Only(person);
        (mail.State, mail.Attempts, mail.Answer).ShouldBe((MailState.Uncertain, 1, run.Trouble));
        app.Clock.Now += TimeSpan.FromDays(1);
        (await app.Run()).ShouldBe(MailRun.Nothing);
        (await app.Server.To(person.Address)).Count.ShouldBe(1, "it had arrived");
        await app.Server.ReleaseAsync();
    }

    [Fact]
    public async Task Handed_over_and_answered_with_neither_yes_nor_no_is_not_sent_again_either()
    {
        var person = await app.Person("dataodd");
        await app.Notice(person, "知らせ");

        (await app.Run()).Uncertain.ShouldBe(1);

        var mail = await app.Only(person);
        (mail.State, mail.Answer).ShouldBe((
            MailState.Uncertain, $"中継サーバー 127.0.0.1:{app.Server.Plain} に渡しましたが、返事が分かりません（252 2.5.2 Perhaps）。届いたかどうか分かりません。"));
    }

    [Fact]
    public async Task Refused_after_the_content_for_a_reason_that_is_the_relays_costs_no_attempt()
    {
        var person = await app.Person("datalocked");
        await app.Notice(person, "知らせ");

        (await app.Run()).Trouble.ShouldNotBeNull().ShouldContain("認証か暗号化を求めています（5.7.0 Must issue a STARTTLS command first）");
        var mail = await app.Only(person);
        (mail.State, mail.Attempts).ShouldBe((MailState.Waiting, 0));
        app.Clock.Now += TimeSpan.FromMinutes(1);
        (await app.Run()).Sent.ShouldBe(1);
        (await app.Server.To(person.Address)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_relay_that_is_down_is_nobodys_fault_and_is_asked_less_and_less_often()
    {
        var person = await app.Person();
        await app.Notice(person, "知らせ");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        var down = app.Server.Settings(o => o with { Port = $"{port}" });
        var pauses = new List<TimeSpan>();

        for (var i = 0; i < 5; i++)
        {
            (await app.Run(down)).Trouble.ShouldNotBeNull().ShouldStartWith($"中継サーバー 127.0.0.1:{port} に接続できません（");
            (await app.Run(down)).ShouldBe(MailRun.Nothing, "not before its time");
            var retry = (await app.Relay()).RetryAt!.Value;
            pauses.Add(retry - app.Clock.Now);
            app.Clock.Now = retry;
        }

        pauses.Select(p => p.TotalMinutes).ShouldBe([1, 2, 5, 15, 15]);
        (await app.Only(person)).Attempts.ShouldBe(0);
        var failed = await app.Relay();
        (failed.Failures, failed.ReachedAt).ShouldBe((5, null));
        failed.Error.ShouldNotBeNull().ShouldContain("Mail__Host と Mail__Port、サーバーの間の通信の許可を確かめてください。");

        (await app.Run()).Sent.ShouldBe(1);

        var relay = await app.Relay();
        (relay.Failures, relay.RetryAt, relay.ReachedAt).ShouldBe((0, null, app.Clock.Now));
    }

    [Fact]
    public async Task The_job_says_what_it_did_and_fails_with_the_sentence_of_the_relay()
    {
        var person = await app.Person();
        await app.Notice(person, "知らせ");
        (await new SendMailJob(app.Sender()).ExecuteAsync(Cancel)).ShouldBe("メール：送信1通。");
        (await new SendMailJob(app.Sender()).ExecuteAsync(Cancel)).ShouldBeNull();
        await app.Notice(person, "知らせ");

        var failure = await Should.ThrowAsync<Core.RuleViolation>(() =>
            new SendMailJob(app.Sender(app.Server.Settings(o => o with { From = "stranger@city.example" }))).ExecuteAsync(Cancel));

        failure.Message.ShouldBe($"中継サーバー 127.0.0.1:{app.Server.Plain} は差出人 stranger@city.example を受け付けませんでした（553 5.7.1 Sender not allowed）。Mail__From と中継の許可を確かめてください。");
        (await app.All(person))[^1].Attempts.ShouldBe(0, "no mail is to blame");
    }

    [Fact]
    public async Task Without_settings_nothing_is_collected_and_nothing_is_sent()
    {
        var person = await app.Person();
        await app.Notice(person, "知らせ");

        (await app.Run(MailSettings.Read(new(), new("", "")))).ShouldBe(MailRun.Nothing);

        (await app.All(person)).ShouldBeEmpty();
        (await app.Server.To(person.Address)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_nodes_at_once_send_each_mail_once()
    {
        var people = new List<Receiver>();
        for (var i = 0; i < 12; i++)
        {
            people.Add(await app.Person());
            await app.Notice(people[^1], "知らせ");
        }

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => app.Run(), Cancel)));

        // Whoever came while another was collecting may have found nothing.
        var rest = await app.Run();
        (runs.Sum(r => r.Sent) + rest.Sent).ShouldBe(people.Count);
        foreach (var person in people)
        {
            (await app.Server.To(person.Address)).Count.ShouldBe(1);
            (await app.Only(person)).Attempts.ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_node_taken_for_dead_that_wakes_up_gives_the_relay_nothing()
    {
        var person = await app.Person("heldbefore");
        await app.Notice(person, "知らせ");
        var sleeping = Task.Run(() => app.Run(), Cancel);
        await app.Server.HoldsAsync(person.Address);
        (await app.Only(person)).State.ShouldBe(MailState.Sending);

        app.Clock.Now += app.Server.Settings().Lease + TimeSpan.FromMinutes(1);
        (await app.Run()).Text.ShouldBeNull();
        var taken = await app.Only(person);
        (taken.State, taken.Answer).ShouldBe((MailState.Waiting, "中継サーバーに渡す前に送信の処理が止まりました。"));
        await app.Server.ReleaseAsync();

        (await sleeping).Sent.ShouldBe(0);
        (await app.Server.To(person.Address)).ShouldBeEmpty();
        app.Clock.Now += TimeSpan.FromMinutes(1);
        (await app.Run()).Sent.ShouldBe(1);
        (await app.Server.To(person.Address)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_node_taken_for_dead_whose_answer_comes_late_still_says_that_it_was_sent()
    {
        var person = await app.Person("held");
        await app.Notice(person, "知らせ");
        var slow = Task.Run(() => app.Run(), Cancel);
        await app.Server.HoldsAsync(person.Address);
        (await app.Only(person)).State.ShouldBe(MailState.HandedOver);
        app.Clock.Now += app.Server.Settings().Lease + TimeSpan.FromMinutes(1);
        (await app.Run()).Text.ShouldBeNull();
        (await app.Only(person)).State.ShouldBe(MailState.Uncertain);

        await app.Server.ReleaseAsync();

        (await slow).Sent.ShouldBe(1);
        (await app.Only(person)).State.ShouldBe(MailState.Sent);
        (await app.Server.To(person.Address)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Told_to_stop_the_mail_in_hand_is_finished_and_the_next_is_left()
    {
        var (person, next) = (await app.Person("held"), await app.Person());
        await app.Notice(person, "知らせ");
        await app.Notice(next, "知らせ");
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => app.Sender().RunAsync(stop.Token), Cancel);
        await app.Server.HoldsAsync(person.Address);

        await stop.CancelAsync();
        await app.Server.ReleaseAsync();

        (await running).Sent.ShouldBe(1);
        (await app.Only(person)).State.ShouldBe(MailState.Sent);
        (await app.Only(next)).Attempts.ShouldBe(0);
    }

    /// <summary>kill -9 at the one moment that matters: the relay has answered 250, and what we know is not stored yet.</summary>
    [Fact]
    public async Task Killed_between_the_relays_yes_and_our_commit_it_is_not_sent_a_second_time()
    {
        var person = await app.Person("held");
        app.Clock.Now = TimeProvider.System.GetUtcNow();
        await app.Notice(person, "知らせ");
        await using var node = new Node(app);
        await app.Server.HoldsAsync(person.Address);
        (await app.Only(person)).State.ShouldBe(MailState.HandedOver);
        await using (var blocker = await app.Database.Source.OpenConnectionAsync(Cancel))
        {
            await using var transaction = await blocker.BeginTransactionAsync(Cancel);
            await Execute(blocker, $"select 1 from mails where person_id = {person.Id} for update");
            await app.Server.ReleaseAsync();
            var backend = await BlockedAsync();

            await node.KillAsync();
            await using var admin = await TestCluster.OpenAsync();
            await Execute(admin, $"select pg_terminate_backend({backend}, 30000)");
        }

        (await app.Only(person)).State.ShouldBe(MailState.HandedOver, "the commit never came");
        (await app.Run()).ShouldBe(MailRun.Nothing, "nobody knows yet that the node is dead");
        app.Clock.Now += app.Server.Settings().Lease + TimeSpan.FromHours(1);
        (await app.Run()).ShouldBe(MailRun.Nothing);

        var mail = await app.Only(person);
        (mail.State, mail.Answer).ShouldBe((MailState.Uncertain, "中継サーバーに渡している間に送信の処理が止まりました。届いたかどうか分かりません。"));
        (await app.Server.To(person.Address)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Killed_before_the_content_went_out_it_is_sent_by_the_next_node()
    {
        var person = await app.Person("heldbefore");
        app.Clock.Now = TimeProvider.System.GetUtcNow();
        await app.Notice(person, "知らせ");
        await using var node = new Node(app);
        await app.Server.HoldsAsync(person.Address);

        await node.KillAsync();
        await app.Server.ReleaseAsync();

        app.Clock.Now += app.Server.Settings().Lease + TimeSpan.FromHours(1);
        (await app.Run()).Text.ShouldBeNull();
        app.Clock.Now += TimeSpan.FromMinutes(1);
        (await app.Run()).Sent.ShouldBe(1);
        (await app.Server.To(person.Address)).Count.ShouldBe(1);
    }

    /// <summary>The backend that waits for a lock in this database, as soon as there is one.</summary>
    async Task<int> BlockedAsync()
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience)
        {
            await using var db = app.Database.NewContext();
            var blocked = await db.Database.SqlQuery<int>($"""
                select pid as "Value" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ilike 'update mails%'
                """).ToListAsync(Cancel);
            if (blocked.Count > 0)
            {
                return blocked[0];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), Cancel);
        }

        throw new TimeoutException("Nobody came to write down that the mail was sent.");
    }

    static async Task Execute(Npgsql.NpgsqlConnection connection, string sql)
    {
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>A process of its own that sends what waits; it never outlives its test, in which it would be a node too many.</summary>
    sealed class Node(MailApp app) : IAsyncDisposable
    {
        readonly Process process = Executable.Start(
            ["mail"], [(Executable.Connection, app.Database.ApplicationConnectionString), .. app.Server.Environment(app.Server.Plain, MailSecurity.None)]);

        /// <summary>kill -9.</summary>
        public async Task KillAsync()
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            await KillAsync();
            process.Dispose();
        }
    }
}
