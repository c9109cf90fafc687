using System.Diagnostics;
using Npgsql;

namespace DxGovernance.Tests.Support;

/// <summary>
/// The throwaway PostgreSQL server of a test run: <c>DXG_TEST_POSTGRES</c> (a superuser's connection string), or the one that
/// <c>scripts/postgres test-server</c> starts or finds.
/// </summary>
public static class TestCluster
{
    const string Variable = "DXG_TEST_POSTGRES";

    static readonly Lazy<Task<string>> Server = new(FindAsync);

    public static async Task<string> ConnectionStringAsync(string database) =>
        new NpgsqlConnectionStringBuilder(await Server.Value) { Database = database, IncludeErrorDetail = true }.ConnectionString;

    /// <summary>A connection of its own to the server's <c>postgres</c> database.</summary>
    public static async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(await ConnectionStringAsync("postgres") + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        return connection;
    }

    public static async Task ExecuteAsync(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>A server beside the others, or the same again after it was killed; a superuser's connection string.</summary>
    public static Task<string> StartAnotherAsync(string name) => StartAsync(Script(), name);

    public static async Task StopAnotherAsync(string name)
    {
        using var process = Process.Start(new ProcessStartInfo(Script(), ["test-stop", name]) { UseShellExecute = false })!;
        await process.WaitForExitAsync(CancellationToken.None);
    }

    static async Task<string> FindAsync() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : await StartAsync(Script());

    static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "scripts", "postgres");
            if (File.Exists(script))
            {
                return script;
            }
        }

        throw new InvalidOperationException(
            $"There is no test server: set {Variable} to a superuser's connection string, or run the tests inside a checkout that has scripts/postgres.");
    }

    static async Task<string> StartAsync(string script, string? name = null)
    {
        using var process = Process.Start(new ProcessStartInfo(script, name is null ? ["test-server"] : ["test-server", name]) { RedirectStandardOutput = true, UseShellExecute = false })!;

        // The server may inherit the pipe and keep it open: read lines, never to the end.
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            if (line.Contains("Host=", StringComparison.OrdinalIgnoreCase))
            {
                return line.Trim();
            }
        }

        await process.WaitForExitAsync(Cancel);
        throw new InvalidOperationException($"{script} test-server ended with {process.ExitCode} and printed no connection string.");
    }
}
