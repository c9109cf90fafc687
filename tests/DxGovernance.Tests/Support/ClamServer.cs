using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DxGovernance.Tests.Support;

/// <summary>Answers as clamd does, on loopback: <c>zINSTREAM</c> and <c>zVERSION</c>. It finds the test signature of EICAR.</summary>
public sealed class ClamServer : IAsyncDisposable
{
    /// <summary>The file that every scanner finds and that does nothing (eicar.org), in two parts so that no scanner finds this one.</summary>
    public static byte[] Eicar { get; } = Encoding.ASCII.GetBytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");

    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stop = new();
    readonly Task serving;

    public ClamServer()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public string Address => listener.LocalEndpoint.ToString()!;

    /// <summary>Bytes of each file that was sent, in the order in which they came.</summary>
    public List<int> Sizes { get; } = [];

    /// <summary>What it says to every file instead of a verdict.</summary>
    public string? Refusal { get; set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        listener.Dispose();
        stop.Dispose();
    }

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    async Task AnswerAsync(NetworkStream stream)
    {
        var command = new List<byte>();
        for (var next = stream.ReadByte(); next > 0; next = stream.ReadByte())
        {
            command.Add((byte)next);
        }

        var answer = Encoding.ASCII.GetString([.. command]) switch
        {
            "zVERSION" => "ClamAV 1.4.6/27500/Sat Nov 28 08:00:00 2026",
            "zINSTREAM" => Verdict(await FileAsync(stream)),
            var other => $"UNKNOWN COMMAND {other}",
        };
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\0"), stop.Token);
    }

    string Verdict(byte[] file)
    {
        Sizes.Add(file.Length);
        return Refusal ?? (file.AsSpan().IndexOf(Eicar) >= 0 ? "stream: Eicar-Test-Signature FOUND" : "stream: OK");
    }

    async Task<byte[]> FileAsync(NetworkStream stream)
    {
        using var file = new MemoryStream();
        var size = new byte[4];
        while (true)
        {
            await stream.ReadExactlyAsync(size, stop.Token);
            if (BinaryPrimitives.ReadInt32BigEndian(size) is not > 0 and var length)
            {
                return length == 0 ? file.ToArray() : throw new InvalidDataException();
            }

            var part = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
            await stream.ReadExactlyAsync(part, stop.Token);
            await file.WriteAsync(part, stop.Token);
        }
    }
}
