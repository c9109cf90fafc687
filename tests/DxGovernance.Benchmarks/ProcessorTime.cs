using System.Globalization;
using Npgsql;

namespace DxGovernance.Benchmarks;

/// <summary>
/// Milliseconds of processor that this process (server and client) and PostgreSQL have used. What a request costs of them stays the same where
/// other programs take turns on the cores, while requests a second do not.
/// </summary>
sealed class ProcessorTime(string connection)
{
    const int TicksPerSecond = 100;

    readonly NpgsqlDataSource source = NpgsqlDataSource.Create(connection + ";Pooling=false");

    /// <summary>PostgreSQL's part is 0 where its processes cannot be seen under /proc.</summary>
    public async Task<(double Own, double Database)> NowAsync()
    {
        await using var find = source.CreateCommand("select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        await using var reader = await find.ExecuteReaderAsync();
        var database = 0.0;
        while (await reader.ReadAsync())
        {
            database += Of(reader.GetInt32(0));
        }

        return (Environment.CpuUsage.TotalTime.TotalMilliseconds, database);
    }

    static double Of(int pid)
    {
        var path = $"/proc/{pid}/stat";
        if (!File.Exists(path))
        {
            return 0;
        }

        // Behind the name in brackets: state is the third field, the times in user and system mode are the fourteenth and the fifteenth.
        var fields = File.ReadAllText(path).Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * 1000.0 / TicksPerSecond;
    }
}
