using System.Net;
using System.Net.Sockets;
using Engine.Core.Log;

namespace Engine.LuaBridge.Tests.Api;

public sealed class UdpSocketTests
{
    private LuaWorker worker = null!;
    private Socket peer = null!;

    [SetUp]
    public void Start()
    {
        peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        worker = new LuaWorker(level: LogLevel.Error);
        worker.Run($$"""
            port = {{Port}}
            function open(timeout)
              local s = ngx.socket.udp()
              s:settimeout(timeout or 10000)
              assert(s:setpeername("127.0.0.1", port))
              return s
            end
            """);
    }

    [TearDown]
    public void Stop()
    {
        worker.Dispose();
        peer.Dispose();
    }

    private int Port => ((IPEndPoint)peer.LocalEndPoint!).Port;

    [TestCase("'hello'", "1 hello 5")]
    [TestCase("''", "1  0")]
    [TestCase("12.5", "1 12.5 4")]
    [TestCase("nil", "1 nil 3")]
    [TestCase("true", "1 true 4")]
    [TestCase("{ 'a', { 1, 'b' } }", "1 a1b 3")]
    public void Send_OfValues_IsOneDatagram(string value, string result)
    {
        Echo();

        Assert.That(worker.Run($"local s = open() local sent = s:send({value}) local back = s:receive() return sent, back, #back"), Is.EqualTo(result));
    }

    [Test]
    public void Receive_LessThanTheDatagram_DropsTheRest()
    {
        Echo();

        Assert.That(worker.Run("local s = open() s:send('hello') local first = s:receive(2) s:send('next') return first, s:receive()"), Is.EqualTo("he next"));
    }

    [Test]
    public void Receive_LargestDatagram_Arrives()
    {
        Echo();

        Assert.That(worker.Run("local s = open() local data = ('x'):rep(65507) s:send(data) return s:receive() == data"), Is.EqualTo("true"));
    }

    [Test]
    public void Send_MoreThanADatagramHolds_Fails() =>
        Assert.That(worker.Run("return open():send(('x'):rep(70000))"), Is.EqualTo("nil message too long"));

    [Test]
    public void Receive_NothingComes_TimesOutAndTheSocketStaysUsable()
    {
        Assert.That(worker.Run("waiting = open(20) return waiting:receive()"), Is.EqualTo("nil timeout"));
        Assert.That(worker.Log.Lines[0], Is.EqualTo($"[error] lua udp socket read timed out, upstream: 127.0.0.1:{Port}(127.0.0.1)"));

        Echo();
        Assert.That(worker.Run("local s = open(20) s:receive() s:settimeout(10000) s:send('x') return s:receive()"), Is.EqualTo("x"));
    }

    [Test]
    public void Receive_NobodyListens_IsRefused()
    {
        peer.Close();

        Assert.That(worker.Run("local s = open() s:send('x') return s:receive()"), Is.EqualTo("nil connection refused"));
        Assert.That(worker.Log.Lines[0], Does.Contain("recv() failed (111: Connection refused), upstream: 127.0.0.1:"));
    }

    [Test]
    public void Receive_InTwoThreads_TheSecondIsTold()
    {
        Echo();

        Assert.That(worker.Run("""
            local s = open()
            local t = ngx.thread.spawn(function() return s:receive() end)
            local _, busy = s:receive()
            local _, closing = s:close()
            s:send("x")
            local ok, data = ngx.thread.wait(t)
            return busy, closing, data, s:close(), s:close()
            """), Is.EqualTo("socket busy socket busy x 1 nil closed"));
    }

    [Test]
    public void Bind_ToAnAddress_IsWhereDatagramsComeFrom()
    {
        var from = "";
        Serve((data, address) => from = ((IPEndPoint)address).Address.ToString());

        Assert.That(worker.Run("""
            local s = ngx.socket.udp()
            local bound = s:bind("127.0.0.9")
            s:settimeout(10000)
            s:setpeername("127.0.0.1", port)
            s:send("x")
            return bound, s:receive()
            """), Is.EqualTo("true x"));
        Assert.That(from, Is.EqualTo("127.0.0.9"));
    }

    [Test]
    public void UnixSocket_Datagram_IsAnswered()
    {
        var path = Path.Combine(Path.GetTempPath(), $"engine-udp-{Guid.NewGuid():N}");
        peer.Dispose();
        peer = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        peer.Bind(new UnixDomainSocketEndPoint(path));
        Echo();

        Assert.That(worker.Run($"local s = ngx.socket.udp() s:settimeout(10000) assert(s:setpeername('unix:{path}')) s:send('hi') return s:receive()"), Is.EqualTo("hi"));
        File.Delete(path);
    }

    [Test]
    public void SetPeerName_ByName_IsResolved()
    {
        Echo();

        Assert.That(worker.Run("local s = ngx.socket.udp() s:settimeout(10000) local ok = s:setpeername('localhost', port) s:send('x') return ok, s:receive()"), Is.EqualTo("1 x"));
    }

    [TestCase("return s:receive()", "nil closed")]
    [TestCase("return s:send('x')", "nil closed")]
    [TestCase("return s:close()", "nil closed")]
    [TestCase("return s:setpeername('127.0.0.1', 65536)", "nil bad port number: 65536")]
    [TestCase("return s:setpeername('unix:/nonexistent/socket')", "nil no such file or directory")]
    [TestCase("return s:setpeername('no.such.host', 1)", "nil no resolver defined to resolve \"no.such.host\"")]
    [TestCase("return s:setpeername('', 1)", "nil failed to parse host name \"\": no host")]
    [TestCase("return s:bind('127.0.0.1000')", "nil bad address")]
    public void Calls_WithoutAPeer_SayWhy(string code, string result) =>
        Assert.That(worker.Run("local s = ngx.socket.udp() " + code), Is.EqualTo(result));

    [Test]
    public void Socket_OfAnotherRequest_CannotBeUsed()
    {
        worker.Call(worker.Prepare("held = open() ngx.sleep(1000)").Begin);

        Assert.That(worker.Fail("held:send('x')"), Does.Contain("bad request"));
    }

    [Test]
    public void Thread_KilledWhileItReceives_ClosesTheSocket() =>
        Assert.That(worker.Run("""
            local s = open()
            local t = ngx.thread.spawn(function() return s:receive() end)
            ngx.thread.kill(t)
            return s:send("x")
            """), Is.EqualTo("nil closed"));

    private void Echo() => Serve(static (_, _) => { });

    /// <summary>Every datagram goes back to where it came from.</summary>
    private void Serve(Action<byte[], EndPoint> onDatagram)
    {
        var socket = peer;
        new Thread(() =>
        {
            var buffer = new byte[65536];
            try
            {
                while (true)
                {
                    EndPoint from = socket.AddressFamily == AddressFamily.Unix ? new UnixDomainSocketEndPoint("x") : new IPEndPoint(IPAddress.Any, 0);
                    var length = socket.ReceiveFrom(buffer, ref from);
                    onDatagram(buffer[..length], from);
                    socket.SendTo(buffer, length, SocketFlags.None, from);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        })
        { IsBackground = true }.Start();
    }
}
