using System.Net;
using System.Net.Sockets;
using Engine.Core.Net;
using Engine.Core.Tests.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Tests.Net;

[TestFixture("epoll")]
[TestFixture("sockets")]
public sealed class UdpSocketTests(string method)
{
    private readonly TestLoop test = new(method);
    private readonly Socket peer = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    [SetUp]
    public void BindPeer() => peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    [TearDown]
    public void NothingIsLeft()
    {
        peer.Dispose();
        test.Dispose();
    }

    [Test]
    public void SendAndReceive_Datagrams_KeepTheirBounds() => OnSocket(async socket =>
    {
        Assert.That(await socket.SendAsync("query"u8.ToArray()), Is.EqualTo(5));
        var query = new byte[100];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        Assert.That(peer.ReceiveFrom(query, ref from), Is.EqualTo(5));
        var buffer = new byte[100];
        var receive = socket.ReceiveAsync(buffer, 10_000);
        Assert.That(receive.IsCompleted, Is.False);

        peer.SendTo("one"u8, from);
        peer.SendTo(""u8, from);
        peer.SendTo("three"u8, from);

        Assert.That((await receive, buffer.AsSpan(0, 3).SequenceEqual("one"u8)), Is.EqualTo((3, true)));
        Assert.That(await socket.ReceiveAsync(buffer, 10_000), Is.Zero);
        Assert.That(await socket.ReceiveAsync(buffer.AsMemory(0, 2), 10_000), Is.EqualTo(2));
    });

    [Test]
    public void ReceiveAsync_FromAStranger_IsNotSeen() => OnSocket(async socket =>
    {
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var local = new IPEndPoint(IPAddress.Loopback, socket.Local!.Port);
        stranger.SendTo("forged"u8, local);
        peer.SendTo("true"u8, local);

        Assert.That(await socket.ReceiveAsync(new byte[100], 10_000), Is.EqualTo(4));
    });

    [Test]
    public void ReceiveAsync_NothingComes_TimesOutAndTheNextWaitWorks() => OnSocket(async socket =>
    {
        Assert.That(await socket.ReceiveAsync(new byte[10], 10), Is.EqualTo(-Errno.ETIMEDOUT));
        Assert.That(await socket.ReceiveAsync(new byte[10], 10), Is.EqualTo(-Errno.ETIMEDOUT));
    });

    [Test]
    public void ReceiveAsync_PortUnreachable_SaysSo() => OnSocket(async socket =>
    {
        peer.Dispose();
        await socket.SendAsync("query"u8.ToArray());

        Assert.That(await socket.ReceiveAsync(new byte[10], 10_000), Is.EqualTo(-Errno.ECONNREFUSED));
    });

    [Test]
    public void Close_WhileReceiving_TheReceiveIsCancelled() => OnSocket(async socket =>
    {
        var receive = socket.ReceiveAsync(new byte[10], 10_000);

        socket.Close();

        Assert.That(await receive, Is.EqualTo(-Errno.ECANCELED));
    });

    [Test]
    public void Connect_LocalAddress_IsTaken() => test.Run(() =>
    {
        var socket = test.Loop.CreateUdpSocket();
        Assert.That(socket.Connect(PeerAddress, new Engine.Core.Net.SocketAddress(IPAddress.Parse("127.0.0.2"), 0)), Is.Zero);
        Assert.That(socket.Local!.ToIPAddress(), Is.EqualTo(IPAddress.Parse("127.0.0.2")));
        socket.Close();
        return Task.CompletedTask;
    });

    [Test]
    public void Connect_LocalAddressOfNobody_FailsAndLeavesNothing() => test.Run(() =>
    {
        var local = new Engine.Core.Net.SocketAddress(IPAddress.Parse("203.0.113.1"), 0);
        Assert.That(test.Loop.CreateUdpSocket().Connect(PeerAddress, local), Is.EqualTo(Errno.EADDRNOTAVAIL));
        return Task.CompletedTask;
    });

    [Test]
    public void Connect_UnixPeer_CanAnswer()
    {
        if (method != "epoll")
            return;
        var address = SocketAddresses.UnixPath();
        using var server = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        server.Bind(new UnixDomainSocketEndPoint(address.UnixPath));
        test.Run(async () =>
        {
            var socket = test.Loop.CreateUdpSocket();
            Assert.That(socket.Connect(address), Is.Zero);
            await socket.SendAsync("query"u8.ToArray());
            var query = new byte[10];
            // .NET can't name the sender's autobound address, the kernel can: the answer goes to whom the query came from.
            Assert.That(server.Receive(query), Is.EqualTo(5));
            Assert.That(socket.Local!.Bytes.Length, Is.GreaterThan(2), "the socket has a name to answer to");
            socket.Close();
        });
        File.Delete(address.UnixPath);
    }

    private Engine.Core.Net.SocketAddress PeerAddress => SocketAddresses.Loopback(((IPEndPoint)peer.LocalEndPoint!).Port);

    private void OnSocket(Func<UdpSocket, Task> body) => test.Run(async () =>
    {
        var socket = test.Loop.CreateUdpSocket();
        Assert.That(socket.Connect(PeerAddress), Is.Zero);
        try
        {
            await body(socket);
        }
        finally
        {
            socket.Close();
        }
    });
}
