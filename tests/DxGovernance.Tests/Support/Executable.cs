using System.Diagnostics;

namespace DxGovernance.Tests.Support;

/// <summary>The built executable as an operator calls it, with nothing of this process' own settings.</summary>
public static class Executable
{
    public const string Connection = "ConnectionStrings__Governance";

    /// <summary>Of the owner of the tables.</summary>
    public const string Migration = "ConnectionStrings__Migration";

    static readonly string[] Settings = [Connection, Migration, "Database__ApplicationRole", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "DemoSignIn__Enabled", "ASPNETCORE_URLS"];

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(string[] arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(arguments, environment);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Starts it; whoever does so ends it.</summary>
    public static Process Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "DxGovernance.Web.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var name in Settings.Concat(start.Environment.Keys.Where(k => k.StartsWith("Mail__", StringComparison.Ordinal) || k.StartsWith("OpenIdConnect__", StringComparison.Ordinal)).ToList()))
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
