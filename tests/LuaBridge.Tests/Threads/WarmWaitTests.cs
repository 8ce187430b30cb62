using System.Net;
using System.Net.Sockets;
using Engine.Core.Log;

namespace Engine.LuaBridge.Tests.Threads;

/// <summary>What a wait costs on the managed heap once its worker has waited often enough: nothing.</summary>
public sealed class WarmWaitTests
{
    private const int Rounds = 500;

    /// <summary>The test's own calls to the loop, and the handlers around the waits.</summary>
    private const int Around = 2000;

    [TestCase("ngx.sleep(0)")]
    [TestCase("ngx.sleep(0.001)")]
    [TestCase("coroutine.yield()")]
    [TestCase("ngx.thread.wait(ngx.thread.spawn(ngx.sleep, 0))")]
    [TestCase("sema:post() assert(sema:wait(1))")]
    [TestCase("ngx.thread.spawn(function() ngx.sleep(0) sema:post() end) assert(sema:wait(1))")]
    [TestCase("socket:send('text\\n') assert(socket:receive() == 'text')")]
    [TestCase("socket:send('text') assert(socket:receive(4) == 'text')")]
    [TestCase("socket:send('text') assert(socket:receiveany(100))")]
    [TestCase("socket:send('text$') assert(read_until() == 'text')")]
    [TestCase("local _, err = socket:receive(1) assert(err == 'timeout')")]
    [TestCase("local _, err = udp:receive() assert(err == 'timeout')")]
    [TestCase("udp:send('text') assert(udp:receive() == 'text')")]
    public void Wait_OfAWarmWorker_AllocatesNothing(string wait)
    {
        using var peer = new EchoingPeer();
        using var worker = new LuaWorker(level: LogLevel.Crit);
        var code = $$"""
            sema = sema or require("ngx.semaphore").new()
            local socket, udp = ngx.socket.tcp(), ngx.socket.udp()
            assert(socket:connect("127.0.0.1", {{peer.Port}}))
            socket:settimeouts(1000, 1000, {{(wait.Contains("timeout", StringComparison.Ordinal) ? 1 : 10000)}})
            udp:settimeout({{(wait.Contains("timeout", StringComparison.Ordinal) ? 1 : 10000)}})
            assert(udp:setpeername("127.0.0.1", {{peer.DatagramPort}}))
            local read_until = socket:receiveuntil("$")
            for i = 1, ROUNDS do {{wait}} end
            """;
        worker.Run("ROUNDS = " + Rounds);
        var host = worker.Prepare(code);
        worker.Serve(host);
        Again();
        worker.Run("ROUNDS = 1");
        Again();
        var once = Measure();
        worker.Run("ROUNDS = " + Rounds);

        Assert.That(Measure() - once, Is.LessThan(Around), $"{Rounds} times");

        void Again()
        {
            host.Over.Reset();
            worker.Call(host.BeginQuietly);
            worker.Wait(host);
        }

        long Measure()
        {
            long before = 0, after = 0;
            worker.Call(() => before = GC.GetAllocatedBytesForCurrentThread());
            Again();
            worker.Call(() => after = GC.GetAllocatedBytesForCurrentThread());
            return after - before;
        }
    }

    /// <summary>Sends back what it gets, as a stream to one connection after the other and as datagrams.</summary>
    private sealed class EchoingPeer : IDisposable
    {
        private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly Socket datagrams = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        public EchoingPeer()
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            datagrams.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Start(ServeConnections);
            Start(ServeDatagrams);
        }

        public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

        public int DatagramPort => ((IPEndPoint)datagrams.LocalEndPoint!).Port;

        public void Dispose()
        {
            listener.Dispose();
            datagrams.Dispose();
        }

        private static void Start(Action serve) => new Thread(() =>
        {
            try
            {
                serve();
            }
            catch (SocketException)
            {
                // Disposed.
            }
            catch (ObjectDisposedException)
            {
                // Likewise.
            }
        }) { IsBackground = true }.Start();

        private void ServeConnections()
        {
            while (true)
            {
                var connection = listener.Accept();
                Start(() => Echo(connection));
            }
        }

        private static void Echo(Socket connection)
        {
            var buffer = new byte[4096];
            while (connection.Receive(buffer) is > 0 and var length)
                connection.Send(buffer.AsSpan(0, length));
            connection.Dispose();
        }

        private void ServeDatagrams()
        {
            var buffer = new byte[4096];
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            while (true)
            {
                var length = datagrams.ReceiveFrom(buffer, ref from);
                datagrams.SendTo(buffer.AsSpan(0, length), from);
            }
        }
    }
}
