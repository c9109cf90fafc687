using System.Data;
using System.Security.Cryptography;
using System.Text.Json;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Installation;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Web.Setup;

/// <summary><c>backup --out FILE</c> and <c>restore --from FILE [--database NAME]</c>: PostgreSQL's own dump, and the proof that nothing is missing (docs/adr/0025).</summary>
static class BackupVerb
{
    const string Unknown = "復元したデータベースのメールです。控えを取った後に送られたかどうかは、この中からは分かりません。";

    static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Dump and stock are of one snapshot, however much is written meanwhile.</summary>
    public static async Task<int> BackupAsync(string[] args)
    {
        var path = Path.GetFullPath(Verbs.Option(args, "--out") ?? throw new RuleViolation("option-out", "--out で書き出すファイルを指定してください。例：--out governance.dump"));
        RuleViolation.Require(Directory.Exists(Path.GetDirectoryName(path)), "folder-missing", $"フォルダー「{Path.GetDirectoryName(path)}」がありません。先に作ってください。");
        RuleViolation.Require(!File.Exists(path) && !File.Exists(Beside(path)), "file-exists", $"「{path}」（または {Path.GetFileName(Beside(path))}）がすでにあります。控えは上書きしません。別の名前にしてください。");
        await using var app = Application.Build(args);
        await Database.RequireCurrentAsync(app.Services, default);
        var manifest = await WriteAsync(app.Services, path, default);
        await RecordAsync(app.Services, path, manifest, default);
        Console.WriteLine(
            $"{path} に控えを書き出しました。{TokyoTime.Display(manifest.TakenAt)}の時点、{manifest.Stock.Tables.Count}表{manifest.Stock.Rows}行、報告書{manifest.Stock.Reports}件、監査証跡{manifest.Stock.Head.Sequence}件、{manifest.SizeInBytes}バイト、SHA-256 {manifest.Sha256}");
        return 0;
    }

    public static async Task<int> RestoreAsync(string[] args)
    {
        var path = Path.GetFullPath(Verbs.Option(args, "--from") ?? throw new RuleViolation("option-from", "--from で控えのファイルを指定してください。例：--from governance.dump"));
        var manifest = await ReadAsync(path, default);
        await using var app = Application.Build(args);
        var configuration = app.Services.GetRequiredService<IConfiguration>();
        var target = new NpgsqlConnectionStringBuilder(Database.OwnerConnection(configuration));
        target.Database = Verbs.Option(args, "--database") ?? target.Database;
        RequireSameVersion(manifest, app.Services);
        await Database.CreateIfMissingAsync(target, default);
        await using var source = NpgsqlDataSource.Create(target);
        await RequireEmptyAsync(source, target.Database!, default);
        await using var db = Database.NewContext(source);
        var role = Database.RoleOf(configuration);
        await (role is null ? Task.CompletedTask : ApplicationRole.RequireAsync(db, role, default));
        var server = await MajorAsync(source, default);
        RuleViolation.Require(
            server >= manifest.ServerMajor, "server-older", $"この控えは PostgreSQL {manifest.ServerMajor} のものです。復元先の PostgreSQL {server} は古いため使えません。{manifest.ServerMajor} 以上のサーバーに復元してください。");
        var program = await PostgresProgram.FindAsync("pg_restore", Math.Max(server, manifest.DumpMajor), configuration, default);
        await program.RunAsync(target, ["--dbname", target.Database!, "--exit-on-error", "--single-transaction", "--no-owner", "--no-acl", path], default);
        await CheckAsync(source, db, manifest, default);
        await (role is null ? Task.CompletedTask : ApplicationRole.GrantAsync(db, role, default));
        var doubtful = await LetGoAsync(db, app.Services.GetRequiredService<TimeProvider>().GetUtcNow(), default);
        Console.WriteLine(
            $"{path} を「{target.Database}」に復元しました。{manifest.Stock.Tables.Count}表{manifest.Stock.Rows}行の全ての内容、報告書{manifest.Stock.Reports}件の SHA-256、監査証跡{manifest.Stock.Head.Sequence}件の連鎖が控えと一致します。");
        Console.WriteLine(
            $"サインインは全て終わらせました。送信前だったメール{doubtful}通は「{MailState.Uncertain.Label()}」にし、まだメールにしていないお知らせはメールにしません（控えの後に送られたかもしれないため）。");
        return 0;
    }

    static async Task<BackupManifest> WriteAsync(IServiceProvider services, string path, CancellationToken cancel)
    {
        var source = services.GetRequiredService<NpgsqlDataSource>();
        var configuration = services.GetRequiredService<IConfiguration>();
        var server = await MajorAsync(source, cancel);
        var program = await PostgresProgram.FindAsync("pg_dump", server, configuration, cancel);
        var connection = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString(Database.ConnectionName));
        var unfinished = path + ".part";
        try
        {
            CreatePrivate(unfinished);
            await using var reading = await source.OpenConnectionAsync(cancel);
            await using var snapshot = await reading.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            var name = await ScalarAsync<string>(reading, "select pg_export_snapshot()", cancel);
            var takenAt = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var dump = program.RunAsync(connection, ["--format=custom", "--no-owner", "--no-acl", $"--snapshot={name}", $"--file={unfinished}"], cancel);
            var stock = DatabaseStock.TakeAsync(reading, cancel);
            await Task.WhenAll(dump, stock);
            await snapshot.CommitAsync(cancel);
            var manifest = new BackupManifest(
                NodeSetup.Version, Newest(services), server, program.Major, takenAt, new FileInfo(unfinished).Length, await HashAsync(unfinished, cancel), await stock);
            CreatePrivate(Beside(path));
            await File.WriteAllTextAsync(Beside(path), JsonSerializer.Serialize(manifest, Json), cancel);
            File.Move(unfinished, path);
            return manifest;
        }
        catch
        {
            File.Delete(Beside(path));
            throw;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    static async Task RecordAsync(IServiceProvider services, string path, BackupManifest manifest, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        db.BackupRecords.Add(new(path, Environment.MachineName, manifest.SizeInBytes, manifest.Sha256, manifest.Stock.Rows, manifest.Stock.Head, manifest.TakenAt, now));
        await db.SaveAsync(Actor.System, new Act("控え（バックアップ）の作成", $"backup:{manifest.Sha256[..16]}", Path.GetFileName(path)), now, cancel);
    }

    static async Task<BackupManifest> ReadAsync(string path, CancellationToken cancel)
    {
        RuleViolation.Require(File.Exists(path), "file-missing", $"控えのファイル「{path}」がありません。");
        RuleViolation.Require(
            File.Exists(Beside(path)), "manifest-missing", $"控えの内訳「{Beside(path)}」がありません。backup が一緒に書き出したファイルを、同じフォルダーに置いてください。");
        var manifest = await ManifestAsync(Beside(path), cancel);
        RuleViolation.Require(
            new FileInfo(path).Length == manifest.SizeInBytes && await HashAsync(path, cancel) == manifest.Sha256,
            "backup-changed",
            $"控えのファイル「{path}」が、書き出したときのもの（{manifest.SizeInBytes}バイト、SHA-256 {manifest.Sha256}）と違います。壊れているか、書き換えられています。");
        return manifest;
    }

    static async Task<BackupManifest> ManifestAsync(string path, CancellationToken cancel)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllTextAsync(path, cancel), Json)!;
        }
        catch (JsonException)
        {
            throw new RuleViolation("manifest-broken", $"控えの内訳「{path}」を読めません。壊れています。");
        }
    }

    /// <summary>The checks read the database as this program knows it; upgrading is another step, after them.</summary>
    static void RequireSameVersion(BackupManifest manifest, IServiceProvider services) => RuleViolation.Require(
        manifest.Migration == Newest(services),
        "backup-other-version",
        $"この控えは、プログラム {manifest.Program}（{manifest.Migration}）のものです。このプログラムは {NodeSetup.Version}（{Newest(services)}）です。控えと同じ版のプログラムで復元し、その後で新しい版の migrate を実行してください。");

    static async Task RequireEmptyAsync(NpgsqlDataSource source, string name, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        var isEmpty = await ScalarAsync<bool>(connection, """
            select not exists (
                select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname <> 'information_schema' and n.nspname not like 'pg\_%' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f'))
            """, cancel);
        RuleViolation.Require(isEmpty, "database-not-empty", $"データベース「{name}」は空ではありません。復元は空のデータベースにだけできます。--database で別の名前を指定してください（なければ作ります）。");
    }

    static async Task CheckAsync(NpgsqlDataSource source, GovernanceDbContext db, BackupManifest manifest, CancellationToken cancel)
    {
        await using var reading = await source.OpenConnectionAsync(cancel);
        await using (var transaction = await reading.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel))
        {
            var differences = manifest.Stock.DifferencesTo(await DatabaseStock.TakeAsync(reading, cancel));
            RuleViolation.Require(differences.Count == 0, "restore-differs", string.Join('\n', ["復元した内容が控えと一致しません。このデータベースは使わないでください。", .. differences]));
        }

        var verdict = await AuditChain.VerifyAsync(db, cancel);
        RuleViolation.Require(verdict.Fault is null, "audit-broken", verdict.Fault ?? "");
        await db.Database.ExecuteSqlRawAsync("analyze", cancel);
    }

    /// <summary>What was under way when the backup was taken may be done by now: nobody is to get a mail twice, and no old session lives again.</summary>
    static async Task<int> LetGoAsync(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        await db.Sessions.ExecuteDeleteAsync(cancel);
        await db.Notifications.Where(n => n.MailSettledAt == null).ExecuteUpdateAsync(s => s.SetProperty(n => n.MailSettledAt, now), cancel);
        return await db.Mails.Where(m => m.State == MailState.Waiting || m.State == MailState.Sending || m.State == MailState.HandedOver)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.State, MailState.Uncertain).SetProperty(m => m.LeaseUntil, (DateTimeOffset?)null).SetProperty(m => m.Answer, Unknown), cancel);
    }

    static string Newest(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<GovernanceDbContext>().Database.GetMigrations().Last();
    }

    static async Task<int> MajorAsync(NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return connection.PostgreSqlVersion.Major;
    }

    static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancel))!;
    }

    static async Task<string> HashAsync(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
    }

    /// <summary>It holds everything, keys included: nobody but the caller may read it.</summary>
    static void CreatePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
    }

    static string Beside(string path) => path + ".json";
}
