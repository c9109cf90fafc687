using System.Diagnostics;

namespace DxGovernance.Tests.Support;

/// <summary>The built executable serving on a free port: a node as an operator starts it, beside others on one database.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    const string Listening = "Now listening on: ";

    readonly Process process;
    readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<string> lines = [];

    NodeProcess(Process process) => this.process = process;

    /// <summary>Starts without waiting; <see cref="Address"/> waits.</summary>
    public static NodeProcess Start(TestDatabase database, bool web, bool jobs, params (string, string)[] environment)
    {
        var node = new NodeProcess(Executable.Start(["serve"],
        [
            (Executable.Connection, database.ApplicationConnectionString), ("ASPNETCORE_ENVIRONMENT", "Development"), ("DemoSignIn__Enabled", "true"),
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("Node__Web", $"{web}"), ("Node__Jobs", $"{jobs}"), ("Scheduler__CheckInSeconds", "1"), ("Limits__HeavyPerMinute", "100000"), .. environment,
        ]));
        _ = node.ReadAsync(node.process.StandardOutput);
        _ = node.ReadAsync(node.process.StandardError);
        return node;
    }

    public Task<Uri> Address => address.Task.WaitAsync(TimeSpan.FromMinutes(2), Cancel);

    public string Said
    {
        get
        {
            lock (lines)
            {
                return string.Join('\n', lines);
            }
        }
    }

    public static WebBrowser Browser(Uri at) => new(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = at });

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (lines)
            {
                lines.Add(line);
            }

            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                // As plain text or inside a line of JSON.
                address.TrySetResult(new Uri(line[(at + Listening.Length)..].Split('"', ' ')[0]));
            }
        }

        address.TrySetException(new InvalidOperationException($"The node ended before it listened:\n{Said}"));
    }
}
