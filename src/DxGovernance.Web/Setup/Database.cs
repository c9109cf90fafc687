using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Jobs;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace DxGovernance.Web.Setup;

/// <summary>Connecting, migrating and seeding.</summary>
public static class Database
{
    public const string ConnectionName = "Governance";

    /// <summary>Of the user who owns the tables, where the application works as another.</summary>
    const string OwnerConnectionName = "Migration";

    const int OldestServer = 15_00_00;

    const int StatementsPrepared = 100;

    public static void AddGovernanceDatabase(this WebApplicationBuilder builder)
    {
        var connection = builder.Configuration.GetConnectionString(ConnectionName);
        builder.Services.AddSingleton(_ =>
        {
            // The name stands for the connection string in traces and metrics.
            var source = new NpgsqlDataSourceBuilder(Prepared(connection ?? throw NoConnection()).ConnectionString) { Name = "governance" };
            return source.Build();
        });
        builder.Services.AddSingleton<System.Data.Common.DbDataSource>(services => services.GetRequiredService<NpgsqlDataSource>());
        builder.Services.AddDbContextPool<GovernanceDbContext>((services, options) => Configure(options, services.GetRequiredService<NpgsqlDataSource>()));
    }

    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source, npgsql => npgsql.SetPostgresVersion(15, 0).MigrationsAssembly(typeof(GovernanceDbContext).Assembly.FullName));

    public static RuleViolation NoConnection() => new(
        "connection-missing", "接続先がありません。環境変数 ConnectionStrings__Governance に PostgreSQL の接続文字列を設定するか、./run で起動してください。");

    /// <summary>Statements sent again and again are planned once a connection, unless the connection string says otherwise (a pooler between).</summary>
    static NpgsqlConnectionStringBuilder Prepared(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        if (!connection.Replace(" ", "", StringComparison.Ordinal).Contains("MaxAutoPrepare", StringComparison.OrdinalIgnoreCase))
        {
            settings.MaxAutoPrepare = StatementsPrepared;
        }

        return settings;
    }

    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancel)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var owner = OwnerConnection(configuration);
        await CreateIfMissingAsync(new(owner), cancel);
        await using var source = NpgsqlDataSource.Create(owner);
        await using var db = NewContext(source);
        await RequireVersionAsync(db, cancel);
        await RequireNotNewerAsync(db, cancel);
        await db.Database.MigrateAsync(cancel);
        await LedgerProtection.EnsureAsync(db, cancel);
        await AuditChain.EnsureBeginningAsync(db, cancel);
        await Scheduler.EnsureTablesAsync(db, cancel);
        if (RoleOf(configuration) is { } role)
        {
            await ApplicationRole.GrantAsync(db, role, cancel);
        }
    }

    /// <summary>Who makes and changes tables: the user of <c>ConnectionStrings__Migration</c>, or the one who also works with them.</summary>
    public static string OwnerConnection(IConfiguration configuration) =>
        configuration.GetConnectionString(OwnerConnectionName) is { Length: > 0 } owner ? owner : configuration.GetConnectionString(ConnectionName) ?? throw NoConnection();

    /// <summary>The user as whom the application works; null where it owns the tables itself.</summary>
    public static string? RoleOf(IConfiguration configuration) =>
        configuration["Database:ApplicationRole"] is { Length: > 0 } named ? named
        : configuration.GetConnectionString(OwnerConnectionName) is not { Length: > 0 } ? null
        : configuration.GetConnectionString(ConnectionName) is { } own && new NpgsqlConnectionStringBuilder(own).Username is { } user ? user
        : throw new RuleViolation(
            "application-role-unknown", "ConnectionStrings__Migration を使うときは、画面とジョブが使うデータベースの利用者を、ConnectionStrings__Governance（Username）か Database__ApplicationRole で指定してください。");

    public static GovernanceDbContext NewContext(NpgsqlDataSource source)
    {
        var options = new DbContextOptionsBuilder<GovernanceDbContext>();
        Configure(options, source);
        return new(options.Options);
    }

    public static async Task SeedAsync(IServiceProvider services, DemoWish demo, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
        var clock = services.GetRequiredService<TimeProvider>();
        if (demo == DemoWish.Required || (demo == DemoWish.IfEmpty && !await db.Operations.AnyAsync(cancel)))
        {
            await DemoSeeder.RunAsync(db, services.GetRequiredService<CityInfo>(), cancel);
        }

        await FactSeeder.RunAsync(db, clock.GetUtcNow(), cancel);
    }

    /// <summary>Refuses to serve a database that was not migrated, or by a newer program.</summary>
    public static async Task RequireCurrentAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
        await RequireNotNewerAsync(db, cancel);
        RuleViolation.Require(
            !(await db.Database.GetPendingMigrationsAsync(cancel)).Any(),
            "database-behind",
            "データベースの構造が古いか、まだ作られていません。先に migrate を実行してください。");
    }

    /// <summary>For those who ask whether this node is ready; newer is well, so that an upgrade does not take the old nodes away.</summary>
    public static async Task<bool> IsMigratedAsync(GovernanceDbContext db, CancellationToken cancel)
    {
        var newest = db.Database.GetMigrations().Last();
        return (await db.Database.SqlQuery<bool>($"""select exists(select 1 from "__EFMigrationsHistory" where "MigrationId" = {newest}) as "Value" """).ToListAsync(cancel)).Single();
    }

    /// <summary>What a newer program has made of the database, this one does not know; it would read and write it wrongly.</summary>
    static async Task RequireNotNewerAsync(GovernanceDbContext db, CancellationToken cancel)
    {
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancel)).Except(db.Database.GetMigrations(), StringComparer.Ordinal).ToList();
        RuleViolation.Require(
            unknown.Count == 0,
            "database-newer",
            $"データベースが、このプログラム（{NodeSetup.Version}）より新しい版で作られています。知らない構造：{string.Join("、", unknown)}。新しい版のプログラムで起動するか、更新の前の控えを別のデータベースに復元してください。");
    }

    static async Task RequireVersionAsync(GovernanceDbContext db, CancellationToken cancel)
    {
        var version = (await db.Database.SqlQueryRaw<int>("""select current_setting('server_version_num')::int as "Value" """).ToListAsync(cancel)).Single();
        RuleViolation.Require(
            version >= OldestServer,
            "server-too-old",
            $"この PostgreSQL は {version / 10000} です。{OldestServer / 10000} 以上のサーバーを接続先（ConnectionStrings__Governance）に指定してください。");
    }

    /// <summary>An empty database of the name in the connection string, where there is none.</summary>
    public static async Task CreateIfMissingAsync(NpgsqlConnectionStringBuilder target, CancellationToken cancel)
    {
        var name = target.Database ??= "dxgovernance";
        await using var admin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(target.ConnectionString) { Database = "postgres" });
        await using var find = admin.CreateCommand("select 1 from pg_database where datname = $1");
        find.Parameters.Add(new NpgsqlParameter { Value = name });
        if (await find.ExecuteScalarAsync(cancel) is null)
        {
            await using var create = admin.CreateCommand($"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            await create.ExecuteNonQueryAsync(cancel);
        }
    }
}

/// <summary>Whether the fictional set is to be taken in: not, where the database is empty, or else refused with a sentence.</summary>
public enum DemoWish
{
    None,
    IfEmpty,
    Required,
}

/// <summary>Lets the migration tool build the model without a database.</summary>
sealed class DesignTimeContext : IDesignTimeDbContextFactory<GovernanceDbContext>
{
    public GovernanceDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<GovernanceDbContext>();
        Database.Configure(options, NpgsqlDataSource.Create("Host=localhost;Database=design"));
        return new GovernanceDbContext(options.Options);
    }
}
