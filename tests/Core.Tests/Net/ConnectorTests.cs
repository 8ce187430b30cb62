using System.Buffers;
using System.Text;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Tests.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Tests.Net;

[TestFixture("epoll")]
[TestFixture("sockets")]
public sealed class ConnectorTests(string method)
{
    private readonly TestLoop test = new(method);

    [TearDown]
    public void NothingIsLeft() => test.Dispose();

    [Test]
    public void ConnectAsync_NobodyListens_IsRefused() => test.Run(async () =>
    {
        var gone = TestLoop.ListenOnLoopback();
        gone.Close();
        var connector = test.Loop.CreateConnector();

        for (var i = 0; i < 3; i++)
            Assert.That(await connector.ConnectAsync(gone.Address, ConnectOptions.Default), Is.EqualTo(new ConnectResult(null, Errno.ECONNREFUSED)));
    });

    [Test]
    public void ConnectAsync_UnixPathMissing_SaysSo() => test.Run(async () =>
    {
        var result = await test.Loop.CreateConnector().ConnectAsync(SocketAddresses.UnixPath(), ConnectOptions.Default);

        Assert.That(result.Errno, Is.EqualTo(Errno.ENOENT));
    });

    [Test]
    public void ConnectAsync_PeerSpeaksFirst_ItsBytesAreRead() => test.Run(async () =>
    {
        var listening = TestLoop.ListenOnLoopback();
        test.Loop.Listen(listening, new Greeter());

        var result = await test.Loop.CreateConnector().ConnectAsync(listening.Address, ConnectOptions.Default);

        var connection = result.Connection!;
        var read = await connection.Input.ReadAsync();
        Assert.That(Encoding.Latin1.GetString(read.Buffer), Is.EqualTo("220 ready\r\n"));
        connection.Input.AdvanceTo(read.Buffer.End);
        Assert.That((await connection.Input.ReadAsync()).IsCompleted, Is.True);
        connection.Close();
        test.Loop.StopListening(listening);
        listening.Close();
    });

    [Test]
    public void ConnectAsync_LocalAddress_ThePeerSeesIt() => test.Run(async () =>
    {
        var listening = TestLoop.ListenOnLoopback();
        var acceptor = new TestAcceptor();
        test.Loop.Listen(listening, acceptor);
        var local = SocketAddress.Parse("127.0.0.2:1", 0);
        var options = new ConnectOptions { Local = new SocketAddress(local.ToIPAddress(), 0), KeepAlive = true };

        var result = await test.Loop.CreateConnector().ConnectAsync(listening.Address, options);

        var server = await acceptor.NextAsync();
        Assert.That(Encoding.ASCII.GetString(server.Remote.Text), Is.EqualTo("127.0.0.2"));
        Assert.That(result.Connection!.Local, Is.EqualTo(server.Remote));
        result.Connection.Close();
        server.Close();
        test.Loop.StopListening(listening);
        listening.Close();
    });

    [Test]
    public void ConnectAsync_LocalAddressOfNobody_SaysSo() => test.Run(async () =>
    {
        var options = new ConnectOptions { Local = SocketAddress.Parse("203.0.113.1:1", 0) };

        var result = await test.Loop.CreateConnector().ConnectAsync(SocketAddresses.Loopback(1), options);

        Assert.That(result.Errno, Is.EqualTo(Errno.EADDRNOTAVAIL));
    });

    [Test]
    public void ConnectAsync_WorkerConnectionsUsedUp_IsRefusedWithAnAlert() => test.Run(async () =>
    {
        test.Loop.ConnectionLimit = 0;

        var result = await test.Loop.CreateConnector().ConnectAsync(SocketAddresses.Loopback(1), ConnectOptions.Default);

        Assert.That(result.Errno, Is.EqualTo(Errno.ENOBUFS));
        Assert.That(test.Log, Does.Contain("0 worker_connections are not enough"));
    });

    [Test]
    public void ConnectAsync_ThePeersBacklogIsFull_TimesOut() => test.Run(async () =>
    {
        using var full = await FullBacklog.FillAsync(test.Loop);

        var result = await test.Loop.CreateConnector().ConnectAsync(full.Address, new ConnectOptions { TimeoutMs = 20 });

        Assert.That(result, Is.EqualTo(new ConnectResult(null, Errno.ETIMEDOUT)));
    });

    [Test]
    public void Cancel_WhileConnecting_EndsTheAttemptAndTheNextWorks() => test.Run(async () =>
    {
        using var full = await FullBacklog.FillAsync(test.Loop);
        var connector = test.Loop.CreateConnector();
        var attempt = connector.ConnectAsync(full.Address, ConnectOptions.Default);
        Assert.That(attempt.IsCompleted, Is.False);

        connector.Cancel();

        Assert.That((await attempt).Errno, Is.EqualTo(Errno.ECANCELED));
        connector.Cancel();
        Assert.That((await connector.ConnectAsync(SocketAddresses.UnixPath(), ConnectOptions.Default)).Errno, Is.EqualTo(Errno.ENOENT));
    });

    private sealed class Greeter : IConnectionAcceptor
    {
        public async void OnAccepted(Connection connection)
        {
            connection.Output.Write("220 ready\r\n"u8);
            await connection.Output.FlushAsync();
            connection.Close();
        }
    }

    /// <summary>A listening socket that nobody accepts from, with so many connections that the next one hangs.</summary>
    private sealed class FullBacklog : IDisposable
    {
        private readonly ListeningSocket listening = TestLoop.ListenOnLoopback(new ListenOptions { Backlog = 0 });
        private readonly List<Connection> connections = [];

        public SocketAddress Address => listening.Address;

        public static async Task<FullBacklog> FillAsync(EventLoop loop)
        {
            var full = new FullBacklog();
            while (await loop.CreateConnector().ConnectAsync(full.Address, new ConnectOptions { TimeoutMs = 200 }) is { Connection: { } connection })
                full.connections.Add(connection);
            return full;
        }

        public void Dispose()
        {
            connections.ForEach(static connection => connection.Close());
            listening.Close();
        }
    }
}
