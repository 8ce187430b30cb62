using System.Net;
using Engine.Core.Net;
using Engine.Core.Tests.Loop;
using Engine.Interop.Libc;
using Address = Engine.Core.Net.SocketAddress;

namespace Engine.Core.Tests.Net;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ListeningSocketTests
{
    private readonly List<ListeningSocket> sockets = [];

    [TearDown]
    public void CloseAll() => sockets.ForEach(static socket => socket.Close(removePath: true));

    [Test]
    public void Bind_PortZero_KnowsTheChosenPort() =>
        Assert.That(Bind(SocketAddresses.Loopback(0)).Address.Port, Is.GreaterThan(0));

    [Test]
    public void Bind_AddressInUse_SaysSoAsNginxAndLeavesNoDescriptor()
    {
        var first = Bind(SocketAddresses.Loopback(0));
        var before = SocketDescriptors();

        var second = ListeningSocket.Bind(first.Address, new ListenOptions(), out var failure, out var errno);

        Assert.That(second, Is.Null);
        Assert.That((failure, errno), Is.EqualTo(($"bind() to 127.0.0.1:{first.Address.Port} failed", Errno.EADDRINUSE)));
        Assert.That(SocketDescriptors(), Is.EqualTo(before));
    }

    [Test]
    public void Bind_ReusePort_TwoSocketsShareTheAddress()
    {
        var options = new ListenOptions { ReusePort = true };
        var first = Bind(SocketAddresses.Loopback(0), options);

        Assert.That(Bind(first.Address, options).Address, Is.EqualTo(first.Address));
    }

    [TestCase(true, Errno.ECONNREFUSED)]
    [TestCase(false, 0)]
    public void Bind_IPv6Wildcard_TakesIPv4OnlyIfNotIPv6Only(bool only, int expected)
    {
        using var test = new TestLoop("epoll");
        var socket = Bind(new Address(IPAddress.IPv6Any, 0), new ListenOptions { IPv6Only = only });

        test.Run(async () =>
        {
            var result = await test.Loop.CreateConnector().ConnectAsync(SocketAddresses.Loopback(socket.Address.Port), ConnectOptions.Default);
            Assert.That(result.Errno, Is.EqualTo(expected));
            result.Connection?.Close();
        });
        Assert.That(socket.IsWildcard, Is.True);
    }

    [Test]
    public void Bind_TcpOptions_ReachTheSocket()
    {
        var socket = Bind(SocketAddresses.Loopback(0), new ListenOptions
        {
            KeepAlive = true,
            KeepIdle = 101,
            KeepInterval = 7,
            KeepCount = 3,
            Deferred = true,
            FastOpen = 5,
            ReceiveBuffer = 20_000,
            SendBuffer = 30_000,
        });

        Assert.Multiple(() =>
        {
            Assert.That(Option(socket, Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE), Is.EqualTo(1));
            Assert.That(Option(socket, Sockets.IPPROTO_TCP, Sockets.TCP_KEEPIDLE), Is.EqualTo(101));
            Assert.That(Option(socket, Sockets.IPPROTO_TCP, Sockets.TCP_KEEPINTVL), Is.EqualTo(7));
            Assert.That(Option(socket, Sockets.IPPROTO_TCP, Sockets.TCP_KEEPCNT), Is.EqualTo(3));
            Assert.That(Option(socket, Sockets.IPPROTO_TCP, Sockets.TCP_DEFER_ACCEPT), Is.GreaterThan(0));
            Assert.That(Option(socket, Sockets.IPPROTO_TCP, Sockets.TCP_FASTOPEN), Is.EqualTo(5));
            // The kernel doubles what is asked for.
            Assert.That(Option(socket, Sockets.SOL_SOCKET, Sockets.SO_RCVBUF), Is.EqualTo(40_000));
            Assert.That(Option(socket, Sockets.SOL_SOCKET, Sockets.SO_SNDBUF), Is.EqualTo(60_000));
            Assert.That(socket.Refused, Is.Empty);
        });
    }

    [Test]
    public void Bind_OptionTheSystemRefuses_IsReportedAndTheSocketWorks()
    {
        var socket = Bind(SocketAddresses.Loopback(0), new ListenOptions { KeepCount = 1000 });

        Assert.That(socket.Refused, Is.EqualTo(new[]
        {
            new RefusedOption($"setsockopt(TCP_KEEPCNT, 1000) {socket.Address} failed, ignored", Errno.EINVAL),
        }));
    }

    [Test]
    public void WithOptions_NextConfigurationDiffers_SameSocketNewOptions()
    {
        var socket = Bind(SocketAddresses.Loopback(0), new ListenOptions { Deferred = true });

        var next = socket.WithOptions(new ListenOptions { KeepAlive = true, Backlog = 3 });

        Assert.That(next.Fd, Is.EqualTo(socket.Fd));
        Assert.That(Option(next, Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE), Is.EqualTo(1));
        Assert.That(Option(next, Sockets.IPPROTO_TCP, Sockets.TCP_DEFER_ACCEPT), Is.Zero);
        Assert.That(next.WithOptions(next.Options), Is.SameAs(next));
    }

    [Test]
    public void Bind_UnixPath_EverybodyMayConnectAndThePathGoesWithTheLastOwner()
    {
        var address = SocketAddresses.UnixPath();
        var socket = ListeningSocket.Bind(address, new ListenOptions(), out _, out _)!;
        const UnixFileMode everyone = (UnixFileMode)0x1B6;
        Assert.That(File.GetUnixFileMode(address.UnixPath), Is.EqualTo(everyone));

        socket.Close();
        Assert.That(File.Exists(address.UnixPath), Is.True, "another process may still listen");
        Assert.That(ListeningSocket.Bind(address, new ListenOptions(), out var failure, out var errno), Is.Null);
        Assert.That((failure, errno), Is.EqualTo(($"bind() to unix:{address.UnixPath} failed", Errno.EADDRINUSE)));

        File.Delete(address.UnixPath);
        Bind(address).Close(removePath: true);
        Assert.That(File.Exists(address.UnixPath), Is.False);
        sockets.Clear();
    }

    [Test]
    public void Bind_UnixPathInAMissingDirectory_SaysWhere()
    {
        Assert.That(ListeningSocket.Bind(Address.Unix("/nonexistent/x.sock"), new ListenOptions(), out var failure, out var errno), Is.Null);
        Assert.That((failure, errno), Is.EqualTo(("bind() to unix:/nonexistent/x.sock failed", Errno.ENOENT)));
    }

    private static int Option(ListeningSocket socket, int level, int name)
    {
        Assert.That(Sockets.GetOption(socket.Fd, level, name, out var value), Is.Zero);
        return value;
    }

    private static int SocketDescriptors() =>
        Directory.GetFiles("/proc/self/fd").Count(static path => File.ResolveLinkTarget(path, false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true);

    private ListeningSocket Bind(Address address, ListenOptions? options = null)
    {
        var socket = TestLoop.ListenOn(address, options);
        sockets.Add(socket);
        return socket;
    }
}
