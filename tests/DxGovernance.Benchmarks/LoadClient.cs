using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DxGovernance.Benchmarks;

/// <summary>What is asked for: one path again and again, or one after the other, on from where the run before ended.</summary>
sealed record Load(string Name, IReadOnlyList<string> Paths, string? Cookie)
{
    int sent = -1;

    public Load(string path, string? cookie)
        : this(Uri.UnescapeDataString(path), [path], cookie)
    {
    }

    public int Next() => (int)((uint)Interlocked.Increment(ref sent) % Paths.Count);
}

/// <summary>
/// Sends GETs, one path after the other, over keep-alive connections and reads the answers to their end. Written on sockets so that
/// the client takes as little of the two cores as it can.
/// </summary>
sealed class LoadClient(Uri address, Load load)
{
    readonly byte[][] requests =
    [
        .. load.Paths.Select(p => Encoding.ASCII.GetBytes($"GET {p} HTTP/1.1\r\nHost: {address.Authority}\r\n{(load.Cookie is null ? "" : $"Cookie: {load.Cookie}\r\n")}\r\n")),
    ];

    /// <returns>Milliseconds of each request, sorted, and requests a second.</returns>
    public async Task<(double[] Milliseconds, double PerSecond)> RunAsync(int connections, TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => ConnectionAsync(started, duration))));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var times = all.SelectMany(t => t).Order().ToArray();
        return (times, times.Length / seconds);
    }

    async Task<List<double>> ConnectionAsync(long started, TimeSpan duration)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        var buffer = new byte[1 << 20];
        var times = new List<double>();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var next = load.Next();
            var asked = Stopwatch.GetTimestamp();
            await socket.SendAsync(requests[next]);
            await ReadAnswerAsync(socket, buffer, load.Paths[next]);
            times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        return times;
    }

    static async Task ReadAnswerAsync(Socket socket, byte[] buffer, string path)
    {
        var length = 0;
        do
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += read > 0 ? read : throw new IOException("The server closed the connection.");
        }
        while (!IsWhole(buffer.AsSpan(0, length)));

        if (!buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8))
        {
            throw new IOException(path + ": " + Encoding.UTF8.GetString(buffer.AsSpan(0, Math.Min(length, 300))));
        }
    }

    static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var at = answer[..head].IndexOf("Content-Length: "u8);
        return at < 0
            ? answer.EndsWith("\r\n0\r\n\r\n"u8)
            : Utf8Parser.TryParse(answer[(at + 16)..], out int body, out _) && answer.Length >= head + 4 + body;
    }
}
