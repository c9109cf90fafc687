using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Core.SignIn;
using DxGovernance.Tests.Support;
using DxGovernance.Web.Setup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;
using static DxGovernance.Tests.Support.Executable;

namespace DxGovernance.Tests.Installation;

/// <summary>Backup while people write, and the copy beside it: with PostgreSQL's own programs, through the executable.</summary>
public sealed class BackupTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dxg-backup-");
    readonly List<string> copies = [];

    string[] Settings => [$"--ConnectionStrings:Governance={database.ApplicationConnectionString}", $"--ConnectionStrings:Migration={database.ConnectionString}", "--Node:Web=false"];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await using var admin = await TestCluster.OpenAsync();
        foreach (var copy in copies)
        {
            await admin.ExecuteAsync($"drop database if exists {copy} with (force)");
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_taken_under_load_is_restored_row_for_row_and_sends_nothing_again()
    {
        await RequirePrograms();
        await Something();
        var file = Path.Combine(folder.FullName, "governance.dump");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var load = Task.WhenAll(Enumerable.Range(0, 2).Select(n => WriteUntil(n, enough.Token)));

        var backup = await Run(["backup", "--out", file], (Connection, database.ApplicationConnectionString));
        await enough.CancelAsync();
        await load;

        (backup.Code, backup.Error).ShouldBe((0, ""));
        backup.Output.ShouldContain("に控えを書き出しました。");
        await using var db = database.NewContext();
        var record = await db.BackupRecords.SingleAsync(b => b.File == file, Cancel);
        (record.File, record.SizeInBytes).ShouldBe((file, new FileInfo(file).Length));
        (await db.AuditEntries.CountAsync(a => a.Sequence > record.ChainSequence && a.Title == "負荷", Cancel)).ShouldBeGreaterThan(0, "people wrote while the file was written");
        (await db.AuditEntries.CountAsync(a => a.Title == "控え（バックアップ）の作成" && a.SubjectLabel == "governance.dump", Cancel)).ShouldBe(1);

        var copy = NewName();
        (await BackupVerb.RestoreAsync(["restore", "--from", file, "--database", copy, .. Settings])).ShouldBe(0);
        await using var source = NpgsqlDataSource.Create(await TestCluster.ConnectionStringAsync(copy));
        var options = new DbContextOptionsBuilder<GovernanceDbContext>();
        Database.Configure(options, source);
        await using var restored = new GovernanceDbContext(options.Options);
        var verdict = await AuditChain.VerifyAsync(restored, Cancel);
        (verdict.Fault, verdict.Head).ShouldBe((null, new ChainHead(record.ChainSequence, record.ChainHash)));
        (await ProjectionCheck.RunAsync(restored, Cancel)).ShouldBeEmpty();
        (await restored.AuditEntries.CountAsync(a => a.Title == "負荷", Cancel)).ShouldBe(await db.AuditEntries.CountAsync(a => a.Title == "負荷" && a.Sequence <= record.ChainSequence, Cancel));
        (await restored.ReportFiles.Select(f => f.Sha256).SingleAsync(Cancel)).ShouldBe(await db.ReportFiles.Select(f => f.Sha256).SingleAsync(Cancel));
        (await restored.BackupRecords.AnyAsync(b => b.File == file, Cancel)).ShouldBeFalse();
        (await restored.Mails.SingleAsync(Cancel)).State.ShouldBe(MailState.Uncertain);
        (await restored.Notifications.AnyAsync(n => n.MailSettledAt == null, Cancel)).ShouldBeFalse();
        (await restored.Sessions.AnyAsync(Cancel)).ShouldBeFalse();
        (await Should.ThrowAsync<PostgresException>(() => restored.Database.ExecuteSqlAsync($"delete from audit_entries", Cancel))).SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation);
        await using var application = NpgsqlDataSource.Create(TestDatabase.AsApplication(await TestCluster.ConnectionStringAsync(copy)));
        await using var working = Database.NewContext(application);
        (await working.AuditEntries.AnyAsync(Cancel)).ShouldBeTrue();
        (await Should.ThrowAsync<PostgresException>(() => working.Database.ExecuteSqlAsync($"delete from audit_entries", Cancel))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task What_cannot_be_backed_up_or_restored_is_refused_with_a_sentence_and_leaves_nothing()
    {
        await RequirePrograms();
        var file = Path.Combine(folder.FullName, "small.dump");
        (await BackupVerb.BackupAsync(["backup", "--out", file, .. Settings])).ShouldBe(0);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await Refused("file-exists", "がすでにあります。控えは上書きしません。", BackupVerb.BackupAsync, "--out", file);
        await Refused("folder-missing", "フォルダー「/no/such/folder」がありません。", BackupVerb.BackupAsync, "--out", "/no/such/folder/x.dump");
        await Refused("option-out", "--out で書き出すファイルを指定してください。", BackupVerb.BackupAsync);
        await Refused("program-missing", "に pg_dump がありません。", BackupVerb.BackupAsync, "--out", file + "2", $"--Postgres:Programs={folder.FullName}");
        await Refused("program-too-old", "見つかった pg_dump は 9 で、必要な", BackupVerb.BackupAsync, "--out", file + "2", $"--Postgres:Programs={Old()}");

        await Refused("option-from", "--from で控えのファイルを指定してください。", BackupVerb.RestoreAsync);
        await Refused("file-missing", "がありません。", BackupVerb.RestoreAsync, "--from", file + "2");
        await Refused("database-not-empty", "は空ではありません。復元は空のデータベースにだけできます。", BackupVerb.RestoreAsync, "--from", file);
        var manifest = await File.ReadAllTextAsync(file + ".json", Cancel);
        await Refused("backup-other-version", "控えと同じ版のプログラムで復元し、その後で新しい版の migrate を実行してください。", BackupVerb.RestoreAsync, await Copy("newer", j => j["Migration"] = "29990101000000_Future"));
        await Refused("server-older", "この控えは PostgreSQL 99 のものです。", BackupVerb.RestoreAsync, [.. await Copy("server", j => j["ServerMajor"] = 99), "--database", NewName()]);
        await Refused("backup-changed", "壊れているか、書き換えられています。", BackupVerb.RestoreAsync, await Copy("changed", j => j["Sha256"] = new string('0', 64)));
        await Refused("restore-differs", "表 people の内容が違います", BackupVerb.RestoreAsync, [.. await Copy("people", j => People(j)["Content"] = "1"), "--database", NewName()]);
        await Refused("restore-differs", "報告書の SHA-256 が控えと合いません", BackupVerb.RestoreAsync, [.. await Copy("reports", j => j["Stock"]!["ReportHashes"] = "x"), "--database", NewName()]);
        var broken = await Copy("broken", _ => { });
        await File.WriteAllTextAsync(broken[1] + ".json", "{", Cancel);
        await Refused("manifest-broken", "壊れています。", BackupVerb.RestoreAsync, broken);
        File.Delete(broken[1] + ".json");
        await Refused("manifest-missing", "backup が一緒に書き出したファイルを、同じフォルダーに置いてください。", BackupVerb.RestoreAsync, broken);
        File.Exists(file + "2").ShouldBeFalse();
        folder.GetFiles("*.part").ShouldBeEmpty();

        async Task<string[]> Copy(string name, Action<JsonNode> change)
        {
            var to = Path.Combine(folder.FullName, name + ".dump");
            File.Copy(file, to);
            var json = JsonNode.Parse(manifest)!;
            change(json);
            await File.WriteAllTextAsync(to + ".json", json.ToJsonString(), Cancel);
            return ["--from", to];
        }
    }

    static JsonNode People(JsonNode manifest) => manifest["Stock"]!["Tables"]!.AsArray().Single(t => (string)t!["Table"]! == "people")!;

    async Task Refused(string rule, string sentence, Func<string[], Task<int>> verb, params string[] arguments)
    {
        var refusal = await Should.ThrowAsync<RuleViolation>(() => verb(["verb", .. arguments, .. Settings]));
        (refusal.Rule, refusal.Message.Contains(sentence, StringComparison.Ordinal)).ShouldBe((rule, true), refusal.Message);
    }

    /// <summary>A folder with a pg_dump of long ago.</summary>
    string Old()
    {
        var old = folder.CreateSubdirectory("old");
        var program = Path.Combine(old.FullName, "pg_dump");
        File.WriteAllText(program, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return old.FullName;
    }

    string NewName()
    {
        copies.Add($"dxg_test_{Guid.NewGuid():N}");
        return copies[^1];
    }

    /// <summary>The npm package of PostgreSQL, with which the tests can run too, has no client programs.</summary>
    async Task RequirePrograms()
    {
        await using var connection = await database.Source.OpenConnectionAsync(Cancel);
        try
        {
            await PostgresProgram.FindAsync("pg_dump", connection.PostgreSqlVersion.Major, new ConfigurationBuilder().Build(), Cancel);
        }
        catch (RuleViolation e)
        {
            Assert.Skip($"pg_dump of the test server's version is not on this machine: {e.Message}");
        }
    }

    /// <summary>A report, a mail that waits, a notice that is not settled and a session.</summary>
    async Task Something()
    {
        var given = new Given(database);
        var reader = await given.Actor(Role.PmoOffice);
        await using var db = database.NewContext();
        var request = new ReportRequest(ReportKind.Council, new AsOf(given.Clock.Today, await LedgerClock.NewestAsync(db, Cancel)), [], reader, given.Clock.Now);
        request.Start(given.Clock.Now);
        var file = new ReportFile(request, [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))]);
        request.Finish("推進会議報告.xlsx", file, given.Clock.Now);
        db.AddRange(request, file, new Mail(MailKind.Notices, reader.PersonId!.Value, "city.example", given.Clock.Now));
        db.Notifications.Add(new("backup:1", reader.PersonId.Value, "件名", "本文", "/", given.Clock.Now));
        db.Sessions.Add(new(await db.People.SingleAsync(p => p.Id == reader.PersonId, Cancel), SignInMethod.Demo, given.Clock.Now, TimeSpan.FromHours(10), given.Clock.Now));
        await given.Save(db, reader);
    }

    async Task WriteUntil(int writer, CancellationToken enough)
    {
        for (var n = 0; !enough.IsCancellationRequested; n++)
        {
            await using var db = database.NewContext();
            db.Holidays.Add(new(new DateOnly(3000, 1, 1).AddDays((n * 2) + writer), $"負荷{n.ToString(CultureInfo.InvariantCulture)}", "試験"));
            await db.SaveAsync(FactSeeder.Seeder, new Act("負荷", $"load:{writer}", "負荷"), TimeProvider.System.GetUtcNow(), CancellationToken.None);
            await Task.Delay(100, CancellationToken.None);
        }
    }
}
