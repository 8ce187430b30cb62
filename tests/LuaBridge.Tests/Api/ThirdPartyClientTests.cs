using System.Diagnostics;
using System.Net.Sockets;

namespace Engine.LuaBridge.Tests.Api;

/// <summary>Debian's unmodified clients of Redis and memcached against the real servers: what they do proves the cosockets.</summary>
public sealed class ThirdPartyClientTests
{
    private string folder = "";
    private LuaWorker worker = null!;

    [SetUp]
    public void Start()
    {
        folder = Directory.CreateTempSubdirectory("engine-lua").FullName;
        worker = new LuaWorker();
    }

    [TearDown]
    public void Stop()
    {
        worker.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void Redis_CommandsPipelinesAndSubscriptions_Work()
    {
        var socket = Path.Combine(folder, "redis");
        using var server = new Peer("redis-server", socket, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder);

        Assert.That(worker.Run($$"""
            local redis = require "nginx.redis"
            local function open()
              local red = redis:new()
              red:set_timeout(10000)
              assert(red:connect("unix:{{socket}}"))
              return red
            end
            local red = open()
            local value = ("v"):rep(100000)
            assert(red:set("key", value))
            local got = red:get("key")
            local missing = red:get("none")
            red:init_pipeline()
            for i = 1, 50 do red:incr("counter") red:lpush("list", "item" .. i) end
            local results = red:commit_pipeline()
            local list = red:lrange("list", 0, 1)
            local sub = open()
            sub:subscribe("channel")
            local received
            local t = ngx.thread.spawn(function() received = sub:read_reply() end)
            red:publish("channel", "news")
            ngx.thread.wait(t)
            local _, bad = red:lpop("key")
            assert(red:set_keepalive(10000, 10))
            local again = open()
            return got == value, missing == ngx.null, #results, results[99], list[1], received[3], bad:sub(1, 9), again:get_reused_times()
            """), Is.EqualTo("true true 100 50 item50 news WRONGTYPE 1"));
    }

    [Test]
    public void Memcached_Commands_Work()
    {
        var socket = Path.Combine(folder, "memcached");
        using var server = new Peer("memcached", socket, "-s", socket, "-u", Environment.UserName);

        Assert.That(worker.Run($$"""
            local memcached = require "nginx.memcached"
            local mem = assert(memcached:new())
            mem:set_timeout(10000)
            assert(mem:connect("unix:{{socket}}"))
            local value = ("line\r\n"):rep(20000)
            assert(mem:set("key", value, 0, 7))
            local got, flags = mem:get("key")
            local missing = mem:get("none")
            mem:set("number", 5)
            local incremented = mem:incr("number", 3)
            local many = mem:get({ "number", "none", "key" })
            local _, err = mem:add("number", 1)
            assert(mem:set_keepalive(10000, 10))
            return got == value, flags, missing, incremented, many.number[1], err
            """), Is.EqualTo("true 7 nil 8 8 NOT_STORED"));
    }

    [Test]
    public void Dns_AnswersByUdpAndTcp_AreRead()
    {
        using var server = new NameServer();

        Assert.That(worker.Run($$"""
            local resolver = require "nginx.dns.resolver"
            local r = assert(resolver:new({ nameservers = { { "127.0.0.1", {{server.Port}} } }, retrans = 2, timeout = 10000 }))
            local short = assert(r:query("short.test"))
            local long = assert(r:query("long.test"))
            local by_tcp = assert(r:tcp_query("short.test"))
            return short[1].address, short[1].ttl, short[1].name, long[1].address, by_tcp[1].address
            """), Is.EqualTo("192.0.2.7 60 short.test 192.0.2.7 192.0.2.7"));
        Assert.That(server.TcpQueries, Is.EqualTo(2), "long.test is answered by TCP only");
    }

    [Test]
    public void Strings_HashesAndCiphersOfOpenSsl_Work()
    {
        Assert.That(worker.Run("""
            local function hex(bytes)
              return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
            end
            local function hash(name)
              local h = require("nginx." .. name):new()
              h:update("ab")
              h:update("c")
              return hex(h:final()):sub(1, 8)
            end
            local aes = require("nginx.aes"):new("secret")
            return hash("md5"), hash("sha1"), hash("sha224"), hash("sha256"), hash("sha384"), hash("sha512"), #require("nginx.random").bytes(10), aes:decrypt(aes:encrypt("hidden"))
            """), Is.EqualTo("90015098 a9993e36 23097d22 ba7816bf cb00753f ddaf35a1 10 hidden"));
    }

    [Test]
    public void LruCache_OfBothKinds_KeepsWhatIsUsed()
    {
        Assert.That(worker.Run("""
            local out = {}
            for _, name in ipairs { "resty.lrucache", "resty.lrucache.pureffi" } do
              local cache = require(name).new(2)
              cache:set("a", 1)
              cache:set("b", { 2 })
              cache:get("a")
              cache:set("c", 3, 0.001)
              ngx.sleep(0.01)
              ngx.update_time()
              local gone, stale = cache:get("c")
              out[#out + 1] = table.concat({ cache:get("a"), tostring(cache:get("b")), tostring(gone), stale }, ",")
            end
            return unpack(out)
            """), Is.EqualTo("1,nil,nil,3 1,nil,nil,3"));
    }

    [Test]
    public void Cjson_Values_GoThereAndBack()
    {
        Assert.That(worker.Run("""
            local cjson = require "cjson.safe"
            local value = cjson.decode('{"list":[1,2.5,"x",null,true],"empty":{}}')
            local _, err = cjson.decode("{")
            return cjson.encode(value.list), value.list[4] == cjson.null, cjson.encode(value.empty), err ~= nil
            """), Is.EqualTo("[1,2.5,\"x\",null,true] true {} true"));
    }

    /// <summary>A name server that says 192.0.2.7 to everything, "long" names by TCP only.</summary>
    private sealed class NameServer : IDisposable
    {
        private readonly TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        private readonly UdpClient udp;
        private int tcpQueries;

        public NameServer()
        {
            listener.Start();
            udp = new UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, Port));
            _ = ServeUdp();
            _ = ServeTcp();
        }

        public int Port => ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        public int TcpQueries => Volatile.Read(ref tcpQueries);

        public void Dispose()
        {
            listener.Dispose();
            udp.Dispose();
        }

        private async Task ServeUdp()
        {
            try
            {
                while (true)
                {
                    var query = await udp.ReceiveAsync();
                    var isLong = query.Buffer.AsSpan().IndexOf("long"u8) >= 0;
                    await udp.SendAsync(Answer(query.Buffer, isTruncated: isLong), query.RemoteEndPoint);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task ServeTcp()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    var stream = client.GetStream();
                    var length = new byte[2];
                    await stream.ReadExactlyAsync(length);
                    var query = new byte[(length[0] << 8) | length[1]];
                    await stream.ReadExactlyAsync(query);
                    Interlocked.Increment(ref tcpQueries);
                    var answer = Answer(query, isTruncated: false);
                    await stream.WriteAsync((byte[])[(byte)(answer.Length >> 8), (byte)answer.Length, .. answer]);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        /// <summary>The question, and behind it one A record for its name unless the answer is truncated.</summary>
        private static byte[] Answer(byte[] query, bool isTruncated)
        {
            byte[] head = [query[0], query[1], (byte)(isTruncated ? 0x83 : 0x81), 0x80, 0, 1, 0, (byte)(isTruncated ? 0 : 1), 0, 0, 0, 0];
            byte[] record = [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7];
            return [.. head, .. query[12..], .. isTruncated ? [] : record];
        }
    }

    /// <summary>A server on a unix-domain socket, for the time of a test.</summary>
    private sealed class Peer : IDisposable
    {
        private readonly Process process;

        public Peer(string program, string socket, params string[] arguments)
        {
            process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            Assert.That(() => Accepts(socket), Is.True.After(20_000, 20), program);
        }

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        private static bool Accepts(string socket)
        {
            using var client = new System.Net.Sockets.Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                client.Connect(new UnixDomainSocketEndPoint(socket));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
