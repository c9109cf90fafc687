using DxGovernance.Core.Data;
using DxGovernance.Web.Setup;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Benchmarks;

/// <summary>A database of invented rows, made anew and dropped at the end.</summary>
abstract class BenchmarkDatabase(string server, string name) : IAsyncDisposable
{
    public string ConnectionString => new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;

    /// <summary>Who looks at the pages.</summary>
    public int PersonId { get; protected set; }

    public async Task CreateAsync()
    {
        await AdminAsync($"drop database if exists {name} with (force)");
        await AdminAsync($"create database {name}");
        await using var source = Open();
        await using var db = Context(source);
        await db.Database.MigrateAsync();
        await FillAsync(source, db);
        await LedgerProtection.EnsureAsync(db, default);
    }

    public async ValueTask DisposeAsync() => await AdminAsync($"drop database if exists {name} with (force)");

    /// <summary>For work that takes minutes.</summary>
    public NpgsqlDataSource Open() => NpgsqlDataSource.Create(ConnectionString + ";Pooling=false;Command Timeout=900");

    public static GovernanceDbContext Context(NpgsqlDataSource source)
    {
        var options = new DbContextOptionsBuilder<GovernanceDbContext>();
        Database.Configure(options, source);
        return new(options.Options);
    }

    protected abstract Task FillAsync(NpgsqlDataSource source, GovernanceDbContext db);

    protected static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    async Task AdminAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = "postgres", Pooling = false });
        await RunAsync(source, sql);
    }
}
