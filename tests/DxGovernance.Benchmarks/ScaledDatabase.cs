using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Setup;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Benchmarks;

/// <summary>A database with the facts and, made by SQL, scale × 20 operations with 24 months of reports. All of it is invented.</summary>
sealed class ScaledDatabase(string server, int scale) : IAsyncDisposable
{
    readonly string name = $"dxg_bench_{scale}";

    public int Operations => 20 * scale;

    public string ConnectionString => new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;

    public int PersonId { get; private set; }

    public async Task CreateAsync()
    {
        await AdminAsync($"drop database if exists {name} with (force)");
        await AdminAsync($"create database {name}");
        await using var source = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false;Command Timeout=600");
        var options = new DbContextOptionsBuilder<GovernanceDbContext>();
        Database.Configure(options, source);
        await using var db = new GovernanceDbContext(options.Options);
        await db.Database.MigrateAsync();
        await FactSeeder.RunAsync(db, new(2024, 11, 1, 0, 0, 0, TimeSpan.Zero), default);
        PersonId = await AddPersonAsync(db);
        await using var fill = source.CreateCommand(ScaleSql.Fill(Operations));
        fill.CommandTimeout = 900;
        await fill.ExecuteNonQueryAsync();
        await LedgerProtection.EnsureAsync(db, default);
    }

    public async ValueTask DisposeAsync() => await AdminAsync($"drop database if exists {name} with (force)");

    static async Task<int> AddPersonAsync(GovernanceDbContext db)
    {
        var department = new Department("B1", "計測課", DepartmentKind.Section, null, new(2020, 4, 1));
        var person = new Person("bench", "計測 一郎", isDemo: true);
        person.Assign(Role.PmoOffice, "計測", department, new(2020, 4, 1));
        db.AddRange(department, person);
        await db.SaveChangesAsync();
        return person.Id;
    }

    async Task AdminAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = "postgres", Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
