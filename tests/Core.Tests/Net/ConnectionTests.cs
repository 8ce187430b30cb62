using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Tests.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Tests.Net;

/// <summary>What a connection of every event method does over real sockets.</summary>
[TestFixture("epoll", "tcp")]
[TestFixture("epoll", "unix")]
[TestFixture("sockets", "tcp")]
[TestFixture("sockets", "unix")]
public sealed class ConnectionTests(string method, string family)
{
    private readonly TestLoop test = new(method);

    [TearDown]
    public void NothingIsLeft() => test.Dispose();

    [Test]
    public void ReadAndFlush_BackAndForth_BothSidesGetTheirBytes() => OnPair(async (server, client) =>
    {
        for (var i = 0; i < 100; i++)
        {
            await WriteAsync(client, $"request {i}\n");
            Assert.That(await ReadLineAsync(server), Is.EqualTo($"request {i}"));
            await WriteAsync(server, $"response {i}\n");
            Assert.That(await ReadLineAsync(client), Is.EqualTo($"response {i}"));
        }
    });

    [Test]
    public void ReadAsync_Idle_HoldsNoBuffer() => OnPair(async (server, client) =>
    {
        await WriteAsync(client, "one\n");
        await ReadLineAsync(server);
        var read = server.Input.ReadAsync();

        Assert.That(read.IsCompleted, Is.False);
        Assert.That(test.Loop.Segments.Leased, Is.Zero);

        server.Input.CancelPendingRead();
        await read;
    });

    [Test]
    public void WriteAsync_MoreThanTheSocketTakes_ArrivesWholeAndInOrder() => OnPair(async (server, client) =>
    {
        var body = RandomNumberGenerator.GetBytes(8 * 1024 * 1024);
        server.Output.Write("head"u8);
        var write = server.Output.WriteAsync(body);
        Assert.That(write.IsCompleted, Is.False);

        var received = await ReadExactlyAsync(client, 4 + body.Length);

        Assert.That((await write).IsCompleted, Is.False);
        Assert.That(received.AsSpan(4).SequenceEqual(body), Is.True);
    });

    [Test]
    public void ReceiveAsync_IntoTheCallersMemory_ArrivesWholeWithoutBuffers() => OnPair(async (server, client) =>
    {
        var body = RandomNumberGenerator.GetBytes(3 * 1024 * 1024);
        var write = server.Output.WriteAsync(body);
        var received = new byte[body.Length];
        for (var length = 0; length < received.Length;)
        {
            var count = await client.ReceiveAsync(received.AsMemory(length));
            Assert.That(count, Is.GreaterThan(0));
            Assert.That(test.Loop.Segments.Leased, Is.Zero);
            length += count;
        }

        await write;
        Assert.That(received.AsSpan().SequenceEqual(body), Is.True);
    });

    [TestCase(true, false)]
    [TestCase(true, true)]
    [TestCase(false, false)]
    public void SendFileAsync_RegionBehindAHead_ArrivesWhole(bool sendFile, bool fillsSegments) => OnPair(async (server, client) =>
    {
        var content = RandomNumberGenerator.GetBytes(5 * 1024 * 1024);
        using var file = new TempFile(content);
        server.Output.UsesSendFile = sendFile;
        server.Output.FillsSegments = fillsSegments;
        server.Output.Write("head"u8);
        var send = server.Output.SendFileAsync(new FileRegion(file.File, 1000, content.Length - 2000));

        var received = await ReadExactlyAsync(client, 4 + content.Length - 2000);

        Assert.That((await send).IsCompleted, Is.False);
        Assert.That(received.AsSpan(4).SequenceEqual(content.AsSpan(1000, content.Length - 2000)), Is.True);
    });

    [Test]
    public void ShutdownWrite_PeerStillAnswers_HalfCloseWorks() => OnPair(async (server, client) =>
    {
        await WriteAsync(client, "last request\n");
        client.ShutdownWrite();
        Assert.That(await ReadLineAsync(server), Is.EqualTo("last request"));
        var end = await server.Input.ReadAsync();
        Assert.That((end.IsCompleted, server.PeerClosed, server.BrokenBy), Is.EqualTo((true, true, 0)));

        await WriteAsync(server, "last response\n");
        server.Close();

        Assert.That(await ReadLineAsync(client), Is.EqualTo("last response"));
        Assert.That((await client.Input.ReadAsync()).IsCompleted, Is.True);
    });

    [Test]
    public void Close_BehindAFlush_ThePeerGetsEverything() => OnPair(async (server, client) =>
    {
        await WriteAsync(server, new string('x', 100_000) + "\n");
        server.Close();

        Assert.That(await ReadLineAsync(client), Has.Length.EqualTo(100_000));
        Assert.That((await client.Input.ReadAsync()).IsCompleted, Is.True);
    });

    [Test]
    public void Close_WhileReading_TheReadCompletes() => OnPair(async (server, client) =>
    {
        var read = server.Input.ReadAsync();

        server.Close();

        Assert.That((await read).IsCompleted, Is.True);
    });

    [Test]
    public void CloseWatcher_PeerCloses_IsInvoked() => OnPair(async (server, client) =>
    {
        var closed = new TaskCompletionSource();
        server.CloseWatcher = new CallEvent(closed.SetResult);

        client.Close();

        await closed.Task;
        Assert.That(server.PeerClosed, Is.True);
    });

    [Test]
    public void CloseWatcher_BytesFirst_IsInvokedForTheEndOnly() => OnPair(async (server, client) =>
    {
        var closed = new TaskCompletionSource();
        await WriteAsync(client, "pipelined\n");
        await ReadLineAsync(server);
        server.CloseWatcher = new CallEvent(closed.SetResult);
        client.ShutdownWrite();

        await closed.Task;
        Assert.That((await server.Input.ReadAsync()).IsCompleted, Is.True);
    });

    [Test]
    public void FlushAsync_ThePeerTakesNothing_IsCancelledBySendTimeout() => OnPair(async (server, client) =>
    {
        server.Output.SendTimeoutMs = 20;

        var flush = await server.Output.WriteAsync(new byte[16 * 1024 * 1024]);

        Assert.That(flush.IsCanceled, Is.True);
    });

    [Test]
    public void Close_WhileFlushing_TheFlushCompletes() => OnPair(async (server, client) =>
    {
        var flush = server.Output.WriteAsync(new byte[16 * 1024 * 1024]);
        Assert.That(flush.IsCompleted, Is.False);

        server.Close();

        Assert.That((await flush).IsCompleted, Is.True);
    });

    [Test]
    public void Reset_PeerReads_GetsConnectionReset() => OnPair(async (server, client) =>
    {
        if (family == "unix")
            return;
        var read = client.Input.ReadAsync();

        server.Reset();

        Assert.That((await read).IsCompleted, Is.True);
        Assert.That(client.BrokenBy, Is.EqualTo(Errno.ECONNRESET));
    });

    [Test]
    public void FlushAsync_PeerWasReset_BreaksTheConnection() => OnPair(async (server, client) =>
    {
        server.Reset();
        FlushResult result;
        do
        {
            client.Output.Write("x"u8);
            result = await client.Output.FlushAsync();
        }
        while (!result.IsCompleted);

        Assert.That(client.BrokenBy, Is.EqualTo(Errno.EPIPE).Or.EqualTo(Errno.ECONNRESET));
    });

    [Test]
    public void Addresses_OfBothEnds_MatchEachOther() => OnPair((server, client) =>
    {
        Assert.That(server.Local, Is.EqualTo(client.Remote));
        if (family == "tcp")
            Assert.That(client.Local, Is.EqualTo(server.Remote));
        Assert.That(server.Remote.IsUnix, Is.EqualTo(family == "unix"));
        return Task.CompletedTask;
    });

    [Test]
    public void SetNoDelay_OnAndOff_BytesStillFlow() => OnPair(async (server, client) =>
    {
        server.SetNoDelay(true);
        await WriteAsync(server, "one ");
        server.SetNoDelay(false);
        await WriteAsync(server, "two\n");

        Assert.That(await ReadLineAsync(client), Is.EqualTo("one two"));
    });

    [Test]
    public void KeepAliveTurn_ReadAndWrite_AllocatesNothing()
    {
        if (method != "epoll")
            return;
        OnPair(async (server, client) =>
        {
            var responder = RespondForEver(server);
            await RequestAsync(client, 1000);
            var before = GC.GetAllocatedBytesForCurrentThread();
            await RequestAsync(client, 1000);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            client.Close();
            await responder;

            // The one state machine of RequestAsync itself.
            Assert.That(allocated, Is.LessThan(1000));
        });

        static async Task RespondForEver(Connection server)
        {
            while (true)
            {
                var result = await server.Input.ReadAsync();
                if (result.IsCompleted)
                    break;
                server.Input.AdvanceTo(result.Buffer.End);
                server.Output.Write("HTTP/1.1 204 No Content\r\n\r\n"u8);
                await server.Output.FlushAsync();
            }
        }

        static async Task RequestAsync(Connection client, int count)
        {
            for (; count > 0; count--)
            {
                client.Output.Write("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8);
                await client.Output.FlushAsync();
                var result = await client.Input.ReadAsync();
                client.Input.AdvanceTo(result.Buffer.End);
            }
        }
    }

    private static async Task WriteAsync(Connection connection, string text)
    {
        connection.Output.Write(Encoding.Latin1.GetBytes(text));
        var result = await connection.Output.FlushAsync();
        Assert.That((result.IsCompleted, result.IsCanceled), Is.EqualTo((false, false)));
    }

    private static async Task<string> ReadLineAsync(Connection connection)
    {
        while (true)
        {
            var result = await connection.Input.ReadAsync();
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.Latin1.GetString(result.Buffer.Slice(0, end));
                connection.Input.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }

            Assert.That(result.IsCompleted, Is.False, "the line does not end");
            connection.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static async Task<byte[]> ReadExactlyAsync(Connection connection, int length)
    {
        var bytes = new List<byte>(length);
        while (bytes.Count < length)
        {
            var result = await connection.Input.ReadAsync();
            Assert.That(result.IsCompleted, Is.False);
            bytes.AddRange(result.Buffer.ToArray());
            connection.Input.AdvanceTo(result.Buffer.End);
        }

        return [.. bytes];
    }

    private void OnPair(Func<Connection, Connection, Task> body) => test.Run(async () =>
    {
        var (server, client) = await test.ConnectAsync(family == "unix" ? SocketAddresses.UnixPath() : null);
        try
        {
            await body(server, client);
        }
        finally
        {
            server.Close();
            client.Close();
        }
    });

    private sealed class CallEvent(Action action) : PostedEvent
    {
        public override void Invoke() => action();
    }

    private sealed class TempFile : IDisposable
    {
        public TempFile(byte[] content)
        {
            var path = Path.GetTempFileName();
            System.IO.File.WriteAllBytes(path, content);
            var fd = Files.Open(path, Files.O_RDONLY);
            System.IO.File.Delete(path);
            Files.Status(fd, out var status);
            File = new OpenFile(fd, status);
        }

        public OpenFile File { get; }

        public void Dispose() => File.Release();
    }
}
