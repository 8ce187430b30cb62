using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Core.Log;
using Engine.LuaBridge.Threads;
using Engine.Testing;

namespace Engine.LuaBridge.Tests.Api;

public sealed class SocketTests
{
    private LuaWorker worker = null!;
    private ScriptedPeer peer = null!;

    [SetUp]
    public void Start()
    {
        peer = new ScriptedPeer();
        worker = new LuaWorker(level: LogLevel.Error);
        worker.Run($$"""
            port = {{peer.Port}}
            function open(timeout)
              local s = ngx.socket.tcp()
              s:settimeout(timeout or 10000)
              assert(s:connect("127.0.0.1", port))
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

    [TestCase("return s:receive()", "one two")]
    [TestCase("return s:receive(3), s:receive(4), s:receive()", "one  two ")]
    [TestCase("return (s:receive('*a'))", "one two\r\nthree\n\nend")]
    [TestCase("return s:receiveany(100) ~= nil", "true")]
    [TestCase("s:receive() return s:receive('*l'), s:receive(), s:receive()", "three  nil closed end")]
    [TestCase("s:receive() s:receive() s:receive() s:receive() return s:receive()", "nil closed nil")]
    [TestCase("return s:receive(100)", "nil closed one two\r\nthree\n\nend")]
    [TestCase("return s:receive(0), s:receive('3')", " one")]
    [TestCase("local it = s:receiveuntil('\\r\\n') return it(), s:receive()", "one two three")]
    [TestCase("local it = s:receiveuntil('\\r\\n', { inclusive = true }) return it()", "one two\r\n")]
    [TestCase("local it = s:receiveuntil('\\r\\n') return it(4), it(4), tostring(it(4)), it(2)", "one  two nil th")]
    [TestCase("local it = s:receiveuntil('nowhere') return it()", "nil closed one two\r\nthree\n\nend")]
    public void Receive_OfWhatThePeerSent_GivesIt(string code, string result)
    {
        peer.Serve("one two\r\nthree\n\nend");

        Assert.That(worker.Run("local s = open() " + code), Is.EqualTo(result));
    }

    /// <summary>A piece does not end within what looks like the pattern.</summary>
    [TestCase("ab1ab1", "ab1 ab1")]
    [TestCase("xab1ab2y", "xab1ab2y")]
    [TestCase("xyab1ab", "xy ab1")]
    public void ReceiveUntil_PieceThatEndsInWhatLooksLikeThePattern_GoesOnToWhereItDoesNot(string sent, string result)
    {
        peer.Serve(sent);
        var code = result.Contains(' ') ? "return it(2), s:receive(3)" : "return it(2)";

        Assert.That(worker.Run("local s = open() local it = s:receiveuntil('ab1ab2') " + code), Is.EqualTo(result == "xab1ab2y" ? "x" : result));
    }

    [Test]
    public void Receive_BytesThatComeOneByOne_AreWaitedFor()
    {
        peer.ServeSlowly("hello\r\nworldEND--");

        Assert.That(worker.Run("local s = open() local line = s:receive() local it = s:receiveuntil('END--') return line, it()"), Is.EqualTo("hello world"));
    }

    [TestCase("hello", "5")]
    [TestCase("'a' .. ('x'):rep(3)", "4")]
    [TestCase("12", "2")]
    [TestCase("nil", "3")]
    [TestCase("{ 'a', { 'b', 3 } }", "3")]
    [TestCase("{ '*2', '\\r\\n', 42, 1.5 }", "9")]
    [TestCase("{}", "0")]
    [TestCase("{ 'a', ('x'):rep(5000), 1 }", "5002")]
    [TestCase("(function() local t = {} for i = 5, 1, -1 do t[i] = 'abcdefg' end return t end)()", "35")]
    public void Send_OfValues_GivesTheNumberOfBytes(string value, string result)
    {
        peer.Echo();
        var argument = value == "hello" ? "'hello'" : value;

        Assert.That(worker.Run($"local s = open() local n = s:send({argument}) return n, #s:receive(n)"), Is.EqualTo($"{result} {result}"));
    }

    [TestCase("{ 'a', key = 'b' }", "non-array table found")]
    [TestCase("{ 'a', true }", "bad data type boolean found")]
    [TestCase("{ 'a', nil, 'b' }", "bad data type nil found")]
    public void Send_OfATableWithSomethingElse_IsRefused(string value, string message)
    {
        peer.Echo();

        Assert.That(worker.Fail($"open():send({value})"), Does.Contain(message));
    }

    [TestCase("closed")]
    [TestCase("closed", "1000, 'x'")]
    public void SetKeepAlive_OfASocketThatIsKept_IsClosed(string error, string arguments = "")
    {
        peer.Echo();

        Assert.That(worker.Run($"local s = open() s:setkeepalive() return s:setkeepalive({arguments})"), Is.EqualTo($"nil {error}"));
    }

    [Test]
    public void Send_MoreThanTheKernelTakes_WaitsForThePeer()
    {
        peer.Echo();

        Assert.That(worker.Run("""
            local s = open()
            local data = ("0123456789"):rep(400000)
            local t = ngx.thread.spawn(function() return s:receive(#data) end)
            local sent = s:send(data)
            local ok, back = ngx.thread.wait(t)
            return sent, back == data
            """), Is.EqualTo("4000000 true"));
    }

    [Test]
    public void Receive_NothingComes_TimesOutAndTheSocketStaysUsable()
    {
        peer.Echo();

        Assert.That(worker.Run("""
            local s = open()
            s:send("part")
            s:settimeouts(1000, 1000, 20)
            local data, err, partial = s:receive(10)
            s:send("\n")
            s:settimeout(10000)
            return data, err, partial, s:receive(1) == "\n", s:close(), s:close()
            """), Is.EqualTo("nil timeout part true 1 nil closed"));
        Assert.That(worker.Log.Lines[0], Is.EqualTo($"[error] lua tcp socket read timed out, upstream: 127.0.0.1:{peer.Port}(127.0.0.1)"));
    }

    [Test]
    public void Use_FromTwoThreads_OneReadsAndOneWrites()
    {
        peer.Echo();

        Assert.That(worker.Run("""
            local s = open()
            local t = ngx.thread.spawn(function() return s:receive() end)
            local _, read = s:receive()
            local _, kept = s:setkeepalive()
            local _, closed = s:close()
            s:send("hi\n")
            local ok, line = ngx.thread.wait(t)
            return read, kept, closed, line
            """), Is.EqualTo("socket busy reading socket busy reading socket busy reading hi"));
    }

    [Test]
    public void SetKeepAlive_Connection_IsUsedAgain()
    {
        peer.Echo();

        Assert.That(worker.Run("""
            local s = open()
            local first = s:getreusedtimes()
            local kept = s:setkeepalive()
            local _, err = s:send("x")
            local again = open()
            again:send("ping\n")
            return first, kept, err, again:getreusedtimes(), (again:receive())
            """), Is.EqualTo("0 1 closed 1 ping"));
        Assert.That(peer.Accepted, Is.EqualTo(1));
    }

    [Test]
    public void SetKeepAlive_UnreadData_IsRefused()
    {
        peer.Serve("one\ntwo\n");

        Assert.That(worker.Run("local s = open() s:receive() return s:setkeepalive()"), Is.EqualTo("nil unread data in buffer"));
    }

    [Test]
    public void SetKeepAlive_PeerClosesOrSendsMeanwhile_AnotherConnectionIsMade()
    {
        peer.CloseAfterLine();

        Assert.That(worker.Run("""
            local s = open()
            s:setkeepalive(0, 5)
            local t = open()
            t:send("close\n")
            local closed = { t:receive("*a") }
            t:close()
            local u = open()
            return u:getreusedtimes()
            """), Is.EqualTo("0"));
        Assert.That(SafetyTimeout.WaitUntil(() => peer.Accepted == 2), Is.True);
    }

    [Test]
    public void SetKeepAlive_MoreThanThePoolHolds_ClosesTheOldest()
    {
        peer.Echo();

        Assert.That(worker.Run("""
            local all = {}
            for i = 1, 3 do all[i] = ngx.socket.tcp() all[i]:connect("127.0.0.1", port, { pool = "mine", pool_size = 2 }) end
            for i = 1, 3 do all[i]:setkeepalive() end
            local reused = 0
            for i = 1, 3 do all[i]:connect("127.0.0.1", port, { pool = "mine" }) reused = reused + all[i]:getreusedtimes() end
            return reused
            """), Is.EqualTo("2"));
    }

    [Test]
    public void Connect_NobodyListens_IsRefusedAndLogged()
    {
        peer.Dispose();

        Assert.That(worker.Run("return ngx.socket.connect('127.0.0.1', port)"), Is.EqualTo("nil connection refused"));
        Assert.That(worker.Log.Lines[0], Does.Contain("connect() failed (111: Connection refused)"));
    }

    [TestCase("return ngx.socket.tcp():connect('unix:/nonexistent/socket')", "nil no such file or directory")]
    [TestCase("return ngx.socket.tcp():connect('127.0.0.1')", "nil missing the port number")]
    [TestCase("return ngx.socket.tcp():connect('127.0.0.1', 70000)", "nil bad port number: 70000")]
    [TestCase("return ngx.socket.tcp():receive()", "nil closed nil")]
    [TestCase("return ngx.socket.tcp():send('x')", "nil closed")]
    [TestCase("return ngx.socket.tcp():close()", "nil closed")]
    [TestCase("return ngx.socket.tcp():setkeepalive()", "nil closed")]
    [TestCase("return ngx.socket.tcp():getreusedtimes()", "nil closed")]
    [TestCase("local s = ngx.socket.tcp() return s:receiveuntil('')", "nil pattern is empty")]
    public void Calls_WithoutAConnection_SayWhy(string code, string result) => Assert.That(worker.Run(code), Is.EqualTo(result));

    [Test]
    public void Connect_ByName_IsResolved()
    {
        peer.Echo();

        Assert.That(worker.Run("local s = ngx.socket.tcp() assert(s:connect('localhost', port)) s:send('x\\n') return (s:receive())"), Is.EqualTo("x"));
    }

    [Test]
    public void Options_OfASocket_AreSetAndRead()
    {
        peer.Echo();

        Assert.That(worker.Run("""
            local s = open()
            return s:setoption("keepalive", true), s:getoption("keepalive"), s:setoption("tcp-nodelay", 0), s:getoption("tcp-nodelay"), s:getfd() > 0, s:setoption("x", 1)
            """), Is.EqualTo("true 1 true 0 true nil unsupported option x"));
    }

    [Test]
    public void NoDelay_IsSetBySendUnlessCodeHasSetIt()
    {
        peer.Echo();

        Assert.That(worker.Run("""
            local s, own = open(), open()
            local before = s:getoption("tcp-nodelay")
            own:setoption("tcp-nodelay", 0)
            s:send("x\n") own:send("x\n")
            return before, s:getoption("tcp-nodelay"), own:getoption("tcp-nodelay")
            """), Is.EqualTo("0 1 0"));
    }

    [Test]
    public void Socket_OfAnotherRequest_CannotBeUsed()
    {
        peer.Echo();
        var holder = worker.Prepare("held = open() ngx.sleep(1000)");
        worker.Call(holder.Begin);

        Assert.That(worker.Fail("held:send('x')"), Does.Contain("bad request"));
    }

    [Test]
    public void Socket_RequestEnds_IsClosed()
    {
        peer.Echo();
        worker.Run("left = open()");

        Assert.That(peer.NextClosed.Wait(TimeSpan.FromSeconds(20)), Is.True);
        Assert.That(worker.Run("return left:send('x')"), Is.EqualTo("nil closed"));
    }

    [Test]
    public void Thread_KilledWhileItReads_ClosesTheSocket()
    {
        peer.Echo();

        Assert.That(worker.Run("""
            local s = open()
            local t = ngx.thread.spawn(function() return s:receive() end)
            ngx.thread.kill(t)
            return s:send("x")
            """), Is.EqualTo("nil closed"));
    }

    [Test]
    public void Tcp_WhereNothingCanWait_IsForbidden() =>
        Assert.That(worker.Fail("ngx.socket.tcp()", LuaPhase.Log), Does.Contain("API disabled in the context of log_by_lua*"));

    /// <summary>A peer that answers each connection as it was told.</summary>
    private sealed class ScriptedPeer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private int accepted;

        public ScriptedPeer() => listener.Start();

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public int Accepted => Volatile.Read(ref accepted);

        public ManualResetEventSlim NextClosed { get; } = new();

        public void Serve(string text) => Accept(stream => stream.Write(Encoding.UTF8.GetBytes(text)));

        public void ServeSlowly(string text) => Accept(stream =>
        {
            foreach (var letter in text)
            {
                stream.WriteByte((byte)letter);
                stream.Flush();
                Thread.Yield();
            }
        });

        public void Echo() => Accept(static stream => stream.CopyTo(stream));

        /// <summary>Every connection that is open is closed when one sends.</summary>
        public void CloseAfterLine()
        {
            var open = new List<NetworkStream>();
            Accept(stream =>
            {
                lock (open)
                    open.Add(stream);
                if (stream.ReadByte() < 0)
                    return;
                lock (open)
                    open.ForEach(static other => other.Socket.Shutdown(SocketShutdown.Both));
            });
        }

        public void Dispose() => listener.Stop();

        private void Accept(Action<NetworkStream> serve) => new Thread(() =>
        {
            try
            {
                while (true)
                {
                    var client = listener.AcceptTcpClient();
                    Interlocked.Increment(ref accepted);
                    new Thread(() => Answer(client, serve)) { IsBackground = true }.Start();
                }
            }
            catch (Exception exception) when (exception is SocketException or InvalidOperationException or ObjectDisposedException)
            {
                // The test is over.
            }
        })
        { IsBackground = true }.Start();

        private void Answer(TcpClient client, Action<NetworkStream> serve)
        {
            try
            {
                using (client)
                    serve(client.GetStream());
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // The other side has reset the connection.
            }

            NextClosed.Set();
        }
    }
}
