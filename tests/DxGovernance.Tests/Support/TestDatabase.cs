using DxGovernance.Core.Data;
using DxGovernance.Web.Setup;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DxGovernance.Tests.Support;

/// <summary>
/// A database of its own for a test class, cloned from a template and dropped at the end. Use it as class fixture;
/// derive from it to start from another template.
/// </summary>
public class TestDatabase : IAsyncLifetime
{
    /// <summary>As whom the application works in every test; it owns nothing (docs/adr/0026).</summary>
    public const string ApplicationUser = "dxg_test_application";

    readonly TestTemplate template;
    readonly string name = $"dxg_test_{Guid.NewGuid():N}";

    NpgsqlDataSource? source;

    public TestDatabase()
        : this(TestTemplate.Facts)
    {
    }

    protected TestDatabase(TestTemplate template) => this.template = template;

    /// <summary>Of the owner: for what the tests themselves put in and look up.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>For the application.</summary>
    public string ApplicationConnectionString => AsApplication(ConnectionString);

    public NpgsqlDataSource Source => source!;

    public static string AsApplication(string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { Username = ApplicationUser, Password = ApplicationUser }.ConnectionString;

    /// <summary>Users belong to the server, not to a database; other processes may be making it too.</summary>
    public static Task EnsureApplicationUserAsync(DbContext db) => db.Database.ExecuteSqlRawAsync(
        $"do $$ begin create role {ApplicationUser} login password '{ApplicationUser}'; exception when duplicate_object or unique_violation then null; end $$", Cancel);

    public virtual async ValueTask InitializeAsync()
    {
        var from = await template.DatabaseAsync();
        await using (var admin = await TestCluster.OpenAsync())
        {
            await admin.ExecuteAsync($"create database {name} template {from} strategy file_copy");
        }

        Use(await TestCluster.ConnectionStringAsync(name));
    }

    protected void Use(string connection)
    {
        ConnectionString = connection + ";Maximum Pool Size=20";
        source = NpgsqlDataSource.Create(ConnectionString);
    }

    /// <summary>A context as a request would get it; dispose it.</summary>
    public GovernanceDbContext NewContext()
    {
        var options = new DbContextOptionsBuilder<GovernanceDbContext>();
        Database.Configure(options, Source);
        return new GovernanceDbContext(options.Options);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (source is not null)
        {
            await source.DisposeAsync();
        }

        await using var admin = await TestCluster.OpenAsync();
        await admin.ExecuteAsync($"drop database if exists {name} with (force)");
        GC.SuppressFinalize(this);
    }
}
