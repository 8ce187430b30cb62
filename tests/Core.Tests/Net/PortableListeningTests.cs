using System.Net;
using Engine.Core.Net;
using Engine.Core.Tests.Loop;
using Engine.Interop.Libc;
using Address = Engine.Core.Net.SocketAddress;

namespace Engine.Core.Tests.Net;

public sealed class PortableListeningTests
{
    private readonly List<ListeningSocket> sockets = [];

    [TearDown]
    public void CloseAll() => sockets.ForEach(static socket => socket.Close(removePath: true));

    [Test]
    public void Bind_ThenConnect_TheSocketsLoopAccepts()
    {
        using var test = new TestLoop("sockets");
        var address = Bind(SocketAddresses.Loopback(0)).Address;
        var acceptor = new TestAcceptor();
        test.Loop.Listen(sockets[0], acceptor);
        test.Run(async () =>
        {
            var client = await test.Loop.CreateConnector().ConnectAsync(address, ConnectOptions.Default);
            var server = await acceptor.NextAsync();
            Assert.That(server.Listener, Is.SameAs(sockets[0]));
            Assert.That(server.Local, Is.EqualTo(address));
            server.Close();
            client.Connection!.Close();
        });
        test.Loop.StopListening(sockets[0]);
    }

    [Test]
    public void Bind_AddressInUse_SaysSoAsNginx()
    {
        var first = Bind(SocketAddresses.Loopback(0));

        Assert.That(PortableListening.Bind(first.Address, new ListenOptions(), out var failure, out var errno), Is.Null);
        Assert.That((failure, errno), Is.EqualTo(($"bind() to {first.Address} failed", Errno.EADDRINUSE)));
    }

    [Test]
    public void Bind_OptionsOfLinuxOnly_AreReported()
    {
        var socket = Bind(SocketAddresses.Loopback(0), new ListenOptions { Deferred = true, KeepAlive = true, KeepIdle = 10, ReceiveBuffer = 10_000 });

        Assert.That(socket.Refused.Select(static option => option.Errno), Is.EqualTo(new[] { Errno.ENOTSUP }));
        Assert.That(socket.WithOptions(new ListenOptions()), Is.SameAs(socket));
    }

    [TestCase(true, Errno.ECONNREFUSED)]
    [TestCase(false, 0)]
    public void Bind_IPv6Wildcard_TakesIPv4OnlyIfNotIPv6Only(bool only, int expected)
    {
        using var test = new TestLoop("sockets");
        var socket = Bind(new Address(IPAddress.IPv6Any, 0), new ListenOptions { IPv6Only = only });

        test.Run(async () =>
        {
            var result = await test.Loop.CreateConnector().ConnectAsync(SocketAddresses.Loopback(socket.Address.Port), ConnectOptions.Default);
            Assert.That(result.Errno, Is.EqualTo(expected));
            result.Connection?.Close();
        });
    }

    [Test]
    public void Close_UnixPath_GoesWhenAskedTo()
    {
        var socket = Bind(SocketAddresses.UnixPath());
        sockets.Clear();
        Assert.That(File.Exists(socket.Address.UnixPath), Is.True);

        socket.Close(removePath: true);

        Assert.That(File.Exists(socket.Address.UnixPath), Is.False);
    }

    private ListeningSocket Bind(Address address, ListenOptions? options = null)
    {
        var socket = PortableListening.Bind(address, options ?? new ListenOptions(), out var failure, out var errno);
        Assert.That(socket, Is.Not.Null, $"{failure} ({errno})");
        sockets.Add(socket!);
        return socket!;
    }
}
