using System.Buffers;
using System.Text;
using Engine.Core.Net;
using Engine.Core.Tests.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Tests.Net;

/// <summary>A protocol between the socket and the connection's pipes, as TLS is.</summary>
[TestFixture("epoll")]
[TestFixture("sockets")]
public sealed class TransportTests(string method)
{
    private readonly TestLoop test = new(method);

    [TearDown]
    public void NothingIsLeft() => test.Dispose();

    [Test]
    public void Transport_TakenByAProtocolOnBothEnds_BytesPassThroughIt() => test.Run(async () =>
    {
        var (server, client) = await test.ConnectAsync();
        server.Transport = new Rot13(server.Transport);
        var body = string.Concat(Enumerable.Repeat("uryyb ", 200_000)) + "\n";
        var write = client.Output.WriteAsync(Encoding.Latin1.GetBytes(body));

        var received = await ReadLineAsync(server);
        await write;
        server.Output.Write("hello\n"u8);
        await server.Output.FlushAsync();

        Assert.That(received, Does.StartWith("hello hello ").And.Length.EqualTo(body.Length));
        Assert.That(await ReadLineAsync(client), Is.EqualTo("uryyb\n"));
        server.Close();
        client.Close();
    });

    [Test]
    public void NextEventAsync_AHandshakeThatTakesItsBytesItself_GoesOnWithTheRest() => test.Run(async () =>
    {
        var (server, client) = await test.ConnectAsync();
        client.Output.Write("hello,data\n"u8);
        var flush = client.Output.FlushAsync();
        var hello = new byte[6];

        int received;
        while ((received = server.Transport.Receive(hello)) == -Errno.EAGAIN)
            Assert.That(await server.NextEventAsync(), Is.True);
        server.Transport = new Rot13(server.Transport);

        Assert.That(Encoding.Latin1.GetString(hello, 0, received), Is.EqualTo("hello,"));
        Assert.That(await ReadLineAsync(server), Is.EqualTo("qngn\n"));
        await flush;
        server.Close();
        client.Close();
    });

    [Test]
    public void NextEventAsync_ThePeerCloses_IsAnEvent() => test.Run(async () =>
    {
        var (server, client) = await test.ConnectAsync();
        client.Close();

        int received;
        while ((received = server.Transport.Receive(new byte[1])) == -Errno.EAGAIN)
            Assert.That(await server.NextEventAsync(), Is.True);

        Assert.That(received, Is.Zero);
        server.Close();
    });

    [Test]
    public void NextEventAsync_Closed_SaysSo() => test.Run(async () =>
    {
        var (server, client) = await test.ConnectAsync();
        var wait = server.NextEventAsync();
        Assert.That(wait.IsCompleted, Is.False);
        server.Close();

        Assert.That(await wait, Is.False);
        Assert.That(await server.NextEventAsync(), Is.False);
        client.Close();
    });

    private static async Task<string> ReadLineAsync(Connection connection)
    {
        while (true)
        {
            var result = await connection.Input.ReadAsync();
            var text = Encoding.Latin1.GetString(result.Buffer);
            var complete = text.EndsWith('\n');
            connection.Input.AdvanceTo(complete ? result.Buffer.End : result.Buffer.Start, result.Buffer.End);
            if (complete)
                return text;
            Assert.That(result.IsCompleted, Is.False);
        }
    }

    /// <summary>Turns letters by thirteen, receives less than it could, and refuses every second send.</summary>
    private sealed class Rot13(ITransport socket) : ITransport
    {
        private int calls;

        public bool ShortReadMeansDrained => false;

        public bool CanSendFile => false;

        public int Receive(Span<byte> buffer)
        {
            var received = socket.Receive(buffer[..Math.Min(buffer.Length, 1000)]);
            if (received > 0)
                Turn(buffer[..received]);
            return received;
        }

        public int Send(ReadOnlySpan<byte> bytes)
        {
            if (++calls % 2 == 1)
                return -Errno.EINTR;
            var turned = bytes.ToArray();
            Turn(turned);
            return socket.Send(turned);
        }

        public int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Send(first);

        public long SendFile(OpenFile file, long offset, long count) => -Errno.EINVAL;

        private static void Turn(Span<byte> bytes)
        {
            foreach (ref var b in bytes)
            {
                if (char.IsAsciiLetterLower((char)b))
                    b = (byte)('a' + (b - 'a' + 13) % 26);
            }
        }
    }
}
