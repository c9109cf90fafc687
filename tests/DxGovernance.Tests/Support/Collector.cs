using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DxGovernance.Tests.Support;

/// <summary>Takes what an application sends over OTLP (HTTP, protobuf). Texts lie in the bytes as they are, so they can be looked for.</summary>
public sealed class Collector : IDisposable
{
    readonly HttpListener listener = new();
    readonly ConcurrentQueue<(string Path, string Bytes)> received = new();

    public Collector()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        listener.Prefixes.Add(Address + "/");
        listener.Start();
        _ = Task.Run(ListenAsync, CancellationToken.None);
    }

    public string Address { get; }

    /// <summary>As settings of a process that is to send soon.</summary>
    public (string, string)[] Environment =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
    ];

    /// <summary>Everything that came to the path, as text.</summary>
    public string All(string path) => string.Concat(received.Where(r => r.Path == path).Select(r => r.Bytes));

    public void Dispose() => listener.Close();

    async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var memory = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(memory, CancellationToken.None);
                received.Enqueue((context.Request.Url!.AbsolutePath, Encoding.UTF8.GetString(memory.ToArray())));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
