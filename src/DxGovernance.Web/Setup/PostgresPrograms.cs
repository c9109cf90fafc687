using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using DxGovernance.Core;
using Npgsql;

namespace DxGovernance.Web.Setup;

/// <summary>A program of PostgreSQL's own that is new enough, and how it is called.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Major">Its version.</param>
sealed partial record PostgresProgram(string Path, int Major)
{
    const int LinesShown = 6;

    /// <summary>
    /// The one of the server's version where PostgreSQL is usually installed, else one in PATH, else a newer one; with the setting
    /// <c>Postgres__Programs</c> that folder alone.
    /// </summary>
    public static async Task<PostgresProgram> FindAsync(string name, int major, IConfiguration configuration, CancellationToken cancel)
    {
        var folder = configuration["Postgres:Programs"];
        var found = new List<PostgresProgram>();
        foreach (var path in (folder is { Length: > 0 } ? [folder] : Folders(major)).Select(f => System.IO.Path.Combine(f, OperatingSystem.IsWindows() ? name + ".exe" : name)).Where(File.Exists))
        {
            if (await MajorAsync(path, cancel) is { } version)
            {
                found.Add(new(path, version));
                if (version == major)
                {
                    break;
                }
            }
        }

        var get = $"PostgreSQL {major} のクライアントプログラムを入れるか、その置き場所のフォルダーを Postgres__Programs に指定してください。";
        RuleViolation.Require(
            found.Count > 0, "program-missing", folder is { Length: > 0 } ? $"フォルダー「{folder}」（Postgres__Programs）に {name} がありません。{get}" : $"{name} が見つかりません。{get}");
        var newest = found.Where(p => p.Major >= major).MinBy(p => p.Major);
        return newest ?? throw new RuleViolation(
            "program-too-old", $"見つかった {name} は {found.Max(p => p.Major)} で、必要な {major} より古いため使えません。{get}");
    }

    /// <summary>Runs it to its end on the database of the connection string; the password goes by the environment.</summary>
    public async Task RunAsync(NpgsqlConnectionStringBuilder connection, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Path, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList().ForEach(k => start.Environment.Remove(k));
        foreach (var (name, value) in Variables(connection))
        {
            if (value is { Length: > 0 })
            {
                start.Environment[name] = value;
            }
        }

        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
            await process.WaitForExitAsync(cancel);
            await output;
            RuleViolation.Require(
                process.ExitCode == 0,
                "program-failed",
                $"{System.IO.Path.GetFileName(Path)} が失敗しました（終了コード {process.ExitCode}）。\n{string.Join('\n', (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(LinesShown))}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    static (string Name, string? Value)[] Variables(NpgsqlConnectionStringBuilder connection) =>
    [
        ("PGHOST", connection.Host), ("PGPORT", connection.Port.ToString(CultureInfo.InvariantCulture)), ("PGDATABASE", connection.Database),
        ("PGUSER", connection.Username), ("PGPASSWORD", connection.Password), ("PGPASSFILE", connection.Passfile), ("PGSSLROOTCERT", connection.RootCertificate),
        ("PGSSLMODE", connection.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            _ => connection.SslMode.ToString().ToLowerInvariant(),
        }),
    ];

    static IEnumerable<string> Folders(int major)
    {
        string[] usual = [$"/usr/lib/postgresql/{major}/bin", $"/usr/pgsql-{major}/bin", $"/opt/homebrew/opt/postgresql@{major}/bin", $@"C:\Program Files\PostgreSQL\{major}\bin"];
        var searched = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var others = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(f => System.IO.Path.Combine(f, "bin")) : [];
        return usual.Concat(searched).Concat(others);
    }

    static async Task<int?> MajorAsync(string path, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, "--version") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return Version().Match(output) is { Success: true } match ? int.Parse(match.Value, CultureInfo.InvariantCulture) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?<=PostgreSQL\) )\d+", RegexOptions.None, 1000)]
    private static partial Regex Version();
}
