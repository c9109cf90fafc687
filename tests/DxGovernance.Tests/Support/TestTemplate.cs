using System.Security.Cryptography;
using System.Text;
using DxGovernance.Core.Data;
using DxGovernance.Core.Jobs;
using DxGovernance.Web.Setup;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Tests.Support;

/// <summary>
/// A migrated and seeded database that test databases are cloned from. Built once for each state of code and seed files,
/// by whichever process comes first.
/// </summary>
/// <param name="name">Part of the database's name; lower case.</param>
/// <param name="seed">Fills the migrated database.</param>
public sealed class TestTemplate(string name, Func<GovernanceDbContext, CancellationToken, Task> seed)
{
    const long BuildLock = 0x4458_475F_5450_4C00;

    /// <summary>The public facts and starting values, recorded long before the tests' clock starts.</summary>
    public static TestTemplate Facts { get; } = new("facts", (db, cancel) => FactSeeder.RunAsync(db, FactsRecordedAt, cancel));

    public static DateTimeOffset FactsRecordedAt { get; } = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly Lazy<string> State = new(HashOfCodeAndSeedFiles);

    readonly Lazy<Task<string>> database = new(() => FindOrBuildAsync($"dxg_template_{name}_{State.Value}", seed));

    /// <summary>Name of the finished template database.</summary>
    public Task<string> DatabaseAsync() => database.Value;

    static async Task<string> FindOrBuildAsync(string template, Func<GovernanceDbContext, CancellationToken, Task> seed)
    {
        await using var admin = await TestCluster.OpenAsync();
        await admin.ExecuteAsync($"select pg_advisory_lock({BuildLock})");
        await using var find = new NpgsqlCommand("select 1 from pg_database where datname = $1", admin);
        find.Parameters.Add(new NpgsqlParameter { Value = template });
        if (await find.ExecuteScalarAsync(Cancel) is null)
        {
            await DropForgottenAsync(admin);

            // Renamed only when it is complete: a template that exists can be trusted.
            var building = template + "_new";
            await admin.ExecuteAsync($"drop database if exists {building} with (force)");
            await admin.ExecuteAsync($"create database {building} template template0");
            await FillAsync(await TestCluster.ConnectionStringAsync(building), seed);
            await admin.ExecuteAsync($"alter database {building} rename to {template}");
        }

        return template;
    }

    /// <summary>Migrated, protected, with the application's rights, and seeded.</summary>
    internal static async Task FillAsync(string connectionString, Func<GovernanceDbContext, CancellationToken, Task> seed)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        var options = new DbContextOptionsBuilder<GovernanceDbContext>();
        Database.Configure(options, source);
        await using var db = new GovernanceDbContext(options.Options);
        await db.Database.MigrateAsync(Cancel);
        await LedgerProtection.EnsureAsync(db, Cancel);
        await Scheduler.EnsureTablesAsync(db, Cancel);
        await TestDatabase.EnsureApplicationUserAsync(db);
        await ApplicationRole.GrantAsync(db, TestDatabase.ApplicationUser, Cancel);
        await seed(db, Cancel);
    }

    /// <summary>Databases of killed runs and of code a day old.</summary>
    static async Task DropForgottenAsync(NpgsqlConnection admin)
    {
        const string Old = """
            select datname from pg_database
            where datname ~ '^dxg_(test|template)_'
              and (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < now() - interval '1 day'
            """;
        var names = new List<string>();
        await using (var find = new NpgsqlCommand(Old, admin))
        await using (var reader = await find.ExecuteReaderAsync(Cancel))
        {
            while (await reader.ReadAsync(Cancel))
            {
                names.Add(reader.GetString(0));
            }
        }

        foreach (var name in names)
        {
            await admin.ExecuteAsync($"drop database if exists {name} with (force)");
        }
    }

    static string HashOfCodeAndSeedFiles()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var assembly in new[] { typeof(GovernanceDbContext).Assembly, typeof(Database).Assembly, typeof(TestTemplate).Assembly })
        {
            // Builds are deterministic: the id of the module is a hash of its migrations, model and seeders.
            hash.AppendData(assembly.ManifestModule.ModuleVersionId.ToByteArray());
        }

        foreach (var file in Directory.EnumerateFiles(SeedFile.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(SeedFile.Folder, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
