using System.Net;
using System.Net.Sockets;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Net.Datagrams;
using Engine.Core.Tests.Loop;
using Engine.Interop.Libc;
using Engine.Testing;
using SocketAddress = Engine.Core.Net.SocketAddress;

namespace Engine.Core.Tests.Net;

[TestFixture("epoll")]
[TestFixture("sockets")]
public sealed class DatagramListenerTests(string method)
{
    private readonly TestLoop test = new(method);
    private readonly Clients clients = new();

    [TearDown]
    public void NothingIsLeft() => test.Dispose();

    [Test]
    public void Datagrams_OfTwoSockets_AreOfTwoClients() => OnListener(async address =>
    {
        using var first = Sender(address);
        using var second = Sender(address);
        first.Send("one"u8);
        var one = await clients.NextAsync();
        second.Send("two"u8);
        var two = await clients.NextAsync();
        first.Send("three"u8);

        Assert.That(await Receive(one), Is.EqualTo("one"));
        Assert.That(await Receive(one), Is.EqualTo("three"));
        Assert.That(await Receive(two), Is.EqualTo("two"));
        Assert.That(one.Remote.Port, Is.EqualTo(((IPEndPoint)first.LocalEndPoint!).Port));
        one.Close();
        two.Close();
    });

    [Test]
    public void SendAsync_ToAClient_ReachesItFromTheListeningPort() => OnListener(async address =>
    {
        using var socket = Sender(address);
        socket.Send("?"u8);
        var client = await clients.NextAsync();

        Assert.That(await client.SendAsync("answer"u8.ToArray()), Is.EqualTo(6));

        // Connected to the address: from another one nothing would come.
        var answer = new byte[10];
        Assert.That(socket.Receive(answer), Is.EqualTo(6));
        client.Close();
    });

    [Test]
    public void TrySend_ToAClient_ReachesIt() => OnListener(async address =>
    {
        using var socket = Sender(address);
        socket.Send("?"u8);
        var client = await clients.NextAsync();

        Assert.That(client.TrySend("answer"u8), Is.EqualTo(6));

        Assert.That(socket.Receive(new byte[10]), Is.EqualTo(6));
        client.Close();
    });

    [Test]
    public void TryPeek_FirstDatagram_StaysToBeReceived() => OnListener(async address =>
    {
        using var socket = Sender(address);
        socket.Send("hello"u8);
        var client = await clients.NextAsync();

        Assert.That(client.TryPeek(out var peeked), Is.True);
        Assert.That(peeked.Span.SequenceEqual("hello"u8), Is.True);
        Assert.That(await Receive(client), Is.EqualTo("hello"));
        Assert.That(client.TryPeek(out _), Is.False);
        client.Close();
    });

    [Test]
    public void Close_ThenADatagram_IsAClientAnew() => OnListener(async address =>
    {
        using var socket = Sender(address);
        socket.Send("1"u8);
        var before = await clients.NextAsync();
        var wait = before.ReceiveAsync(new byte[1], 10_000);
        Assert.That(await wait, Is.EqualTo(1));
        wait = before.ReceiveAsync(new byte[1], 10_000);
        before.Close();
        Assert.That(await wait, Is.EqualTo(-Errno.ECANCELED));

        socket.Send("2"u8);

        var after = await clients.NextAsync();
        Assert.That(after.Number, Is.GreaterThan(before.Number));
        after.Close();
    });

    [Test]
    public void ConnectionLimit_Reached_DropsTheDatagram() => OnListener(async address =>
    {
        test.Loop.ConnectionLimit = 1;
        using var first = Sender(address);
        using var second = Sender(address);
        first.Send("1"u8);
        var one = await clients.NextAsync();
        second.Send("lost"u8);
        first.Send("2"u8);
        Assert.That(await Receive(one), Is.EqualTo("1"));
        Assert.That(await Receive(one), Is.EqualTo("2"));
        one.Close();

        second.Send("heard"u8);

        var two = await clients.NextAsync();
        Assert.That(await Receive(two), Is.EqualTo("heard"));
        two.Close();
        Assert.That(test.Log, Does.Contain("1 worker_connections are not enough"));
    });

    [Test]
    public void Queue_OfAClientThatNobodyReceivesFrom_IsBounded() => OnListener(async address =>
    {
        using var socket = Sender(address);
        socket.Send("0"u8);
        var client = await clients.NextAsync();
        // What was received makes room for as much again.
        for (var round = 0; round < 2; round++)
        {
            using var marker = Sender(address);
            for (var i = 1; i < 100; i++)
                socket.Send("x"u8);
            marker.Send("end"u8);
            var last = await clients.NextAsync();

            var queued = 0;
            for (; client.TryPeek(out _); queued++)
                await Receive(client);

            Assert.That(queued, Is.EqualTo(32));
            last.Close();
        }

        client.Close();
    });

    [Test]
    public void StopListening_ClientIsThere_IsStillAnswered() => OnListener(async address =>
    {
        using var socket = Sender(address);
        socket.Send("1"u8);
        var client = await clients.NextAsync();

        test.Loop.StopListening(client.Listener);

        Assert.That(await client.SendAsync("late"u8.ToArray()), Is.EqualTo(4));
        Assert.That(socket.Receive(new byte[10]), Is.EqualTo(4));
        client.Close();
    });

    private static Socket Sender(SocketAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)SafetyTimeout.Value.TotalMilliseconds };
        socket.Connect(EndPoints.Of(address));
        return socket;
    }

    private static async Task<string> Receive(DatagramClient client)
    {
        var buffer = new byte[100];
        var length = await client.ReceiveAsync(buffer, (int)SafetyTimeout.Value.TotalMilliseconds);
        Assert.That(length, Is.GreaterThanOrEqualTo(0));
        return System.Text.Encoding.ASCII.GetString(buffer, 0, length);
    }

    private void OnListener(Func<SocketAddress, Task> body)
    {
        var listening = TestLoop.ListenOnLoopback(new ListenOptions { IsDatagram = true });
        test.Run(async () =>
        {
            test.Loop.Listen(listening, clients);
            await body(listening.Address);
            test.Loop.StopListening(listening);
        });
        listening.Close();
    }

    /// <summary>Keeps the clients that came until the test asks for them.</summary>
    private sealed class Clients : IConnectionAcceptor
    {
        private readonly Queue<DatagramClient> arrived = new();
        private TaskCompletionSource<DatagramClient>? next;

        public void OnAccepted(Connection connection) => connection.Close();

        public void OnClient(DatagramClient client)
        {
            if (next is { } waiting)
            {
                next = null;
                waiting.SetResult(client);
            }
            else
            {
                arrived.Enqueue(client);
            }
        }

        public Task<DatagramClient> NextAsync()
        {
            if (arrived.TryDequeue(out var client))
                return Task.FromResult(client);
            next = new TaskCompletionSource<DatagramClient>();
            return next.Task;
        }
    }
}
